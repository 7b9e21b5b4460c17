#include "ashlar/value.hpp"

#include <cmath>
#include <limits>

#include "ashlar/asset.hpp"
#include "ashlar/error.hpp"
#include "base/strings.hpp"
#include "resource/property_value.hpp"
#include "sdk/json.hpp"

namespace ashlar {

namespace {

const char* kind_name(const PropertyValue& value) {
  if (value.is_null()) return "nothing";
  if (value.is<bool>()) return "a boolean";
  if (value.is<double>()) return "a number";
  if (value.is<std::string>()) return "a text";
  if (value.is<PropertyArray>()) return "a list";
  if (value.is<PropertyMap>()) return "an object";
  if (value.is<ResourceReference>()) return "a resource";
  return "an asset";
}

template <typename T>
const T& expect(const Value& value, const char* wanted) {
  if (const T* content = value.property().get<T>()) return *content;
  throw ProgramError(std::string("expected ") + wanted + ", found " + kind_name(value.property()));
}

}  // namespace

Value::Value() noexcept = default;
Value::Value(const Value& other) = default;
Value::Value(Value&& other) noexcept = default;
Value& Value::operator=(const Value& other) = default;
Value& Value::operator=(Value&& other) noexcept = default;
Value::~Value() = default;
Value::Value(std::shared_ptr<const PropertyValue> content) : content_(std::move(content)) {}
Value::Value(PropertyValue value) : content_(std::make_shared<const PropertyValue>(std::move(value))) {}
Value::Value(int value) : Value(PropertyValue(value)) {}
Value::Value(long value) : Value(PropertyValue(static_cast<double>(value))) {}
Value::Value(double value) : Value(PropertyValue(value)) {}
Value::Value(const char* value) : Value(PropertyValue(value)) {}
Value::Value(std::string_view value) : Value(PropertyValue(value)) {}
Value::Value(std::string value) : Value(PropertyValue(std::move(value))) {}
Value Value::from_bool(bool value) { return Value(PropertyValue(value)); }

Value::Value(const List& value) {
  PropertyArray array;
  array.reserve(value.size());
  for (const auto& element : value) array.push_back(element.property());
  *this = Value(PropertyValue(std::move(array)));
}

Value::Value(const Object& value) {
  PropertyMap map;
  for (const auto& [key, member] : value) map.emplace(key, member.property());
  *this = Value(PropertyValue(std::move(map)));
}

const PropertyValue& Value::property() const {
  static const PropertyValue null;
  return content_ == nullptr ? null : *content_;
}

bool Value::is_null() const { return property().is_null(); }
bool Value::is_bool() const { return property().is<bool>(); }
bool Value::is_number() const { return property().is<double>(); }
bool Value::is_string() const { return property().is<std::string>(); }
bool Value::is_list() const { return property().is<PropertyArray>(); }
bool Value::is_object() const { return property().is<PropertyMap>(); }

bool Value::as_bool() const { return expect<bool>(*this, "a boolean"); }
double Value::as_number() const { return expect<double>(*this, "a number"); }
std::string Value::as_string() const { return expect<std::string>(*this, "a text"); }

int Value::as_int() const {
  const double number = expect<double>(*this, "a whole number");
  const bool fits = number >= std::numeric_limits<int>::min() && number <= std::numeric_limits<int>::max();
  if (!fits || std::trunc(number) != number) {
    throw ProgramError("expected a whole number of 32 bits, found " + format_number(number));
  }
  return static_cast<int>(number);
}

Value::List Value::as_list() const {
  List list;
  for (const auto& element : expect<PropertyArray>(*this, "a list")) {
    list.push_back(Value(std::shared_ptr<const PropertyValue>(content_, &element)));
  }
  return list;
}

Value::Object Value::as_object() const {
  Object object;
  for (const auto& [key, member] : expect<PropertyMap>(*this, "an object")) {
    object.emplace(key, Value(std::shared_ptr<const PropertyValue>(content_, &member)));
  }
  return object;
}

Value Value::operator[](std::string_view key) const {
  if (is_null()) return {};
  const auto& map = expect<PropertyMap>(*this, "an object");
  const auto found = map.find(key);
  if (found == map.end()) return {};
  return Value(std::shared_ptr<const PropertyValue>(content_, &found->second));
}

Value Value::operator[](std::size_t index) const {
  if (is_null()) return {};
  const auto& array = expect<PropertyArray>(*this, "a list");
  if (index >= array.size()) return {};
  return Value(std::shared_ptr<const PropertyValue>(content_, &array[index]));
}

std::size_t Value::size() const {
  if (is_null()) return 0;
  if (const auto* array = property().get<PropertyArray>()) return array->size();
  return expect<PropertyMap>(*this, "a list or an object").size();
}

std::string Value::to_json() const { return sdk::json_text(property()); }

bool operator==(const Value& left, const Value& right) { return left.property() == right.property(); }

Value file_asset(std::string_view path) { return Value(PropertyValue(Asset{.path = std::string(path)})); }
Value remote_asset(std::string_view uri) { return Value(PropertyValue(Asset{.uri = std::string(uri)})); }
Value string_asset(std::string_view text) {
  return Value(PropertyValue(Asset{.text = std::string(text), .has_text = true}));
}

Value file_archive(std::string_view path) { return Value(PropertyValue(Archive{.path = std::string(path)})); }
Value remote_archive(std::string_view uri) { return Value(PropertyValue(Archive{.uri = std::string(uri)})); }
Value asset_archive(const Value::Object& entries) {
  PropertyMap assets;
  for (const auto& [path, entry] : entries) assets.emplace(path, entry.property());
  return Value(PropertyValue(Archive{.assets = std::make_shared<const PropertyMap>(std::move(assets))}));
}

}  // namespace ashlar
