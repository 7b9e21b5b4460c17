#pragma once
/// Reading and changing what a stack's state says, outside of runs.

#include <functional>

#include "cmd/ashlar/shell/session.hpp"
#include "state/deployment_json.hpp"
#include "state/session.hpp"

namespace ashlar::cli {

/// Decrypts with the key that the state names, when the first secret is met.
[[nodiscard]] state::SecretReadingFor open_secrets(Session& session, const project::StackReference& stack);

/// The state as it is, an interrupted run's journal included; what there is to say about that goes to standard error.
[[nodiscard]] Result<state::Checkpoint> read_state(Session& session, const project::StackReference& stack,
                                                   const state::SecretReadingFor& secrets);

/// Changes the state under its lock. Secrets stay sealed: `edit` cannot see them, and no key is needed. Nothing is
/// written when `edit` fails. A stack without a deployment yet has an empty one.
[[nodiscard]] Status edit_state(Session& session, const project::StackReference& stack,
                                const std::function<Status(state::Deployment&)>& edit,
                                state::Unreadable unreadable = state::Unreadable::is_an_error);

/// The outputs of the stack's root resource; empty when there is none.
[[nodiscard]] PropertyMap stack_outputs(const state::Deployment& deployment);

/// Properties as JSON text with `[secret]` in place of secrets, or with the secrets' values.
[[nodiscard]] Result<std::string> plain_json(const PropertyValue& value, bool show_secrets);

}  // namespace ashlar::cli
