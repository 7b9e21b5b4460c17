#include "aws/xml_answer.hpp"

#include <charconv>

#include "base/strings.hpp"

namespace ashlar::awsapi {

std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child_named(const pugi::xml_node& node, std::string_view name) {
  return node.find_child([&](const pugi::xml_node& child) { return local_name(child) == name; });
}

namespace {

Error misfit(const pugi::xml_node& node, std::string_view text, const char* wanted) {
  return fail("<" + std::string(node.name()) + "> holds \"" + std::string(text) + "\", which is not " + wanted);
}

template <typename Number>
Result<Value> read_number(const pugi::xml_node& node, std::string_view text, const char* wanted) {
  Number number{};
  const auto trimmed = trim(text);
  const auto [end, problem] = std::from_chars(trimmed.data(), trimmed.data() + trimmed.size(), number);
  if (problem != std::errc() || end != trimmed.data() + trimmed.size()) return misfit(node, text, wanted);
  return Value(number);
}

/// The element that carries the uses of a structure's member: a flattened list goes by its elements' name, if that is
/// given.
std::string_view element_name(std::string_view member, const ShapeUse& use) {
  const bool flattened_list = use.shape->kind == ShapeKind::list && use.flattened;
  if (flattened_list && !use.shape->element.location_name.empty()) return use.shape->element.location_name;
  return use.location_name.empty() ? member : use.location_name;
}

Result<Value> read_value(const ShapeUse& use, const pugi::xml_node& node);

Result<Value> read_list(const ShapeUse& element, const auto& nodes) {
  Value::List list;
  for (const auto& node : nodes) {
    auto value = read_value(element, node);
    if (!value) return value;
    list.push_back(std::move(*value));
  }
  return Value(std::move(list));
}

Result<Value> read_map(const Shape& shape, const auto& entries) {
  const std::string_view key_name = shape.key.location_name.empty() ? "key" : shape.key.location_name;
  const std::string_view value_name = shape.value.location_name.empty() ? "value" : shape.value.location_name;
  Value::Map map;
  for (const auto& entry : entries) {
    auto value = read_value(shape.value, child_named(entry, value_name));
    if (!value) return value;
    map.insert_or_assign(child_named(entry, key_name).text().get(), std::move(*value));
  }
  return Value(std::move(map));
}

std::vector<pugi::xml_node> elements_of(const pugi::xml_node& node) {
  std::vector<pugi::xml_node> found;
  for (const auto& child : node.children()) {
    if (child.type() == pugi::node_element) found.push_back(child);
  }
  return found;
}

Result<Value> read_value(const ShapeUse& use, const pugi::xml_node& node) {
  const auto& shape = *use.shape;
  const std::string_view text = node.text().get();
  switch (shape.kind) {
    case ShapeKind::structure:
      return read_structure(shape, node);
    case ShapeKind::list:
      return read_list(shape.element, elements_of(node));
    case ShapeKind::map:
      return read_map(shape, elements_of(node));
    case ShapeKind::boolean:
      return Value(trim(text) == "true");
    case ShapeKind::integer:
      return read_number<std::int64_t>(node, text, "an integer");
    case ShapeKind::number:
      return read_number<double>(node, text, "a number");
    case ShapeKind::blob: {
      auto bytes = from_base64(trim(text));
      if (!bytes) return misfit(node, text, "base64");
      return Value(std::move(*bytes));
    }
    case ShapeKind::string:
    case ShapeKind::timestamp:
      break;
  }
  return Value(text);
}

/// A flattened list or map: its elements stand directly in the structure, one beside the other.
Result<Value> read_flattened(const Shape& shape, const pugi::xml_node& parent, std::string_view name) {
  std::vector<pugi::xml_node> found;
  for (const auto& child : parent.children()) {
    if (local_name(child) == name) found.push_back(child);
  }
  if (found.empty()) return Value();
  return shape.kind == ShapeKind::map ? read_map(shape, found) : read_list(shape.element, found);
}

Result<Value> read_member(const ShapeUse& use, std::string_view name, const pugi::xml_node& parent) {
  if (use.xml_attribute) {
    const auto attribute = parent.attribute(std::string(name).c_str());
    return attribute ? Value(attribute.value()) : Value();
  }
  if (use.flattened) return read_flattened(*use.shape, parent, name);
  const auto node = child_named(parent, name);
  return node ? read_value(use, node) : Value();
}

}  // namespace

Result<Value> read_structure(const Shape& shape, const pugi::xml_node& node) {
  Value::Map members;
  for (const auto& [name, use] : shape.members) {
    if (!use.location.empty()) continue;  // REST protocols: it came in a header
    auto value = read_member(use, element_name(name, use), node);
    if (!value) return value;
    if (!value->is_null()) members.emplace(name, std::move(*value));
  }
  return Value(std::move(members));
}

}  // namespace ashlar::awsapi
