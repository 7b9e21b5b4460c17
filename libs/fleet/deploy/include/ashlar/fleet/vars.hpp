#pragma once

#include <initializer_list>

#include "ashlar/codec.hpp"

namespace ashlar::fleet {

/// The variables of a template: `{{"port", 80}, {"name", "x"}}`, a map, or anything that has `Value to_value() const`
/// and becomes an object.
class Vars {
 public:
  struct Entry {
    std::string name;
    Value value;
  };

  Vars() = default;
  Vars(std::initializer_list<Entry> entries) {
    for (const auto& [name, value] : entries) values_.insert_or_assign(name, value);
  }
  Vars(Value::Object values) : values_(std::move(values)) {}  // NOLINT(google-explicit-constructor)
  template <typename T>
  requires requires {
    Codec<T>::encode(std::declval<const T&>()).as_object();
  } &&(!std::same_as<T, Vars>)Vars(const T& object) : values_(Codec<T>::encode(object).as_object()) {
  }  // NOLINT(google-explicit-constructor)

  [[nodiscard]] const Value::Object& values() const { return values_; }

 private:
  Value::Object values_;
};

}  // namespace ashlar::fleet
