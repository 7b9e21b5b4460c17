#pragma once

#include <string>
#include <vector>

#include "state/deployment.hpp"
#include "state/stack_name.hpp"

namespace ashlar::state {

/// What was found in a deployment that is to become a stack's state.
struct ImportFindings {
  std::vector<std::string> problems;  ///< make it dangerous: only on the user's word
  std::vector<std::string> warnings;  ///< what was taken out of it
};

/// Makes a deployment that was read with `read_export` ready to be committed as the state of `stack`: its pending
/// operations go, because nobody knows about them any more; resources of another stack and broken integrity rules are
/// found.
[[nodiscard]] ImportFindings prepare_import(Deployment& deployment, const StackName& stack);

}  // namespace ashlar::state
