#include "deploy/decision.hpp"

#include <algorithm>
#include <set>

namespace ashlar::deploy {

namespace {

/// What replaceOnChanges calls the failure of an earlier create or update to get ready.
constexpr std::string_view init_error_key = "#initerror";

Decision replacement_for(std::string key) {
  Decision decision;
  decision.kind = ChangeKind::replace;
  decision.keys = {std::move(key)};
  return decision;
}

void insert_sorted(std::vector<std::string>& keys, const std::string& key) {
  const auto at = std::lower_bound(keys.begin(), keys.end(), key);
  if (at == keys.end() || *at != key) keys.insert(at, key);
}

}  // namespace

bool trigger_changed(const PropertyValue& before, const PropertyValue& after) {
  if (before.is_null() || after.is_null()) return false;
  if (before.contains_unknowns() || after.contains_unknowns()) return true;
  return !(without_secrets(before) == without_secrets(after));
}

std::optional<Decision> replacement_before_diff(const ResourceState& old, const ResourceState& next,
                                                const ReplacementFacts& facts) {
  if (trigger_changed(old.replacement_trigger, next.replacement_trigger)) return replacement_for("replacementTrigger");
  if (facts.targeted || old.taint) return replacement_for("id");
  if (facts.replaced_with) return replacement_for("replaceWith");
  if (facts.deleted_with_replaced) return replacement_for("deletedWith");
  if (facts.provider_changed) return replacement_for("provider");
  return std::nullopt;
}

void apply_replace_on_changes(DiffAnswer& diff, const std::vector<std::string>& paths, bool has_init_errors) {
  const bool changed_before = diff.changes == DiffAnswer::Changes::some;
  if (!changed_before && !has_init_errors) return;
  for (const auto& text : paths) {
    const auto pattern = PropertyPath::parse(text);
    if (!pattern) continue;  // the registration has refused such a path already
    if (has_init_errors && pattern->contains(PropertyPath::of({std::string(init_error_key)}))) {
      insert_sorted(diff.replaces, std::string(init_error_key));
      diff.changes = DiffAnswer::Changes::some;
    }
    if (!changed_before) continue;
    for (auto& [changed, change] : diff.detailed) {
      const auto path = PropertyPath::parse(changed);
      if (path && pattern->contains(*path)) change.kind = as_replace(change.kind);
    }
    for (const auto& key : diff.diffs) {
      if (pattern->contains(PropertyPath::of({key}))) insert_sorted(diff.replaces, key);
    }
  }
}

DiffAnswer definite(DiffAnswer diff, const PropertyMap& old_inputs, const PropertyMap& new_inputs) {
  if (diff.changes != DiffAnswer::Changes::unknown) return diff;
  diff.detailed = diff_properties(old_inputs, new_inputs);
  diff.has_detailed = true;
  diff.diffs = top_level_keys(diff.detailed);
  diff.changes = diff.detailed.empty() && diff.replaces.empty() ? DiffAnswer::Changes::none : DiffAnswer::Changes::some;
  return diff;
}

Decision decide_from_diff(const ResourceState& old, const DiffAnswer& diff) {
  Decision decision;
  decision.stables = diff.stables;
  if (diff.changes != DiffAnswer::Changes::some) {
    // An earlier create or update that did not get ready is tried again.
    if (!old.init_errors.empty()) decision.kind = ChangeKind::update;
    if (old.pending_replacement) decision.kind = ChangeKind::replace;
    return decision;
  }
  decision.diffs = diff.diffs;
  decision.detailed = diff.detailed;
  decision.has_detailed = diff.has_detailed;
  std::set<std::string> keys(diff.replaces.begin(), diff.replaces.end());
  DetailedDiff replacing;
  for (const auto& [path, change] : diff.detailed) {
    if (is_replace(change.kind)) replacing.emplace(path, change);
  }
  for (auto& key : top_level_keys(replacing)) keys.insert(std::move(key));
  decision.keys.assign(keys.begin(), keys.end());
  const bool replace = !decision.keys.empty() || old.pending_replacement;
  decision.kind = replace ? ChangeKind::replace : ChangeKind::update;
  decision.delete_before_replace = diff.delete_before_replace;
  return decision;
}

Decision decide_component(const ResourceState& old, const PropertyMap& new_inputs) {
  Decision decision;
  decision.detailed = diff_properties(old.inputs, new_inputs);
  decision.has_detailed = true;
  decision.diffs = top_level_keys(decision.detailed);
  if (!(old.inputs == new_inputs)) decision.kind = ChangeKind::update;
  return decision;
}

}  // namespace ashlar::deploy
