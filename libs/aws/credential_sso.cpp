/// Single sign-on (IAM Identity Center): `aws sso login` leaves a token in a file, which is traded for a role's keys.

#include <openssl/sha.h>

#include <nlohmann/json.hpp>

#include "aws/credential_sources.hpp"
#include "aws/timestamp.hpp"
#include "base/strings.hpp"

namespace ashlar::awsapi {
namespace {

using Json = nlohmann::json;
const std::string source = "single sign-on";

std::string sha1_hex(std::string_view text) {
  unsigned char digest[SHA_DIGEST_LENGTH];
  SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
  return to_hex({reinterpret_cast<const char*>(digest), sizeof digest});
}

/// What the profile says about its session, the session's own section looked through.
struct Session {
  std::string region;
  std::string
      cache_path;     ///< the file is named after the session, or after the start URL in profiles of the older form
  std::string login;  ///< the command that opens it
};

Result<Session> session_of(const Surroundings& surroundings, const Profiles& profiles, const ProfileSection& profile) {
  Session session;
  const auto name = profile.text("sso_session");
  const auto* section = name.empty() ? &profile : profiles.sso_session(name);
  if (section == nullptr) {
    return source_failed(source, "there is no [sso-session " + name + "] in " + profiles.config_path);
  }
  const auto start_url = section->text("sso_start_url");
  session.region = section->text("sso_region");
  if (start_url.empty() || session.region.empty()) {
    return source_failed(source, "sso_start_url and sso_region must be set in " + profiles.config_path);
  }
  session.cache_path =
      surroundings.environment.text("HOME") + "/.aws/sso/cache/" + sha1_hex(name.empty() ? start_url : name) + ".json";
  session.login = name.empty() ? "aws sso login" : "aws sso login --sso-session " + name;
  return session;
}

std::string text_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool still_valid(const Json& json, const char* key, Clock& clock) {
  const auto time = parse_timestamp(text_of(json, key));
  return time && clock.now() + std::chrono::minutes(1) < *time;
}

/// Trades the refresh token for a new access token and writes the file anew.
Task<Result<Json>> refreshed(Surroundings surroundings, Session session, Json token) {
  const Error expired = source_failed(source, "the session has expired", "run `" + session.login + "`");
  const bool can_refresh = !text_of(token, "refreshToken").empty() && !text_of(token, "clientId").empty() &&
                           still_valid(token, "registrationExpiresAt", surroundings.clock);
  if (!can_refresh) co_return expired;
  HttpRequest request;
  request.method = "POST";
  request.url = "https://oidc." + session.region + "." + partition_of(session.region).dns_suffix + "/token";
  request.headers = {{"Content-Type", "application/json"}};
  request.body = Json{{"clientId", text_of(token, "clientId")},
                      {"clientSecret", text_of(token, "clientSecret")},
                      {"grantType", "refresh_token"},
                      {"refreshToken", text_of(token, "refreshToken")}}
                     .dump();
  auto exchanging = exchange(surroundings.http, std::move(request), nullptr);
  const auto result = co_await exchanging;
  const auto* response = std::get_if<HttpResponse>(&result);
  if (response == nullptr) co_return source_failed(source, std::get<HttpFailure>(result).message);
  const auto answer = Json::parse(response->body, nullptr, false);
  if (response->status != 200 || !answer.is_object() || text_of(answer, "accessToken").empty()) co_return expired;
  token["accessToken"] = answer["accessToken"];
  token["expiresAt"] = format_rfc3339(std::chrono::floor<std::chrono::seconds>(surroundings.clock.now()) +
                                      std::chrono::seconds(answer.value("expiresIn", 0)));
  if (answer.contains("refreshToken")) token["refreshToken"] = answer["refreshToken"];
  if (const auto written = surroundings.files.write_file_atomically(session.cache_path, token.dump(), 0600); !written) {
    co_return source_failed(source, written.error().message);
  }
  co_return token;
}

Task<Result<std::string>> access_token(Surroundings surroundings, Session session) {
  const auto content = surroundings.files.read_file(session.cache_path);
  if (!content) co_return source_failed(source, "there is no session", "run `" + session.login + "`");
  auto token = Json::parse(*content, nullptr, false);
  if (!token.is_object())
    co_return source_failed(source, session.cache_path + " is damaged", "run `" + session.login + "`");
  if (!still_valid(token, "expiresAt", surroundings.clock)) {
    auto refreshing = refreshed(surroundings, session, std::move(token));
    auto renewed = co_await refreshing;
    if (!renewed) co_return renewed.error();
    token = std::move(*renewed);
  }
  co_return text_of(token, "accessToken");
}

}  // namespace

Task<Result<Credentials>> credentials_from_sso(Surroundings surroundings, const Profiles& profiles,
                                               ProfileSection profile) {
  const auto session = session_of(surroundings, profiles, profile);
  if (!session) co_return session.error();
  auto getting = access_token(surroundings, *session);
  const auto token = co_await getting;
  if (!token) co_return token.error();
  HttpRequest request;
  request.url = "https://portal.sso." + session->region + "." + partition_of(session->region).dns_suffix +
                "/federation/credentials?account_id=" + percent_encode(profile.text("sso_account_id")) +
                "&role_name=" + percent_encode(profile.text("sso_role_name"));
  request.headers = {{"x-amz-sso_bearer_token", *token}};
  auto exchanging = exchange(surroundings.http, std::move(request), nullptr);
  const auto result = co_await exchanging;
  const auto* response = std::get_if<HttpResponse>(&result);
  if (response == nullptr) co_return source_failed(source, std::get<HttpFailure>(result).message);
  if (response->status == 401) co_return source_failed(source, "the session has ended", "run `" + session->login + "`");
  const auto answer = Json::parse(response->body, nullptr, false);
  if (response->status != 200 || !answer.is_object() || !answer.contains("roleCredentials")) {
    const auto why = answer.is_object() ? text_of(answer, "message") : "";
    co_return source_failed(source, "HTTP status " + std::to_string(response->status) + (why.empty() ? "" : ": " + why),
                            "check the profile's sso_account_id and sso_role_name");
  }
  const auto& keys = answer["roleCredentials"];
  Credentials credentials{.access_key = text_of(keys, "accessKeyId"),
                          .secret_key = text_of(keys, "secretAccessKey"),
                          .session_token = text_of(keys, "sessionToken"),
                          .expires = Clock::Time(std::chrono::milliseconds(keys.value("expiration", std::int64_t{0}))),
                          .source = source};
  co_return credentials;
}

}  // namespace ashlar::awsapi
