#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/commands/config_json.hpp"
#include "cmd/ashlar/commands/stack_argument.hpp"
#include "project/config_resolution.hpp"
#include "state/json_layout.hpp"

namespace ashlar::cli {

namespace {

class ConfigGet final : public Command {
 public:
  void declare(Arguments& arguments) override {
    flags_.declare(arguments);
    arguments.flag("json", 'j', json_, "Print JSON");
    arguments.flag("path", 0, path_, "The key is a path into a map or list");
    arguments.flag("open", 0, open_, "Accepted and ignored: environments are Pulumi Cloud's");
    arguments.hide_last();
    arguments.positional("key", key_, true).completes = Completes::config_keys;
  }

  Status run(Shell& shell) override {
    Session session(shell);
    auto opened = open_config(session, flags_, NoStack::choose);
    if (!opened) return opened.error();
    const auto key = config_key(session, key_, path_);
    if (!key) return key.error();
    const auto project = session.project();
    if (!project) return project.error();
    const auto merged = project::merge_config(**project, opened->config.values());
    if (!merged) return merged.error();
    auto value = lookup(merged->values, *key);
    if (!value) return value.error();
    if (!*value) {
      return fail_with_help("configuration key '" + key->pretty((*project)->name) + "' not found for stack '" +
                                session.shown(opened->stack) + "'",
                            "`ashlar config` lists the keys that are set");
    }
    const bool secret = project::is_secure(**value);
    if (secret) {
      const auto manager = session.secrets_of(opened->config, opened->stack);
      if (!manager) return manager.error();
      auto plain = project::decrypted(**value, *manager->crypter);
      if (!plain) return plain.error().within("could not decrypt configuration value '" + key->text() + "'");
      *value = std::move(*plain);
    }
    shell.print_line(json_ ? state::indent_json(config_value_json(&**value, secret), 2)
                           : project::config_text(**value));
    return {};
  }

 private:
  [[nodiscard]] Result<std::optional<project::YamlValue>> lookup(const project::ConfigMap& values,
                                                                 const project::ConfigKey& key) const {
    if (path_) return values.get_at(key);
    const auto* value = values.find(key);
    return value == nullptr ? std::nullopt : std::optional(*value);
  }

  ConfigFlags flags_;
  std::string key_;
  bool json_ = false;
  bool path_ = false;
  bool open_ = false;
};

}  // namespace

std::unique_ptr<Command> make_config_get() { return std::make_unique<ConfigGet>(); }

}  // namespace ashlar::cli
