#include "state/features.hpp"

#include <algorithm>
#include <array>

#include "base/strings.hpp"

namespace ashlar::state {

namespace {

void add_features(const ResourceState& resource, std::set<std::string>& features) {
  if (resource.refresh_before_update) features.insert("refreshBeforeUpdate");
  if (!resource.view_of.empty()) features.insert("views");
  if (!resource.resource_hooks.empty()) features.insert("hooks");
  if (resource.taint) features.insert("taint");
  if (!resource.replace_with.empty()) features.insert("replaceWith");
  if (!resource.extension_ref.empty()) features.insert("extensionParameterization");
  if (!resource.snippet_id.empty()) features.insert("snippets-prototype");
}

}  // namespace

std::set<std::string> features_of(const Deployment& deployment, bool has_byte_strings) {
  std::set<std::string> features;
  for (const auto& resource : deployment.snapshot.resources) add_features(*resource, features);
  if (!deployment.snippets.empty()) features.insert("snippets-prototype");
  if (has_byte_strings || deployment.sealed_byte_strings) features.insert("byteString");
  return features;
}

Status check_features(const std::vector<std::string>& features) {
  static constexpr std::array<std::string_view, 8> known{
      "byteString",  "extensionParameterization", "hooks", "refreshBeforeUpdate",
      "replaceWith", "snippets-prototype",        "taint", "views"};
  std::vector<std::string> unknown;
  for (const auto& feature : features) {
    if (std::find(known.begin(), known.end(), feature) == known.end()) unknown.push_back(feature);
  }
  if (unknown.empty()) return {};
  return fail_with_help("the state uses features that this version does not know: " + join(unknown, ", "),
                        "use a newer release of ashlar, or the tool that wrote the state");
}

}  // namespace ashlar::state
