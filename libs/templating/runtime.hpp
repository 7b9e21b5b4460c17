#pragma once
/// What filters, tests, methods and functions may ask of the rendering they run in.

#include "templating/object.hpp"

namespace ashlar::templating {

class Runtime {
 public:
  virtual ~Runtime() = default;

  /// `value.name`: an attribute or method, else the entry of that key, else undefined.
  [[nodiscard]] virtual Value attribute(const Value& value, std::string_view name) = 0;
  /// `value[key]`: an entry or item, else the attribute of that name, else undefined.
  [[nodiscard]] virtual Value subscript(const Value& value, const Value& key) = 0;
  [[nodiscard]] virtual Value call(const Value& callee, const Arguments& arguments) = 0;

  /// Raises when there is none of that name.
  [[nodiscard]] virtual Value filter(std::string_view name, const Value& value, const Arguments& arguments) = 0;
  [[nodiscard]] virtual bool test(std::string_view name, const Value& value, const Arguments& arguments) = 0;

  /// Something that is not there, for the reason that `message` says.
  [[nodiscard]] virtual Value undefined(std::string message) const = 0;
  /// Whether text is escaped where it is used at present.
  [[nodiscard]] virtual bool autoescape() const = 0;
};

}  // namespace ashlar::templating
