#pragma once
/// Property values as JSON, the way state files hold them (reference 2.5).

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "resource/property_value.hpp"
#include "state/secret_codec.hpp"

namespace ashlar::state {

[[nodiscard]] Result<PropertyValue> read_property_json(std::string_view text, const SecretReading& secrets);

/// Appends values to a text as compact JSON with sorted keys. The first failure sticks: what follows it is not written.
class PropertyWriter {
 public:
  /// `out` and `secrets` outlive this.
  PropertyWriter(std::string& out, const SecretWriting& secrets) : out_(&out), secrets_(secrets) {}

  void write(const PropertyValue& value);
  void write(const PropertyMap& map);

  [[nodiscard]] Status status() const { return failure_ ? Status(*failure_) : Status(); }
  /// Whether text that is no UTF-8 was written, secrets included: such a file needs readers that know of it.
  [[nodiscard]] bool wrote_byte_string() const { return wrote_byte_string_; }

 private:
  void write(const std::monostate&) { *out_ += "null"; }
  void write(bool value) { *out_ += value ? "true" : "false"; }
  void write(double value);
  void write(const std::string& text);
  void write(const PropertyArray& array);
  void write(const Secret& secret);
  void write(const OutputValue& output);
  void write(const Computed&);
  void write(const Asset& asset);
  void write(const Archive& archive);
  void write(const ResourceReference& reference);
  void write(const ByteString& text);

  void open_special(std::string_view signature);
  void member(std::string_view name, std::string_view text);
  std::string secret_plaintext(const PropertyValue& value);

  std::string* out_;
  const SecretWriting& secrets_;
  bool inside_secret_ = false;
  bool wrote_byte_string_ = false;
  std::optional<Error> failure_;
};

/// Appends a number as JSON. REQUIRES: finite.
void append_json_number(std::string& out, double value);

}  // namespace ashlar::state
