#pragma once
/// `--target`, `--exclude` and what they drag along (reference 5.11).

#include <string>
#include <unordered_set>
#include <vector>

#include "deploy/ledger.hpp"
#include "resource/urn.hpp"

namespace ashlar::deploy {

/// URN patterns as the user gave them: `*` matches anything but `:`-separated parts' ends, `**` anything.
class UrnPatterns {
 public:
  explicit UrnPatterns(std::vector<std::string> patterns);

  [[nodiscard]] bool empty() const { return exact_.empty() && globs_.empty(); }
  [[nodiscard]] bool matches(const Urn& urn) const;
  /// The patterns without wildcard, sorted.
  [[nodiscard]] std::vector<std::string> exact() const;

 private:
  std::unordered_set<std::string> exact_;
  std::vector<std::string> globs_;
};

/// Whether `text` matches `pattern`, in which `*` stands for any run of characters without `:`, and `**` for any at
/// all.
[[nodiscard]] bool glob_matches(std::string_view pattern, std::string_view text);

/// Which resources a run is about. Providers and the root stack always are.
class Targets {
 public:
  Targets(std::vector<std::string> targets, std::vector<std::string> excludes, bool target_dependents,
          bool exclude_dependents);

  /// Whether the user's choice names `urn`. `references` are the URNs it depends on, its parent included: with
  /// `--target-dependents` (or
  /// `--exclude-dependents`) it follows them, so ask about what stands before first.
  [[nodiscard]] bool names(const Urn& urn, const std::vector<Urn>& references);
  /// Whether the run is about `urn`: it is named, or a provider or the stack.
  [[nodiscard]] bool contains(const Urn& urn, const std::vector<Urn>& references);

  [[nodiscard]] bool everything() const { return targets_.empty() && excludes_.empty(); }
  [[nodiscard]] bool has_targets() const { return !targets_.empty(); }
  /// Whether what refers to a resource that was named goes the same way.
  [[nodiscard]] bool follow_dependents() const {
    return targets_.empty() ? exclude_dependents_ && !excludes_.empty() : target_dependents_;
  }
  /// The targets without wildcard, sorted.
  [[nodiscard]] std::vector<std::string> exact() const { return targets_.exact(); }
  [[nodiscard]] std::vector<std::string> exact_excludes() const { return excludes_.exact(); }

 private:
  UrnPatterns targets_;
  UrnPatterns excludes_;
  bool target_dependents_;
  bool exclude_dependents_;
  std::unordered_set<std::string> included_;
  std::unordered_set<std::string> excluded_;
};

/// Every URN that `state` refers to: provider, parent, dependencies, property dependencies, deletedWith, replaceWith.
/// With repeats.
[[nodiscard]] std::vector<Urn> references_of(const ResourceState& state);

}  // namespace ashlar::deploy
