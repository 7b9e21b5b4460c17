#include "cmd/ashlar/fleet/property_text.hpp"

#include "base/strings.hpp"
#include "cmd/ashlar/terminal/json_text.hpp"

namespace ashlar::cli {

std::string shown_json(const PropertyValue& value) {
  if (value.is<Secret>()) return "\"[secret]\"";
  if (const auto* flag = value.get<bool>()) return *flag ? "true" : "false";
  if (const auto* number = value.get<double>()) return format_number(*number);
  if (const auto* bytes = value.get<ByteString>()) return json_string(bytes->bytes);
  if (const auto text = value.as_string()) return json_string(*text);
  if (const auto* array = value.get<PropertyArray>()) {
    std::vector<std::string> items;
    for (const auto& item : *array) items.push_back(shown_json(item));
    return json_array(items);
  }
  if (const auto* map = value.get<PropertyMap>()) {
    JsonObject object;
    for (const auto& [key, member] : *map) object.raw(key, shown_json(member));
    return object.done();
  }
  return "null";
}

std::string shown_text(const PropertyValue& value) {
  if (value.is<Secret>()) return "[secret]";
  const auto text = value.as_string();
  return text ? *text : shown_json(value);
}

}  // namespace ashlar::cli
