#include "state/rename.hpp"

#include "state/secret_codec.hpp"

namespace ashlar::state {

namespace {

class Renamer {
 public:
  Renamer(const StackName& from, const StackName& to) : from_(from), to_(to) {}

  void rename(ResourceState& resource) const {
    rename(resource.urn);
    if (resource.parent) rename(*resource.parent);
    rename(resource.dependencies);
    for (auto& [property, urns] : resource.property_dependencies) rename(urns);
    if (resource.deleted_with) rename(*resource.deleted_with);
    rename(resource.replace_with);
    rename(resource.aliases);
    rename_text(resource.view_of);
    if (auto provider = ProviderReference::parse(resource.provider); provider && concerns(provider->urn)) {
      rename(provider->urn);
      resource.provider = provider->text();
    }
    resource.inputs = renamed(resource.inputs);
    resource.outputs = renamed(resource.outputs);
    resource.replacement_trigger = renamed(resource.replacement_trigger);
  }

 private:
  [[nodiscard]] bool concerns(const Urn& urn) const {
    return urn.stack() == from_.stack && (from_.project.empty() || urn.project() == from_.project);
  }

  void rename(Urn& urn) const {
    if (!concerns(urn)) return;
    const std::string project = to_.project.empty() ? std::string(urn.project()) : to_.project;
    // The root's name is made of both names; for the others the whole chain of types is what precedes the name.
    const std::string name = urn.is_root_stack() ? project + "-" + to_.stack : std::string(urn.name());
    urn = Urn::make(to_.stack, project, "", urn.qualified_type(), name);
  }
  void rename(std::vector<Urn>& urns) const {
    for (auto& urn : urns) rename(urn);
  }
  void rename_text(std::string& text) const {
    auto urn = Urn::parse(text);
    if (!urn) return;
    rename(*urn);
    text = urn->text();
  }

  [[nodiscard]] PropertyMap renamed(const PropertyMap& map) const {
    PropertyMap copy;
    for (const auto& [key, value] : map) copy.emplace_hint(copy.end(), key, renamed(value));
    return copy;
  }

  [[nodiscard]] PropertyValue renamed(const PropertyValue& value) const {
    if (const auto* array = value.get<PropertyArray>()) {
      PropertyArray copy;
      for (const auto& item : *array) copy.push_back(renamed(item));
      return copy;
    }
    if (const auto* map = value.get<PropertyMap>()) return renamed(*map);
    if (const auto* reference = value.get<ResourceReference>()) {
      auto copy = *reference;
      rename_text(copy.urn);
      return copy;
    }
    if (const auto* secret = value.get<Secret>(); secret != nullptr && !is_sealed(*secret)) {
      auto inner = renamed(*secret->value);
      if (inner == *secret->value) return value;  // keeps its ciphertext
      return PropertyValue::secret(std::move(inner));
    }
    return value;
  }

  const StackName& from_;
  const StackName& to_;
};

}  // namespace

Deployment renamed(Deployment deployment, const StackName& from, const StackName& to) {
  const Renamer renamer(from, to);
  const auto rename = [&](ResourceStatePtr& state) {
    auto copy = std::make_shared<ResourceState>(*state);
    renamer.rename(*copy);
    state = std::move(copy);
  };
  for (auto& resource : deployment.snapshot.resources) rename(resource);
  for (auto& operation : deployment.snapshot.pending_operations) rename(operation.resource);
  return deployment;
}

}  // namespace ashlar::state
