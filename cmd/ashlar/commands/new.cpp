/// `ashlar new`: a project that works, to begin with.

#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/commands/project_templates.hpp"
#include "cmd/ashlar/shell/new_stack.hpp"
#include "cmd/ashlar/terminal/json_text.hpp"
#include "cmd/ashlar/terminal/text.hpp"
#include "toolchain/build.hpp"

namespace ashlar::cli {

namespace {

class New final : public Command {
 public:
  void declare(Arguments& arguments) override {
    arguments.positional("template", template_, false).completes = Completes::templates;
    arguments.option("name", 'n', name_, "name", "The project's name; the directory's unless given");
    arguments.option("description", 'd', description_, "text", "What the project is for");
    arguments.option("stack", 's', stack_, "stack", "The stack to make; dev unless given");
    arguments.option("config", 'c', config_, "key=value",
                     "A configuration value of the stack; may be given several times");
    arguments.flag("config-path", 0, config_path_, "The keys of --config are paths into maps and lists");
    arguments.option("dir", 0, directory_, "dir", "Where to put the project; here unless given").completes =
        Completes::directories;
    arguments.option("secrets-provider", 0, secrets_provider_, "provider", "What locks the stack's secrets");
    arguments.flag("force", 'f', force_, "Put it into a directory that is not empty");
    arguments.flag("generate-only", 'g', generate_only_, "Make the project only, no stack");
    arguments.flag("list-templates", 'l', list_, "List the templates");
    arguments.flag("yes", 'y', yes_, "Do not ask: take what was given and the defaults");
    arguments.flag("offline", 'o', offline_, "Accepted: nothing is ever downloaded");
    arguments.hide_last();
  }

  Status run(Shell& shell) override {
    if (list_) {
      for (const auto& one : project_templates())
        shell.print_line(pad(std::string(one.name), 12) + "  " + std::string(one.description));
      return {};
    }
    const auto chosen = choose_template(shell);
    if (!chosen) return chosen.error();
    const auto directory = directory_.empty() ? shell.working_directory() : shell.absolute(directory_);
    if (const auto usable = check_directory(shell, directory); !usable) return usable;
    if (const auto asked = ask(shell, directory); !asked) return asked;
    if (const auto named = project::check_project_name(name_); !named) return named;
    for (const auto& file : (*chosen)->files) {
      const auto path = directory + "/" + std::string(file.name);
      const auto text = fill_in(file.text, {{"PROJECT", name_}, {"DESCRIPTION", json_string(description_)}});
      if (const auto made = shell.files().make_directories(parent_directory(path), 0777); !made) return made;
      if (const auto written = shell.files().write_file_atomically(path, text, 0666); !written) return written;
    }
    // Editors understand the program from the start. Without an SDK that is said when it is compiled.
    if (const auto sdk = toolchain::find_sdk(shell.environment())) {
      if (const auto written = toolchain::write_compile_flags(directory, *sdk); !written) return written;
    }
    shell.print_line("Created project '" + name_ + "'");
    if (!generate_only_) {
      if (const auto made = make_first_stack(shell, directory); !made) return made;
    }
    const auto enter = directory_.empty() ? "" : "cd " + directory_ + " && ";
    shell.print_line("\nYour new project is ready. To deploy it, run `" + std::string(enter) + "ashlar up`.");
    return {};
  }

 private:
  Result<const ProjectTemplate*> choose_template(Shell& shell) const {
    const auto& all = project_templates();
    std::vector<std::string> names;
    for (const auto& one : all) names.emplace_back(one.name);
    if (template_) {
      for (const auto& one : all) {
        if (one.name == *template_) return &one;
      }
      auto error = fail("there is no template '" + *template_ + "'");
      if (const auto near = nearest(*template_, names)) error.notes.push_back("did you mean `" + *near + "`?");
      error.help = "`ashlar new --list-templates` lists them";
      return error;
    }
    if (yes_ || !shell.interactive()) return &all.front();
    std::vector<std::string> lines;
    for (const auto& one : all) lines.push_back(pad(std::string(one.name), 12) + "  " + std::string(one.description));
    const auto picked = shell.prompt().choose("Template:", lines, 0);
    if (!picked) return picked.error();
    return &all[*picked];
  }

  Status check_directory(Shell& shell, const std::string& directory) const {
    const auto entries = shell.files().list_directory(directory);
    if (!entries) return entries.error().kind == ErrorKind::not_found ? Status() : Status(entries.error());
    if (entries->empty() || force_) return {};
    return fail_with_help(directory + " is not empty",
                          "choose another directory with --dir, or pass --force to put the project there");
  }

  Status ask(Shell& shell, const std::string& directory) {
    if (name_.empty()) name_ = std::string(directory.substr(directory.rfind('/') + 1));
    if (yes_ || !shell.interactive()) return {};
    const auto wrong = [](const std::string& text) {
      const auto valid = project::check_project_name(text);
      return valid ? std::string() : valid.error().message;
    };
    auto name = shell.prompt().ask("Project name:", name_, wrong);
    if (!name) return name.error();
    name_ = std::move(*name);
    auto description = shell.prompt().ask("Project description:", description_, nullptr);
    if (!description) return description.error();
    description_ = std::move(*description);
    if (generate_only_ || !stack_.empty()) return {};
    auto stack = shell.prompt().ask("Stack name:", "dev", nullptr);
    if (!stack) return stack.error();
    stack_ = std::move(*stack);
    return {};
  }

  Status make_first_stack(Shell& shell, const std::string& directory) {
    auto inside = shell.in_directory(directory);
    Session session(inside);
    const auto reference = session.parse_reference(stack_.empty() ? "dev" : stack_);
    if (!reference) return reference.error();
    if (const auto made = make_stack(session, *reference, {.secrets_provider = secrets_provider_}); !made) return made;
    if (config_.empty()) return {};
    auto config = session.load_config(*reference, "");
    if (!config) return config.error();
    for (const auto& assignment : config_) {
      const auto parts = project::parse_config_assignment(assignment);
      if (!parts) return parts.error();
      const auto key = config_path_ ? project::ConfigKey::parse_with_path(parts->key, name_)
                                    : project::ConfigKey::parse(parts->key, name_);
      if (!key) return key.error();
      if (const auto set = config->values().set_text(*key, parts->value, project::ConfigType::any, config_path_); !set)
        return set;
    }
    return config->save(inside.files());
  }

  std::optional<std::string> template_;
  std::string name_, description_, stack_, directory_, secrets_provider_;
  std::vector<std::string> config_;
  bool config_path_ = false;
  bool force_ = false;
  bool generate_only_ = false;
  bool list_ = false;
  bool yes_ = false;
  bool offline_ = false;
};

}  // namespace

std::unique_ptr<Command> make_new() { return std::make_unique<New>(); }

}  // namespace ashlar::cli
