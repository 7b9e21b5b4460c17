#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/commands/stack_argument.hpp"
#include "state/lock.hpp"

namespace ashlar::cli {

namespace {

class Cancel final : public Command {
 public:
  void declare(Arguments& arguments) override {
    stack_.declare(arguments, "stack-name");
    arguments.flag("yes", 'y', yes_, "Do not ask");
  }

  Status run(Shell& shell) override {
    const auto named = stack_.name();
    if (!named) return named.error();
    Session session(shell);
    const auto stack = session.stack(*named, NoStack::choose);
    if (!stack) return stack.error();
    const auto stacks = session.store();
    if (!stacks) return stacks.error();
    const auto name = session.shown(*stack);
    const auto directory = (*stacks)->lock_directory(in_store(*stack));
    if (!yes_ && shell.interactive()) {
      const auto locks = state::find_locks((*stacks)->objects(), directory);
      if (!locks) return locks.error();
      for (const auto& lock : *locks) {
        shell.print_line("locked by " + lock.holder.user + "@" + lock.holder.host + " (pid " +
                         std::to_string(lock.holder.pid) + ") at " + lock.time);
      }
    }
    // Without anybody to ask, whoever calls this command knows what it does, as with the genuine tool.
    const auto sure =
        shell.confirm("This will irreversibly break the lock of '" + name + "'. Is no other process working on it?",
                      yes_ || !shell.interactive(), "--yes");
    if (!sure) return sure.error();
    if (!*sure) return fail("confirmation declined");
    const auto broken = state::break_locks((*stacks)->objects(), directory);
    if (!broken) return broken.error();
    shell.print_line(
        shell.palette().paint(Role::error, "The currently running update for '" + name + "' has been canceled!"));
    return {};
  }

 private:
  NamedStack stack_;
  bool yes_ = false;
};

}  // namespace

std::unique_ptr<Command> make_cancel() { return std::make_unique<Cancel>(); }

}  // namespace ashlar::cli
