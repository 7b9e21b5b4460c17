#include "aws/credential_sources.hpp"

#include <nlohmann/json.hpp>

#include "aws/timestamp.hpp"
#include "base/strings.hpp"

namespace ashlar::awsapi {

Error source_failed(const std::string& source, const std::string& why, std::string help) {
  return fail_with_help("AWS credentials from " + source + ": " + why, std::move(help), ErrorKind::authentication);
}

MaybeCredentials credentials_from_environment(const Environment& environment) {
  const auto access_key = environment.text("AWS_ACCESS_KEY_ID");
  const auto secret_key = environment.text("AWS_SECRET_ACCESS_KEY");
  if (access_key.empty() && secret_key.empty()) return std::optional<Credentials>();
  if (access_key.empty() || secret_key.empty()) {
    return source_failed("the environment",
                         access_key.empty() ? "AWS_ACCESS_KEY_ID is not set" : "AWS_SECRET_ACCESS_KEY is not set",
                         "set both or neither");
  }
  return std::optional(Credentials{.access_key = access_key,
                                   .secret_key = secret_key,
                                   .session_token = environment.text("AWS_SESSION_TOKEN"),
                                   .expires = std::nullopt,
                                   .source = "the environment"});
}

Result<Credentials> parse_credentials(const std::string& json, const char* token_key, const std::string& source) {
  const auto document = nlohmann::json::parse(json, nullptr, false);
  if (!document.is_object()) return source_failed(source, "the answer is not a JSON object");
  const auto text = [&](const char* key) {
    const auto found = document.find(key);
    return found != document.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  Credentials credentials{.access_key = text("AccessKeyId"),
                          .secret_key = text("SecretAccessKey"),
                          .session_token = text(token_key),
                          .expires = std::nullopt,
                          .source = source};
  if (credentials.access_key.empty() || credentials.secret_key.empty()) {
    const auto code = text("Code");
    return source_failed(
        source, code.empty() || code == "Success" ? "the answer has no AccessKeyId and SecretAccessKey" : code);
  }
  if (const auto expiration = text("Expiration"); !expiration.empty()) {
    credentials.expires = parse_timestamp(expiration);
    if (!credentials.expires) return source_failed(source, "\"" + expiration + "\" is not a time");
  }
  return credentials;
}

Task<Result<Credentials>> credentials_from_process(Surroundings surroundings, std::string command) {
  const std::string source = "the profile's credential_process";
  Promised<Result<std::string>> finished;
  surroundings.processes.run(command,
                             [finished](Result<std::string> result) mutable { finished.set(std::move(result)); });
  const auto output = co_await finished;
  if (!output) co_return source_failed(source, output.error().message, "run it by hand: " + command);
  const auto document = nlohmann::json::parse(*output, nullptr, false);
  if (document.is_object() && document.value("Version", 1) != 1) {
    co_return source_failed(source, "it writes a Version other than 1", "run it by hand: " + command);
  }
  co_return parse_credentials(*output, "SessionToken", source);
}

Task<Result<Credentials>> assume_role(Caller& caller, RoleRequest role, std::optional<Credentials> own) {
  const auto& surroundings = caller.surroundings();
  const auto source = "the role " + role.role_arn;
  std::string token = role.web_identity_token;
  if (token.empty() && !role.web_identity_token_file.empty()) {
    const auto content = surroundings.files.read_file(role.web_identity_token_file);
    if (!content) co_return source_failed(source, content.error().message, "check AWS_WEB_IDENTITY_TOKEN_FILE");
    token = trim(*content);
  }
  Value parameters = Value::map({{"RoleArn", role.role_arn}});
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(surroundings.clock.now().time_since_epoch());
  parameters.set("RoleSessionName",
                 role.session_name.empty() ? "ashlar-" + std::to_string(seconds.count()) : role.session_name);
  if (role.duration_seconds > 0) parameters.set("DurationSeconds", role.duration_seconds);
  if (!role.policy.empty()) parameters.set("Policy", role.policy);
  Value policies;
  for (const auto& arn : role.policy_arns) policies.append(Value::map({{"arn", arn}}));
  parameters.set("PolicyArns", policies);
  if (token.empty()) {
    if (!role.external_id.empty()) parameters.set("ExternalId", role.external_id);
    if (!role.source_identity.empty()) parameters.set("SourceIdentity", role.source_identity);
    Value tags;
    for (const auto& [key, value] : role.tags) tags.append(Value::map({{"Key", key}, {"Value", value}}));
    parameters.set("Tags", tags);
    Value transitive;
    for (const auto& key : role.transitive_tag_keys) transitive.append(key);
    parameters.set("TransitiveTagKeys", transitive);
  } else {
    parameters.set("WebIdentityToken", token);
  }
  Request request{.service = "sts",
                  .operation = token.empty() ? "AssumeRole" : "AssumeRoleWithWebIdentity",
                  .parameters = std::move(parameters),
                  .region = caller.settings().region.empty() ? "us-east-1" : caller.settings().region,
                  .cancellation = nullptr};
  FixedCredentials fixed(own.value_or(Credentials()));
  auto calling = caller.call(std::move(request), token.empty() ? &fixed : nullptr);
  const auto outcome = co_await calling;
  if (!outcome) {
    const auto error = outcome.error().error();
    co_return source_failed(source, error.message, error.help);
  }
  const auto& keys = (*outcome)["Credentials"];
  co_return Credentials{.access_key = keys["AccessKeyId"].text(),
                        .secret_key = keys["SecretAccessKey"].text(),
                        .session_token = keys["SessionToken"].text(),
                        .expires = parse_timestamp(keys["Expiration"].text()),
                        .source = source};
}

}  // namespace ashlar::awsapi
