#pragma once
/// Carrying out one step each: announce it, call the provider, record what happened, tell the watchers. Private to
/// libs/deploy.

#include "deploy/run.hpp"

namespace ashlar::deploy {

/// What a step works on.
struct StepContext {
  StepInfo info;
  std::shared_ptr<ResourceState> next;  ///< to be completed with id and outputs; null for deletes
  EntryId old_entry = no_entry;
  ProviderInstancePtr instance;  ///< null for components
};

/// What a step left behind.
struct StepOutcome {
  ResourceStatePtr state;
  EntryId entry = no_entry;
};

/// create.cpp: a new resource, or the new half of a replacement.
Task<Result<StepOutcome>> create_resource(Run& run, StepContext step);
/// update.cpp
Task<Result<StepOutcome>> update_resource(Run& run, StepContext step, std::vector<std::string> ignore_changes);
/// same.cpp: nothing to do but to take over new inputs and options.
Task<Result<StepOutcome>> keep_resource(Run& run, StepContext step);
/// The part of it that changes the state; tells nobody.
StepOutcome take_over(Run& run, StepContext& step);
/// delete.cpp: removes it from the world, and from the state, or leaves it there as pending replacement.
Task<Status> delete_resource(Run& run, StepContext step, bool pending_replacement);
/// import_step.cpp: takes an existing resource into the state.
Task<Result<StepOutcome>> import_resource(Run& run, StepContext step, std::string id);

/// The answer to everything that comes after the end of new work.
[[nodiscard]] Error closed_error();

/// announce.cpp: puts on record that the step is about to change the world, then tells the watchers that it begins. In
/// a preview nothing is recorded. The provider may be called at once after it, and only then: when it fails, which it
/// has reported itself, or the run was closed while the record was written, nothing has begun.
Task<Status> announce(Run& run, const StepInfo& info, std::uint64_t operation, PendingOperation pending);

/// Whether the provider may have done what it then failed to answer: the operation stays pending for a later run.
[[nodiscard]] inline bool may_have_happened(const Error& error) { return error.kind == ErrorKind::unanswered; }

/// Reports a failed step and what follows from it for the run.
Error step_failed(Run& run, const StepInfo& info, Error error);

/// secret_outputs.cpp: marks the outputs that additionalSecretOutputs names, and those whose input of the same name is
/// secret (reference 5.6). The id is never one: the state has it in clear anyway.
void mark_secret_outputs(ResourceState& state);

/// same.cpp: values that are as they were keep their old instance, and with it the stored form of their secrets.
void reuse_equal_values(PropertyMap& next, const PropertyMap& old);

}  // namespace ashlar::deploy
