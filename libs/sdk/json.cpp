#include "sdk/json.hpp"

#include <nlohmann/json.hpp>

#include "base/strings.hpp"

namespace ashlar::sdk {

namespace {

struct Writer {
  std::string& out;

  void operator()(std::monostate) const { out += "null"; }
  void operator()(bool value) const { out += value ? "true" : "false"; }
  void operator()(double value) const { out += format_number(value); }
  void operator()(const std::string& value) const { append_json_string(out, value); }
  void operator()(const ByteString& value) const { append_json_string(out, value.bytes); }
  void operator()(const PropertyArray& array) const {
    out += '[';
    for (std::size_t i = 0; i < array.size(); ++i) {
      if (i > 0) out += ',';
      std::visit(*this, array[i].content());
    }
    out += ']';
  }
  void operator()(const PropertyMap& map) const {
    out += '{';
    bool first = true;
    for (const auto& [key, value] : map) {
      if (!first) out += ',';
      first = false;
      append_json_string(out, key);
      out += ':';
      std::visit(*this, value.content());
    }
    out += '}';
  }
  void operator()(const Asset& asset) const {
    append_json_string(out, asset.has_text ? asset.text : asset.path + asset.uri);
  }
  void operator()(const Archive& archive) const { append_json_string(out, archive.path + archive.uri); }
  void operator()(const ResourceReference& resource) const { append_json_string(out, resource.urn); }
  void operator()(const Secret& secret) const { std::visit(*this, secret.value->content()); }
  void operator()(const OutputValue& output) const {
    std::visit(*this, (output.value ? *output.value : PropertyValue()).content());
  }
  void operator()(const Computed&) const { out += "null"; }
};

PropertyValue from_json(const nlohmann::json& json) {
  switch (json.type()) {
    case nlohmann::json::value_t::boolean:
      return json.get<bool>();
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
    case nlohmann::json::value_t::number_integer:
    case nlohmann::json::value_t::number_unsigned:
    case nlohmann::json::value_t::number_float:
      return json.get<double>();
    default:
      return {};
  }
}

}  // namespace

std::string json_text(const PropertyValue& value) {
  std::string out;
  std::visit(Writer{out}, value.content());
  return out;
}

Result<PropertyValue> parse_json(std::string_view text) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (json.is_discarded()) return fail("not valid JSON");
  return from_json(json);
}

}  // namespace ashlar::sdk
