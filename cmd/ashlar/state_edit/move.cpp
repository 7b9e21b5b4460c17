#include "cmd/ashlar/state_edit/move.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "cmd/ashlar/state_edit/urn_rewrite.hpp"

namespace ashlar::cli {

namespace {

// Cuts the references of `resource` that `cut` says are to go, and tells which.
template <typename Cut>
std::vector<BrokenReference> cut_references(ResourceState& resource, const Cut& cut) {
  std::vector<BrokenReference> broken;
  const auto note = [&](const std::string& how, const Urn& urn) {
    broken.push_back({resource.urn, how + " " + urn.text()});
    return true;
  };
  std::erase_if(resource.dependencies, [&](const Urn& urn) { return cut(urn) && note("depends on", urn); });
  for (auto& [property, urns] : resource.property_dependencies) {
    std::erase_if(urns, [&](const Urn& urn) { return cut(urn) && note("has property `" + property + "` from", urn); });
  }
  std::erase_if(resource.replace_with, [&](const Urn& urn) { return cut(urn) && note("is replaced with", urn); });
  if (resource.deleted_with && cut(*resource.deleted_with)) {
    note("is deleted with", *resource.deleted_with);
    resource.deleted_with.reset();
  }
  return broken;
}

/// One move: which resources go, and what becomes of them.
class Move {
 public:
  Move(const deploy::Snapshot& source, const deploy::Snapshot& destination, const MoveRequest& request)
      : source_(source), request_(request) {
    plan_.destination = destination;
    for (const auto& resource : source.resources) by_urn_[resource->urn] = resource;
    for (const auto& resource : destination.resources) taken_[resource->urn] = resource;
  }

  Result<MovePlan> plan() {
    if (const auto chosen = choose(); !chosen) return chosen.error();
    split();
    ensure_root();
    for (const auto& resource : going_) {
      if (const auto copied = copy_provider(*resource); !copied) return copied.error();
    }
    for (const auto& resource : going_) {
      if (const auto moved = move(*resource); !moved) return moved.error();
    }
    return std::move(plan_);
  }

 private:
  Status choose() {
    for (const auto& urn : request_.urns) {
      const auto found = by_urn_.find(urn);
      if (found == by_urn_.end()) {
        plan_.warnings.push_back("Resource " + urn.text() + " not found in source stack");
      } else if (urn.is_provider()) {
        return fail("cannot move providers. Only resources can be moved, and providers will be included automatically");
      } else {
        chosen_.insert(urn);
      }
    }
    if (chosen_.empty()) {
      return fail_with_help("no resources found to move",
                            "`ashlar stack --show-urns` lists the URNs of a stack's resources");
    }
    if (request_.include_parents) {
      for (const auto& urn : std::set<Urn>(chosen_)) choose_parents(urn);
    }
    // Parents stand before their children, so one pass finds all descendants.
    for (const auto& resource : source_.resources) {
      if (resource->parent && chosen_.contains(*resource->parent) && !resource->urn.is_provider())
        chosen_.insert(resource->urn);
    }
    std::erase_if(chosen_, [](const Urn& urn) { return urn.is_root_stack(); });
    return {};
  }

  void choose_parents(const Urn& urn) {
    auto at = by_urn_.find(urn);
    while (at != by_urn_.end() && at->second->parent) {
      at = by_urn_.find(*at->second->parent);
      if (at == by_urn_.end() || at->first.is_root_stack() || !chosen_.insert(at->first).second) return;
    }
  }

  void split() {
    plan_.source.pending_operations = source_.pending_operations;
    for (const auto& resource : source_.resources) {
      if (chosen_.contains(resource->urn)) {
        going_.push_back(resource);
        plan_.moved.push_back(resource->urn);
        continue;
      }
      auto copy = std::make_shared<ResourceState>(*resource);
      const auto broken = cut_references(*copy, [&](const Urn& urn) { return chosen_.contains(urn); });
      plan_.left_behind.insert(plan_.left_behind.end(), broken.begin(), broken.end());
      plan_.source.resources.push_back(broken.empty() ? resource : ResourceStatePtr(std::move(copy)));
    }
  }

  void ensure_root() {
    for (const auto& resource : plan_.destination.resources) {
      if (resource->urn.is_root_stack()) {
        root_ = resource->urn;
        return;
      }
    }
    root_ = Urn::make(request_.stack, request_.project, "", root_stack_type, request_.project + "-" + request_.stack);
    auto root = std::make_shared<ResourceState>(ResourceState{.urn = *root_});
    plan_.destination.resources.insert(plan_.destination.resources.begin(), std::move(root));
  }

  [[nodiscard]] Urn renamed(const Urn& urn) const {
    return StackRename{std::string(urn.stack()), std::string(urn.project()), request_.stack, request_.project}(urn);
  }

  // The resource under its new stack, cut off from what does not come along.
  ResourceStatePtr transplanted(const ResourceState& resource) {
    auto copy = std::make_shared<ResourceState>(resource);
    const auto broken =
        cut_references(*copy, [&](const Urn& urn) { return !chosen_.contains(urn) && by_urn_.contains(urn); });
    plan_.taken_along.insert(plan_.taken_along.end(), broken.begin(), broken.end());
    if (!copy->parent || !chosen_.contains(*copy->parent)) copy->parent = *root_;
    const auto mapping = [&](const Urn& urn) { return urn == *root_ || !by_urn_.contains(urn) ? urn : renamed(urn); };
    auto moved = std::make_shared<ResourceState>(*with_urns(*copy, mapping));
    const auto provider = providers_.find(resource.provider);
    if (provider != providers_.end()) moved->provider = provider->second;
    return moved;
  }

  Status copy_provider(const ResourceState& resource) {
    if (resource.provider.empty() || providers_.contains(resource.provider)) return {};
    const auto reference = ProviderReference::parse(resource.provider);
    if (!reference) return reference.error();
    const auto original = by_urn_.find(reference->urn);
    if (original == by_urn_.end())
      return fail("the provider " + resource.provider + " of " + resource.urn.text() + " is not in the source stack");
    const auto copy = transplanted(*original->second);
    const auto own_reference = ProviderReference{copy->urn, copy->id}.text();
    const auto present = taken_.find(copy->urn);
    if (present == taken_.end()) {
      providers_[resource.provider] = own_reference;
      taken_[copy->urn] = copy;
      plan_.destination.resources.push_back(copy);
      return {};
    }
    const bool equal = present->second->id == copy->id || present->second->inputs == copy->inputs;
    if (!equal)
      return fail("provider " + copy->urn.text() + " already exists in destination stack, with other settings");
    providers_[resource.provider] = ProviderReference{present->second->urn, present->second->id}.text();
    return {};
  }

  Status move(const ResourceState& resource) {
    auto moved = transplanted(resource);
    if (taken_.contains(moved->urn))
      return fail("resource " + moved->urn.text() + " already exists in destination stack");
    plan_.destination.resources.push_back(std::move(moved));
    return {};
  }

  const deploy::Snapshot& source_;
  const MoveRequest& request_;
  MovePlan plan_;
  std::map<Urn, ResourceStatePtr> by_urn_;  // of the source
  std::map<Urn, ResourceStatePtr> taken_;   // of the destination
  std::set<Urn> chosen_;
  std::vector<ResourceStatePtr> going_;
  std::optional<Urn> root_;
  std::map<std::string, std::string> providers_;  // reference in the source to reference in the destination
};

}  // namespace

Result<MovePlan> plan_move(const deploy::Snapshot& source, const deploy::Snapshot& destination,
                           const MoveRequest& request) {
  return Move(source, destination, request).plan();
}

}  // namespace ashlar::cli
