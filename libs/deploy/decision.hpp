#pragma once
/// What a registration of a resource that exists leads to. Pure functions of old state, goal and the provider's answer.

#include <optional>
#include <string>
#include <vector>

#include "deploy/provider.hpp"
#include "resource/resource_state.hpp"

namespace ashlar::deploy {

enum class ChangeKind { same, update, replace };

struct Decision {
  ChangeKind kind = ChangeKind::same;
  std::vector<std::string> keys;   ///< that force the replacement
  std::vector<std::string> diffs;  ///< that changed
  DetailedDiff detailed;
  bool has_detailed = false;
  bool delete_before_replace = false;
  std::vector<std::string> stables;
};

/// What the run so far says about a resource, beside its own states.
struct ReplacementFacts {
  bool targeted = false;               ///< `--replace` names it
  bool replaced_with = false;          ///< one of its `replaceWith` was replaced in this run
  bool deleted_with_replaced = false;  ///< its `deletedWith` was replaced in this run
  bool provider_changed = false;       ///< to one that cannot take the resource over
};

/// The replacement that is due whatever the provider says, if any: the first rule that holds (reference 5.4).
[[nodiscard]] std::optional<Decision> replacement_before_diff(const ResourceState& old, const ResourceState& next,
                                                              const ReplacementFacts& facts);

/// Whether a replacement trigger moved: unknown counts as moved, null on either side does not (reference 5.4).
[[nodiscard]] bool trigger_changed(const PropertyValue& before, const PropertyValue& after);

/// Turns the changes that `paths` (replaceOnChanges) name into replacing ones. Only when something changed; that the
/// resource did not get ready counts as a change of `#initerror`.
void apply_replace_on_changes(DiffAnswer& diff, const std::vector<std::string>& paths, bool has_init_errors);

/// The provider's answer made definite: an unknown one becomes a structural diff of the inputs (reference 5.4).
[[nodiscard]] DiffAnswer definite(DiffAnswer diff, const PropertyMap& old_inputs, const PropertyMap& new_inputs);

/// What `diff`, made definite and with replaceOnChanges applied, leads to.
[[nodiscard]] Decision decide_from_diff(const ResourceState& old, const DiffAnswer& diff);

/// For components, which have no provider: different inputs are an update.
[[nodiscard]] Decision decide_component(const ResourceState& old, const PropertyMap& new_inputs);

}  // namespace ashlar::deploy
