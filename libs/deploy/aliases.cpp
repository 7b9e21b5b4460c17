#include "deploy/aliases.hpp"

#include <algorithm>

namespace ashlar::deploy {

namespace {

std::string_view or_default(const std::string& given, std::string_view otherwise) {
  return given.empty() ? otherwise : given;
}

/// The URN that `alias` means when the resource's parent is (or was) `parent`.
Urn resolve(const Alias& alias, const Urn& urn, const std::optional<Urn>& default_parent) {
  if (alias.urn) return *alias.urn;
  std::string_view parent_types;
  if (alias.parent) {
    parent_types = alias.parent->qualified_type();
  } else if (!alias.no_parent && default_parent) {
    parent_types = default_parent->qualified_type();
  }
  return Urn::make(or_default(alias.stack, urn.stack()), or_default(alias.project, urn.project()), parent_types,
                   or_default(alias.type, urn.type()), or_default(alias.name, urn.name()));
}

/// `name` with the parent's present name at its front swapped for the earlier one.
std::string inherited_name(std::string_view name, std::string_view parent_name, std::string_view earlier_parent_name) {
  if (!name.starts_with(parent_name)) return std::string(name);
  return std::string(earlier_parent_name) + std::string(name.substr(parent_name.size()));
}

}  // namespace

std::vector<Urn> alias_urns(const Goal& goal, const Urn& urn, const std::optional<AliasParent>& parent) {
  std::vector<Urn> urns;
  const auto add = [&](Urn candidate) {
    if (candidate != urn && std::find(urns.begin(), urns.end(), candidate) == urns.end())
      urns.push_back(std::move(candidate));
  };
  const std::optional<Urn> parent_urn = parent ? std::optional(parent->urn) : std::nullopt;
  for (const auto& alias : goal.aliases) add(resolve(alias, urn, parent_urn));
  if (parent && parent->found_as) {
    const auto& earlier = *parent->found_as;
    Alias inherited;
    inherited.parent = earlier;
    inherited.name = inherited_name(urn.name(), parent->urn.name(), earlier.name());
    add(resolve(inherited, urn, parent_urn));
    for (auto alias : goal.aliases) {
      if (alias.urn || alias.parent || alias.no_parent) continue;
      alias.parent = earlier;
      if (!alias.name.empty()) alias.name = inherited_name(alias.name, parent->urn.name(), earlier.name());
      if (alias.name.empty()) alias.name = inherited.name;
      add(resolve(alias, urn, parent_urn));
    }
  }
  return urns;
}

}  // namespace ashlar::deploy
