#pragma once
/// AWS's shared files, `~/.aws/config` and `~/.aws/credentials` (AWS SDKs reference guide, "Shared config and
/// credentials files").

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/environment.hpp"
#include "base/filesystem.hpp"

namespace ashlar::awsapi {

/// One section's settings. A nested block's are joined to its key: `ec2.endpoint_url`.
class ProfileSection {
 public:
  [[nodiscard]] std::string text(std::string_view key) const;  ///< empty when it is not set
  [[nodiscard]] bool has(std::string_view key) const { return settings_.contains(key); }
  void set(std::string key, std::string value) { settings_.insert_or_assign(std::move(key), std::move(value)); }
  /// Takes over what `other` sets.
  void overlay(const ProfileSection& other);

 private:
  std::map<std::string, std::string, std::less<>> settings_;
};

/// Both files, merged: for a profile in both, what the credentials file sets counts.
class Profiles {
 public:
  [[nodiscard]] const ProfileSection* profile(std::string_view name) const { return find(profiles_, name); }
  [[nodiscard]] const ProfileSection* sso_session(std::string_view name) const { return find(sso_sessions_, name); }
  [[nodiscard]] const ProfileSection* services(std::string_view name) const { return find(services_, name); }
  [[nodiscard]] std::vector<std::string> names() const;

  /// Where the files are looked for, for messages: paths with commas between.
  std::string config_path;
  std::string credentials_path;

 private:
  using Sections = std::map<std::string, ProfileSection, std::less<>>;
  static const ProfileSection* find(const Sections& sections, std::string_view name);
  friend Result<Profiles> load_profiles(FileSystem&, const Environment&, const struct ProfileFiles&);

  Sections profiles_;
  Sections sso_sessions_;
  Sections services_;
};

/// Where to look instead of AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE and the home directory. Empty: there. What a
/// later file sets counts.
struct ProfileFiles {
  std::vector<std::string> config;
  std::vector<std::string> credentials;
};

/// Reads both files. One that is not there is empty; a line that is none of the format is an error that names it.
[[nodiscard]] Result<Profiles> load_profiles(FileSystem& files, const Environment& environment,
                                             const ProfileFiles& where);

}  // namespace ashlar::awsapi
