#pragma once
/// Making, removing, renaming and moving whole stacks. Each takes the lock itself.

#include <optional>
#include <string>
#include <vector>

#include "state/session.hpp"

namespace ashlar::state {

/// Makes a stack without resources, whose secrets `provider` will lock. Fails when there is one of that name.
[[nodiscard]] Status create_stack(SessionContext& context, const StackName& stack,
                                  const std::optional<SecretsProvider>& provider);

struct RemoveOptions {
  bool force = false;  ///< also when it still has resources, which then live on unmanaged
  bool all = false;    ///< its backups too
};
[[nodiscard]] Status remove_stack(SessionContext& context, const StackName& stack, const RemoveOptions& options);

/// Gives a stack another name, or another project; its history goes with it. Secrets that refer to resources of the
/// stack need to be opened for that, so `secrets` and `writing` are its key's.
[[nodiscard]] Status rename_stack(SessionContext& context, const StackName& from, const StackName& to,
                                  const SecretReadingFor& secrets, const SecretWriting& writing);

/// Moves the stacks of a flat layout into folders of their projects, as their resources name them. Stacks without
/// resources stay where `project_of` (asked for each) gives no project. Returns a line for each stack that was moved or
/// left.
[[nodiscard]] Result<std::vector<std::string>> upgrade_layout(
    SessionContext& context, const std::function<std::string(const StackName&)>& project_of);

}  // namespace ashlar::state
