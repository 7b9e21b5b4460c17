#include "cmd/ashlar/state_edit/urn_rewrite.hpp"

#include <algorithm>

namespace ashlar::cli {

namespace {

PropertyValue rewritten(const PropertyValue& value, const UrnMapping& mapping);

PropertyMap rewritten(const PropertyMap& map, const UrnMapping& mapping) {
  PropertyMap copy;
  for (const auto& [key, value] : map) copy.emplace_hint(copy.end(), key, rewritten(value, mapping));
  return copy;
}

PropertyValue rewritten(const PropertyValue& value, const UrnMapping& mapping) {
  if (const auto* reference = value.get<ResourceReference>()) {
    auto copy = *reference;
    if (const auto urn = Urn::parse(copy.urn)) copy.urn = mapping(*urn).text();
    return copy;
  }
  if (const auto* array = value.get<PropertyArray>()) {
    PropertyArray copy;
    for (const auto& element : *array) copy.push_back(rewritten(element, mapping));
    return copy;
  }
  if (const auto* map = value.get<PropertyMap>()) return rewritten(*map, mapping);
  return value;
}

void rewrite(std::vector<Urn>& urns, const UrnMapping& mapping) {
  for (auto& urn : urns) urn = mapping(urn);
}

void rewrite_text(std::string& text, const UrnMapping& mapping) {
  if (const auto urn = Urn::parse(text)) text = mapping(*urn).text();
}

}  // namespace

ResourceStatePtr with_urns(const ResourceState& resource, const UrnMapping& mapping) {
  auto copy = std::make_shared<ResourceState>(resource);
  copy->urn = mapping(resource.urn);
  if (copy->parent) copy->parent = mapping(*copy->parent);
  if (copy->deleted_with) copy->deleted_with = mapping(*copy->deleted_with);
  rewrite(copy->dependencies, mapping);
  rewrite(copy->replace_with, mapping);
  for (auto& [property, urns] : copy->property_dependencies) rewrite(urns, mapping);
  if (auto provider = ProviderReference::parse(copy->provider)) {
    const auto urn = mapping(provider->urn);
    if (urn != provider->urn) copy->provider = ProviderReference{urn, provider->id}.text();
  }
  rewrite_text(copy->view_of, mapping);
  copy->inputs = rewritten(resource.inputs, mapping);
  copy->outputs = rewritten(resource.outputs, mapping);
  return copy;
}

void rewrite_urns(deploy::Snapshot& snapshot, const UrnMapping& mapping) {
  for (auto& resource : snapshot.resources) resource = with_urns(*resource, mapping);
  for (auto& operation : snapshot.pending_operations) operation.resource = with_urns(*operation.resource, mapping);
}

Urn StackRename::operator()(const Urn& urn) const {
  if (urn.stack() != old_stack || urn.project() != old_project) return urn;
  const auto name = urn.is_root_stack() ? new_project + "-" + new_stack : std::string(urn.name());
  // The whole chain of types stands where `make` takes the parent's part of it.
  return *Urn::parse("urn:pulumi:" + new_stack + "::" + new_project + "::" + std::string(urn.qualified_type()) +
                     "::" + name);
}

Status rename_resource(deploy::Snapshot& snapshot, const Urn& urn, std::string_view new_name) {
  const auto renamed = urn.with_name(new_name);
  const auto exists = [&](const Urn& wanted) {
    return std::any_of(snapshot.resources.begin(), snapshot.resources.end(),
                       [&](const auto& resource) { return resource->urn == wanted; });
  };
  if (!exists(urn)) return fail("no such resource \"" + urn.text() + "\" exists in the current state");
  if (exists(renamed)) return fail("the new name is taken: there is already a resource \"" + renamed.text() + "\"");
  rewrite_urns(snapshot, [&](const Urn& other) { return other == urn ? renamed : other; });
  return {};
}

}  // namespace ashlar::cli
