#pragma once
/// What the `state` commands have in common: URNs as arguments, a question, a change of the state.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cmd/ashlar/commands/stack_argument.hpp"
#include "deploy/ledger.hpp"

namespace ashlar::cli {

/// URNs as they were typed.
[[nodiscard]] Result<std::vector<Urn>> parse_urns(const std::vector<std::string>& texts);

/// The resources that a command is about: those that were named; none when it was told to take all; else one chosen by
/// `question`, which is an error of kind `usage` where nobody is there.
[[nodiscard]] Result<std::vector<Urn>> wanted_resources(Session& session, const project::StackReference& stack,
                                                        const std::vector<std::string>& named, bool all,
                                                        const std::string& question);

/// The one resource that a command is about: the one that was named, else one chosen in the same way.
[[nodiscard]] Result<Urn> wanted_resource(Session& session, const project::StackReference& stack,
                                          const std::optional<std::string>& named, const std::string& question);

/// Warns, asks unless `yes`, and changes the resources of the stack. Nothing is written when `edit` fails.
[[nodiscard]] Status edit_resources(Session& session, const project::StackReference& stack, bool yes,
                                    const std::function<Status(deploy::Snapshot&)>& edit);

}  // namespace ashlar::cli
