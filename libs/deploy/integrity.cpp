// The rules that every snapshot keeps (reference 5.19).

#include <unordered_map>
#include <unordered_set>

#include "deploy/ledger.hpp"

namespace ashlar::deploy {

namespace {

/// What stands before a resource, by URN text and by provider reference text.
struct Seen {
  std::unordered_set<std::string> urns;
  std::unordered_set<std::string> live;
  std::unordered_set<std::string> providers;
};

Error broken(const ResourceState& resource, const std::string& rule) {
  Error error = fail("the state breaks an integrity rule: resource " + resource.urn.text() + " " + rule);
  error.help =
      "run `ashlar state repair`, or correct what `ashlar stack export` gives and `ashlar stack import` the result";
  return error;
}

Status check_reference(const ResourceState& resource, const char* what, const Urn& target, const Seen& seen) {
  if (seen.urns.contains(target.text())) return {};
  return broken(resource, std::string("has the ") + what + " " + target.text() + ", which does not stand before it");
}

Status check_references(const ResourceState& resource, const Seen& seen) {
  if (resource.parent) {
    if (auto status = check_reference(resource, "parent", *resource.parent, seen); !status) return status;
  }
  for (const auto& urn : resource.dependencies) {
    if (auto status = check_reference(resource, "dependency", urn, seen); !status) return status;
  }
  for (const auto& [property, urns] : resource.property_dependencies) {
    for (const auto& urn : urns) {
      if (auto status = check_reference(resource, "property dependency", urn, seen); !status) return status;
    }
  }
  if (resource.deleted_with) {
    if (auto status = check_reference(resource, "deletedWith", *resource.deleted_with, seen); !status) return status;
  }
  for (const auto& urn : resource.replace_with) {
    if (auto status = check_reference(resource, "replaceWith", urn, seen); !status) return status;
  }
  return {};
}

Status check_provider(const ResourceState& resource, const Seen& seen) {
  if (resource.provider.empty() || resource.pending_replacement) return {};
  if (seen.providers.contains(resource.provider)) return {};
  return broken(resource, "uses the provider " + resource.provider + ", which does not stand before it");
}

Status check_resource(const ResourceState& resource, Seen& seen) {
  if (!resource.custom && !resource.id.empty()) return broken(resource, "is a component, yet has an id");
  if (resource.urn.is_provider() && resource.id.empty()) return broken(resource, "is a provider without an id");
  if (auto status = check_provider(resource, seen); !status) return status;
  if (auto status = check_references(resource, seen); !status) return status;
  if (!resource.pending_delete && !seen.live.insert(resource.urn.text()).second)
    return broken(resource, "stands there twice");
  seen.urns.insert(resource.urn.text());
  if (resource.urn.is_provider()) seen.providers.insert(ProviderReference{resource.urn, resource.id}.text());
  return {};
}

}  // namespace

Status verify_integrity(const Snapshot& snapshot) {
  Seen seen;
  for (const auto& resource : snapshot.resources) {
    if (auto status = check_resource(*resource, seen); !status) return status;
  }
  return {};
}

}  // namespace ashlar::deploy
