#pragma once
/// Versions of plugins and tools (semver.org 2.0.0), and ranges of them as Pulumi.yaml and programs write them.

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace ashlar {

/// Holds only well-formed versions. Compares by precedence: build metadata do not count.
class SemanticVersion {
 public:
  SemanticVersion(std::uint64_t major, std::uint64_t minor, std::uint64_t patch) : numbers_{major, minor, patch} {}
  /// `1.2.3-rc.1+build`, with or without a `v` in front.
  [[nodiscard]] static Result<SemanticVersion> parse(std::string_view text);

  [[nodiscard]] std::string text() const;  ///< without `v`
  [[nodiscard]] bool is_prerelease() const { return !prerelease_.empty(); }
  /// The same in every part, build metadata too.
  [[nodiscard]] bool is_exactly(const SemanticVersion& other) const { return text() == other.text(); }

  friend std::weak_ordering operator<=>(const SemanticVersion& left, const SemanticVersion& right);
  friend bool operator==(const SemanticVersion& left, const SemanticVersion& right) { return (left <=> right) == 0; }

 private:
  SemanticVersion() = default;

  std::uint64_t numbers_[3] = {};
  std::vector<std::string> prerelease_;
  std::string build_;
};

/// Conditions such as `>=3.0.0 <4.0.0 || 5.1.x !5.1.3`: those side by side must all hold, of those around `||` one
/// must.
class VersionRange {
 public:
  [[nodiscard]] static Result<VersionRange> parse(std::string_view text);
  [[nodiscard]] bool contains(const SemanticVersion& version) const;

 private:
  /// From `lowest` (included) to `end` (excluded), or everything else.
  struct Condition {
    enum class Kind { less, less_or_equal, greater, greater_or_equal, equal, between, not_equal, outside };
    Kind kind;
    SemanticVersion lowest, end;
    [[nodiscard]] bool holds(const SemanticVersion& version) const;
  };

  [[nodiscard]] static Result<Condition> parse_condition(std::string_view operation, std::string_view version);

  std::vector<std::vector<Condition>> alternatives_;
};

}  // namespace ashlar
