#pragma once

#include <concepts>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ashlar {

class PropertyValue;

/// A value whose kind is known only at run time: null, boolean, number, text, list, object, or an asset. Immutable,
/// cheap to copy. Accessors throw ProgramError when the value is of another kind.
class Value {
 public:
  using List = std::vector<Value>;
  using Object = std::map<std::string, Value>;

  Value() noexcept;  ///< null
  Value(const Value& other);
  Value(Value&& other) noexcept;
  Value& operator=(const Value& other);
  Value& operator=(Value&& other) noexcept;
  ~Value();
  template <std::same_as<bool> B>
  Value(B value) : Value(from_bool(value)) {}  // NOLINT(google-explicit-constructor): a pointer must not become a bool
  Value(int value);                            // NOLINT(google-explicit-constructor)
  Value(long value);                           // NOLINT(google-explicit-constructor)
  Value(double value);                         // NOLINT(google-explicit-constructor)
  Value(const char* value);                    // NOLINT(google-explicit-constructor)
  Value(std::string_view value);               // NOLINT(google-explicit-constructor)
  Value(std::string value);                    // NOLINT(google-explicit-constructor)
  Value(const List& value);                    // NOLINT(google-explicit-constructor)
  Value(const Object& value);                  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool is_null() const;
  [[nodiscard]] bool is_bool() const;
  [[nodiscard]] bool is_number() const;
  [[nodiscard]] bool is_string() const;
  [[nodiscard]] bool is_list() const;
  [[nodiscard]] bool is_object() const;

  [[nodiscard]] bool as_bool() const;
  [[nodiscard]] double as_number() const;
  [[nodiscard]] int as_int() const;  ///< throws when the number has a fraction or is out of range
  [[nodiscard]] std::string as_string() const;
  [[nodiscard]] List as_list() const;
  [[nodiscard]] Object as_object() const;

  /// The member of that name, or null when the value is null or has none.
  [[nodiscard]] Value operator[](std::string_view key) const;
  [[nodiscard]] Value operator[](const char* key) const { return (*this)[std::string_view(key)]; }
  /// The element at that place, or null when the value is null or shorter.
  [[nodiscard]] Value operator[](std::size_t index) const;
  [[nodiscard]] Value operator[](int index) const { return (*this)[static_cast<std::size_t>(index)]; }
  [[nodiscard]] std::size_t size() const;  ///< of a list or an object; 0 for null

  /// Compact JSON, members in the order of their names.
  [[nodiscard]] std::string to_json() const;

  friend bool operator==(const Value& left, const Value& right);

  /// For the SDK's own code: the value in the form that the wire and the state know.
  explicit Value(PropertyValue value);
  [[nodiscard]] const PropertyValue& property() const;

 private:
  explicit Value(std::shared_ptr<const PropertyValue> content);
  static Value from_bool(bool value);

  std::shared_ptr<const PropertyValue> content_;  ///< null for null; may point into a larger value
};

}  // namespace ashlar
