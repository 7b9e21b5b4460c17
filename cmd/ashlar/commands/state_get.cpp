#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/commands/state_resources.hpp"
#include "cmd/ashlar/display/change.hpp"
#include "cmd/ashlar/display/property_printer.hpp"
#include "cmd/ashlar/shell/stack_state.hpp"
#include "state/json_layout.hpp"

namespace ashlar::cli {

namespace {

class StateGet final : public Command {
 public:
  void declare(Arguments& arguments) override {
    stack_.declare(arguments);
    arguments.flag("show-secrets", 0, secrets_, "Show secrets in clear");
    arguments.flag("json", 'j', json_, "Print JSON, as the state has it");
    arguments.positional("resource-urn", urn_, false).completes = Completes::resources;
  }

  Status run(Shell& shell) override {
    Session session(shell);
    const auto stack = session.stack(stack_.name, NoStack::choose);
    if (!stack) return stack.error();
    const auto urn = wanted_resource(session, *stack, urn_, "Select a resource:");
    if (!urn) return urn.error();
    const auto checkpoint =
        read_state(session, *stack, secrets_ ? open_secrets(session, *stack) : state::seal_secrets());
    if (!checkpoint) return checkpoint.error();
    const auto resources =
        checkpoint->latest ? checkpoint->latest->snapshot.resources : std::vector<ResourceStatePtr>();
    for (const auto& found : resources) {
      if (found->urn == *urn) return show(shell, *found);
    }
    return fail_with_help("No such resource \"" + urn->text() + "\" exists in the current state",
                          "`ashlar stack --show-urns` lists the URNs of a stack's resources");
  }

 private:
  Status show(Shell& shell, const ResourceState& resource) const {
    if (json_) {
      std::string text;
      if (const auto written = state::append_resource(text, resource, {.show = secrets_}); !written) return written;
      shell.print_line(state::indent_json(text, 4));
      return {};
    }
    auto text = "Type: " + resource.type() + "\nURN:  " + resource.urn.text() + "\n";
    if (!resource.id.empty()) text += "ID:   " + resource.id + "\n";
    const PrintOptions options{.palette = shell.palette(), .truncate = false, .show_secrets = secrets_};
    PropertyPrinter printer(text, options);
    for (const auto* properties : {&resource.inputs, &resource.outputs}) {
      if (properties->empty()) continue;
      text += properties == &resource.inputs ? "Inputs:\n" : "Outputs:\n";
      printer.object(for_display(*properties, secrets_), {.indent = 1});
      text += "\n";
    }
    shell.print(text);
    return {};
  }

  StackFlag stack_;
  bool secrets_ = false;
  bool json_ = false;
  std::optional<std::string> urn_;
};

}  // namespace

std::unique_ptr<Command> make_state_get() { return std::make_unique<StateGet>(); }

}  // namespace ashlar::cli
