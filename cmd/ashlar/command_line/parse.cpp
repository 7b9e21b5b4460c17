/// The only file that includes CLI11.

#include "cmd/ashlar/command_line/parse.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <charconv>

#include "base/strings.hpp"

namespace ashlar::cli {

namespace {

std::string option_names(const Flag& flag) {
  return (flag.letter != 0 ? std::string("-") + flag.letter + "," : std::string()) + "--" + flag.name;
}

void add_flag(CLI::App& app, const Flag& flag) {
  struct Adder {
    CLI::App& app;
    const Flag& flag;
    CLI::Option* operator()(bool* target) const { return app.add_flag(option_names(flag), *target); }
    CLI::Option* operator()(int* target) const { return app.add_option(option_names(flag), *target); }
    CLI::Option* operator()(std::string* target) const {
      if (!flag.without_value.empty())
        return app.add_flag(option_names(flag) + "{" + flag.without_value + "}", *target);
      return app.add_option(option_names(flag), *target);
    }
    CLI::Option* operator()(std::optional<std::string>* target) const {
      const auto set = [target](const std::string& value) { *target = value; };
      if (!flag.without_value.empty()) {
        return app.add_flag_callback(option_names(flag), [] {})->each([target, this](const std::string& value) {
          *target = value == "true" ? flag.without_value : value;
        });
      }
      return app.add_option_function<std::string>(option_names(flag), set);
    }
    CLI::Option* operator()(std::vector<std::string>* target) const {
      return app.add_option(option_names(flag), *target)
          ->allow_extra_args(false)
          ->type_size(1)
          ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    }
  };
  auto* option = std::visit(Adder{app, flag}, flag.target);
  // The last one counts, as users of shell aliases expect.
  if (!std::holds_alternative<std::vector<std::string>*>(flag.target))
    option->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

std::size_t most_positionals(const Arguments& arguments) {
  for (const auto& positional : arguments.positionals()) {
    if (std::holds_alternative<std::vector<std::string>*>(positional.target)) return std::string::npos;
  }
  return arguments.positionals().size();
}

Status fill_positionals(const Arguments& arguments, const std::vector<std::string>& words) {
  const auto& wanted = arguments.positionals();
  const auto least = static_cast<std::size_t>(
      std::count_if(wanted.begin(), wanted.end(), [](const Positional& p) { return p.required; }));
  const auto most = most_positionals(arguments);
  const auto received = ", received " + std::to_string(words.size());
  if (words.size() > most) {
    return fail((least == most ? "accepts " : "accepts at most ") + std::to_string(most) + " arg(s)" + received);
  }
  if (words.size() < least) {
    auto error =
        fail((least == most ? "accepts " : "requires at least ") + std::to_string(least) + " arg(s)" + received);
    for (std::size_t i = words.size(); i < least; ++i) error.notes.push_back("missing: <" + wanted[i].name + ">");
    return error;
  }
  for (std::size_t i = 0; i < wanted.size() && i < words.size(); ++i) {
    if (auto* const* all = std::get_if<std::vector<std::string>*>(&wanted[i].target)) {
      (*all)->assign(words.begin() + static_cast<std::ptrdiff_t>(i), words.end());
    } else if (auto* const* maybe = std::get_if<std::optional<std::string>*>(&wanted[i].target)) {
      **maybe = words[i];
    } else {
      *std::get<std::string*>(wanted[i].target) = words[i];
    }
  }
  return {};
}

std::string environment_name(const std::string& flag) {
  std::string name = "PULUMI_OPTION_" + flag;
  for (auto& c : name) c = c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return name;
}

Status set_from_environment(const Flag& flag, const std::string& name, const std::string& value) {
  const auto wrong = [&](const std::string& wanted) {
    return fail("the environment variable " + name + " must be " + wanted + ", not \"" + value + "\"");
  };
  if (auto* const* on = std::get_if<bool*>(&flag.target)) {
    const auto text = to_lower(value);
    const bool yes = text == "true" || text == "1" || text == "t";
    const bool no = text == "false" || text == "0" || text == "f" || text.empty();
    if (!yes && !no) return wrong("true or false");
    **on = yes;
  } else if (auto* const* number = std::get_if<int*>(&flag.target)) {
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), **number);
    if (error != std::errc() || end != value.data() + value.size()) return wrong("a number");
  } else if (auto* const* list = std::get_if<std::vector<std::string>*>(&flag.target)) {
    **list = split(value, ',');
  } else if (auto* const* maybe = std::get_if<std::optional<std::string>*>(&flag.target)) {
    **maybe = value;
  } else {
    *std::get<std::string*>(flag.target) = value;
  }
  return {};
}

Error unknown_flag(const std::string& word, const Arguments& arguments) {
  const auto name = word.substr(0, word.find('='));
  std::vector<std::string> known;
  for (const auto& flag : arguments.flags()) {
    if (!flag.hidden) known.push_back("--" + flag.name);
  }
  auto error = name.starts_with("--") ? fail("unknown flag: " + name)
                                      : fail("unknown shorthand flag: '" + name.substr(1, 1) + "' in " + word);
  if (const auto near = nearest(name, known)) error.notes.push_back("did you mean `" + *near + "`?");
  return error;
}

// CLI11 names an option by all its names; people know it by the one they typed.
Error explain(const CLI::ParseError& problem) {
  const std::string text = problem.what();
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&problem) != nullptr)
    return fail("flag needs an argument: " + text.substr(0, text.find(':')));
  if (dynamic_cast<const CLI::ConversionError*>(&problem) != nullptr) {
    // `Could not convert: --parallel = x`
    const auto colon = text.find(": ");
    return fail("invalid argument: " + (colon == std::string::npos ? text : text.substr(colon + 2)));
  }
  return fail(text);
}

}  // namespace

Status parse(const Arguments& arguments, const std::vector<std::string>& words, const Environment& environment) {
  const auto marker = std::find(words.begin(), words.end(), "--");
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  try {
    for (const auto& flag : arguments.flags()) add_flag(app, flag);
    std::vector<std::string> backwards(std::make_reverse_iterator(marker), words.rend());  // as CLI11 wants them
    app.parse(backwards);
  } catch (const CLI::ParseError& problem) {
    return explain(problem);
  }
  auto positionals = app.remaining();
  for (const auto& word : positionals) {
    if (word.size() > 1 && word[0] == '-') return unknown_flag(word, arguments);
  }
  if (marker != words.end()) positionals.insert(positionals.end(), marker + 1, words.end());
  for (const auto& flag : arguments.flags()) {
    const auto name = environment_name(flag.name);
    const auto value = environment.get(name);
    if (!value || app.count("--" + flag.name) > 0) continue;
    if (const auto set = set_from_environment(flag, name, *value); !set) return set;
  }
  return fill_positionals(arguments, positionals);
}

}  // namespace ashlar::cli
