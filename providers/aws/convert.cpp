#include "providers/aws/convert.hpp"

#include <algorithm>
#include <cstdlib>

#include "aws/path_expression.hpp"

namespace ashlar::providers::aws {

using awsapi::Value;

namespace {

/// A value of one kind, without what its property says about its place.
Value request_value(Kind kind, const Property& property, const PropertyValue& value) {
  switch (kind) {
    case Kind::string:
      return value.as_string().value_or("");
    case Kind::boolean:
      return *value.get<bool>();
    case Kind::integer:
      return static_cast<std::int64_t>(*value.get<double>());
    case Kind::list:
    case Kind::set: {
      Value::List list;
      for (const auto& element : *value.get<PropertyArray>())
        list.push_back(request_value(property.element, property, element));
      return list;
    }
    case Kind::map: {
      Value::Map map;
      for (const auto& [key, member] : *value.get<PropertyMap>()) {
        if (!is_internal_key(key)) map.emplace(key, request_value(property.element, property, member));
      }
      return map;
    }
    case Kind::object:
      break;
  }
  Value::Map map;
  const auto& given = *value.get<PropertyMap>();
  for (const auto& member : property.members) {
    const auto* found = find(given, member.name);
    if (found == nullptr || is_zero(*found) || member.request_member.empty()) continue;
    map.emplace(member.request_member, to_request(member, *found));
  }
  return map;
}

PropertyValue answer_value(Kind kind, const Property& property, const Value& value) {
  switch (kind) {
    case Kind::string:
      if (const auto* number = value.get<std::int64_t>()) return std::to_string(*number);
      return value.text();
    case Kind::boolean:
      return value.boolean();
    case Kind::integer:
      return static_cast<double>(value.integer());
    case Kind::list:
    case Kind::set: {
      PropertyArray array;
      for (const auto& element : value.elements()) array.push_back(answer_value(property.element, property, element));
      if (kind == Kind::set && property.element == Kind::string) {
        std::ranges::sort(array, {}, [](const PropertyValue& element) { return element.as_string().value_or(""); });
      }
      return array;
    }
    case Kind::map: {
      PropertyMap map;
      for (const auto& [key, member] : value.members())
        map.emplace(key, answer_value(property.element, property, member));
      return map;
    }
    case Kind::object:
      break;
  }
  if (value.is_null()) return {};
  PropertyMap map;
  for (const auto& member : property.members) {
    if (!member.answer_path.empty()) map.emplace(member.name, from_answer(member, value));
  }
  return map;
}

}  // namespace

Value to_request(const Property& property, const PropertyValue& value) {
  return request_value(property.kind, property, value);
}

PropertyValue from_answer(const Property& property, const Value& item) {
  const auto found = at(item, property.answer_path);
  return found.is_null() ? zero_of(property) : answer_value(property.kind, property, found);
}

Value at(const Value& item, std::string_view path) {
  const auto expression = awsapi::PathExpression::parse(path);
  if (!expression) std::abort();
  return expression->evaluate(item);
}

Value::List texts(const std::vector<std::string>& values) { return {values.begin(), values.end()}; }

std::vector<std::string> strings_in(const PropertyMap& map, std::string_view name) {
  std::vector<std::string> found;
  const auto* value = find(map, name);
  const auto* array = value == nullptr ? nullptr : value->get<PropertyArray>();
  if (array == nullptr) return found;
  for (const auto& element : *array) found.push_back(element.as_string().value_or(""));
  return found;
}

std::string text_in(const PropertyMap& map, std::string_view name) {
  const auto* value = find(map, name);
  return value == nullptr ? "" : value->as_string().value_or("");
}

bool flag_in(const PropertyMap& map, std::string_view name) {
  const auto* value = find(map, name);
  const auto* flag = value == nullptr ? nullptr : value->get<bool>();
  return flag != nullptr && *flag;
}

std::int64_t number_in(const PropertyMap& map, std::string_view name) {
  const auto* value = find(map, name);
  const auto* number = value == nullptr ? nullptr : value->get<double>();
  return number == nullptr ? 0 : static_cast<std::int64_t>(*number);
}

PropertyValue without_internals(const PropertyValue& value) {
  if (const auto* map = value.get<PropertyMap>()) return without_internals(*map);
  const auto* array = value.get<PropertyArray>();
  if (array == nullptr) return value;
  PropertyArray copy;
  for (const auto& element : *array) copy.push_back(without_internals(element));
  return copy;
}

PropertyMap without_internals(const PropertyMap& map) {
  PropertyMap copy;
  for (const auto& [key, member] : map) {
    if (!is_internal_key(key)) copy.emplace(key, without_internals(member));
  }
  return copy;
}

}  // namespace ashlar::providers::aws
