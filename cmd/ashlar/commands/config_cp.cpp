#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/commands/stack_argument.hpp"
#include "project/stack_secrets.hpp"

namespace ashlar::cli {

namespace {

class ConfigCopy final : public Command {
 public:
  void declare(Arguments& arguments) override {
    flags_.declare(arguments);
    arguments.option("dest", 'd', destination_, "stack", "The stack to copy to").completes = Completes::stacks;
    arguments.flag("path", 0, path_, "The key is a path into a map or list");
    arguments.positional("key", key_, false).completes = Completes::config_keys;
  }

  Status run(Shell& shell) override {
    if (destination_.empty()) return fail_with_help("no stack to copy to was given", "name it with --dest");
    Session session(shell);
    auto from = open_config(session, flags_, NoStack::choose);
    if (!from) return from.error();
    const auto to_stack = session.stack(destination_);
    if (!to_stack) return to_stack.error();
    if (*to_stack == from->stack) return fail("current stack and destination stack are the same");
    auto to = session.load_config(*to_stack, "");
    if (!to) return to.error();

    project::ConfigCopy copy{.from = &from->config.values(), .to = &to->values()};
    std::shared_ptr<secrets::Crypter> from_crypter;
    std::shared_ptr<secrets::Crypter> to_crypter;
    if (from->config.values().has_secrets()) {
      const auto source = session.secrets_of(from->config, from->stack);
      if (!source) return source.error();
      const auto target = session.secrets_of(*to, *to_stack);
      if (!target) return target.error();
      from_crypter = source->crypter;
      to_crypter = target->crypter;
    }
    copy.from_crypter = from_crypter.get();
    copy.to_crypter = to_crypter.get();
    if (!key_) {
      if (const auto copied = project::copy_config(copy); !copied) return copied;
    } else {
      const auto key = config_key(session, *key_, path_);
      if (!key) return key.error();
      const auto copied = project::copy_config_value(copy, *key, path_);
      if (!copied) return copied.error();
      if (!*copied)
        return fail("configuration key '" + *key_ + "' not found for stack '" + session.shown(from->stack) + "'");
    }
    return to->save(shell.files());
  }

 private:
  ConfigFlags flags_;
  std::string destination_;
  std::optional<std::string> key_;
  bool path_ = false;
};

}  // namespace

std::unique_ptr<Command> make_config_cp() { return std::make_unique<ConfigCopy>(); }

}  // namespace ashlar::cli
