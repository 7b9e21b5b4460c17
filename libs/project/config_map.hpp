#pragma once
/// A stack's configuration as data, and the rules for reading and changing it (reference 8.2).

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "project/config_key.hpp"
#include "project/yaml_value.hpp"
#include "resource/property_value.hpp"
#include "secrets/crypter.hpp"

namespace ashlar::project {

/// The kinds of value that `config set --type` knows; `any` is no `--type` at all.
enum class ConfigType { any, string, integer, boolean, floating };
/// From `string`, `int`, `bool` or `float`.
[[nodiscard]] Result<ConfigType> parse_config_type(std::string_view name);

/// A secret is a map whose only member is `secure` with the ciphertext, wherever it stands.
[[nodiscard]] YamlValue secure_value(std::string ciphertext);
/// The ciphertext of a secret; null for anything else.
[[nodiscard]] const std::string* ciphertext_of(const YamlValue& value);
/// Whether it is a secret or holds one.
[[nodiscard]] bool is_secure(const YamlValue& value);

/// The text that programs and users get: strings as they are, everything else as JSON.
[[nodiscard]] std::string config_text(const YamlValue& value);

/// The value with what `crypter` makes of every ciphertext in its place.
[[nodiscard]] Result<YamlValue> decrypted(const YamlValue& value, secrets::Crypter& crypter);
/// The value with its secrets taken from one lock to another.
[[nodiscard]] Result<YamlValue> reencrypted(const YamlValue& value, secrets::Crypter& from, secrets::Crypter& to);
/// The value with `[secret]` where its secrets are: for display without the key.
[[nodiscard]] YamlValue redacted(const YamlValue& value);

class ConfigMap {
 public:
  using Values = std::map<ConfigKey, YamlValue>;

  [[nodiscard]] const Values& values() const { return values_; }
  [[nodiscard]] bool empty() const { return values_.empty(); }
  [[nodiscard]] bool has_secrets() const;

  /// The value of that very key; null when there is none.
  [[nodiscard]] const YamlValue* find(const ConfigKey& key) const;
  void set(const ConfigKey& key, YamlValue value) { values_.insert_or_assign(key, std::move(value)); }
  void remove(const ConfigKey& key) { values_.erase(key); }

  /// The value at a path (`ConfigKey::path`); nothing when there is none, or when the way to it ends.
  [[nodiscard]] Result<std::optional<YamlValue>> get_at(const ConfigKey& path) const;
  /// Puts a value at a path. Containers that are missing are made: a list where an index follows. An index may be at
  /// most the length of its list. A value that is no container is in the way, except at the first level, where it is
  /// replaced.
  Status set_at(const ConfigKey& path, YamlValue value);
  /// Removes what is at a path, if anything is.
  Status remove_at(const ConfigKey& path);

  /// What `config set` does with a text: without a path it stays a string, unless `type` says otherwise; inside a
  /// container `true`, `false` and integers without leading zeros become what they look like.
  Status set_text(const ConfigKey& key, std::string_view text, ConfigType type, bool is_path);

  /// Every value with its secrets taken from one lock to another.
  [[nodiscard]] Result<ConfigMap> reencrypted(secrets::Crypter& from, secrets::Crypter& to) const;

  friend bool operator==(const ConfigMap&, const ConfigMap&) = default;

 private:
  Values values_;
};

/// The boolean or integer that a text inside a container stands for; nothing when it is just text.
[[nodiscard]] std::optional<YamlValue> coerced(std::string_view text);

}  // namespace ashlar::project
