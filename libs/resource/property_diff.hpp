#pragma once
/// What differs between two property maps, by structure.

#include <map>
#include <string>
#include <vector>

#include "resource/property_path.hpp"
#include "resource/property_value.hpp"

namespace ashlar {

enum class DiffKind { add, add_replace, remove, remove_replace, update, update_replace };

[[nodiscard]] constexpr bool is_replace(DiffKind kind) {
  return kind == DiffKind::add_replace || kind == DiffKind::remove_replace || kind == DiffKind::update_replace;
}
/// The same change, forcing a replacement.
[[nodiscard]] DiffKind as_replace(DiffKind kind);

/// One property's change. `input_diff` says that it is between old and new inputs, not between old outputs and new
/// inputs.
struct PropertyChange {
  DiffKind kind = DiffKind::update;
  bool input_diff = false;
  friend bool operator==(const PropertyChange&, const PropertyChange&) = default;
};

/// Changes by the text of their property path.
using DetailedDiff = std::map<std::string, PropertyChange>;

/// The leaves that differ. Internal keys (`__…`) are skipped, secret marks do not count, unknown values differ from
/// everything.
[[nodiscard]] DetailedDiff diff_properties(const PropertyMap& before, const PropertyMap& after);

/// The top-level keys of a detailed diff, each once, sorted.
[[nodiscard]] std::vector<std::string> top_level_keys(const DetailedDiff& diff);

}  // namespace ashlar
