#pragma once
/// What most commands work with: project, store, stack, configuration, secrets. Each is opened when it is first asked
/// for, so that a command costs what it uses.

#include <memory>
#include <optional>
#include <string>

#include "cmd/ashlar/shell/shell.hpp"
#include "project/project_file.hpp"
#include "project/stack_config.hpp"
#include "project/stack_name.hpp"
#include "project/workspace.hpp"
#include "secrets/secrets_manager.hpp"
#include "state/session.hpp"
#include "state/stack_store.hpp"

namespace ashlar::cli {

/// What to do when no stack was named and none is selected.
enum class NoStack {
  fail,
  choose,         ///< let the user choose one, if somebody is there
  choose_or_make  ///< or make a new one
};

class Session {
 public:
  explicit Session(Shell& shell) : shell_(shell) {}

  [[nodiscard]] Shell& shell() { return shell_; }

  /// The project here or above; null when there is none.
  [[nodiscard]] Result<const project::ProjectFile*> find_project();
  /// The same; none is an error that says what to do.
  [[nodiscard]] Result<const project::ProjectFile*> project();
  /// Its name, or nothing.
  [[nodiscard]] Result<std::string> project_name();

  [[nodiscard]] Result<project::BackendChoice> backend();
  [[nodiscard]] Result<state::StackStore*> store();

  /// The stack that PULUMI_STACK or an earlier `stack select` names; it may be gone.
  [[nodiscard]] Result<std::optional<project::StackReference>> selected_stack();
  /// `named`, or the selected stack, which exists. Of kind `stack_not_found` when a stack was named that does not.
  [[nodiscard]] Result<project::StackReference> stack(const std::string& named, NoStack otherwise = NoStack::fail);
  /// Offers the stacks to choose from and selects that one. REQUIRES: somebody is there.
  [[nodiscard]] Status choose_and_select();
  /// A reference that need not exist.
  [[nodiscard]] Result<project::StackReference> parse_reference(const std::string& text);
  [[nodiscard]] Status select(const project::StackReference& stack);
  [[nodiscard]] Status unselect();
  /// As messages name it.
  [[nodiscard]] std::string shown(const project::StackReference& stack);

  /// What reading and writing states needs.
  [[nodiscard]] Result<state::SessionContext*> state_context();

  /// From now on states that break a rule are read: to repair them.
  void tolerate_broken_states() { check_integrity_ = false; }

  [[nodiscard]] secrets::SecretsManagers& managers();

  /// The stack's settings. `file`, if any, is taken instead of the usual one (`--config-file`).
  [[nodiscard]] Result<project::StackConfig> load_config(const project::StackReference& stack, const std::string& file);
  /// What locks the stack's secrets. Makes a lock, and saves it, when there is none yet.
  [[nodiscard]] Result<secrets::SecretsManager> secrets_of(project::StackConfig& config,
                                                           const project::StackReference& stack);

 private:
  [[nodiscard]] Result<project::StackReference> choose_stack(bool may_make);
  [[nodiscard]] Result<project::Workspace> workspace();

  Shell& shell_;
  bool check_integrity_ = true;
  bool looked_for_project_ = false;
  std::optional<project::ProjectFile> project_;
  std::optional<project::BackendChoice> backend_;
  std::unique_ptr<state::StackStore> store_;
  state::SystemProcessTable processes_;
  std::unique_ptr<state::LockContext> locks_;
  std::unique_ptr<state::SessionContext> state_context_;
  std::unique_ptr<secrets::KeyService> key_service_;
  std::unique_ptr<secrets::SecretsManagers> managers_;
};

[[nodiscard]] inline state::StackName in_store(const project::StackReference& stack) {
  return {stack.project(), stack.name().text()};
}

}  // namespace ashlar::cli
