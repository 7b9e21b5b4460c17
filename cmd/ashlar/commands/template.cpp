/// `template`: renders a template with data from files.

#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/shell/shell.hpp"
#include "cmd/ashlar/shell/standard_input.hpp"
#include "project/yaml_document.hpp"
#include "templating/environment.hpp"

namespace ashlar::cli {

namespace {

using templating::Value;

/// YAML's and JSON's values as templates know them.
struct AsTemplateValue {
  Result<Value> operator()(std::monostate) const { return Value(); }
  Result<Value> operator()(bool value) const { return Value(value); }
  Result<Value> operator()(std::int64_t value) const { return Value(value); }
  Result<Value> operator()(std::uint64_t value) const {
    if (value > static_cast<std::uint64_t>(INT64_MAX)) {
      return fail_with_help("the number " + std::to_string(value) + " does not fit a 64-bit integer",
                            "give it as a string");
    }
    return Value(static_cast<std::int64_t>(value));
  }
  Result<Value> operator()(double value) const { return Value(value); }
  Result<Value> operator()(const std::string& value) const { return Value(value); }
  Result<Value> operator()(const project::YamlArray& values) const {
    templating::List items;
    items.reserve(values.size());
    for (const auto& value : values) {
      auto item = std::visit(*this, value.content());
      if (!item) return item;
      items.push_back(std::move(*item));
    }
    return Value(std::move(items));
  }
  Result<Value> operator()(const project::YamlMap& members) const {
    auto dict = std::make_shared<templating::Dict>();
    for (const auto& member : members) {
      auto value = std::visit(*this, member.value.content());
      if (!value) return value.error().within(member.key);
      dict->set(Value(member.key), std::move(*value));
    }
    return Value(std::move(dict));
  }
};

/// Adds what `more` has; where both have a mapping, the two become one.
void merge(templating::Dict& into, const templating::Dict& more) {
  more.each([&](const Value& key, const Value& value) {
    const auto* old = into.find(key);
    if (old != nullptr && old->is(templating::Kind::dict) && value.is(templating::Kind::dict)) {
      merge(*old->as_dict(), *value.as_dict());
    } else {
      into.set(key, value);
    }
  });
}

class Template final : public Command {
 public:
  void declare(Arguments& arguments) override {
    arguments.positional("file", file_, true).completes = Completes::files;
    arguments.option("data", 0, data_, "file", "Take variables from this JSON or YAML file, - for standard input")
        .completes = Completes::files;
    arguments.option("include", 0, include_, "directory", "Look for other templates here too").completes =
        Completes::directories;
    arguments.flag("strict", 0, strict_, "Fail on any use of an undefined variable");
    arguments.flag("trim-blocks", 0, options_.trim_blocks, "Remove the line break after a block");
    arguments.flag("lstrip-blocks", 0, options_.lstrip_blocks, "Remove the blanks before a block that begins its line");
    arguments.flag("keep-trailing-newline", 0, options_.keep_trailing_newline,
                   "Keep the line break at the end of the template");
    arguments.flag("autoescape", 0, options_.autoescape, "Escape what is printed for HTML");
  }

  Status run(Shell& shell) override {
    const auto data = std::make_shared<templating::Dict>();
    for (const auto& file : data_) {
      const auto read = read_data(shell, file);
      if (!read) return read.error();
      merge(*data, **read);
    }
    const auto path = shell.absolute(file_);
    const auto source = shell.files().read_file(path);
    if (!source) return source.error();
    if (strict_) options_.undefined = templating::UndefinedMode::strict;
    std::vector<std::string> directories = {parent_directory(path)};
    for (const auto& directory : include_) directories.push_back(shell.absolute(directory));
    templating::Environment environment(options_, templating::directory_loader(shell.files(), std::move(directories)));
    const auto text = environment.render_text(*source, file_, data);
    if (!text) return text.error();
    shell.print(*text);
    return {};
  }

 private:
  static Result<std::shared_ptr<templating::Dict>> read_data(Shell& shell, const std::string& file) {
    const bool is_input = file == "-";
    auto text = is_input ? read_standard_input() : shell.files().read_file(shell.absolute(file));
    if (!text) return text.error();
    const auto name = is_input ? "standard input" : file;
    const auto document = project::YamlDocument::parse(std::move(*text), name, project::YamlDocument::format_of(file));
    if (!document) return document.error();
    if (document->value().is_null()) return std::make_shared<templating::Dict>();
    if (!document->value().is<project::YamlMap>()) {
      return fail_with_help(name + ": the data of a template must be a mapping of names to values",
                            "put what is there below a name");
    }
    auto value = std::visit(AsTemplateValue{}, document->value().content());
    if (!value) return value.error().within(name);
    return value->as_dict();
  }

  std::string file_;
  std::vector<std::string> data_, include_;
  bool strict_ = false;
  templating::Options options_;
};

}  // namespace

std::unique_ptr<Command> make_template() { return std::make_unique<Template>(); }

}  // namespace ashlar::cli
