#include "state/stack_operations.hpp"

#include "state/rename.hpp"

namespace ashlar::state {

namespace {

Error exists_already(const StackName& stack) {
  return fail_with_help("a stack named '" + stack.qualified() + "' already exists",
                        "choose another name, or select that stack", ErrorKind::usage);
}

Result<std::unique_ptr<StackLock>> lock(SessionContext& context, const StackName& stack) {
  std::vector<std::string> notes;
  return StackLock::acquire(context.store.shared_objects(), context.store.lock_directory(stack), context.locks, notes);
}

bool has_resources(const Checkpoint& checkpoint) {
  if (!checkpoint.latest) return false;
  const auto& resources = checkpoint.latest->snapshot.resources;
  const bool is_root_alone = resources.size() == 1 && resources.front()->urn.is_root_stack();
  return !resources.empty() && !is_root_alone;
}

}  // namespace

Status create_stack(SessionContext& context, const StackName& stack, const std::optional<SecretsProvider>& provider) {
  auto held = lock(context, stack);
  if (!held) return held.error();
  const auto exists = context.store.exists(stack);
  if (!exists) return exists.error();
  if (*exists) return exists_already(stack);
  Checkpoint checkpoint{stack.qualified(), {}, Deployment{}};
  checkpoint.latest->manifest = current_manifest(context.locks.clock, context.tool_version);
  checkpoint.latest->secrets_provider = provider;
  const auto text = write_checkpoint(checkpoint, SecretWriting{});
  if (!text) return text.error();
  if (auto status = context.store.write(stack, *text); !status) return status;
  return (*held)->release();
}

Status remove_stack(SessionContext& context, const StackName& stack, const RemoveOptions& options) {
  SessionContext unchecked = context;
  unchecked.check_integrity = false;  // a broken state must not keep a stack from being removed
  auto session = WriteSession::open(unchecked, stack, seal_secrets());
  if (!session) return session.error();
  if (!options.force && has_resources((*session)->checkpoint())) {
    return fail_with_help("refusing to remove stack because it still contains resources: " + stack.qualified(),
                          "destroy them first with `ashlar destroy`, or pass --force to forget them");
  }
  if (!options.force && !(*session)->unreconciled().empty()) {
    Error error = fail_with_help(
        "refusing to remove the stack: an interrupted run created resources that its state does not know",
        "run `ashlar up` to adopt them, or pass --force to forget them");
    for (const auto& create : (*session)->unreconciled())
      error.notes.push_back(create.state->urn.text() + " " + create.state->id);
    return error;
  }
  const auto creates = (*session)->unreconciled();
  for (const auto& create : creates) {
    if (auto status = (*session)->forget(create.journal); !status) return status;
  }
  if (auto status = context.store.remove(stack, options.all); !status) return status;
  return (*session)->close();
}

Status rename_stack(SessionContext& context, const StackName& from, const StackName& to,
                    const SecretReadingFor& secrets, const SecretWriting& writing) {
  auto session = WriteSession::open(context, from, secrets);
  if (!session) return session.error();
  auto held = lock(context, to);
  if (!held) return held.error();
  const auto exists = context.store.exists(to);
  if (!exists) return exists.error();
  if (*exists) return exists_already(to);
  Checkpoint checkpoint = (*session)->checkpoint();
  checkpoint.stack = to.qualified();
  if (checkpoint.latest) checkpoint.latest = renamed(std::move(*checkpoint.latest), from, to);
  const auto text = write_checkpoint(checkpoint, writing);
  if (!text) return text.error();
  const auto tags = context.store.tags(from);
  if (!tags) return tags.error();
  if (auto status = context.store.write(to, *text); !status) return status;
  if (auto status = context.store.set_tags(to, *tags); !status) return status;
  if (auto status = context.store.rename_history(from, to); !status) return status;
  if (auto status = context.store.remove(from, false); !status) return status;
  if (auto status = (*held)->release(); !status) return status;
  return (*session)->close();
}

namespace {

/// The project that the stack's resources name; empty when it has none.
Result<std::string> project_of_resources(SessionContext& context, const StackName& stack) {
  const auto opened = read_stack(context, stack, seal_secrets());
  if (!opened) return opened.error();
  const auto& latest = opened->checkpoint.latest;
  if (!latest || latest->snapshot.resources.empty()) return std::string();
  return std::string(latest->snapshot.resources.front()->urn.project());
}

}  // namespace

Result<std::vector<std::string>> upgrade_layout(SessionContext& context,
                                                const std::function<std::string(const StackName&)>& project_of) {
  const auto stacks = context.store.flat_leftovers();
  if (!stacks) return stacks.error();
  // First the word that the layout is the current one: where that cannot be written, nothing is moved.
  const auto store = context.store.upgraded();
  if (!store) return store.error();
  SessionContext upgraded{**store,         context.spool,       context.locks, context.tool_version,
                          context.command, context.environment, false};
  std::vector<std::string> notes;
  for (const auto& stack : *stacks) {
    auto project = project_of_resources(upgraded, stack);
    if (project && project->empty()) project = project_of(stack);
    if (project && !is_valid_name(*project)) project = fail("no project is known for it");
    const auto moved =
        project ? rename_stack(upgraded, stack, {*project, stack.stack}, seal_secrets(), {}) : Status(project.error());
    notes.push_back(moved ? "moved " + stack.stack + " to " + StackName{*project, stack.stack}.qualified()
                          : "left " + stack.stack + " where it is: " + moved.error().message);
  }
  return notes;
}

}  // namespace ashlar::state
