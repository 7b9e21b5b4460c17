#include "deploy/aliases.hpp"

#include <algorithm>

namespace ashlar::deploy {

namespace {

std::string_view or_default(const std::string& given, std::string_view otherwise) {
  return given.empty() ? otherwise : given;
}

/// The URN that `alias` means. A parent that was itself found under another URN stands there by that one.
Urn resolve(const Alias& alias, const Goal& goal, const Urn& urn, const FoundAs& found_as) {
  if (alias.urn) return *alias.urn;
  std::optional<Urn> parent = goal.parent;
  if (alias.parent) {
    const auto earlier = found_as(*alias.parent);
    parent = earlier ? earlier : alias.parent;
  }
  if (alias.no_parent) parent.reset();
  return Urn::make(or_default(alias.stack, urn.stack()), or_default(alias.project, urn.project()),
                   parent ? parent->qualified_type() : std::string_view(), or_default(alias.type, urn.type()),
                   or_default(alias.name, urn.name()));
}

/// The URN of a resource of that type and name below the earlier parent. A name that begins with the parent's is taken
/// to be made of it, and had the earlier one at its front.
Urn below_earlier_parent(const Urn& urn, std::string_view type, std::string_view name, const Urn& parent,
                         const Urn& earlier) {
  std::string earlier_name(name);
  if (name.starts_with(parent.name()))
    earlier_name = std::string(earlier.name()) + std::string(name.substr(parent.name().size()));
  return Urn::make(urn.stack(), urn.project(), earlier.qualified_type(), type, earlier_name);
}

}  // namespace

std::vector<Urn> alias_urns(const Goal& goal, const Urn& urn, const FoundAs& found_as) {
  std::vector<Urn> urns;
  const auto add = [&](Urn candidate) {
    if (candidate != urn && std::find(urns.begin(), urns.end(), candidate) == urns.end())
      urns.push_back(std::move(candidate));
  };
  for (const auto& alias : goal.aliases) add(resolve(alias, goal, urn, found_as));
  const auto earlier = goal.parent ? found_as(*goal.parent) : std::nullopt;
  if (!earlier) return urns;
  add(below_earlier_parent(urn, urn.type(), urn.name(), *goal.parent, *earlier));
  for (const auto& alias : goal.aliases) {
    const auto own = resolve(alias, goal, urn, found_as);
    add(below_earlier_parent(urn, own.type(), own.name(), *goal.parent, *earlier));
  }
  return urns;
}

}  // namespace ashlar::deploy
