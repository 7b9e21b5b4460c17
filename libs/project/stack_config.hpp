#pragma once
/// A stack's settings file, `Pulumi.<stack>.yaml` (reference 8.2).

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/filesystem.hpp"
#include "project/config_map.hpp"
#include "project/yaml_document.hpp"

namespace ashlar::project {

/// The file as it was read, and the settings to be. Saving changes the file's text only where settings differ, so that
/// comments, order and formatting of everything else stay.
class StackConfig {
 public:
  /// What the keys `secretsprovider`, `encryptedkey` and `encryptionsalt` say; empty when the key is not there.
  struct SecretsSettings {
    std::string secrets_provider;
    std::string encrypted_key;
    std::string encryption_salt;
    friend bool operator==(const SecretsSettings&, const SecretsSettings&) = default;
  };

  /// A file that is not there has no settings. `project` is the namespace of keys that are written without one.
  [[nodiscard]] static Result<StackConfig> load(FileSystem& files, const std::string& path, std::string_view project);
  [[nodiscard]] static Result<StackConfig> parse(std::string text, const std::string& path, std::string_view project);

  [[nodiscard]] const std::string& path() const { return document_->name(); }
  [[nodiscard]] const std::string& project() const { return project_; }

  [[nodiscard]] const ConfigMap& values() const { return values_; }
  [[nodiscard]] ConfigMap& values() { return values_; }
  [[nodiscard]] const SecretsSettings& secrets() const { return secrets_; }
  [[nodiscard]] SecretsSettings& secrets() { return secrets_; }
  /// Whether it imports environments of Pulumi Cloud (`environment:`), which nothing here can open.
  [[nodiscard]] bool has_environment() const { return has_environment_; }

  /// Keys without any value, which counts as the empty text: worth a warning.
  [[nodiscard]] const std::vector<ConfigKey>& empty_keys() const { return empty_keys_; }
  /// Where the value of a key stands, for messages; nothing when it is not in the file.
  [[nodiscard]] std::string where(const ConfigKey& key) const;

  /// The file's text with the settings as they are now. Equal to the text that was read when they are the same.
  [[nodiscard]] Result<std::string> text() const;
  /// Replaces the file at once, and makes its directory, unless nothing changed.
  Status save(FileSystem& files) const;

 private:
  /// How a value stands in the file: under which spelling of its key, and what it said when it was read.
  struct Entry {
    std::string written_key;
    YamlValue written;  ///< as the file has it
    YamlValue read;     ///< as it was taken into the configuration
    Position position;
  };

  StackConfig(YamlDocument document, std::string project)
      : document_(std::make_shared<const YamlDocument>(std::move(document))), project_(std::move(project)) {}
  Status read_settings();
  Status read_values(const YamlNode& config);
  [[nodiscard]] YamlMap wanted_values() const;

  std::shared_ptr<const YamlDocument> document_;
  std::string project_;
  ConfigMap values_;
  SecretsSettings secrets_;
  bool has_environment_ = false;
  std::vector<ConfigKey> empty_keys_;
  std::vector<std::pair<ConfigKey, Entry>> order_;  // as in the file
  std::map<ConfigKey, std::size_t> entries_;        // index into `order_`
  std::string byte_order_mark_;
};

}  // namespace ashlar::project
