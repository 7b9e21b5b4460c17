#include "providers/aws/config.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "base/strings.hpp"
#include "providers/aws/convert.hpp"
#include "providers/aws/endpoint_services.hpp"
#include "providers/aws/functions/functions.hpp"

namespace ashlar::providers::aws {
namespace {

/// EC2 throttles whole accounts: what it refuses is worth many attempts.
constexpr int default_max_attempts = 25;

PropertyValue from_json(const nlohmann::json& json) {
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number()) return json.get<double>();
  if (json.is_string()) return json.get<std::string>();
  if (json.is_array()) {
    PropertyArray array;
    for (const auto& element : json) array.push_back(from_json(element));
    return array;
  }
  PropertyMap map;
  if (json.is_object()) {
    for (const auto& [key, member] : json.items()) map.emplace(key, from_json(member));
  }
  return json.is_object() ? PropertyValue(map) : PropertyValue();
}

/// The inputs with nested JSON texts opened: SDKs send everything but plain strings in that form.
PropertyMap opened(const PropertyMap& inputs) {
  PropertyMap out;
  for (const auto& [key, value] : inputs) {
    const auto text = value.as_string();
    const bool nested = text && !text->empty() && (text->front() == '{' || text->front() == '[');
    const auto json = nested ? nlohmann::json::parse(*text, nullptr, false) : nlohmann::json();
    out.emplace(key, nested && !json.is_discarded() ? from_json(json) : value);
  }
  return out;
}

/// Takes values out of a map and notes what has the wrong kind.
class Reader {
 public:
  Reader(const PropertyMap& map, std::string prefix, std::vector<std::string>& problems)
      : map_(map), prefix_(std::move(prefix)), problems_(problems) {}

  std::string text(const char* key) const {
    const auto* value = present(key);
    if (value == nullptr) return {};
    if (const auto text = value->as_string()) return *text;
    return misfit(key, "a string"), std::string();
  }
  bool flag(const char* key) const {
    const auto* value = present(key);
    if (value == nullptr) return false;
    if (const auto* flag = value->get<bool>()) return *flag;
    const auto text = value->as_string().value_or("");
    if (text != "true" && text != "false") misfit(key, "a boolean");
    return text == "true";
  }
  int number(const char* key) const {
    const auto* value = present(key);
    if (value == nullptr) return 0;
    if (const auto* number = value->get<double>()) return static_cast<int>(*number);
    const auto text = value->as_string().value_or("");
    char* end = nullptr;
    const long number = std::strtol(text.c_str(), &end, 10);
    if (text.empty() || *end != '\0') misfit(key, "a number");
    return static_cast<int>(number);
  }
  std::vector<std::string> texts(const char* key) const {
    const auto* value = present(key);
    if (value != nullptr && !value->is<PropertyArray>()) misfit(key, "a list");
    return strings_in(map_, key);
  }
  Tags tags(const char* key) const {
    Tags tags;
    for (const auto& [name, value] : map(key)) {
      if (!is_internal_key(name)) tags.emplace(name, value.as_string().value_or(""));
    }
    return tags;
  }
  PropertyMap map(const char* key) const {
    const auto* value = present(key);
    if (value == nullptr) return {};
    if (const auto* map = value->get<PropertyMap>()) return *map;
    return misfit(key, "an object"), PropertyMap();
  }
  std::vector<PropertyMap> maps(const char* key) const {
    std::vector<PropertyMap> maps;
    const auto* value = present(key);
    const auto* array = value == nullptr ? nullptr : value->get<PropertyArray>();
    if (value != nullptr && array == nullptr) misfit(key, "a list");
    if (array == nullptr) return maps;
    for (const auto& element : *array) {
      if (const auto* map = element.get<PropertyMap>()) maps.push_back(*map);
    }
    return maps;
  }

 private:
  const PropertyValue* present(const char* key) const {
    const auto* value = find(map_, key);
    return value == nullptr || value->is_null() ? nullptr : value;
  }
  void misfit(const char* key, const char* wanted) const { problems_.push_back(prefix_ + key + " must be " + wanted); }

  const PropertyMap& map_;
  std::string prefix_;
  std::vector<std::string>& problems_;
};

/// `3600`, `3600s`, `15m`, `1h`.
int duration_seconds(const std::string& text) {
  char* end = nullptr;
  const long number = std::strtol(text.c_str(), &end, 10);
  if (*end == 'm') return static_cast<int>(number * 60);
  if (*end == 'h') return static_cast<int>(number * 3600);
  return static_cast<int>(number);
}

awsapi::RoleRequest role_of(const PropertyMap& map, std::vector<std::string>& problems, const std::string& prefix) {
  const Reader reader(map, prefix, problems);
  awsapi::RoleRequest role;
  role.role_arn = reader.text("roleArn");
  role.session_name = reader.text("sessionName");
  role.external_id = reader.text("externalId");
  role.policy = reader.text("policy");
  role.policy_arns = reader.texts("policyArns");
  role.tags = reader.tags("tags");
  role.transitive_tag_keys = reader.texts("transitiveTagKeys");
  role.source_identity = reader.text("sourceIdentity");
  role.duration_seconds = duration_seconds(reader.text("duration"));
  role.web_identity_token = reader.text("webIdentityToken");
  role.web_identity_token_file = reader.text("webIdentityTokenFile");
  if (role.role_arn.empty()) problems.push_back(prefix + "roleArn is missing");
  return role;
}

void read_endpoints(const std::vector<PropertyMap>& all, awsapi::Options& client, std::vector<std::string>& problems) {
  const auto& services = endpoint_services();
  for (const auto& endpoints : all) {
    for (const auto& [service, url] : endpoints) {
      if (is_internal_key(service)) continue;
      if (!std::binary_search(services.begin(), services.end(), service)) {
        const auto meant = nearest(service, services);
        problems.push_back("aws:endpoints: \"" + service + "\" is no service of AWS" +
                           (meant ? ": did you mean \"" + *meant + "\"?" : ""));
      }
      const auto text = url.as_string().value_or("");
      if (!text.empty()) client.endpoints[service] = text;
    }
  }
}

/// How requests go out.
void read_connection(const Reader& reader, awsapi::Options& client, std::vector<std::string>& problems) {
  client.ca_bundle = reader.text("customCaBundle");
  client.http_proxy = reader.text("httpProxy");
  client.https_proxy = reader.text("httpsProxy");
  if (client.https_proxy.empty()) client.https_proxy = client.http_proxy;
  client.no_proxy = reader.text("noProxy");
  client.insecure = reader.flag("insecure");
  client.sts_region = reader.text("stsRegion");
  client.user_agents = reader.texts("userAgents");
  client.metadata_endpoint = reader.text("ec2MetadataServiceEndpoint");
  const auto mode = to_lower(reader.text("ec2MetadataServiceEndpointMode"));
  if (!mode.empty() && mode != "ipv4" && mode != "ipv6")
    problems.push_back("aws:ec2MetadataServiceEndpointMode must be IPv4 or IPv6");
  client.metadata_over_ipv6 = mode == "ipv6";
  const auto retries = reader.text("retryMode");
  if (!retries.empty() && retries != "standard" && retries != "adaptive")
    problems.push_back("aws:retryMode must be standard or adaptive");
}

}  // namespace

std::vector<std::string> warn_of_inert_config(const PropertyMap& inputs) {
  struct Inert {
    const char* key;
    const char* harmless;  ///< a value that asks for nothing
    const char* why;
  };
  constexpr std::array<Inert, 5> inert = {
      {{"retryMode", "standard", "calls are tried again in the standard mode"},
       {"s3UsEast1RegionalEndpoint", "", "no resource of this provider is S3's"},
       {"s3UsePathStyle", "false", "no resource of this provider is S3's"},
       {"tagPolicyCompliance", "disabled", "AWS itself refuses tags that its policies forbid"},
       {"tokenBucketRateLimiterCapacity", "0", "500 tokens limit the calls that are tried again"}}};
  std::vector<std::string> warnings;
  for (const auto& [key, harmless, why] : inert) {
    const auto* value = find(inputs, key);
    if (value == nullptr || value->is_null() || value->as_string() == harmless) continue;
    if (const auto* flag = value->get<bool>(); flag != nullptr && !*flag) continue;
    warnings.push_back(std::string("aws:") + key + " has no effect: " + why);
  }
  return warnings;
}

Result<Config> read_config(const PropertyMap& given) {
  const auto inputs = opened(given);
  std::vector<std::string> problems;
  const Reader reader(inputs, "aws:", problems);
  Config config;
  auto& client = config.client;
  client.region = config.region = reader.text("region");
  client.profile = reader.text("profile");
  client.access_key = reader.text("accessKey");
  client.secret_key = reader.text("secretKey");
  client.session_token = reader.text("token");
  if (client.access_key.empty() != client.secret_key.empty())
    problems.push_back("aws:accessKey and aws:secretKey belong together");
  client.files.config = reader.texts("sharedConfigFiles");
  client.files.credentials = reader.texts("sharedCredentialsFiles");
  if (find(inputs, "assumeRoleWithWebIdentity") != nullptr) {
    client.roles.push_back(
        role_of(reader.map("assumeRoleWithWebIdentity"), problems, "aws:assumeRoleWithWebIdentity."));
  }
  for (const auto& role : reader.maps("assumeRoles"))
    client.roles.push_back(role_of(role, problems, "aws:assumeRoles."));
  read_endpoints(reader.maps("endpoints"), client, problems);
  if (const int retries = reader.number("maxRetries"); retries > 0) client.max_attempts = retries + 1;
  client.default_max_attempts = default_max_attempts;
  client.use_fips = reader.flag("useFipsEndpoint");
  client.use_dualstack = reader.flag("useDualstackEndpoint");
  client.skip_metadata_service = reader.flag("skipMetadataApiCheck");
  read_connection(reader, client, problems);
  if (inputs.contains("skipRegionValidation") && !reader.flag("skipRegionValidation") && !config.region.empty() &&
      !is_known_region(config.region)) {
    problems.push_back("aws:region " + config.region + " is none of AWS's");
  }
  config.skip_credentials_validation = reader.flag("skipCredentialsValidation");
  config.skip_requesting_account_id = reader.flag("skipRequestingAccountId");
  config.allowed_accounts = reader.texts("allowedAccountIds");
  config.forbidden_accounts = reader.texts("forbiddenAccountIds");
  const auto defaults = reader.map("defaultTags");
  config.tags.defaults = Reader(defaults, "aws:defaultTags.", problems).tags("tags");
  const auto ignored = reader.map("ignoreTags");
  config.tags.ignored_keys = Reader(ignored, "aws:ignoreTags.", problems).texts("keys");
  config.tags.ignored_prefixes = Reader(ignored, "aws:ignoreTags.", problems).texts("keyPrefixes");
  if (problems.empty()) return config;
  Error error = fail_with_help("the configuration of the aws provider is wrong: " + problems.front(),
                               "correct it with `ashlar config set`", ErrorKind::usage);
  error.notes.assign(problems.begin() + 1, problems.end());
  return error;
}

const std::vector<std::string>& config_keys() {
  static const std::vector<std::string> keys = {"accessKey",
                                                "allowedAccountIds",
                                                "assumeRoleWithWebIdentity",
                                                "assumeRoles",
                                                "customCaBundle",
                                                "defaultTags",
                                                "ec2MetadataServiceEndpoint",
                                                "ec2MetadataServiceEndpointMode",
                                                "endpoints",
                                                "forbiddenAccountIds",
                                                "httpProxy",
                                                "httpsProxy",
                                                "ignoreTags",
                                                "insecure",
                                                "maxRetries",
                                                "noProxy",
                                                "profile",
                                                "region",
                                                "retryMode",
                                                "s3UsEast1RegionalEndpoint",
                                                "s3UsePathStyle",
                                                "secretKey",
                                                "sharedConfigFiles",
                                                "sharedCredentialsFiles",
                                                "skipCredentialsValidation",
                                                "skipMetadataApiCheck",
                                                "skipRegionValidation",
                                                "skipRequestingAccountId",
                                                "stsRegion",
                                                "tagPolicyCompliance",
                                                "token",
                                                "tokenBucketRateLimiterCapacity",
                                                "useDualstackEndpoint",
                                                "useFipsEndpoint",
                                                "userAgents",
                                                "version",
                                                "pluginDownloadURL"};
  return keys;
}

}  // namespace ashlar::providers::aws
