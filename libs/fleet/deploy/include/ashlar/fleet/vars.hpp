#pragma once

#include <initializer_list>

#include "ashlar/codec.hpp"
#include "ashlar/settings.hpp"

namespace ashlar::fleet {

/// Settings as a value.
[[nodiscard]] Value value_of(const settings::Value& settings);

/// A struct with a description of settings (ashlar/settings.hpp).
template <typename T>
concept SettingsModel = requires(settings::Model<T>& model) {
  T::describe(model);
};

template <typename T>
concept EncodesItself = !SettingsModel<T> && requires(const T& object) {
  object.to_value();
};

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
  template <EncodesItself T>
  Vars(const T& object) : values_(object.to_value().as_object()) {}  // NOLINT(google-explicit-constructor)

  /// The fields of settings. When one is a secret, all that is rendered with them is.
  template <SettingsModel T>
  Vars(const T& model) {  // NOLINT(google-explicit-constructor)
    const auto shown = settings::to_value(model, {.omit_null = false, .secrets = settings::Secrets::shown});
    secret_ = !(shown == settings::to_value(model, {.omit_null = false}));
    values_ = value_of(shown).as_object();
  }

  [[nodiscard]] const Value::Object& values() const { return values_; }
  [[nodiscard]] bool is_secret() const { return secret_; }

 private:
  Value::Object values_;
  bool secret_ = false;
};

}  // namespace ashlar::fleet
