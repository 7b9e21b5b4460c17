#include "aws/settings.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include "base/strings.hpp"

namespace ashlar::awsapi {
namespace {

template <typename... Texts>
std::string first_of(Texts... texts) {
  std::string found;
  ((found.empty() ? found = texts : found), ...);
  return found;
}

/// `Elastic Load Balancing` as it stands in AWS_ENDPOINT_URL_…: upper case, blanks as underscores.
std::string variable_suffix(std::string service_id) {
  for (auto& character : service_id) {
    character = character == ' ' || character == '-'
                    ? '_'
                    : static_cast<char>(std::toupper(static_cast<unsigned char>(character)));
  }
  return service_id;
}

std::string configured_endpoint(const ServiceModel& service, const Settings& settings, const Environment& environment) {
  if (const auto found = settings.options.endpoints.find(service.name); found != settings.options.endpoints.end()) {
    return found->second;
  }
  if (environment.is_true("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")) return {};
  const auto id = variable_suffix(service.service_id);
  auto found = first_of(environment.text("AWS_ENDPOINT_URL_" + id), environment.text("AWS_ENDPOINT_URL"));
  if (!found.empty()) return found;
  const auto& profile = settings.profile();
  if (profile.text("ignore_configured_endpoint_urls") == "true") return {};
  if (const auto* section = settings.profiles.services(profile.text("services"))) {
    found = section->text(to_lower(id) + ".endpoint_url");
  }
  return first_of(found, profile.text("endpoint_url"));
}

}  // namespace

const ProfileSection& Settings::profile() const {
  static const ProfileSection none;
  const auto* section = profiles.profile(profile_name);
  return section == nullptr ? none : *section;
}

Result<Settings> resolve_settings(Options options, FileSystem& files, const Environment& environment) {
  auto profiles = load_profiles(files, environment, options.files);
  if (!profiles) return profiles.error();
  Settings settings;
  settings.profiles = std::move(*profiles);
  const auto asked =
      first_of(options.profile, environment.text("AWS_PROFILE"), environment.text("AWS_DEFAULT_PROFILE"));
  settings.profile_name = asked.empty() ? "default" : asked;
  settings.profile_asked = !asked.empty();
  if (settings.profile_asked && settings.profiles.profile(asked) == nullptr) {
    const auto like = nearest(asked, settings.profiles.names());
    return fail_with_help("the AWS profile \"" + asked + "\" is neither in " + settings.profiles.config_path +
                              " nor in " + settings.profiles.credentials_path,
                          like ? "did you mean \"" + *like + "\"?" : "correct AWS_PROFILE or the configured profile",
                          ErrorKind::authentication);
  }
  const auto& profile = settings.profile();
  settings.region = first_of(options.region, environment.text("AWS_REGION"), environment.text("AWS_DEFAULT_REGION"),
                             profile.text("region"));
  const auto attempts = first_of(environment.text("AWS_MAX_ATTEMPTS"), profile.text("max_attempts"));
  settings.max_attempts = options.default_max_attempts;
  if (options.max_attempts > 0) {
    settings.max_attempts = options.max_attempts;
  } else if (!attempts.empty()) {
    const auto [end, problem] =
        std::from_chars(attempts.data(), attempts.data() + attempts.size(), settings.max_attempts);
    if (problem != std::errc() || *end != '\0' || settings.max_attempts < 1) {
      return fail(
          "max_attempts (AWS_MAX_ATTEMPTS or the profile's) is \"" + attempts + "\", which is not a positive number",
          ErrorKind::usage);
    }
  }
  settings.ca_bundle = first_of(options.ca_bundle, environment.text("AWS_CA_BUNDLE"), profile.text("ca_bundle"));
  settings.use_fips =
      options.use_fips || environment.is_true("AWS_USE_FIPS_ENDPOINT") || profile.text("use_fips_endpoint") == "true";
  settings.use_dualstack = options.use_dualstack || environment.is_true("AWS_USE_DUALSTACK_ENDPOINT") ||
                           profile.text("use_dualstack_endpoint") == "true";
  settings.options = std::move(options);
  return settings;
}

Result<std::string> endpoint_for(const ServiceModel& service, const std::string& region, const Settings& settings,
                                 const Environment& environment) {
  if (region.empty()) {
    return fail_with_help(
        "no AWS region is set",
        "set `aws:region` for the stack, AWS_REGION, or `region` in the profile " + settings.profile_name,
        ErrorKind::usage);
  }
  const bool valid = std::ranges::all_of(region, [](unsigned char c) { return std::isalnum(c) != 0 || c == '-'; });
  if (!valid) return fail("\"" + region + "\" is not an AWS region", ErrorKind::usage);
  auto configured = configured_endpoint(service, settings, environment);
  if (!configured.empty()) {
    if (!configured.starts_with("http://") && !configured.starts_with("https://")) {
      return fail("the endpoint \"" + configured + "\" for " + service.name + " is not an http or https URL",
                  ErrorKind::usage);
    }
    while (configured.ends_with('/')) configured.pop_back();
    return configured;
  }
  const auto partition = partition_of(region);
  const auto suffix = settings.use_dualstack ? partition.dualstack_dns_suffix : partition.dns_suffix;
  // All endpoints of these regions are FIPS endpoints; only those for both IP versions say so in their name.
  const bool said = settings.use_fips && (partition.id != "aws-us-gov" || settings.use_dualstack);
  return "https://" + service.endpoint_prefix + (said ? "-fips." : ".") + region + "." + suffix;
}

Partition partition_of(std::string_view region) {
  struct Rule {
    std::string_view prefix, id, dns_suffix, dualstack_dns_suffix;
  };
  // As botocore's partitions.json has them.
  static constexpr std::array<Rule, 7> rules = {{{"cn-", "aws-cn", "amazonaws.com.cn", "api.amazonwebservices.com.cn"},
                                                 {"us-gov-", "aws-us-gov", "amazonaws.com", "api.aws"},
                                                 {"us-iso-", "aws-iso", "c2s.ic.gov", "api.aws.ic.gov"},
                                                 {"us-isob-", "aws-iso-b", "sc2s.sgov.gov", "api.aws.scloud"},
                                                 {"eu-isoe-", "aws-iso-e", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"},
                                                 {"us-isof-", "aws-iso-f", "csp.hci.ic.gov", "api.aws.hci.ic.gov"},
                                                 {"eusc-", "aws-eusc", "amazonaws.eu", "api.amazonwebservices.eu"}}};
  for (const auto& rule : rules) {
    if (region.starts_with(rule.prefix))
      return {std::string(rule.id), std::string(rule.dns_suffix), std::string(rule.dualstack_dns_suffix)};
  }
  return {"aws", "amazonaws.com", "api.aws"};
}

}  // namespace ashlar::awsapi
