#include "ashlar/settings.hpp"
#include "base/process.hpp"
#include "base/strings.hpp"
#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/shell/shell.hpp"
#include "toolchain/build.hpp"

namespace ashlar::cli {

namespace {

/// Compiles the program of a directory, has it print its models (docs/settings.md), and shows them.
class SettingsDescribe final : public Command {
 public:
  void declare(Arguments& arguments) override {
    arguments.positional("directory", directory_, false).completes = Completes::directories;
    arguments.option("model", 'm', model_, "name", "Only the model of this name");
    arguments.option("format", 'f', format_, "markdown|schema|json",
                     "A table, the JSON Schema, or all that the program says");
  }

  Status run(Shell& shell) override {
    if (format_ != "markdown" && format_ != "schema" && format_ != "json") {
      return fail_with_help("there is no format '" + format_ + "'", "use markdown, schema or json", ErrorKind::usage);
    }
    const auto directory = directory_ ? shell.absolute(*directory_) : shell.working_directory();
    const auto text = ask_program(shell, directory);
    if (!text) return text.error();
    const auto models = parse_models(*text, directory);
    if (!models) return models.error();
    const auto shown = show(*models);
    if (!shown) return shown.error();
    shell.print(*shown);
    return {};
  }

 private:
  static Result<std::string> ask_program(Shell& shell, const std::string& directory) {
    // A directory without a project is a deploy.
    const bool is_project = shell.files().exists(directory + "/Pulumi.yaml");
    const auto sdk = toolchain::find_sdk(shell.environment(), is_project ? "sdk.conf" : "fleet.conf");
    if (!sdk) return sdk.error();
    toolchain::BuildOutput output;
    output.compiler = [&](std::string_view text) { shell.err().write(std::string(text)); };
    const auto program = toolchain::build(directory, *sdk, toolchain::default_cache(shell.environment()), output);
    if (!program) return program.error();
    ProcessOptions options;
    options.argv = {program->executable.string()};
    options.environment = {{"ASHLAR_SETTINGS", "describe"}};
    options.directory = directory;
    const auto ended = run_process(options);
    if (!ended) return ended.error();
    if (ended->status.ok()) return ended->out;
    auto error = no_models(directory);
    error.notes.push_back("it " + ended->status.text());
    if (!ended->err.empty()) error.notes.push_back(std::string(trim(ended->err)));
    return error;
  }

  static Error no_models(const std::string& directory) {
    return fail_with_help(
        "the program in " + directory + " does not describe its settings",
        "begin its main function with `if (settings::describe_when_asked({&settings::model_of<…>()})) "
        "return 0;`");
  }

  static Result<settings::Value::List> parse_models(const std::string& text, const std::string& directory) {
    try {
      const auto answer = settings::parse(text, "the program's answer", settings::Format::json);
      const auto* models = answer.find("models");
      if (models != nullptr && models->get<settings::Value::List>() != nullptr) {
        return *models->get<settings::Value::List>();
      }
    } catch (const settings::InvalidSettings& error) {
      auto refused = no_models(directory);
      refused.notes.emplace_back(error.what());
      return refused;
    }
    return no_models(directory);
  }

  [[nodiscard]] Result<std::string> show(const settings::Value::List& all) const {
    settings::Value::List chosen;
    std::vector<std::string> names;
    for (const auto& model : all) {
      names.push_back(text_of(model, "name"));
      if (!model_ || *model_ == names.back()) chosen.push_back(model);
    }
    if (chosen.empty()) return no_such_model(names);
    if (format_ == "json") return settings::json_text(settings::Value::map({{"version", 1}, {"models", chosen}}));
    if (format_ == "markdown") {
      std::vector<std::string> pages;
      for (const auto& model : chosen) pages.push_back(text_of(model, "markdown"));
      return join(pages, "\n");
    }
    if (chosen.size() > 1) {
      return fail_with_help("the program has several models: " + join(names, ", "), "choose one with --model",
                            ErrorKind::usage);
    }
    const auto* schema = chosen.front().find("schema");
    return settings::json_text(schema == nullptr ? settings::Value() : *schema);
  }

  [[nodiscard]] Error no_such_model(const std::vector<std::string>& names) const {
    if (names.empty()) return fail("the program has no settings models");
    auto error = fail("the program has no model '" + model_.value_or("") + "'", ErrorKind::usage);
    if (const auto meant = nearest(model_.value_or(""), names)) error.notes.push_back("did you mean `" + *meant + "`?");
    error.help = "its models are " + join(names, ", ");
    return error;
  }

  static std::string text_of(const settings::Value& model, std::string_view member) {
    const auto* value = model.find(member);
    const auto* text = value == nullptr ? nullptr : value->get<std::string>();
    return text == nullptr ? std::string() : *text;
  }

  std::optional<std::string> directory_;
  std::optional<std::string> model_;
  std::string format_ = "markdown";
};

}  // namespace

std::unique_ptr<Command> make_settings_describe() { return std::make_unique<SettingsDescribe>(); }

}  // namespace ashlar::cli
