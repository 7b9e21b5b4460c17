#pragma once
/// The values that resources are made of, as the wire and the state file know them (reference 2).

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "resource/urn.hpp"

namespace ashlar {

class PropertyValue;

using PropertyArray = std::vector<PropertyValue>;
using PropertyMap = std::map<std::string, PropertyValue, std::less<>>;

/// A file's content: text, a path, or a URI, known by its hash. Two assets are equal when their hashes are
/// (reference 2.4).
struct Asset {
  std::string hash;  ///< lower-case hex SHA-256 of the content; empty while it is not computed
  std::string text;
  std::string path;
  std::string uri;
  bool has_text = false;  ///< tells an empty text from none
};

/// A tree of files: a map of assets and archives, a path, or a URI, known by its hash.
struct Archive {
  std::string hash;
  std::shared_ptr<const PropertyMap> assets;  ///< null when it is a path or a URI
  std::string path;
  std::string uri;
};

/// A value whose real content arrives when something is created. It exists in previews only.
struct Computed {
  friend bool operator==(const Computed&, const Computed&) = default;
};

/// A pointer to another resource of the same run or state.
struct ResourceReference {
  std::string urn;
  std::shared_ptr<const PropertyValue> id;  ///< null for components; a string, or computed in previews
  std::string package_version;
  std::string name;  ///< the engine fills `name` and `type` from the URN where they are missing
  std::string type;
};

/// A value that must not be shown or stored in clear. Copies share the content.
struct Secret {
  std::shared_ptr<const PropertyValue> value;
  /// What the state file holds for this very value, so that an untouched secret keeps its text and costs no encryption.
  /// Empty when it was never stored, or when the text belongs to another key.
  std::shared_ptr<const std::string> ciphertext;
};

/// A value with the resources it came from. `value` is null while it is unknown.
struct OutputValue {
  std::shared_ptr<const PropertyValue> value;
  bool secret = false;
  std::vector<Urn> dependencies;
};

/// Text that is no UTF-8 (the wire needs a special form for it).
struct ByteString {
  std::string bytes;
  friend bool operator==(const ByteString&, const ByteString&) = default;
};

/// One property value. A value type: copies are independent (what is shared is immutable).
class PropertyValue {
 public:
  using Variant = std::variant<std::monostate, bool, double, std::string, PropertyArray, PropertyMap, Secret,
                               OutputValue, Computed, Asset, Archive, ResourceReference, ByteString>;

  PropertyValue() = default;                                               ///< null
  PropertyValue(bool value) : content_(value) {}                           // NOLINT(google-explicit-constructor)
  PropertyValue(double value) : content_(value) {}                         // NOLINT(google-explicit-constructor)
  PropertyValue(int value) : content_(static_cast<double>(value)) {}       // NOLINT(google-explicit-constructor)
  PropertyValue(const char* value) : content_(std::string(value)) {}       // NOLINT(google-explicit-constructor)
  PropertyValue(std::string_view value) : content_(std::string(value)) {}  // NOLINT(google-explicit-constructor)
  PropertyValue(std::string value) : content_(std::move(value)) {}         // NOLINT(google-explicit-constructor)
  PropertyValue(PropertyArray value) : content_(std::move(value)) {}       // NOLINT(google-explicit-constructor)
  PropertyValue(PropertyMap value) : content_(std::move(value)) {}         // NOLINT(google-explicit-constructor)
  PropertyValue(Secret value) : content_(std::move(value)) {}              // NOLINT(google-explicit-constructor)
  PropertyValue(OutputValue value) : content_(std::move(value)) {}         // NOLINT(google-explicit-constructor)
  PropertyValue(Computed value) : content_(value) {}                       // NOLINT(google-explicit-constructor)
  PropertyValue(Asset value) : content_(std::move(value)) {}               // NOLINT(google-explicit-constructor)
  PropertyValue(Archive value) : content_(std::move(value)) {}             // NOLINT(google-explicit-constructor)
  PropertyValue(ResourceReference value) : content_(std::move(value)) {}   // NOLINT(google-explicit-constructor)
  PropertyValue(ByteString value) : content_(std::move(value)) {}          // NOLINT(google-explicit-constructor)

  /// `value` behind a secret mark; a secret stays as it is.
  [[nodiscard]] static PropertyValue secret(PropertyValue value);
  [[nodiscard]] static PropertyValue computed() { return {Computed{}}; }

  template <typename T>
  [[nodiscard]] const T* get() const {
    return std::get_if<T>(&content_);
  }
  template <typename T>
  [[nodiscard]] T* get() {
    return std::get_if<T>(&content_);
  }
  template <typename T>
  [[nodiscard]] bool is() const {
    return std::holds_alternative<T>(content_);
  }
  [[nodiscard]] bool is_null() const { return is<std::monostate>(); }
  [[nodiscard]] const Variant& content() const { return content_; }

  /// The text of a string, else nothing. Looks through secrets and known outputs.
  [[nodiscard]] std::optional<std::string> as_string() const;
  /// The value without secret marks and output wrappers at its top; a computed value when the output is unknown.
  [[nodiscard]] const PropertyValue& unwrapped() const;

  [[nodiscard]] bool contains_unknowns() const;  ///< anywhere inside
  [[nodiscard]] bool contains_secrets() const;   ///< anywhere inside

  /// Deep equality. Assets and archives compare by hash, secrets and outputs by what they hold and their marks.
  friend bool operator==(const PropertyValue& left, const PropertyValue& right);

 private:
  Variant content_;
};

/// Deep copy without any secret marks; outputs become their values, or computed ones.
[[nodiscard]] PropertyValue without_secrets(const PropertyValue& value);
[[nodiscard]] PropertyMap without_secrets(const PropertyMap& map);

/// Deep copy in which output values became plain, secret or computed ones; what they depended on is lost
/// (reference 2.3).
[[nodiscard]] PropertyValue without_outputs(const PropertyValue& value);
[[nodiscard]] PropertyMap without_outputs(const PropertyMap& map);

[[nodiscard]] bool contains_unknowns(const PropertyMap& map);
[[nodiscard]] bool contains_secrets(const PropertyMap& map);

/// The member of that name, or null.
[[nodiscard]] const PropertyValue* find(const PropertyMap& map, std::string_view key);

/// Keys beginning with `__` are the engine's own: not diffed, not shown.
[[nodiscard]] inline bool is_internal_key(std::string_view key) { return key.starts_with("__"); }

}  // namespace ashlar
