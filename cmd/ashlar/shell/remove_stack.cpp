#include "cmd/ashlar/shell/remove_stack.hpp"

#include "state/stack_operations.hpp"

namespace ashlar::cli {

Status remove_stack(Session& session, const project::StackReference& stack, const RemoveStackOptions& options) {
  auto& shell = session.shell();
  const auto context = session.state_context();
  if (!context) return context.error();
  const state::RemoveOptions removing{.force = options.force, .all = options.backups};
  if (const auto removed = state::remove_stack(**context, in_store(stack), removing); !removed) return removed;

  const auto project = session.find_project();
  if (!project) return project.error();
  if (*project == nullptr || (*project)->name != stack.project()) return {};
  if (!options.keep_config) {
    const auto removed = shell.files().remove((*project)->stack_config_path(stack.name().text()));
    if (!removed && removed.error().kind != ErrorKind::not_found) return removed;
  }
  const auto selected = session.selected_stack();
  return selected && *selected && **selected == stack ? session.unselect() : Status();
}

}  // namespace ashlar::cli
