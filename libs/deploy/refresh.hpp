#pragma once
/// Taking the state of the world into the state of the stack (reference 5.8). Private to libs/deploy.

#include "deploy/run.hpp"

namespace ashlar::deploy {

/// Which resources a refresh is about, among those that are targeted.
enum class Refreshed {
  all,
  flagged,   ///< those whose provider wants it before every update
  unsettled  ///< those that no registration of this run was about
};

/// refresh.cpp. False when one of them could not be read; the others are refreshed nevertheless.
Task<bool> refresh_all(Run& run, Refreshed which);

/// Refreshes these entries only, through `instance`, or each through its own recorded provider when that is null.
Task<bool> refresh_entries(Run& run, std::vector<EntryId> entries, ProviderInstancePtr instance);

/// vanished.cpp: forgets resources that are gone and the references to them, in one record; children of a vanished
/// parent go to its own nearest surviving ancestor.
void forget_vanished(Run& run, const std::vector<EntryId>& vanished);

}  // namespace ashlar::deploy
