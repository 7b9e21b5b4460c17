#include "deploy/targets.hpp"

#include <algorithm>

namespace ashlar::deploy {

bool glob_matches(std::string_view pattern, std::string_view text) {
  while (!pattern.empty()) {
    if (pattern.front() != '*') {
      if (text.empty() || text.front() != pattern.front()) return false;
      pattern.remove_prefix(1);
      text.remove_prefix(1);
      continue;
    }
    const bool anything = pattern.starts_with("**");
    pattern.remove_prefix(anything ? 2 : 1);
    if (pattern.empty() && anything) return true;
    for (std::size_t taken = 0;; ++taken) {
      if (glob_matches(pattern, text.substr(taken))) return true;
      if (taken == text.size() || (!anything && text[taken] == ':')) return false;
    }
  }
  return text.empty();
}

UrnPatterns::UrnPatterns(std::vector<std::string> patterns) {
  for (auto& pattern : patterns) {
    if (pattern.find('*') == std::string::npos) {
      exact_.insert(std::move(pattern));
    } else {
      globs_.push_back(std::move(pattern));
    }
  }
}

bool UrnPatterns::matches(const Urn& urn) const {
  return exact_.contains(urn.text()) || std::any_of(globs_.begin(), globs_.end(), [&](const std::string& glob) {
           return glob_matches(glob, urn.text());
         });
}

std::vector<std::string> UrnPatterns::exact() const {
  std::vector<std::string> result(exact_.begin(), exact_.end());
  std::sort(result.begin(), result.end());
  return result;
}

Targets::Targets(std::vector<std::string> targets, std::vector<std::string> excludes, bool target_dependents,
                 bool exclude_dependents)
    : targets_(std::move(targets)),
      excludes_(std::move(excludes)),
      target_dependents_(target_dependents),
      exclude_dependents_(exclude_dependents) {}

bool Targets::names(const Urn& urn, const std::vector<Urn>& references) {
  const auto follows = [&](const std::unordered_set<std::string>& set) {
    return std::any_of(references.begin(), references.end(),
                       [&](const Urn& other) { return set.contains(other.text()); });
  };
  if (!targets_.empty()) {
    const bool meant = targets_.matches(urn) || (target_dependents_ && follows(included_));
    if (meant) included_.insert(urn.text());
    return meant;
  }
  if (!excludes_.empty()) {
    const bool meant = excludes_.matches(urn) || (exclude_dependents_ && follows(excluded_));
    if (meant) excluded_.insert(urn.text());
    return !meant;
  }
  return true;
}

bool Targets::contains(const Urn& urn, const std::vector<Urn>& references) {
  return names(urn, references) || urn.is_provider() || urn.is_root_stack();
}

std::vector<Urn> references_of(const ResourceState& state) {
  std::vector<Urn> urns = state.dependencies;
  if (!state.provider.empty()) {
    if (auto reference = ProviderReference::parse(state.provider)) urns.push_back(reference->urn);
  }
  if (state.parent) urns.push_back(*state.parent);
  for (const auto& [property, depended] : state.property_dependencies)
    urns.insert(urns.end(), depended.begin(), depended.end());
  if (state.deleted_with) urns.push_back(*state.deleted_with);
  urns.insert(urns.end(), state.replace_with.begin(), state.replace_with.end());
  return urns;
}

}  // namespace ashlar::deploy
