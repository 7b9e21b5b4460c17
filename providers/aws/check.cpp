#include "providers/aws/check.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/strings.hpp"
#include "providers/aws/convert.hpp"
#include "providers/aws/tags.hpp"
#include "providers/aws/unique_name.hpp"
#include "providers/support/diagnose.hpp"
#include "providers/support/secrets.hpp"

namespace ashlar::providers::aws {

using deploy::AutonamingOptions;
using deploy::CheckAnswer;
using deploy::CheckFailure;
using deploy::CheckRequest;

namespace {

constexpr const char* defaults_key = "__defaults";
constexpr std::size_t longest_name = 255;
constexpr std::size_t random_digits = 7;

const char* name_of(Kind kind) {
  switch (kind) {
    case Kind::string:
      return "a string";
    case Kind::boolean:
      return "a boolean";
    case Kind::integer:
      return "a whole number";
    case Kind::list:
    case Kind::set:
      return "a list";
    case Kind::map:
    case Kind::object:
      break;
  }
  return "an object";
}

PropertyValue marker(const std::vector<std::string>& names) {
  PropertyArray list;
  for (const auto& name : names) list.emplace_back(name);
  return list;
}

/// Walks inputs along their properties: coerces scalars as the published provider does, fills in defaults, notes
/// failures.
class Checker {
 public:
  std::vector<CheckFailure> failures;

  /// The members that `properties` know. Null members count as absent.
  PropertyMap members(const std::vector<Property>& properties, const PropertyMap& given, const std::string& path) {
    PropertyMap checked;
    std::vector<std::string> defaulted;
    for (const auto& property : properties) {
      if (!property.is_input()) continue;
      const auto where = path.empty() ? property.name : path + "." + property.name;
      const auto* value = find(given, property.name);
      if (value != nullptr && !value->is_null()) {
        checked.emplace(property.name, this->value(property.kind, property, *value, where));
      } else if (property.default_value) {
        checked.emplace(property.name, *property.default_value);
        defaulted.push_back(property.name);
      } else if (property.is_required) {
        failures.push_back({where, "is required"});
      }
    }
    checked.emplace(defaults_key, marker(defaulted));
    return checked;
  }

 private:
  PropertyValue value(Kind kind, const Property& property, const PropertyValue& given, const std::string& where) {
    if (given.is<Computed>()) return given;
    switch (kind) {
      case Kind::string:
        return text(property, given, where);
      case Kind::boolean:
        return boolean(given, where);
      case Kind::integer:
        return integer(given, where);
      case Kind::list:
      case Kind::set: {
        const auto* array = given.get<PropertyArray>();
        if (array == nullptr) return misfit(kind, given, where);
        PropertyArray checked;
        for (std::size_t i = 0; i < array->size(); ++i) {
          checked.push_back(value(property.element, property, (*array)[i], where + "[" + std::to_string(i) + "]"));
        }
        return checked;
      }
      case Kind::map: {
        const auto* map = given.get<PropertyMap>();
        if (map == nullptr) return misfit(kind, given, where);
        PropertyMap checked{{defaults_key, PropertyArray()}};
        for (const auto& [key, member] : *map) {
          if (!is_internal_key(key) && !member.is_null())
            checked.emplace(key, value(property.element, property, member, where + "." + key));
        }
        return checked;
      }
      case Kind::object:
        break;
    }
    const auto* map = given.get<PropertyMap>();
    if (map == nullptr) return misfit(kind, given, where);
    report_unknown(property, *map, where);
    return members(property.members, *map, where);
  }

  PropertyValue text(const Property& property, const PropertyValue& given, const std::string& where) {
    std::string text;
    if (const auto* string = given.get<std::string>()) {
      text = *string;
    } else if (const auto* flag = given.get<bool>()) {
      text = *flag ? "true" : "false";
    } else if (const auto* number = given.get<double>()) {
      text = format_number(*number);
    } else {
      return misfit(Kind::string, given, where);
    }
    if (const auto wrong = property.check ? property.check(text) : std::nullopt) failures.push_back({where, *wrong});
    return text;
  }

  PropertyValue boolean(const PropertyValue& given, const std::string& where) {
    if (given.is<bool>()) return given;
    const auto text = given.as_string().value_or("");
    if (text == "true" || text == "false") return text == "true";
    return misfit(Kind::boolean, given, where);
  }

  PropertyValue integer(const PropertyValue& given, const std::string& where) {
    if (const auto* number = given.get<double>(); number != nullptr && std::floor(*number) == *number) return given;
    const auto text = given.as_string().value_or("");
    std::int64_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem == std::errc() && !text.empty() && end == text.data() + text.size()) return static_cast<double>(number);
    return misfit(Kind::integer, given, where);
  }

  PropertyValue misfit(Kind kind, const PropertyValue& given, const std::string& where) {
    failures.push_back({where, std::string("must be ") + name_of(kind)});
    return given;
  }

  void report_unknown(const Property& property, const PropertyMap& given, const std::string& where) {
    std::vector<std::string> known;
    for (const auto& member : property.members) {
      if (member.is_input()) known.push_back(member.name);
    }
    for (const auto& [key, member] : given) {
      if (is_internal_key(key) || std::ranges::find(known, key) != known.end()) continue;
      const auto like = nearest(key, known);
      failures.push_back({where + "." + key, like ? "is unknown; did you mean \"" + *like + "\"?" : "is unknown"});
    }
  }
};

/// The name that a resource gets when its program gives none; nothing when autonaming is switched off.
Result<std::optional<std::string>> generated_name(const Property& property, const CheckRequest& request) {
  if (was_defaulted(request.old_inputs, property.name))
    return std::optional(text_in(request.old_inputs, property.name));
  const auto shape = [&](const std::string& name) { return property.normalize ? property.normalize(name) : name; };
  if (request.autonaming) {
    const auto& autonaming = *request.autonaming;
    if (autonaming.mode == AutonamingOptions::Mode::disable) return std::optional<std::string>();
    if (autonaming.mode == AutonamingOptions::Mode::enforce) return std::optional(autonaming.proposed_name);
    return std::optional(shape(autonaming.proposed_name));
  }
  auto name =
      unique_name(request.random_seed, shape(std::string(request.urn.name())) + "-", random_digits, longest_name);
  if (!name) return name.error();
  return std::optional(std::move(*name));
}

/// A name that was not given, unless a prefix was.
Status name_resource(const ResourceType& type, const CheckRequest& request, PropertyMap& inputs,
                     std::vector<CheckFailure>& failures) {
  for (const auto& property : type.properties) {
    if (!property.is_auto_named || inputs.contains(property.name) || inputs.contains(property.name + "Prefix"))
      continue;
    auto name = generated_name(property, request);
    if (!name) return name.error();
    if (!*name) {
      failures.push_back({property.name, "is required: automatic naming is switched off"});
      continue;
    }
    inputs.emplace(property.name, std::move(**name));
    auto* defaults = inputs.find(defaults_key)->second.get<PropertyArray>();
    defaults->emplace_back(property.name);
    std::ranges::sort(*defaults, {}, [](const PropertyValue& value) { return value.as_string().value_or(""); });
  }
  return {};
}

void fill_in_tags(const Config& config, const PropertyMap& given, PropertyMap& inputs) {
  const auto* tags = find(given, "tags");
  if (tags != nullptr && tags->contains_unknowns()) {
    inputs.insert_or_assign("tagsAll", PropertyValue::computed());
    return;
  }
  auto all = to_property_map(all_tags(tags_of(find(inputs, "tags")), config.tags));
  all.emplace(defaults_key, PropertyArray());
  inputs.insert_or_assign("tagsAll", std::move(all));
}

std::vector<Property> common_inputs(const ResourceType& type) {
  std::vector<Property> common{string("region")};
  if (type.tags) common.push_back(string_map("tags"));
  return common;
}

}  // namespace

bool was_defaulted(const PropertyMap& inputs, std::string_view name) {
  const auto names = strings_in(inputs, defaults_key);
  return std::ranges::find(names, name) != names.end();
}

std::vector<std::string> input_names(const ResourceType& type) {
  std::vector<std::string> names;
  for (const auto& property : type.properties) {
    if (property.is_input()) names.push_back(property.name);
  }
  for (const auto& property : common_inputs(type)) names.push_back(property.name);
  return names;
}

Result<CheckAnswer> check_resource(const ResourceType& type, const CheckRequest& request, const Config& config) {
  const auto given = plain(request.new_inputs);
  auto properties = type.properties;
  for (auto& property : common_inputs(type)) properties.push_back(std::move(property));
  Checker checker;
  CheckAnswer answer;
  answer.inputs = checker.members(properties, given, "");
  answer.failures = std::move(checker.failures);
  auto known = input_names(type);
  known.emplace_back("tagsAll");  // the published provider lists it, but it counts for nothing
  answer.warnings = warn_of_unknown_properties(type.token, given, known);
  if (const auto named = name_resource(type, request, answer.inputs, answer.failures); !named) return named.error();
  if (!config.region.empty()) answer.inputs.emplace("region", config.region);
  if (type.tags) fill_in_tags(config, given, answer.inputs);
  if (answer.failures.empty() && type.adjust_check) type.adjust_check(answer.inputs, answer.failures);
  carry_secrets(request.new_inputs, answer.inputs);
  return answer;
}

void require_one_of(const std::vector<std::string>& names, const PropertyMap& inputs,
                    std::vector<CheckFailure>& failures) {
  std::vector<std::string> set;
  for (const auto& name : names) {
    const auto* value = find(inputs, name);
    if (value != nullptr && !is_zero(*value)) set.push_back(name);
  }
  if (set.size() == 1) return;
  const auto all = join(names, ", ");
  if (set.empty()) failures.push_back({"", "one of " + all + " is required"});
  if (set.size() > 1) failures.push_back({set[1], "excludes " + set[0] + ": only one of " + all + " may be set"});
}

void forbid_both(const std::string& one, const std::string& other, const PropertyMap& inputs,
                 std::vector<CheckFailure>& failures) {
  const auto* first = find(inputs, one);
  const auto* second = find(inputs, other);
  if (first == nullptr || second == nullptr || is_zero(*first) || is_zero(*second)) return;
  failures.push_back({one, "excludes " + other});
}

void require_with(const std::string& one, const std::string& other, const PropertyMap& inputs,
                  std::vector<CheckFailure>& failures) {
  const auto* first = find(inputs, one);
  const auto* second = find(inputs, other);
  if (first == nullptr || is_zero(*first) || (second != nullptr && !is_zero(*second))) return;
  failures.push_back({one, "needs " + other});
}

std::function<std::optional<std::string>(const std::string&)> one_of(std::vector<std::string> allowed) {
  return [allowed = std::move(allowed)](const std::string& text) -> std::optional<std::string> {
    if (std::ranges::find(allowed, text) != allowed.end()) return std::nullopt;
    const auto like = nearest(text, allowed);
    return "must be one of " + join(allowed, ", ") + (like ? "; did you mean " + *like + "?" : "");
  };
}

}  // namespace ashlar::providers::aws
