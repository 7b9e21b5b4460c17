#pragma once
/// Giving resources other URNs, wherever these are mentioned.

#include <functional>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "deploy/ledger.hpp"
#include "resource/resource_state.hpp"

namespace ashlar::cli {

using UrnMapping = std::function<Urn(const Urn&)>;

/// The resource with every URN that it holds replaced: its own, those of others it refers to, its provider's, and
/// resource references in its properties that are not sealed. `aliases` stay: they are what it was once called.
[[nodiscard]] ResourceStatePtr with_urns(const ResourceState& resource, const UrnMapping& mapping);

/// All resources and pending operations of a snapshot.
void rewrite_urns(deploy::Snapshot& snapshot, const UrnMapping& mapping);

/// What a URN becomes when its stack is called `stack`, of project `project`. URNs of other stacks stay.
struct StackRename {
  std::string old_stack, old_project, new_stack, new_project;
  [[nodiscard]] Urn operator()(const Urn& urn) const;
};

/// Gives one resource another name; its children's URNs, which contain no names, stay. Fails when there is no such
/// resource, or already one of the new name.
[[nodiscard]] Status rename_resource(deploy::Snapshot& snapshot, const Urn& urn, std::string_view new_name);

}  // namespace ashlar::cli
