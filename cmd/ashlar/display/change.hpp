#pragma once
/// How one value became another, as a tree that can be printed: unlike a detailed diff it keeps what stayed the same.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cmd/ashlar/terminal/palette.hpp"
#include "deploy/events.hpp"
#include "resource/property_value.hpp"

namespace ashlar::cli {

struct Change {
  enum class Kind { same, add, remove, update };
  enum class Shape { leaf, object, array };

  Kind kind = Kind::same;
  Shape shape = Shape::leaf;  ///< of an update; `members` or `elements` say more
  PropertyValue before;       ///< of what is the same, removed, or a leaf's update
  PropertyValue after;        ///< of what is added, or a leaf's update
  std::map<std::string, Change> members;
  std::map<std::size_t, Change> elements;

  [[nodiscard]] static Change same(PropertyValue value) { return {.kind = Kind::same, .before = std::move(value)}; }
  [[nodiscard]] static Change added(PropertyValue value) { return {.kind = Kind::add, .after = std::move(value)}; }
  [[nodiscard]] static Change removed(PropertyValue value) {
    return {.kind = Kind::remove, .before = std::move(value)};
  }
};

/// Property paths whose changes are mentioned but not shown (`hideDiffs`).
class HiddenPaths {
 public:
  HiddenPaths() = default;
  explicit HiddenPaths(std::vector<PropertyPath> paths) : paths_(std::move(paths)) {}

  /// Whether `path` is one of them or lies below one; that one is remembered as met.
  bool hides(const std::vector<PathStep>& path);
  /// The texts of the paths met so far, sorted, each once.
  [[nodiscard]] std::vector<std::string> met() const;

 private:
  std::vector<PropertyPath> paths_;
  std::set<std::string> met_;
};

/// Properties as they may be shown: secrets masked unless `show_secrets`, texts of assets left out, outputs unwrapped.
[[nodiscard]] PropertyMap for_display(const PropertyMap& properties, bool show_secrets);

/// What differs by structure; nothing when all is the same. Null counts as absent, internal keys are skipped.
[[nodiscard]] std::optional<Change> compare(const PropertyMap& before, const PropertyMap& after, HiddenPaths& hidden);
[[nodiscard]] std::optional<Change> compare(const PropertyValue& before, const PropertyValue& after);

/// The tree for a provider's own account of the differences: only what it names. Old values are the step's old outputs,
/// or its old inputs where the diff says so; new values its new inputs, or its new outputs in a refresh. Nothing when
/// all of it is hidden.
[[nodiscard]] std::optional<Change> from_detailed_diff(const deploy::StepInfo& step, bool refresh, bool show_secrets,
                                                       HiddenPaths& hidden);

/// The hidden paths that apply to a step.
[[nodiscard]] HiddenPaths hidden_paths(const deploy::StepInfo& step);

/// `diff: +added-removed~changed`: the top-level keys that a step changes, with colours; empty when there are none.
[[nodiscard]] std::string short_diff(const deploy::StepInfo& step, const Palette& palette);

}  // namespace ashlar::cli
