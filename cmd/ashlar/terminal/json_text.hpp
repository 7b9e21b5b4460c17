#pragma once
/// Builds JSON texts member by member, in the order they are given.

#include <string>
#include <string_view>
#include <vector>

#include "base/strings.hpp"

namespace ashlar::cli {

[[nodiscard]] inline std::string json_string(std::string_view text) {
  std::string quoted;
  append_json_string(quoted, text);
  return quoted;
}

/// An array of texts.
[[nodiscard]] inline std::string json_strings(const std::vector<std::string>& texts) {
  std::string array = "[";
  for (const auto& text : texts) array += (array.size() > 1 ? "," : "") + json_string(text);
  return array + "]";
}

/// A compact object. Members are taken as they come: REQUIRES that no name comes twice.
class JsonObject {
 public:
  /// `json` is a whole JSON value.
  JsonObject& raw(std::string_view name, std::string_view json) {
    if (text_.size() > 1) text_ += ',';
    append_json_string(text_, name);
    text_ += ':';
    text_ += json;
    return *this;
  }
  JsonObject& text(std::string_view name, std::string_view value) { return raw(name, json_string(value)); }
  /// Nothing when the value is empty.
  JsonObject& text_if(std::string_view name, std::string_view value) {
    return value.empty() ? *this : text(name, value);
  }
  JsonObject& number(std::string_view name, long long value) { return raw(name, std::to_string(value)); }
  JsonObject& flag(std::string_view name, bool value) { return raw(name, value ? "true" : "false"); }
  /// Nothing when it is false.
  JsonObject& flag_if(std::string_view name, bool value) { return value ? flag(name, true) : *this; }

  [[nodiscard]] std::string done() const { return text_ + "}"; }
  [[nodiscard]] bool empty() const { return text_.size() == 1; }

 private:
  std::string text_ = "{";
};

/// An array of whole JSON values.
[[nodiscard]] inline std::string json_array(const std::vector<std::string>& values) {
  return "[" + join(values, ",") + "]";
}

}  // namespace ashlar::cli
