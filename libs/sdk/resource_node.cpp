#include "sdk/resource_node.hpp"

namespace ashlar::sdk {

OutputRef ResourceNode::property(const std::string& property_name) {
  auto& output = properties_[property_name];
  if (output == nullptr) {
    output = pending(&program);
    if (is_answered()) output->settle(settled_property(property_name));
  }
  return output;
}

Settled ResourceNode::settled_property(const std::string& property_name) {
  if (failure_ != nullptr) return {.value = {}, .failure = failure_};
  Settled result;
  if (const auto* value = find(outputs_, property_name)) {
    result = settle_value(*value);
  } else {
    result.known = !missing_are_unknown_;
  }
  result.dependencies.add(shared_from_this());
  const auto more = output_dependencies_.find(property_name);
  if (more != output_dependencies_.end()) result.dependencies.add(more->second);
  return result;
}

void ResourceNode::answer(std::string urn_text, std::optional<std::string> id_text, PropertyMap outputs,
                          bool missing_are_unknown, std::map<std::string, Dependencies> dependencies) {
  outputs_ = std::move(outputs);
  output_dependencies_ = std::move(dependencies);
  missing_are_unknown_ = missing_are_unknown;

  Settled identity{.value = PropertyValue(std::move(urn_text))};
  identity.dependencies.add(shared_from_this());
  Settled identifier = identity;
  identifier.known = id_text.has_value();
  identifier.value = id_text ? PropertyValue(*id_text) : PropertyValue();
  if (custom) id->put(std::move(identifier));
  urn->settle(std::move(identity));
  id->release();

  const auto asked = properties_;
  for (const auto& [property_name, output] : asked) {
    if (!output->is_settled()) output->settle(settled_property(property_name));
  }
}

void ResourceNode::fail(const FailurePtr& why) {
  if (is_answered()) return;
  failure_ = why;
  const Settled nothing{.value = {}, .failure = why};
  id->put(nothing);
  urn->settle(nothing);
  id->release();
  const auto asked = properties_;
  for (const auto& [property_name, output] : asked) {
    if (!output->is_settled()) output->settle(nothing);
  }
}

void ResourceNode::let_go() {
  urn->let_go();
  id->let_go();
  for (const auto& [property_name, output] : properties_) output->let_go();
  output_dependencies_.clear();
  providers.clear();
}

bool ResourceNode::is_inside(const ResourceNode& other) const {
  for (const auto* ancestor = parent; ancestor != nullptr; ancestor = ancestor->parent) {
    if (ancestor == &other) return true;
  }
  return false;
}

}  // namespace ashlar::sdk
