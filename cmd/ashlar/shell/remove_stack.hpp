#pragma once

#include "cmd/ashlar/shell/session.hpp"

namespace ashlar::cli {

struct RemoveStackOptions {
  bool force = false;        ///< resources it still has are left behind
  bool backups = false;      ///< its backups go, too
  bool keep_config = false;  ///< its configuration file stays
};

/// Removes a stack, and its configuration file where this is its project; it is no longer selected.
[[nodiscard]] Status remove_stack(Session& session, const project::StackReference& stack,
                                  const RemoveStackOptions& options);

}  // namespace ashlar::cli
