#pragma once
/// Making stacks: for `stack init`, `new`, and whoever finds that there is none.

#include "cmd/ashlar/shell/session.hpp"

namespace ashlar::cli {

struct NewStack {
  std::string secrets_provider;  ///< `--secrets-provider`; empty for the default
  std::string config_file;
  std::string copy_config_from;  ///< a stack, or empty
  bool select = true;
};

/// Makes the stack and its lock for secrets, and says so.
[[nodiscard]] Status make_stack(Session& session, const project::StackReference& stack, const NewStack& options);

/// Asks for a name and makes that stack. REQUIRES: somebody is there.
[[nodiscard]] Result<project::StackReference> ask_for_new_stack(Session& session, const NewStack& options = {});

}  // namespace ashlar::cli
