#pragma once
/// The places that credentials come from, one function each, for credential_chain.cpp. Each gives nothing when it is
/// not set up here, and an error when it is but does not work.

#include <optional>
#include <string>

#include "aws/caller.hpp"
#include "aws/credentials.hpp"

namespace ashlar::awsapi {

using MaybeCredentials = Result<std::optional<Credentials>>;

/// AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN.
[[nodiscard]] MaybeCredentials credentials_from_environment(const Environment& environment);

/// AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or …_FULL_URI: ECS, EKS pod identities.
[[nodiscard]] Task<MaybeCredentials> credentials_from_container(Surroundings surroundings);

/// The EC2 instance's role, over its metadata service (IMDSv2), where `options` and the environment say it is.
[[nodiscard]] Task<MaybeCredentials> credentials_from_instance(Surroundings surroundings, Options options);

/// A profile's single sign-on session, which `aws sso login` has opened. REQUIRES: the profile has `sso_account_id`.
[[nodiscard]] Task<Result<Credentials>> credentials_from_sso(Surroundings surroundings, const Profiles& profiles,
                                                             ProfileSection profile);

/// What `command` writes: JSON with Version, AccessKeyId, SecretAccessKey, SessionToken, Expiration.
[[nodiscard]] Task<Result<Credentials>> credentials_from_process(Surroundings surroundings, std::string command);

/// STS AssumeRole with `own` credentials, or AssumeRoleWithWebIdentity when the role has a token.
[[nodiscard]] Task<Result<Credentials>> assume_role(Caller& caller, RoleRequest role, std::optional<Credentials> own);

/// The JSON form that processes, containers and instances share; `token_key` is what they call the session token.
[[nodiscard]] Result<Credentials> parse_credentials(const std::string& json, const char* token_key,
                                                    const std::string& source);

/// The error of a source that is set up but does not work.
[[nodiscard]] Error source_failed(const std::string& source, const std::string& why, std::string help = {});

}  // namespace ashlar::awsapi
