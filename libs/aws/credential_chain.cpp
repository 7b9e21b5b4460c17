#include "aws/credential_chain.hpp"

#include <charconv>

#include "aws/credential_sources.hpp"
#include "base/strings.hpp"

namespace ashlar::awsapi {
namespace {

/// How far one profile may refer to another before it must be a circle.
constexpr int max_depth = 8;

RoleRequest role_of(const ProfileSection& profile) {
  RoleRequest role;
  role.role_arn = profile.text("role_arn");
  role.session_name = profile.text("role_session_name");
  role.external_id = profile.text("external_id");
  role.web_identity_token_file = profile.text("web_identity_token_file");
  const auto duration = profile.text("duration_seconds");
  std::from_chars(duration.data(), duration.data() + duration.size(), role.duration_seconds);
  return role;
}

MaybeCredentials keys_in(const ProfileSection& profile, const std::string& source) {
  const bool access = profile.has("aws_access_key_id");
  if (access != profile.has("aws_secret_access_key")) {
    return source_failed(source, access ? "aws_secret_access_key is not set" : "aws_access_key_id is not set");
  }
  if (!access) return std::optional<Credentials>();
  return std::optional(Credentials{.access_key = profile.text("aws_access_key_id"),
                                   .secret_key = profile.text("aws_secret_access_key"),
                                   .session_token = profile.text("aws_session_token"),
                                   .expires = std::nullopt,
                                   .source = source});
}

Task<MaybeCredentials> from_profile(Caller& caller, std::string name, int depth);

/// What a profile's `credential_source` names.
Task<MaybeCredentials> from_named_source(Caller& caller, std::string named) {
  const auto& surroundings = caller.surroundings();
  if (named == "Environment") co_return credentials_from_environment(surroundings.environment);
  if (named == "EcsContainer") {
    auto looking = credentials_from_container(surroundings);
    co_return co_await looking;
  }
  if (named == "Ec2InstanceMetadata") {
    auto looking = credentials_from_instance(surroundings, caller.settings().options);
    co_return co_await looking;
  }
  co_return source_failed("the profile", "credential_source is \"" + named + "\"",
                          "use Environment, EcsContainer or Ec2InstanceMetadata");
}

/// The profile's role, with the credentials of what it names as its source.
Task<MaybeCredentials> from_role(Caller& caller, std::string name, ProfileSection profile, int depth) {
  const auto source = "the profile " + name;
  const auto role = role_of(profile);
  if (profile.has("mfa_serial")) {
    co_return source_failed(
        source, "it asks for a one-time code (mfa_serial), which cannot be entered here",
        "get temporary keys first, for instance with `aws configure export-credentials --profile " + name + "`");
  }
  std::optional<Credentials> own;
  if (role.web_identity_token_file.empty()) {
    const auto origin = profile.text("source_profile");
    const auto named = profile.text("credential_source");
    if (origin.empty() == named.empty()) {
      co_return source_failed(source,
                              "a role_arn needs one of source_profile, credential_source and web_identity_token_file");
    }
    // A profile that is its own source means its own keys.
    auto looking = origin.empty() ? from_named_source(caller, named)
                                  : from_profile(caller, origin, origin == name ? -1 : depth + 1);
    auto found = co_await looking;
    if (!found) co_return found;
    if (!*found)
      co_return source_failed(source, "its source " + (origin.empty() ? named : origin) + " has no credentials");
    own = std::move(**found);
  }
  auto assuming = assume_role(caller, role, std::move(own));
  auto assumed = co_await assuming;
  if (!assumed) co_return assumed.error();
  co_return std::optional(std::move(*assumed));
}

/// `depth` -1: the profile's own keys only.
Task<MaybeCredentials> from_profile(Caller& caller, std::string name, int depth) {
  const auto source = "the profile " + name;
  const auto& profiles = caller.settings().profiles;
  const auto* section = profiles.profile(name);
  if (depth > max_depth) co_return source_failed(source, "source_profile goes round in a circle");
  if (section == nullptr) {
    if (depth > 0) co_return source_failed(source, "there is no such profile in " + profiles.config_path);
    co_return std::optional<Credentials>();
  }
  const ProfileSection profile = *section;
  if (depth >= 0 && profile.has("role_arn")) {
    auto looking = from_role(caller, name, profile, depth);
    co_return co_await looking;
  }
  if (profile.has("sso_account_id")) {
    auto looking = credentials_from_sso(caller.surroundings(), profiles, profile);
    auto found = co_await looking;
    if (!found) co_return found.error();
    co_return std::optional(std::move(*found));
  }
  auto keys = keys_in(profile, source);
  if (!keys || *keys || !profile.has("credential_process")) co_return keys;
  auto running = credentials_from_process(caller.surroundings(), profile.text("credential_process"));
  auto found = co_await running;
  if (!found) co_return found.error();
  co_return std::optional(std::move(*found));
}

/// AWS_WEB_IDENTITY_TOKEN_FILE with AWS_ROLE_ARN: EKS, CI systems.
Task<MaybeCredentials> from_web_identity(Caller& caller) {
  const auto& environment = caller.surroundings().environment;
  const auto file = environment.text("AWS_WEB_IDENTITY_TOKEN_FILE");
  if (file.empty()) co_return std::optional<Credentials>();
  RoleRequest role;
  role.role_arn = environment.text("AWS_ROLE_ARN");
  role.session_name = environment.text("AWS_ROLE_SESSION_NAME");
  role.web_identity_token_file = file;
  if (role.role_arn.empty()) co_return source_failed("a web identity", "AWS_ROLE_ARN is not set");
  auto assuming = assume_role(caller, role, std::nullopt);
  auto assumed = co_await assuming;
  if (!assumed) co_return assumed.error();
  co_return std::optional(std::move(*assumed));
}

Error none_found(const Caller& caller) {
  const auto& settings = caller.settings();
  const auto& environment = caller.surroundings().environment;
  Error error = fail_with_help(
      "no AWS credentials were found",
      "set AWS_PROFILE to a profile (`aws configure sso` makes one), or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
      ErrorKind::authentication);
  error.notes = {
      "the environment: AWS_ACCESS_KEY_ID is not set", "a web identity: AWS_WEB_IDENTITY_TOKEN_FILE is not set",
      "the profile " + settings.profile_name + ": no keys, role, sso session or credential_process in " +
          settings.profiles.config_path + " and " + settings.profiles.credentials_path,
      "the container's credential service: AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and …_FULL_URI are not set",
      std::string("the instance's metadata service: ") +
          (environment.is_true("AWS_EC2_METADATA_DISABLED") || settings.options.skip_metadata_service
               ? "switched off"
               : "no answer, or no role")};
  return error;
}

/// The places in order; the first that is set up decides.
Task<Result<Credentials>> base_credentials(Caller& caller) {
  const auto& settings = caller.settings();
  const auto& options = settings.options;
  const auto& surroundings = caller.surroundings();
  if (!options.access_key.empty()) {
    co_return Credentials{.access_key = options.access_key,
                          .secret_key = options.secret_key,
                          .session_token = options.session_token,
                          .expires = std::nullopt,
                          .source = "the provider's configuration"};
  }
  if (options.profile.empty()) {  // a profile that the program names goes before the environment
    auto found = credentials_from_environment(surroundings.environment);
    if (!found) co_return found.error();
    if (*found) co_return std::move(**found);
    auto looking = from_web_identity(caller);
    found = co_await looking;
    if (!found) co_return found.error();
    if (*found) co_return std::move(**found);
  }
  auto in_profile = from_profile(caller, settings.profile_name, 0);
  auto found = co_await in_profile;
  if (!found) co_return found.error();
  if (*found) co_return std::move(**found);
  auto in_container = credentials_from_container(surroundings);
  found = co_await in_container;
  if (!found) co_return found.error();
  if (*found) co_return std::move(**found);
  if (!options.skip_metadata_service) {
    auto on_instance = credentials_from_instance(surroundings, options);
    found = co_await on_instance;
    if (!found) co_return found.error();
    if (*found) co_return std::move(**found);
  }
  co_return none_found(caller);
}

}  // namespace

Task<Result<Credentials>> find_credentials(Caller& caller) {
  std::optional<Credentials> current;
  const auto& roles = caller.settings().options.roles;
  const bool starts_with_token =
      !roles.empty() && (!roles.front().web_identity_token.empty() || !roles.front().web_identity_token_file.empty());
  if (!starts_with_token) {
    auto looking = base_credentials(caller);
    auto found = co_await looking;
    if (!found) co_return found;
    current = std::move(*found);
  }
  for (const auto& role : roles) {
    auto assuming = assume_role(caller, role, current);
    auto assumed = co_await assuming;
    if (!assumed) co_return assumed;
    current = std::move(*assumed);
  }
  co_return std::move(*current);
}

}  // namespace ashlar::awsapi
