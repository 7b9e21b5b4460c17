#pragma once
/// How a client is set up: what the program asked for, else the environment, else the profile.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "aws/model.hpp"
#include "aws/profiles.hpp"
#include "base/environment.hpp"
#include "base/result.hpp"

namespace ashlar::awsapi {

/// A role to take on with the credentials found so far.
struct RoleRequest {
  std::string role_arn;
  std::string session_name;
  std::string external_id;
  std::string policy;
  std::vector<std::string> policy_arns;
  std::map<std::string, std::string> tags;
  std::vector<std::string> transitive_tag_keys;
  std::string source_identity;
  int duration_seconds = 0;             ///< 0: an hour
  std::string web_identity_token;       ///< for AssumeRoleWithWebIdentity
  std::string web_identity_token_file;  ///< likewise, read anew at each refresh
};

/// What the program asks for. Everything empty means: as the environment and the profile say.
struct Options {
  std::string region;
  std::string profile;
  std::string access_key;
  std::string secret_key;
  std::string session_token;
  ProfileFiles files;
  std::vector<RoleRequest> roles;                ///< taken on one after the other
  std::map<std::string, std::string> endpoints;  ///< by the model's service name
  int max_attempts = 0;
  int default_max_attempts = 3;  ///< where neither the program nor the environment nor the profile says
  bool use_fips = false;
  bool use_dualstack = false;
  bool skip_metadata_service = false;
  std::string metadata_endpoint;  ///< of instances, in place of AWS_EC2_METADATA_SERVICE_ENDPOINT
  bool metadata_over_ipv6 = false;
  std::string sts_region;  ///< where sts is asked; empty: in the client's region
  std::string ca_bundle;
  std::string http_proxy;  ///< for endpoints of http
  std::string https_proxy;
  std::string no_proxy;
  bool insecure = false;                 ///< takes any certificate
  std::vector<std::string> user_agents;  ///< added to the User-Agent
};

/// What counts.
struct Settings {
  Options options;
  Profiles profiles;
  std::string profile_name;  ///< `default` unless one was asked for
  bool profile_asked = false;
  std::string region;  ///< empty when none is set anywhere
  int max_attempts = 3;
  std::string ca_bundle;
  bool use_fips = false;
  bool use_dualstack = false;

  /// The profile's section; an empty one where the files have none.
  [[nodiscard]] const ProfileSection& profile() const;
};

/// Fails when a profile was asked for that no file has; names the nearest.
[[nodiscard]] Result<Settings> resolve_settings(Options options, FileSystem& files, const Environment& environment);

/// The URL that requests to `service` go to: configured, or `https://<prefix>.<region>.<suffix of the partition>`.
[[nodiscard]] Result<std::string> endpoint_for(const ServiceModel& service, const std::string& region,
                                               const Settings& settings, const Environment& environment);

/// What the regions of a partition have in common: the part of AWS with accounts and names of its own.
struct Partition {
  std::string id;  ///< aws, aws-cn, aws-us-gov …: the second part of its ARNs
  std::string dns_suffix;
  std::string dualstack_dns_suffix;
};
[[nodiscard]] Partition partition_of(std::string_view region);

}  // namespace ashlar::awsapi
