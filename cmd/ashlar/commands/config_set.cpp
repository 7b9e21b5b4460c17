#include "base/strings.hpp"
#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/commands/stack_argument.hpp"
#include "cmd/ashlar/shell/standard_input.hpp"
#include "project/secret_guess.hpp"

namespace ashlar::cli {

namespace {

class ConfigSet final : public Command {
 public:
  void declare(Arguments& arguments) override {
    flags_.declare(arguments);
    arguments.flag("secret", 0, secret_, "Encrypt the value");
    arguments.flag("plaintext", 0, plaintext_, "Store the value as it is, even if it looks like a secret");
    arguments.flag("path", 0, path_, "The key is a path into a map or list: 'names[0]', parent.nested, '[\"a.b\"].c'");
    arguments.option("type", 0, type_, "type", "Store the value as string, int, bool or float");
    arguments.flag("raw", 0, raw_, "Keep newlines at the end of what standard input gives");
    arguments.positional("key", key_, true).completes = Completes::config_keys;
    arguments.positional("value", value_, false);
  }

  Status run(Shell& shell) override {
    if (const auto fits = check_flags(); !fits) return fits;
    const auto type = type_.empty() ? project::ConfigType::any : project::parse_config_type(type_);
    if (!type) return type.error();
    Session session(shell);
    auto opened = open_config(session, flags_, NoStack::choose_or_make);
    if (!opened) return opened.error();
    const auto key = config_key(session, key_, path_);
    if (!key) return key.error();
    const auto value = read_value(shell);
    if (!value) return value.error();
    auto& values = opened->config.values();
    if (secret_) {
      const auto manager = session.secrets_of(opened->config, opened->stack);
      if (!manager) return manager.error();
      const auto ciphertext = manager->crypter->encrypt(*value);
      if (!ciphertext) return ciphertext.error();
      const auto secure = project::secure_value(*ciphertext);
      if (path_) {
        if (const auto set = values.set_at(*key, secure); !set) return set.error().within("could not set config");
      } else {
        values.set(*key, secure);
      }
    } else {
      if (!plaintext_ && project::looks_like_secret(*key, *value)) {
        return fail_with_help("config value for '" + key->text() + "' looks like a secret",
                              "pass --secret to encrypt it, or --plaintext if it is none");
      }
      if (const auto set = values.set_text(*key, *value, *type, path_); !set)
        return set.error().within("could not set config");
    }
    return opened->config.save(shell.files());
  }

 private:
  [[nodiscard]] Status check_flags() const {
    std::vector<std::string> given;
    if (plaintext_) given.emplace_back("plaintext");
    if (secret_) given.emplace_back("secret");
    if (!type_.empty()) given.emplace_back("type");
    if (given.size() < 2) return {};
    return fail("if any flags in the group [secret plaintext type] are set none of the others can be; [" +
                join(given, " ") + "] were all set");
  }

  [[nodiscard]] Result<std::string> read_value(Shell& shell) const {
    if (value_) return *value_;
    if (shell.terminal() == nullptr || !standard_input_is_terminal()) {
      auto text = read_standard_input();
      if (!text) return text;
      while (!raw_ && !text->empty() && (text->back() == '\n' || text->back() == '\r')) text->pop_back();
      return text;
    }
    if (!shell.interactive()) {
      return fail_with_help("config value must be specified in non-interactive mode",
                            "give it after the key, or on standard input", ErrorKind::usage);
    }
    return secret_ ? shell.prompt().ask_secret("value:") : shell.prompt().ask("value:", "", nullptr);
  }

  ConfigFlags flags_;
  std::string key_;
  std::optional<std::string> value_;
  std::string type_;
  bool secret_ = false;
  bool plaintext_ = false;
  bool path_ = false;
  bool raw_ = false;
};

}  // namespace

std::unique_ptr<Command> make_config_set() { return std::make_unique<ConfigSet>(); }

}  // namespace ashlar::cli
