#pragma once
/// Paths into property values with Pulumi's syntax: `a.b[0]["c d"]`, `*` and `["*"]` as wildcards
/// (reference 5.10, 8.2).

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "resource/property_value.hpp"

namespace ashlar {

/// One step into a value: a member's key, or an element's index. The key `*` stands for every member or element.
using PathStep = std::variant<std::string, std::size_t>;

/// A parsed path. Never empty.
class PropertyPath {
 public:
  [[nodiscard]] static Result<PropertyPath> parse(std::string_view text);
  [[nodiscard]] static PropertyPath of(std::vector<PathStep> steps) { return PropertyPath(std::move(steps)); }

  [[nodiscard]] const std::vector<PathStep>& steps() const { return steps_; }
  /// The path as `parse` reads it.
  [[nodiscard]] std::string text() const;

  /// Whether `other` is this path or lies below it; wildcards of this path match any step.
  [[nodiscard]] bool contains(const PropertyPath& other) const;

  friend bool operator==(const PropertyPath&, const PropertyPath&) = default;

 private:
  explicit PropertyPath(std::vector<PathStep> steps) : steps_(std::move(steps)) {}
  std::vector<PathStep> steps_;
};

/// Whether a step is the wildcard.
[[nodiscard]] bool is_wildcard(const PathStep& step);

/// The value at `path`, or null when there is none. Looks through secrets and known outputs. REQUIRES: no wildcard.
[[nodiscard]] const PropertyValue* find(const PropertyMap& map, const PropertyPath& path);

/// Makes `target` hold what `source` holds at `path`, wildcards expanded over the members of both: the member is
/// overwritten, added, or removed where `source` has none. Returns false where a container on the way is missing or of
/// another kind in one of them and differs, so that nothing could be done. This is what ignoreChanges does to new
/// inputs (reference 5.10).
bool reset_to(PropertyMap& target, const PropertyMap& source, const PropertyPath& path);

}  // namespace ashlar
