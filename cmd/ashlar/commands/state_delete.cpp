#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/commands/state_resources.hpp"
#include "cmd/ashlar/state_edit/edits.hpp"

namespace ashlar::cli {

namespace {

class StateDelete final : public Command {
 public:
  void declare(Arguments& arguments) override {
    stack_.declare(arguments);
    arguments.flag("force", 0, options_.force, "Forget protected resources, too");
    arguments.flag("target-dependents", 0, options_.with_dependents, "Forget what depends on them, too");
    arguments.flag("all", 0, all_, "Forget all resources of the stack");
    arguments.flag("yes", 'y', yes_, "Do not ask");
    arguments.positional("resource-urn", urns_, false).completes = Completes::resources;
  }

  Status run(Shell& shell) override {
    if (all_ && !urns_.empty()) return fail("cannot specify a resource URN when deleting all resources");
    Session session(shell);
    const auto stack = session.stack(stack_.name, NoStack::choose);
    if (!stack) return stack.error();
    auto urns = wanted_resources(session, *stack, urns_, all_, "Select the resource to delete:");
    if (!urns) return urns.error();
    std::size_t count = 0;
    const auto edited = edit_resources(session, *stack, yes_, [&](deploy::Snapshot& snapshot) -> Status {
      if (all_) {
        for (const auto& resource : snapshot.resources) urns->push_back(resource->urn);
      }
      const auto removed = remove_resources(snapshot, *urns, options_);
      if (!removed) return removed.error();
      count = *removed;
      return {};
    });
    if (!edited) return edited;
    shell.print_line(all_         ? "Resources deleted"
                     : count == 1 ? "Resource deleted"
                                  : std::to_string(count) + " resources deleted");
    return {};
  }

 private:
  StackFlag stack_;
  RemoveOptions options_;
  bool all_ = false;
  bool yes_ = false;
  std::vector<std::string> urns_;
};

}  // namespace

std::unique_ptr<Command> make_state_delete() { return std::make_unique<StateDelete>(); }

}  // namespace ashlar::cli
