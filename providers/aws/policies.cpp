#include "providers/aws/policies.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace ashlar::providers::aws {
namespace {

using Json = nlohmann::json;

Json canonical(Json json) {
  if (json.is_object()) {
    for (auto& member : json) member = canonical(member);
    return json;
  }
  if (!json.is_array()) return json;
  for (auto& element : json) element = canonical(element);
  if (json.size() == 1) return Json(json.front());
  if (std::ranges::all_of(json, [](const Json& element) { return element.is_string(); }))
    std::sort(json.begin(), json.end());
  return json;
}

}  // namespace

std::string compact_json(const std::string& text) {
  const auto json = Json::parse(text, nullptr, false);
  return json.is_discarded() ? text : json.dump();
}

std::string canonical_policy(const std::string& text) {
  const auto json = Json::parse(text, nullptr, false);
  return json.is_discarded() ? text : canonical(json).dump();
}

std::optional<std::string> policy_document(const std::string& text) {
  if (text.empty() || Json::parse(text, nullptr, false).is_object()) return std::nullopt;
  return "is not a JSON object";
}

}  // namespace ashlar::providers::aws
