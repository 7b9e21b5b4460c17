#pragma once
/// Property values as AWS's documents and back, along a property's description.

#include "aws/value.hpp"
#include "base/result.hpp"
#include "providers/aws/property.hpp"

namespace ashlar::providers::aws {

/// REQUIRES: `value` passed `check`, is known and not null.
[[nodiscard]] awsapi::Value to_request(const Property& property, const PropertyValue& value);

/// What stands at the property's path in `item`, or the zero value where there is nothing. Sets come sorted.
/// REQUIRES: the property has an answer path.
[[nodiscard]] PropertyValue from_answer(const Property& property, const awsapi::Value& item);

/// What stands at a path expression in `item`; null for nothing. REQUIRES: a well-formed path (they are constants).
[[nodiscard]] awsapi::Value at(const awsapi::Value& item, std::string_view path);

/// A list of texts, for requests.
[[nodiscard]] awsapi::Value::List texts(const std::vector<std::string>& values);

/// The texts in a list of strings; none when it is absent.
[[nodiscard]] std::vector<std::string> strings_in(const PropertyMap& map, std::string_view name);
/// The member when it is a text, else the empty one. Looks through nothing: for plain maps.
[[nodiscard]] std::string text_in(const PropertyMap& map, std::string_view name);
[[nodiscard]] bool flag_in(const PropertyMap& map, std::string_view name);
[[nodiscard]] std::int64_t number_in(const PropertyMap& map, std::string_view name);

/// Deep copy without the members that belong to the engine and its ecosystem (`__defaults` …).
[[nodiscard]] PropertyValue without_internals(const PropertyValue& value);
[[nodiscard]] PropertyMap without_internals(const PropertyMap& map);

}  // namespace ashlar::providers::aws
