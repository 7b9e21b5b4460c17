/// `state protect | unprotect | taint | untaint`.

#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/commands/state_resources.hpp"
#include "cmd/ashlar/state_edit/edits.hpp"

namespace ashlar::cli {

namespace {

struct Marking {
  ResourceMark mark;
  bool value;
  std::string_view verb;  ///< `protect`
  std::string_view done;  ///< `protected`
};

class StateMark final : public Command {
 public:
  explicit StateMark(Marking marking) : marking_(marking) {}

  void declare(Arguments& arguments) override {
    stack_.declare(arguments);
    arguments.flag("all", 0, all_, "All resources of the stack");
    arguments.flag("yes", 'y', yes_, "Do not ask");
    arguments.positional("resource-urn", urns_, false).completes = Completes::resources;
  }

  Status run(Shell& shell) override {
    if (all_ && !urns_.empty()) return fail("cannot specify a resource URN together with --all");
    Session session(shell);
    const auto stack = session.stack(stack_.name, NoStack::choose);
    if (!stack) return stack.error();
    auto urns =
        wanted_resources(session, *stack, urns_, all_, "Select a resource to " + std::string(marking_.verb) + ":");
    if (!urns) return urns.error();
    std::size_t count = 0;
    const auto edited = edit_resources(session, *stack, yes_, [&](deploy::Snapshot& snapshot) -> Status {
      const auto marked = mark_resources(snapshot, *urns, all_, marking_.mark, marking_.value);
      if (!marked) return marked.error();
      count = *marked;
      return {};
    });
    if (!edited) return edited;
    const std::string done(marking_.done);
    shell.print_line(all_ ? "All resources " + done : std::to_string(count) + " resources " + done);
    return {};
  }

 private:
  Marking marking_;
  StackFlag stack_;
  bool all_ = false;
  bool yes_ = false;
  std::vector<std::string> urns_;
};

}  // namespace

std::unique_ptr<Command> make_state_protect() {
  return std::make_unique<StateMark>(Marking{ResourceMark::protect, true, "protect", "protected"});
}
std::unique_ptr<Command> make_state_unprotect() {
  return std::make_unique<StateMark>(Marking{ResourceMark::protect, false, "unprotect", "unprotected"});
}
std::unique_ptr<Command> make_state_taint() {
  return std::make_unique<StateMark>(Marking{ResourceMark::taint, true, "taint", "tainted"});
}
std::unique_ptr<Command> make_state_untaint() {
  return std::make_unique<StateMark>(Marking{ResourceMark::taint, false, "untaint", "untainted"});
}

}  // namespace ashlar::cli
