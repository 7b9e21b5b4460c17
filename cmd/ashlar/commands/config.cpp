/// `ashlar config`: lists a stack's configuration.

#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/commands/config_json.hpp"
#include "cmd/ashlar/commands/stack_argument.hpp"
#include "cmd/ashlar/terminal/json_text.hpp"
#include "cmd/ashlar/terminal/table.hpp"
#include "project/config_resolution.hpp"
#include "state/json_layout.hpp"

namespace ashlar::cli {

namespace {

class ConfigList final : public Command {
 public:
  void declare(Arguments& arguments) override {
    flags_.declare(arguments);
    arguments.flag("json", 'j', json_, "Print JSON");
    arguments.flag("show-secrets", 0, show_secrets_, "Show secrets in clear");
  }

  Status run(Shell& shell) override {
    Session session(shell);
    auto opened = open_config(session, flags_, NoStack::choose_or_make);
    if (!opened) return opened.error();
    const auto project = session.project();
    if (!project) return project.error();
    // What the project file sets counts as configured, too.
    const auto merged = project::merge_config(**project, opened->config.values());
    if (!merged) return merged.error();
    std::shared_ptr<secrets::Crypter> crypter;
    if (show_secrets_ && merged->values.has_secrets()) {
      const auto manager = session.secrets_of(opened->config, opened->stack);
      if (!manager) return manager.error();
      crypter = manager->crypter;
    }
    const auto shown = [&](const project::YamlValue& value) -> Result<project::YamlValue> {
      return crypter ? project::decrypted(value, *crypter) : Result<project::YamlValue>(project::redacted(value));
    };
    std::vector<std::vector<std::string>> rows{{"KEY", "VALUE"}};
    std::map<std::string, std::string> members;
    for (const auto& [key, value] : merged->values.values()) {
      const auto plain = shown(value);
      if (!plain) return plain.error().within("could not decrypt configuration value '" + key.text() + "'");
      const bool hidden = project::is_secure(value) && !crypter;
      rows.push_back({key.pretty((*project)->name), project::config_text(*plain)});
      members[key.text()] = config_value_json(hidden ? nullptr : &*plain, project::is_secure(value));
    }
    if (json_) {
      JsonObject json;
      for (const auto& [key, member] : members) json.raw(key, member);
      shell.print_line(state::indent_json(json.done(), 2));
    } else {
      shell.print(render_table(rows));
    }
    return {};
  }

 private:
  ConfigFlags flags_;
  bool json_ = false;
  bool show_secrets_ = false;
};

}  // namespace

std::unique_ptr<Command> make_config() { return std::make_unique<ConfigList>(); }

}  // namespace ashlar::cli
