#include "providers/command/properties.hpp"

#include <algorithm>
#include <span>

#include "base/strings.hpp"

namespace ashlar::providers::command {

namespace {

using deploy::CheckFailure;

enum class Kind { text, flag, texts, text_map, any_list, logging };

struct Property {
  std::string_view name;
  Kind kind = Kind::text;
  bool required = false;
};

/// What Command and `run` have in common.
constexpr Property shared[] = {
    {"addPreviousOutputInEnv", Kind::flag}, {"archivePaths", Kind::texts}, {"assetPaths", Kind::texts}, {"dir"},
    {"environment", Kind::text_map},        {"interpreter", Kind::texts},  {"logging", Kind::logging},  {"stdin"}};
constexpr Property of_command[] = {{"create"}, {"delete"}, {"triggers", Kind::any_list}, {"update"}};
constexpr Property of_run[] = {{"command", Kind::text, true}};

std::vector<Property> properties(std::span<const Property> own) {
  std::vector<Property> all(std::begin(shared), std::end(shared));
  all.insert(all.end(), own.begin(), own.end());
  return all;
}

std::vector<std::string> names(const std::vector<Property>& properties) {
  std::vector<std::string> result;
  for (const auto& property : properties) result.emplace_back(property.name);
  return result;
}

bool is_known(const PropertyValue& value) { return !value.unwrapped().is<Computed>(); }

void check_text(const std::string& path, const PropertyValue& value, std::vector<CheckFailure>& failures) {
  if (is_known(value) && !value.unwrapped().is<std::string>()) failures.push_back({path, "must be a string"});
}

void check_logging(const PropertyValue& value, std::vector<CheckFailure>& failures) {
  static const std::vector<std::string> modes{"none", "stderr", "stdout", "stdoutAndStderr"};
  const auto mode = value.as_string();
  if (mode && std::find(modes.begin(), modes.end(), *mode) != modes.end()) return;
  failures.push_back({"logging", "must be one of " + join(modes, ", ")});
}

void check_kind(const Property& property, const PropertyValue& value, std::vector<CheckFailure>& failures) {
  const std::string name(property.name);
  const auto& known = value.unwrapped();
  const auto* list = known.get<PropertyArray>();
  switch (property.kind) {
    case Kind::text:
      return check_text(name, value, failures);
    case Kind::logging:
      return check_logging(value, failures);
    case Kind::flag:
      if (!known.is<bool>()) failures.push_back({name, "must be a boolean"});
      return;
    case Kind::any_list:
      if (list == nullptr) failures.push_back({name, "must be a list"});
      return;
    case Kind::texts:
      if (list == nullptr) return failures.push_back({name, "must be a list of strings"});
      for (std::size_t i = 0; i < list->size(); ++i)
        check_text(name + "[" + std::to_string(i) + "]", (*list)[i], failures);
      return;
    case Kind::text_map: {
      const auto* map = known.get<PropertyMap>();
      if (map == nullptr) return failures.push_back({name, "must be a map of strings"});
      for (const auto& [key, item] : *map) check_text(PropertyPath::of({name, key}).text(), item, failures);
    }
  }
}

std::vector<CheckFailure> check(const std::vector<Property>& properties, const PropertyMap& given_values) {
  std::vector<CheckFailure> failures;
  const auto known = names(properties);
  for (const auto& [name, value] : given_values) {
    if (is_internal_key(name) || std::find(known.begin(), known.end(), name) != known.end()) continue;
    const auto similar = nearest(name, known);
    failures.push_back(
        {name, "is not a property of this" + (similar ? "; did you mean \"" + *similar + "\"?" : std::string())});
  }
  for (const auto& property : properties) {
    const auto* value = find(given_values, property.name);
    if (value == nullptr || value->is_null()) {
      if (property.required) failures.push_back({std::string(property.name), "is required"});
    } else if (is_known(*value)) {
      check_kind(property, *value, failures);
    }
  }
  return failures;
}

}  // namespace

std::vector<std::string> command_inputs() { return names(properties(of_command)); }

PropertyMap given(PropertyMap inputs) {
  std::erase_if(inputs, [](const auto& member) { return member.second.is_null(); });
  return inputs;
}

std::vector<CheckFailure> check_command(const PropertyMap& inputs) { return check(properties(of_command), inputs); }
std::vector<CheckFailure> check_run(const PropertyMap& arguments) { return check(properties(of_run), arguments); }

std::string text(const PropertyMap& map, std::string_view name) {
  const auto* value = find(map, name);
  return value == nullptr ? std::string() : value->as_string().value_or("");
}

std::vector<std::string> texts(const PropertyMap& map, std::string_view name) {
  const auto* value = find(map, name);
  const auto* list = value == nullptr ? nullptr : value->unwrapped().get<PropertyArray>();
  std::vector<std::string> result;
  if (list == nullptr) return result;
  for (const auto& item : *list) result.push_back(item.as_string().value_or(""));
  return result;
}

bool is_set(const PropertyMap& map, std::string_view name) {
  const auto* value = find(map, name);
  return value != nullptr && !value->is_null();
}

}  // namespace ashlar::providers::command
