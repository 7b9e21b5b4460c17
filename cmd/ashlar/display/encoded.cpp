#include "cmd/ashlar/display/encoded.hpp"

#include <yaml-cpp/yaml.h>

#include <nlohmann/json.hpp>

#include "base/strings.hpp"

namespace ashlar::cli {

namespace {

PropertyValue from_json(const nlohmann::json& json) {
  switch (json.type()) {
    case nlohmann::json::value_t::boolean:
      return json.get<bool>();
    case nlohmann::json::value_t::number_integer:
    case nlohmann::json::value_t::number_unsigned:
    case nlohmann::json::value_t::number_float:
      return json.get<double>();
    case nlohmann::json::value_t::string:
      return json.get<std::string>();
    case nlohmann::json::value_t::array: {
      PropertyArray array;
      for (const auto& element : json) array.push_back(from_json(element));
      return array;
    }
    case nlohmann::json::value_t::object: {
      PropertyMap map;
      for (const auto& [key, member] : json.items()) map.emplace(key, from_json(member));
      return map;
    }
    default:
      return {};
  }
}

// A plain scalar by YAML 1.2's core schema; a quoted one is text.
PropertyValue from_scalar(const YAML::Node& node) {
  const auto& text = node.Scalar();
  if (node.Tag() == "!") return text;
  if (text == "true" || text == "false") return text == "true";
  double number = 0;
  if (text.find_first_of("0123456789") != std::string::npos && YAML::convert<double>::decode(node, number))
    return number;
  return text;
}

PropertyValue from_yaml(const YAML::Node& node) {
  switch (node.Type()) {
    case YAML::NodeType::Scalar:
      return from_scalar(node);
    case YAML::NodeType::Sequence: {
      PropertyArray array;
      for (const auto& element : node) array.push_back(from_yaml(element));
      return array;
    }
    case YAML::NodeType::Map: {
      PropertyMap map;
      for (const auto& member : node) map.insert_or_assign(member.first.as<std::string>(), from_yaml(member.second));
      return map;
    }
    default:
      return {};
  }
}

}  // namespace

std::optional<Decoded> decode_text(std::string_view text) {
  text = trim(text);
  if (text.empty()) return std::nullopt;
  if (text.front() == '{' || text.front() == '[') {
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (json.is_structured()) return Decoded{from_json(json), "json"};
  }
  if (text.find_first_of("\r\n") == std::string_view::npos) return std::nullopt;
  try {
    const auto documents = YAML::LoadAll(std::string(text));
    if (documents.size() != 1 || !(documents[0].IsMap() || documents[0].IsSequence())) return std::nullopt;
    return Decoded{from_yaml(documents[0]), "yaml"};
  } catch (const YAML::Exception&) {
    return std::nullopt;  // not YAML: it is shown as the text it is
  }
}

}  // namespace ashlar::cli
