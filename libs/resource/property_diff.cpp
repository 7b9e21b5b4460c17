#include "resource/property_diff.hpp"

#include <algorithm>
#include <set>

namespace ashlar {

namespace {

using Steps = std::vector<PathStep>;

void compare_maps(Steps& steps, const PropertyMap& before, const PropertyMap& after, DetailedDiff& out);

void report(const Steps& steps, DiffKind kind, DetailedDiff& out) {
  out.emplace(PropertyPath::of(steps).text(), PropertyChange{kind, true});
}

void compare_arrays(Steps& steps, const PropertyArray& before, const PropertyArray& after, DetailedDiff& out);

void compare_values(Steps& steps, const PropertyValue& marked_before, const PropertyValue& marked_after,
                    DetailedDiff& out) {
  const auto& before = marked_before.unwrapped();
  const auto& after = marked_after.unwrapped();
  if (before.is<PropertyMap>() && after.is<PropertyMap>()) {
    compare_maps(steps, *before.get<PropertyMap>(), *after.get<PropertyMap>(), out);
  } else if (before.is<PropertyArray>() && after.is<PropertyArray>()) {
    compare_arrays(steps, *before.get<PropertyArray>(), *after.get<PropertyArray>(), out);
  } else if (before.is<Computed>() || after.is<Computed>() || !(before == after)) {
    report(steps, DiffKind::update, out);
  }
}

void compare_arrays(Steps& steps, const PropertyArray& before, const PropertyArray& after, DetailedDiff& out) {
  for (std::size_t i = 0; i < std::max(before.size(), after.size()); ++i) {
    steps.emplace_back(i);
    if (i >= after.size()) {
      report(steps, DiffKind::remove, out);
    } else if (i >= before.size()) {
      report(steps, DiffKind::add, out);
    } else {
      compare_values(steps, before[i], after[i], out);
    }
    steps.pop_back();
  }
}

void compare_maps(Steps& steps, const PropertyMap& before, const PropertyMap& after, DetailedDiff& out) {
  std::set<std::string_view> keys;
  for (const auto& member : before) keys.insert(member.first);
  for (const auto& member : after) keys.insert(member.first);
  for (const auto key : keys) {
    if (is_internal_key(key)) continue;
    const auto* old_value = find(before, key);
    const auto* new_value = find(after, key);
    const bool had = old_value != nullptr && !old_value->is_null();
    const bool has = new_value != nullptr && !new_value->is_null();
    if (!had && !has) continue;
    steps.emplace_back(std::string(key));
    if (!has) {
      report(steps, DiffKind::remove, out);
    } else if (!had) {
      report(steps, DiffKind::add, out);
    } else {
      compare_values(steps, *old_value, *new_value, out);
    }
    steps.pop_back();
  }
}

}  // namespace

DiffKind as_replace(DiffKind kind) {
  switch (kind) {
    case DiffKind::add:
    case DiffKind::add_replace:
      return DiffKind::add_replace;
    case DiffKind::remove:
    case DiffKind::remove_replace:
      return DiffKind::remove_replace;
    case DiffKind::update:
    case DiffKind::update_replace:
      return DiffKind::update_replace;
  }
  return DiffKind::update_replace;
}

DetailedDiff diff_properties(const PropertyMap& before, const PropertyMap& after) {
  DetailedDiff out;
  Steps steps;
  compare_maps(steps, before, after, out);
  return out;
}

std::vector<std::string> top_level_keys(const DetailedDiff& diff) {
  std::set<std::string> keys;
  for (const auto& [text, change] : diff) {
    const auto path = PropertyPath::parse(text);
    if (!path) continue;
    if (const auto* key = std::get_if<std::string>(&path->steps().front())) keys.insert(*key);
  }
  return {keys.begin(), keys.end()};
}

}  // namespace ashlar
