/// `config rm` and `config rm-all`.

#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/commands/stack_argument.hpp"

namespace ashlar::cli {

namespace {

class ConfigRemove final : public Command {
 public:
  explicit ConfigRemove(bool many) : many_(many) {}

  void declare(Arguments& arguments) override {
    flags_.declare(arguments);
    arguments.flag("path", 0, path_,
                   many_ ? "The keys are paths into maps and lists" : "The key is a path into a map or list");
    if (many_) {
      arguments.positional("key", keys_, true).completes = Completes::config_keys;
    } else {
      arguments.positional("key", key_, true).completes = Completes::config_keys;
    }
  }

  Status run(Shell& shell) override {
    Session session(shell);
    auto opened = open_config(session, flags_, NoStack::choose_or_make);
    if (!opened) return opened.error();
    if (!many_) keys_ = {key_};
    for (const auto& text : keys_) {
      const auto key = config_key(session, text, path_);
      if (!key) return key.error();
      if (!path_) {
        opened->config.values().remove(*key);
      } else if (const auto removed = opened->config.values().remove_at(*key); !removed) {
        return removed;
      }
    }
    return opened->config.save(shell.files());
  }

 private:
  bool many_;
  ConfigFlags flags_;
  std::string key_;
  std::vector<std::string> keys_;
  bool path_ = false;
};

}  // namespace

std::unique_ptr<Command> make_config_rm() { return std::make_unique<ConfigRemove>(false); }
std::unique_ptr<Command> make_config_rm_all() { return std::make_unique<ConfigRemove>(true); }

}  // namespace ashlar::cli
