#pragma once
/// What a resource type's properties are: kind, who gives the value, and where it stands in AWS's requests and answers.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "resource/property_value.hpp"

namespace ashlar::providers::aws {

enum class Kind { string, boolean, integer, object, list, set, map };

/// One property. Built by the functions below and the modifiers, which read like a sentence:
/// `string("cidrBlock").from_aws_unless_set().replaces().sent_as("CidrBlock").read_from("CidrBlock")`.
struct Property {
  std::string name;
  Kind kind = Kind::string;
  Kind element = Kind::string;    ///< of a list, set or map
  std::vector<Property> members;  ///< of an object, or of the objects in a list or set

  bool is_required = false;
  bool is_output = false;     ///< never an input
  bool is_filled_in = false;  ///< an input that AWS chooses where the program does not
  bool is_auto_named = false;
  bool forces_replacement = false;
  std::optional<PropertyValue> default_value;
  std::function<std::string(const std::string&)> normalize;             ///< texts that are equal after it mean the same
  std::function<std::optional<std::string>(const std::string&)> check;  ///< what is wrong with a text, if anything
  std::vector<std::string> follows;  ///< an output that is not known before an update when one of these changes

  std::string request_member;  ///< in the create request, or inside the object that holds it; empty: not sent
  std::string answer_path;     ///< in the item that reading gives, or inside the object; empty: AWS does not tell

  Property& required() { return is_required = true, *this; }
  Property& from_aws_unless_set() { return is_filled_in = true, *this; }
  Property& from_aws() { return is_output = true, *this; }
  Property& auto_named() { return is_auto_named = is_filled_in = true, *this; }
  Property& replaces() { return forces_replacement = true, *this; }
  Property& defaults_to(PropertyValue value) { return default_value = std::move(value), *this; }
  Property& sent_as(std::string member) { return request_member = std::move(member), *this; }
  Property& read_from(std::string path) { return answer_path = std::move(path), *this; }
  /// Sent and read under the same name.
  Property& known_as(std::string member) { return sent_as(member).read_from(member); }
  Property& compared_by(std::function<std::string(const std::string&)> how) {
    return normalize = std::move(how), *this;
  }
  Property& checked_by(std::function<std::optional<std::string>(const std::string&)> how) {
    return check = std::move(how), *this;
  }
  Property& changes_with(std::vector<std::string> others) { return follows = std::move(others), *this; }

  [[nodiscard]] bool is_input() const { return !is_output; }
};

[[nodiscard]] inline Property string(std::string name) { return {.name = std::move(name), .kind = Kind::string}; }
[[nodiscard]] inline Property boolean(std::string name) { return {.name = std::move(name), .kind = Kind::boolean}; }
[[nodiscard]] inline Property integer(std::string name) { return {.name = std::move(name), .kind = Kind::integer}; }
[[nodiscard]] inline Property strings(std::string name) { return {.name = std::move(name), .kind = Kind::list}; }
/// Strings whose order does not count.
[[nodiscard]] inline Property string_set(std::string name) { return {.name = std::move(name), .kind = Kind::set}; }
[[nodiscard]] inline Property string_map(std::string name) { return {.name = std::move(name), .kind = Kind::map}; }
[[nodiscard]] inline Property object(std::string name, std::vector<Property> members) {
  return {.name = std::move(name), .kind = Kind::object, .members = std::move(members)};
}
[[nodiscard]] inline Property objects(std::string name, std::vector<Property> members) {
  return {.name = std::move(name), .kind = Kind::list, .element = Kind::object, .members = std::move(members)};
}
[[nodiscard]] inline Property object_set(std::string name, std::vector<Property> members) {
  return {.name = std::move(name), .kind = Kind::set, .element = Kind::object, .members = std::move(members)};
}

[[nodiscard]] const Property* find_property(const std::vector<Property>& properties, std::string_view name);

/// What stands for "not set" in outputs of that kind: the empty text, false, 0, nothing in it. Null for objects.
[[nodiscard]] PropertyValue zero_of(const Property& property);
/// Null, or what `zero_of` gives for a value of its kind.
[[nodiscard]] bool is_zero(const PropertyValue& value);

}  // namespace ashlar::providers::aws
