#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/commands/state_resources.hpp"
#include "cmd/ashlar/shell/stack_state.hpp"
#include "cmd/ashlar/state_edit/edits.hpp"

namespace ashlar::cli {

namespace {

class StateRepair final : public Command {
 public:
  void declare(Arguments& arguments) override {
    stack_.declare(arguments);
    arguments.flag("yes", 'y', yes_, "Do not ask");
  }

  Status run(Shell& shell) override {
    Session session(shell);
    session.tolerate_broken_states();
    const auto stack = session.stack(stack_.name, NoStack::choose);
    if (!stack) return stack.error();
    const auto checkpoint = read_state(session, *stack, state::seal_secrets());
    if (!checkpoint) return checkpoint.error();
    auto repaired = checkpoint->latest.value_or(state::Deployment()).snapshot;
    const auto whole = deploy::verify_integrity(repaired);
    if (whole) {
      shell.print_line("The snapshot is already valid; skipping repair");
      return {};
    }
    const auto done = repair(repaired);
    shell.print_line("The state is broken: " + whole.error().message + "\nIt would be repaired like this:");
    for (const auto& line : done) shell.print_line("  " + line);
    if (const auto still = deploy::verify_integrity(repaired); !still) {
      return fail_with_help("the state cannot be repaired automatically: " + still.error().message,
                            "export it with `ashlar stack export`, correct it, and import it again");
    }
    const auto edited = edit_resources(session, *stack, yes_, [](deploy::Snapshot& snapshot) -> Status {
      (void)repair(snapshot);
      return {};
    });
    if (!edited) return edited;
    shell.print_line("State repaired successfully");
    return {};
  }

 private:
  StackFlag stack_;
  bool yes_ = false;
};

}  // namespace

std::unique_ptr<Command> make_state_repair() { return std::make_unique<StateRepair>(); }

}  // namespace ashlar::cli
