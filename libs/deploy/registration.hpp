#pragma once
/// The stations of one registration. Private to libs/deploy.

#include "deploy/decision.hpp"
#include "deploy/run.hpp"
#include "deploy/steps/steps.hpp"

namespace ashlar::deploy {

/// What one registration works with, from station to station.
struct Registration {
  Goal goal;
  std::shared_ptr<Registered> self;
  std::string provider;  ///< reference; empty for components and provider resources
  ProviderInstancePtr instance;
  EntryId old_entry = no_entry;
  ResourceStatePtr old;
  bool targeted = true;
  bool needs_skipped = false;  ///< it refers to something that this run does not create
  bool imported = false;       ///< by this run: `old` is what was read
  std::string random_seed;

  [[nodiscard]] const Urn& urn() const { return self->urn; }
};

/// arrival.cpp: what is decided the moment a registration arrives, so that the order of arrival is the order of
/// decision: its URN, its old state, whether it is targeted. Nothing is awaited here.
[[nodiscard]] Result<Registration> arrive(Run& run, Goal goal);
/// Decides again whether it is targeted, now that its provider is known: it may follow that one.
[[nodiscard]] Status follow_provider(Run& run, Registration& registration);

/// registration.cpp: finds the provider that serves the resource; a failure is shown. Components have none.
Task<Status> find_provider(Run& run, Registration& registration);

/// existing.cpp: brings an existing resource to its goal.
Task<Result<StepOutcome>> change_existing(Run& run, Registration& registration);

/// Asks the provider to check inputs; failures and warnings are shown. With `fresh`, as for a resource that does not
/// exist yet.
Task<Result<PropertyMap>> checked_inputs(Run& run, Registration& registration, PropertyMap inputs, bool fresh);

/// replace.cpp: carries out a replacement, in the order that the decision and the goal want (reference 5.5).
Task<Result<StepOutcome>> replace_existing(Run& run, Registration& registration, PropertyMap inputs, Decision decision);
/// Refuses to replace what is protected, before and after. A preview says so and goes on, to show what else there is.
[[nodiscard]] Status check_replaceable(Run& run, const Registration& registration);
/// The create that follows a delete of this or an earlier run.
Task<Result<StepOutcome>> recreate(Run& run, Registration& registration);

/// replacement_cascade.cpp: deletes what cannot outlive the old half of a delete-before-replace, dependents first
/// (reference 5.5).
Task<Status> delete_dependents_of(Run& run, EntryId root);

/// with_program.cpp: leaves a registration aside that refers to something that this run does not create.
[[nodiscard]] StepOutcome pass_over(Run& run, Registration& registration);
/// Refreshes what it was, through the provider that it has now. Afterwards it may have been nothing.
Task<Status> refresh_registered(Run& run, Registration& registration);
/// Whether the mode wants neither a create nor a change of it.
[[nodiscard]] bool stays_as_it_is(const Run& run, const Registration& registration);
/// Takes over its options alone.
Task<Result<StepOutcome>> keep_as_it_is(Run& run, Registration& registration);

/// untargeted.cpp: leaves an existing resource that is not targeted as it is.
[[nodiscard]] StepOutcome keep_untargeted(Run& run, EntryId entry);

/// The events of a logical replacement, whose halves are steps of their own.
void announce_replacement(Run& run, const StepInfo& info);

}  // namespace ashlar::deploy
