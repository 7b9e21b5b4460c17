#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/commands/state_resources.hpp"
#include "cmd/ashlar/state_edit/urn_rewrite.hpp"

namespace ashlar::cli {

namespace {

class StateRename final : public Command {
 public:
  void declare(Arguments& arguments) override {
    stack_.declare(arguments);
    arguments.flag("yes", 'y', yes_, "Do not ask");
    arguments.positional("resource-urn", urn_, false).completes = Completes::resources;
    arguments.positional("new-name", name_, false);
  }

  Status run(Shell& shell) override {
    Session session(shell);
    const auto stack = session.stack(stack_.name, NoStack::choose);
    if (!stack) return stack.error();
    const auto urn = wanted_resource(session, *stack, urn_, "Select a resource to rename:");
    if (!urn) return urn.error();
    const auto name = new_name(shell);
    if (!name) return name.error();
    const auto edited = edit_resources(
        session, *stack, yes_, [&](deploy::Snapshot& snapshot) { return rename_resource(snapshot, *urn, *name); });
    if (!edited) return edited;
    shell.print_line("Resource renamed");
    return {};
  }

 private:
  Result<std::string> new_name(Shell& shell) {
    if (name_) return *name_;
    if (!shell.interactive()) return fail_with_help("no new name was given", "give it after the URN", ErrorKind::usage);
    return shell.prompt().ask(
        "New name:", "", [](const std::string& text) { return text.empty() ? "a resource must have a name" : ""; });
  }

  StackFlag stack_;
  bool yes_ = false;
  std::optional<std::string> urn_, name_;
};

}  // namespace

std::unique_ptr<Command> make_state_rename() { return std::make_unique<StateRename>(); }

}  // namespace ashlar::cli
