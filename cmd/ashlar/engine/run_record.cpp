#include "cmd/ashlar/engine/run_record.hpp"

#include "base/strings.hpp"
#include "cmd/ashlar/display/words.hpp"
#include "cmd/ashlar/version.hpp"

namespace ashlar::cli {

namespace {

/// What may be told of a value: that it switches something on or off, else only that it is there.
std::string told(const std::string& value) {
  const auto text = to_lower(value);
  return text == "true" || text == "false" ? text : "set";
}

const Flag* find_flag(const Arguments& arguments, const std::string& name, char letter) {
  for (const auto& flag : arguments.flags()) {
    if (letter != 0 ? flag.letter == letter : flag.name == name) return &flag;
  }
  return nullptr;
}

bool is_switch(const Flag& flag) { return std::holds_alternative<bool*>(flag.target) || !flag.without_value.empty(); }

}  // namespace

std::string_view history_kind(deploy::Mode mode) {
  return mode == deploy::Mode::import ? "resource-import" : run_noun(mode);
}

std::map<std::string, std::string> run_environment(const Environment& environment,
                                                   const std::map<std::string, std::string>& flags,
                                                   const std::string& exec_kind, const std::string& runtime) {
  std::map<std::string, std::string> facts{{"exec.kind", exec_kind.empty() ? "cli" : exec_kind},
                                           {"pulumi.arch", "amd64"},
                                           {"pulumi.os", "linux"},
                                           {"pulumi.version", "v" + std::string(compatible_version)},
                                           {"ashlar.version", std::string(version_text)},
                                           {"runtime.name", runtime},
                                           {"stack.environments", "[]"},
                                           {"updatePlan", "false"}};
#if defined(__aarch64__)
  facts["pulumi.arch"] = "arm64";
#endif
  for (const auto& [name, value] : environment.variables()) {
    if (name.starts_with("PULUMI_")) facts.emplace("pulumi.env." + name, told(value));
  }
  for (const auto& [name, value] : flags) facts.emplace("pulumi.flag." + name, value);
  return facts;
}

std::map<std::string, std::string> given_flags(const Arguments& arguments, const std::vector<std::string>& words) {
  std::map<std::string, std::string> given;
  for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
    const auto& word = words[i];
    if (word.size() < 2 || word[0] != '-') continue;
    const auto equals = word.find('=');
    const bool is_long = word.starts_with("--");
    const auto name = is_long ? word.substr(2, equals == std::string::npos ? equals : equals - 2) : std::string();
    // Of `-yf` only the first letter may take the rest as its value: `-pfoo`.
    for (std::size_t at = 1; at < (is_long ? 2 : word.size()) && word[at] != '='; ++at) {
      const auto* flag = find_flag(arguments, name, is_long ? char{0} : word[at]);
      if (flag == nullptr) break;
      if (!is_switch(*flag)) {
        given[flag->name] = "set";
        if (equals == std::string::npos && (is_long || at + 1 == word.size())) ++i;  // the next word is its value
        break;
      }
      given[flag->name] = equals == std::string::npos ? "true" : told(word.substr(equals + 1));
    }
  }
  return given;
}

}  // namespace ashlar::cli
