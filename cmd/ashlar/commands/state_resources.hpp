#pragma once
/// What the `state` commands have in common: URNs as arguments, a question, a change of the state.

#include <functional>
#include <string>
#include <vector>

#include "cmd/ashlar/commands/stack_argument.hpp"
#include "deploy/ledger.hpp"

namespace ashlar::cli {

/// URNs as they were typed.
[[nodiscard]] Result<std::vector<Urn>> parse_urns(const std::vector<std::string>& texts);

/// Offers the stack's resources to choose one from. An error of kind `usage` where nobody is there.
[[nodiscard]] Result<Urn> choose_resource(Session& session, const project::StackReference& stack,
                                          const std::string& question);

/// Warns, asks unless `yes`, and changes the resources of the stack. Nothing is written when `edit` fails.
[[nodiscard]] Status edit_resources(Session& session, const project::StackReference& stack, bool yes,
                                    const std::function<Status(deploy::Snapshot&)>& edit);

}  // namespace ashlar::cli
