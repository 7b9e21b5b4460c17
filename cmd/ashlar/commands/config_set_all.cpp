#include <nlohmann/json.hpp>

#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/commands/config_json.hpp"
#include "cmd/ashlar/commands/stack_argument.hpp"

namespace ashlar::cli {

namespace {

class ConfigSetAll final : public Command {
 public:
  void declare(Arguments& arguments) override {
    flags_.declare(arguments);
    arguments.option("plaintext", 0, plaintext_, "key=value", "A value to store as it is; may be given several times");
    arguments.option("secret", 0, secret_, "key=value", "A value to encrypt; may be given several times");
    arguments.flag("path", 0, path_, "The keys are paths into maps and lists");
    arguments.option("json", 0, json_, "json", "Values in the form that `ashlar config --json` prints");
  }

  Status run(Shell& shell) override {
    if (!json_.empty() && (!plaintext_.empty() || !secret_.empty() || path_)) {
      return fail("the --json option cannot be used with the --plaintext, --secret or --path options");
    }
    Session session(shell);
    auto opened = open_config(session, flags_, NoStack::choose_or_make);
    if (!opened) return opened.error();
    for (const auto& assignment : plaintext_) {
      if (const auto done = assign(session, *opened, assignment, false); !done) return done;
    }
    for (const auto& assignment : secret_) {
      if (const auto done = assign(session, *opened, assignment, true); !done) return done;
    }
    if (!json_.empty()) {
      if (const auto done = assign_json(session, *opened); !done) return done;
    }
    return opened->config.save(shell.files());
  }

 private:
  Status set(Session& session, OpenedConfig& opened, const project::ConfigKey& key, const std::string& value,
             bool secret, bool path) {
    if (!secret) return opened.config.values().set_text(key, value, project::ConfigType::any, path);
    const auto manager = session.secrets_of(opened.config, opened.stack);
    if (!manager) return manager.error();
    const auto ciphertext = manager->crypter->encrypt(value);
    if (!ciphertext) return ciphertext.error();
    if (path) return opened.config.values().set_at(key, project::secure_value(*ciphertext));
    opened.config.values().set(key, project::secure_value(*ciphertext));
    return {};
  }

  Status assign(Session& session, OpenedConfig& opened, const std::string& assignment, bool secret) {
    const auto parts = project::parse_config_assignment(assignment);
    if (!parts) return parts.error();
    const auto key = config_key(session, parts->key, path_);
    if (!key) return key.error();
    return set(session, opened, *key, parts->value, secret, path_);
  }

  // `{"ns:key": {"value": "…", "objectValue": …, "secret": false}, …}`
  Status assign_json(Session& session, OpenedConfig& opened) {
    const auto json = nlohmann::json::parse(json_, nullptr, false);
    if (!json.is_object())
      return fail("could not parse --json: it must be an object as `ashlar config --json` prints it");
    for (const auto& [name, entry] : json.items()) {
      const auto key = config_key(session, name, false);
      if (!key) return key.error();
      const bool whole = entry.is_object() && entry.contains("value") && entry["value"].is_string();
      if (!whole) return fail("could not parse --json: `" + name + "` has no text as its `value`");
      const bool secret = entry.value("secret", false);
      if (!secret && entry.contains("objectValue")) {
        const auto value = yaml_from_json(entry["objectValue"].dump());
        if (!value) return value.error();
        opened.config.values().set(*key, *value);
      } else if (const auto done = set(session, opened, *key, entry["value"].get<std::string>(), secret, false);
                 !done) {
        return done;
      }
    }
    return {};
  }

  ConfigFlags flags_;
  std::vector<std::string> plaintext_, secret_;
  std::string json_;
  bool path_ = false;
};

}  // namespace

std::unique_ptr<Command> make_config_set_all() { return std::make_unique<ConfigSetAll>(); }

}  // namespace ashlar::cli
