#include "cmd/ashlar/state_edit/move.hpp"

#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/commands/state_resources.hpp"
#include "cmd/ashlar/shell/stack_state.hpp"

namespace ashlar::cli {

namespace {

class StateMove final : public Command {
 public:
  void declare(Arguments& arguments) override {
    arguments.option("source", 0, source_, "stack", "The stack to move resources from").completes = Completes::stacks;
    arguments.option("dest", 0, destination_, "stack", "The stack to move resources to").completes = Completes::stacks;
    arguments.flag("include-parents", 0, include_parents_, "Move the parents of the resources, too");
    arguments.flag("yes", 'y', yes_, "Do not ask");
    arguments.positional("urn", urns_, true).completes = Completes::resources;
  }

  Status run(Shell& shell) override {
    if (source_.empty() && destination_.empty()) return fail("at least one of --source or --dest must be provided");
    const auto urns = parse_urns(urns_);
    if (!urns) return urns.error();
    Session session(shell);
    const auto from = session.stack(source_, NoStack::choose);
    if (!from) return from.error();
    const auto to = session.stack(destination_, NoStack::choose);
    if (!to) return to.error();
    if (*from == *to) return fail("source and destination are the same stack");
    return move(session, *from, *to, *urns);
  }

 private:
  Status move(Session& session, const project::StackReference& from, const project::StackReference& to,
              const std::vector<Urn>& urns) {
    auto& shell = session.shell();
    const auto context = session.state_context();
    if (!context) return context.error();
    // Secrets go from one lock to the other, so both are opened.
    auto source = state::WriteSession::open(**context, in_store(from), open_secrets(session, from));
    if (!source) return source.error();
    auto destination = state::WriteSession::open(**context, in_store(to), open_secrets(session, to));
    if (!destination) return destination.error();
    auto source_state = (*source)->checkpoint().latest.value_or(state::Deployment());
    auto destination_state = (*destination)->checkpoint().latest.value_or(state::Deployment());
    if (!destination_state.secrets_provider) {
      return fail_with_help("destination stack has no secret manager",
                            "give it one with `ashlar stack change-secrets-provider` in its project's directory");
    }
    auto plan = plan_move(
        source_state.snapshot, destination_state.snapshot,
        {.urns = urns, .include_parents = include_parents_, .stack = to.name().text(), .project = to.project()});
    if (!plan) return plan.error();
    show(shell, *plan, from.qualified(), to.qualified());
    const auto sure = shell.confirm("Do you want to perform this move?", yes_, "--yes");
    if (!sure) return sure.error();
    if (!*sure) {
      shell.print_line("Confirmation denied, not proceeding with the state move");
      return {};
    }
    for (const auto* snapshot : {&plan->source, &plan->destination}) {
      if (const auto whole = deploy::verify_integrity(*snapshot); !whole) return whole;
    }
    // The destination first: a failure in between leaves resources in both stacks, never in none.
    destination_state.snapshot = std::move(plan->destination);
    source_state.snapshot = std::move(plan->source);
    if (const auto saved = commit(session, **destination, to, std::move(destination_state)); !saved) {
      return saved.error().within("failed to save the destination; none of the resources have been moved");
    }
    if (const auto saved = commit(session, **source, from, std::move(source_state)); !saved) {
      auto error = saved.error().within("failed to save the source; the moved resources are now in both stacks");
      error.help = "remove them from the source:";
      for (auto urn = plan->moved.rbegin(); urn != plan->moved.rend(); ++urn) {
        error.help += "\n  ashlar state delete --stack " + from.qualified() + " '" + urn->text() + "'";
      }
      return error;
    }
    shell.print_line(shell.palette().paint(
        Role::heading, "Successfully moved resources from " + from.qualified() + " to " + to.qualified()));
    return {};
  }

  static Status commit(Session& session, state::WriteSession& stack, const project::StackReference& reference,
                       state::Deployment deployment) {
    state::SecretWriting secrets;
    if (const auto& provider = deployment.secrets_provider) {
      const auto manager = session.managers().open_state(provider->type, provider->state, session.shown(reference));
      if (!manager) return manager.error();
      secrets.encrypt = [crypter = manager->crypter](const std::string& plaintext) {
        return crypter->encrypt(plaintext);
      };
      secrets.reuse_ciphertext = false;  // some of it belongs to the other stack's key
    }
    if (const auto committed = stack.commit(std::move(deployment), secrets, nullptr); !committed) return committed;
    return stack.close();
  }

  static void show(const Shell& shell, const MovePlan& plan, const std::string& from, const std::string& to) {
    for (const auto& warning : plan.warnings) shell.warn(warning);
    shell.print_line(shell.palette().paint(
                         Role::heading, "Planning to move the following resources from " + from + " to " + to + ":") +
                     "\n");
    for (const auto& urn : plan.moved) shell.print_line("  - " + urn.text());
    shell.print_line("");
    const auto list = [&](const std::string& title, const std::vector<BrokenReference>& broken) {
      if (broken.empty()) return;
      shell.print_line(shell.palette().paint(Role::warning, title) + "\n");
      for (const auto& reference : broken)
        shell.print_line("  - " + reference.resource.text() + " " + reference.description);
      shell.print_line("");
    };
    list("The following resources remaining in " + from + " have dependencies on resources moved to " + to + ":",
         plan.left_behind);
    list("The following resources being moved to " + to + " have dependencies on resources in " + from + ":",
         plan.taken_along);
    if (!plan.left_behind.empty() || !plan.taken_along.empty()) {
      shell.print_line(
          "If you go ahead, the programs have to pass these values on, by outputs of one stack and a stack reference "
          "in the other.\n");
    }
  }

  std::string source_, destination_;
  bool include_parents_ = false;
  bool yes_ = false;
  std::vector<std::string> urns_;
};

}  // namespace

std::unique_ptr<Command> make_state_move() { return std::make_unique<StateMove>(); }

}  // namespace ashlar::cli
