#pragma once
/// Reading JSON with simdjson, inside this library only: its exceptions and ours end where a `Result` is returned.

#include <simdjson.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "resource/property_value.hpp"
#include "state/secret_codec.hpp"

namespace ashlar::state::json {

using Value = simdjson::ondemand::value;
using Object = simdjson::ondemand::object;

/// Thrown while reading: the text is JSON, but not what it should be, or a secret could not be decrypted.
struct Malformed {
  Error error;
};

[[noreturn]] inline void malformed(std::string message) { throw Malformed{fail(std::move(message))}; }

/// A text being read. The views that reading yields live as long as this.
class Input {
 public:
  explicit Input(std::string_view text) : text_(text) {}

  /// Throws `simdjson_error` when the text is not JSON at all.
  simdjson::ondemand::document& document() {
    const auto error = parser_.iterate(text_).get(document_);
    if (error != simdjson::SUCCESS) throw simdjson::simdjson_error(error);
    is_open_ = true;
    return document_;
  }
  Object object() { return document().get_object(); }
  /// The same object from its start.
  Object rewound() {
    document_.rewind();
    return document_.get_object();
  }
  /// Throws when something follows what was read.
  void expect_end() {
    if (document_.current_location().error() != simdjson::OUT_OF_BOUNDS)
      malformed("something follows the end of the JSON text");
  }

  /// What simdjson found, with the place where reading stood.
  [[nodiscard]] Error explain(const simdjson::simdjson_error& error);

 private:
  simdjson::padded_string text_;
  simdjson::ondemand::parser parser_;
  simdjson::ondemand::document document_;
  bool is_open_ = false;
};

/// Reads property values; decrypts the secrets it meets.
class PropertyReader {
 public:
  explicit PropertyReader(const SecretReading& secrets) : secrets_(secrets) {}

  PropertyValue read(Value value);
  PropertyValue read(simdjson::ondemand::document& document);
  PropertyMap read_map(Object object);

 private:
  template <typename T>
  PropertyValue read_nested(T& value);
  template <typename T>
  PropertyValue read_any(T& value);
  PropertyValue special(PropertyMap map, const std::string& signature);
  PropertyValue secret(const PropertyMap& map);
  PropertyValue decrypted(const std::string& plaintext);

  const SecretReading& secrets_;
  int depth_ = 0;
  int secret_depth_ = 0;
};

/// A member's name. Ask once for each: its escapes are resolved into the parser's buffer.
[[nodiscard]] inline std::string_view name_of(simdjson::simdjson_result<simdjson::ondemand::field>& field) {
  return field.unescaped_key();
}
[[nodiscard]] inline std::string_view text(Value value) { return value.get_string(); }
[[nodiscard]] inline std::string string(Value value) { return std::string(text(value)); }
[[nodiscard]] std::vector<std::string> strings(Value value);
/// The JSON text of a value, without blanks.
[[nodiscard]] std::string raw(Value value);

/// Runs `read`, which may throw as above, and returns what it returns or the failure.
template <typename Read>
auto guarded(Input& input, const Read& read) -> Result<decltype(read())> {
  try {
    return read();
  } catch (const simdjson::simdjson_error& error) {
    return input.explain(error);
  } catch (const Malformed& problem) {
    return problem.error;
  }
}

}  // namespace ashlar::state::json
