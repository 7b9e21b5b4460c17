#include "cmd/ashlar/state_edit/edits.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <unordered_map>

#include "cmd/ashlar/terminal/text.hpp"

namespace ashlar::cli {

namespace {

// Every URN that a resource refers to.
std::vector<Urn> references_of(const ResourceState& resource) {
  std::vector<Urn> urns = resource.dependencies;
  if (resource.parent) urns.push_back(*resource.parent);
  if (resource.deleted_with) urns.push_back(*resource.deleted_with);
  urns.insert(urns.end(), resource.replace_with.begin(), resource.replace_with.end());
  for (const auto& [property, dependencies] : resource.property_dependencies) {
    urns.insert(urns.end(), dependencies.begin(), dependencies.end());
  }
  if (const auto provider = ProviderReference::parse(resource.provider)) urns.push_back(provider->urn);
  return urns;
}

using Users = std::unordered_map<std::string, std::vector<ResourceStatePtr>>;

// Who refers to each URN.
Users users_of_all(const deploy::Snapshot& snapshot) {
  Users users;
  for (const auto& resource : snapshot.resources) {
    std::set<Urn> once;
    for (const auto& urn : references_of(*resource)) {
      if (once.insert(urn).second) users[urn.text()].push_back(resource);
    }
  }
  return users;
}

std::string padded_name(const ResourceState& resource) { return pad(quoted(resource.urn.name()), 15); }

Error still_needed(const Urn& urn, const std::vector<ResourceStatePtr>& by) {
  std::string text = urn.text() + " can't be safely deleted because the following resources depend on it:\n";
  for (const auto& resource : by) text += " * " + padded_name(*resource) + " (" + resource->urn.text() + ")\n";
  return fail(text + "\nDelete those resources first or pass --target-dependents.");
}

bool exists(const deploy::Snapshot& snapshot, const Urn& urn) {
  return std::any_of(snapshot.resources.begin(), snapshot.resources.end(),
                     [&](const auto& resource) { return resource->urn == urn; });
}

Error no_such_resource(const Urn& urn) {
  return fail_with_help("No such resource \"" + urn.text() + "\" exists in the current state",
                        "`ashlar stack --show-urns` lists the URNs of a stack's resources");
}

template <typename Keep>
std::size_t drop_missing(ResourceState& resource, const Keep& known) {
  std::size_t dropped = 0;
  const auto missing = [&](const Urn& urn) { return !known(urn); };
  dropped += std::erase_if(resource.dependencies, missing);
  dropped += std::erase_if(resource.replace_with, missing);
  for (auto& [property, urns] : resource.property_dependencies) dropped += std::erase_if(urns, missing);
  if (resource.parent && missing(*resource.parent)) {
    resource.parent.reset();
    ++dropped;
  }
  if (resource.deleted_with && missing(*resource.deleted_with)) {
    resource.deleted_with.reset();
    ++dropped;
  }
  return dropped;
}

/// Orders resources so that each stands behind what it refers to; as they were where that is free.
class Sorter {
 public:
  explicit Sorter(const std::vector<ResourceStatePtr>& resources)
      : resources_(resources), visited_(resources.size(), false) {
    for (std::size_t i = 0; i < resources.size(); ++i) {
      if (!resources[i]->pending_delete || !by_urn_.contains(resources[i]->urn.text()))
        by_urn_[resources[i]->urn.text()] = i;
    }
  }

  std::vector<ResourceStatePtr> sorted() {
    for (std::size_t i = 0; i < resources_.size(); ++i) visit(i);
    return std::move(order_);
  }

 private:
  // With a stack of its own: a chain of references may be as long as the state.
  void visit(std::size_t start) {
    std::vector<std::pair<std::size_t, bool>> todo{{start, false}};
    while (!todo.empty()) {
      const auto [index, references_done] = todo.back();
      todo.pop_back();
      if (references_done) {
        order_.push_back(resources_[index]);
        continue;
      }
      if (visited_[index]) continue;
      visited_[index] = true;
      todo.emplace_back(index, true);
      for (const auto& urn : references_of(*resources_[index])) {
        const auto found = by_urn_.find(urn.text());
        if (found != by_urn_.end() && !visited_[found->second]) todo.emplace_back(found->second, false);
      }
    }
  }

  const std::vector<ResourceStatePtr>& resources_;
  std::vector<bool> visited_;
  std::unordered_map<std::string, std::size_t> by_urn_;
  std::vector<ResourceStatePtr> order_;
};

}  // namespace

std::vector<ResourceStatePtr> dependents_of(const deploy::Snapshot& snapshot, const Urn& urn) {
  std::vector<ResourceStatePtr> dependents;
  for (const auto& resource : snapshot.resources) {
    const auto references = references_of(*resource);
    if (std::find(references.begin(), references.end(), urn) != references.end()) dependents.push_back(resource);
  }
  return dependents;
}

Result<std::size_t> remove_resources(deploy::Snapshot& snapshot, const std::vector<Urn>& urns,
                                     const RemoveOptions& options) {
  const auto users = users_of_all(snapshot);
  std::set<Urn> condemned;
  std::vector<Urn> todo;
  for (const auto& urn : urns) {
    if (!exists(snapshot, urn)) return no_such_resource(urn);
    if (condemned.insert(urn).second) todo.push_back(urn);
  }
  for (std::size_t i = 0; i < todo.size(); ++i) {
    const auto found = users.find(todo[i].text());
    if (found == users.end()) continue;
    std::vector<ResourceStatePtr> others;
    for (const auto& user : found->second) {
      if (condemned.contains(user->urn)) continue;
      if (options.with_dependents) {
        condemned.insert(user->urn);
        todo.push_back(user->urn);
      } else {
        others.push_back(user);
      }
    }
    if (!others.empty()) return still_needed(todo[i], others);
  }
  for (const auto& resource : snapshot.resources) {
    if (condemned.contains(resource->urn) && resource->protect && !options.force) {
      return fail(
          resource->urn.text() +
          " can't be safely deleted because it is protected. Re-run this command with --force to force deletion");
    }
  }
  return std::erase_if(snapshot.resources, [&](const auto& resource) { return condemned.contains(resource->urn); });
}

Result<std::size_t> mark_resources(deploy::Snapshot& snapshot, const std::vector<Urn>& urns, bool all,
                                   ResourceMark mark, bool value) {
  const std::set<Urn> wanted(urns.begin(), urns.end());
  for (const auto& urn : wanted) {
    if (!exists(snapshot, urn)) return no_such_resource(urn);
  }
  std::size_t changed = 0;
  for (auto& resource : snapshot.resources) {
    if (!all && !wanted.contains(resource->urn)) continue;
    const bool is_set = mark == ResourceMark::protect ? resource->protect : resource->taint;
    ++changed;
    if (is_set == value) continue;
    auto copy = std::make_shared<ResourceState>(*resource);
    (mark == ResourceMark::protect ? copy->protect : copy->taint) = value;
    resource = std::move(copy);
  }
  return changed;
}

std::vector<std::string> repair(deploy::Snapshot& snapshot) {
  std::vector<std::string> done;
  std::set<Urn> known;
  for (const auto& resource : snapshot.resources) known.insert(resource->urn);
  for (auto& resource : snapshot.resources) {
    auto copy = std::make_shared<ResourceState>(*resource);
    if (drop_missing(*copy, [&](const Urn& urn) { return known.contains(urn); }) == 0) continue;
    done.push_back("removed references to resources that are gone from " + resource->urn.text());
    resource = std::move(copy);
  }
  auto sorted = Sorter(snapshot.resources).sorted();
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (sorted[i] != snapshot.resources[i]) done.push_back("moved " + sorted[i]->urn.text());
  }
  snapshot.resources = std::move(sorted);
  return done;
}

}  // namespace ashlar::cli
