#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/commands/stack_argument.hpp"
#include "cmd/ashlar/shell/remove_stack.hpp"

namespace ashlar::cli {

namespace {

class StackRemove final : public Command {
 public:
  void declare(Arguments& arguments) override {
    stack_.declare(arguments, "stack-name");
    arguments.flag("force", 'f', options_.force, "Remove it even if it has resources, which are left behind");
    arguments.flag("yes", 'y', yes_, "Do not ask");
    arguments.flag("preserve-config", 0, options_.keep_config, "Keep Pulumi.<stack>.yaml");
    arguments.flag("remove-backups", 0, options_.backups, "Remove backups of its state, too");
  }

  Status run(Shell& shell) override {
    const auto named = stack_.name();
    if (!named) return named.error();
    Session session(shell);
    const auto stack = session.stack(*named, NoStack::choose);
    if (!stack) return stack.error();
    const auto name = session.shown(*stack);
    if (const auto sure = confirm(shell, name); !sure) return sure;
    if (const auto removed = remove_stack(session, *stack, options_); !removed) return removed;
    shell.print_line(shell.palette().paint(Role::error, "Stack '" + name + "' has been removed!"));
    return {};
  }

 private:
  Status confirm(Shell& shell, const std::string& name) {
    if (yes_ || shell.environment().is_true("PULUMI_SKIP_CONFIRMATIONS")) return {};
    if (!shell.interactive()) {
      return fail_with_help("there is nobody to confirm that '" + name + "' is to be removed",
                            "pass --yes to go on without being asked", ErrorKind::usage);
    }
    shell.print_line(shell.palette().paint(Role::error, "This will permanently remove the '" + name + "' stack!"));
    const auto typed = shell.prompt().ask("Please confirm by typing `" + name + "`:", "", nullptr);
    if (!typed) return typed.error();
    return *typed == name ? Status() : Status(fail("confirmation declined"));
  }

  NamedStack stack_;
  RemoveStackOptions options_;
  bool yes_ = false;
};

}  // namespace

std::unique_ptr<Command> make_stack_rm() { return std::make_unique<StackRemove>(); }

}  // namespace ashlar::cli
