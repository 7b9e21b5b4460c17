#pragma once
/// How C++ types travel as values. A type of your own takes part when it has `Value to_value() const` (to be sent) or
/// `static T from_value(const Value&)` (to be received).

#include <optional>
#include <tuple>

#include "ashlar/value.hpp"

namespace ashlar {

template <typename T>
struct Codec {
  static Value encode(const T& value) { return value.to_value(); }
  static T decode(const Value& value) { return T::from_value(value); }
};

template <>
struct Codec<Value> {
  static const Value& encode(const Value& value) { return value; }
  static const Value& decode(const Value& value) { return value; }
};

template <>
struct Codec<bool> {
  static Value encode(bool value) { return {value}; }
  static bool decode(const Value& value) { return !value.is_null() && value.as_bool(); }
};

template <>
struct Codec<int> {
  static Value encode(int value) { return {value}; }
  static int decode(const Value& value) { return value.is_null() ? 0 : value.as_int(); }
};

template <>
struct Codec<double> {
  static Value encode(double value) { return {value}; }
  static double decode(const Value& value) { return value.is_null() ? 0 : value.as_number(); }
};

/// What is absent reads as empty, for texts and numbers and lists alike; ask for `std::optional<T>` to tell.
template <>
struct Codec<std::string> {
  static Value encode(const std::string& value) { return {value}; }
  static std::string decode(const Value& value) { return value.is_null() ? std::string() : value.as_string(); }
};

template <typename T>
struct Codec<std::optional<T>> {
  static Value encode(const std::optional<T>& value) { return value ? Codec<T>::encode(*value) : Value(); }
  static std::optional<T> decode(const Value& value) {
    if (value.is_null()) return std::nullopt;
    return Codec<T>::decode(value);
  }
};

template <typename T>
struct Codec<std::vector<T>> {
  static Value encode(const std::vector<T>& values) {
    Value::List list;
    for (const auto& value : values) list.push_back(Codec<T>::encode(value));
    return {list};
  }
  static std::vector<T> decode(const Value& value) {
    std::vector<T> values;
    if (value.is_null()) return values;
    for (const auto& element : value.as_list()) values.push_back(Codec<T>::decode(element));
    return values;
  }
};

template <typename T>
struct Codec<std::map<std::string, T>> {
  static Value encode(const std::map<std::string, T>& values) {
    Value::Object object;
    for (const auto& [key, value] : values) object.emplace(key, Codec<T>::encode(value));
    return {object};
  }
  static std::map<std::string, T> decode(const Value& value) {
    std::map<std::string, T> values;
    if (value.is_null()) return values;
    for (const auto& [key, element] : value.as_object()) values.emplace(key, Codec<T>::decode(element));
    return values;
  }
};

template <typename... T>
struct Codec<std::tuple<T...>> {
  static Value encode(const std::tuple<T...>& values) {
    return std::apply([](const T&... value) { return Value(Value::List{Codec<T>::encode(value)...}); }, values);
  }
  static std::tuple<T...> decode(const Value& value) { return decode(value, std::index_sequence_for<T...>()); }

 private:
  template <std::size_t... index>
  static std::tuple<T...> decode(const Value& value, std::index_sequence<index...>) {
    return {Codec<T>::decode(value[index])...};
  }
};

}  // namespace ashlar
