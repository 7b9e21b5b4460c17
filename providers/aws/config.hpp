#pragma once
/// The provider's configuration (`aws:region`, `aws:defaultTags` …) as the published provider 7.41.0 has it.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "aws/settings.hpp"
#include "resource/property_value.hpp"

namespace ashlar::providers::aws {

using Tags = std::map<std::string, std::string>;

struct TagRules {
  Tags defaults;                          ///< on every resource, unless it sets the tag itself
  std::vector<std::string> ignored_keys;  ///< tags of others that are left alone
  std::vector<std::string> ignored_prefixes;
};

struct Config {
  awsapi::Options client;
  TagRules tags;
  std::string region;  ///< as configured; empty: the client's own rules
  bool skip_credentials_validation = false;
  bool skip_requesting_account_id = false;
  std::vector<std::string> allowed_accounts;
  std::vector<std::string> forbidden_accounts;
};

/// Reads the inputs of the provider's resource. Nested values may come as JSON text. All that is wrong is reported, a
/// note each.
[[nodiscard]] Result<Config> read_config(const PropertyMap& inputs);

/// A line for each setting that the published provider heeds and this one does not.
[[nodiscard]] std::vector<std::string> warn_of_inert_config(const PropertyMap& inputs);

/// The keys that `read_config` knows.
[[nodiscard]] const std::vector<std::string>& config_keys();

}  // namespace ashlar::providers::aws
