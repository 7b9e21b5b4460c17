#include "aws/sigv4.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <algorithm>
#include <ctime>
#include <map>

#include "base/strings.hpp"

namespace ashlar::awsapi {
namespace {

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";

std::string hmac(std::string_view key, std::string_view text) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()),
       text.size(), digest, &size);
  return {reinterpret_cast<const char*>(digest), size};
}

/// `20150830T123600Z`
std::string basic_time(Clock::Time time) {
  const std::time_t seconds =
      std::chrono::system_clock::to_time_t(std::chrono::time_point_cast<std::chrono::system_clock::duration>(
          std::chrono::floor<std::chrono::seconds>(time)));
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y%m%dT%H%M%SZ", &parts);
  return text;
}

/// The parameters sorted by name, then by value. They are encoded already.
std::string canonical_query(const std::string& query) {
  if (query.empty()) return {};
  std::vector<std::pair<std::string, std::string>> parameters;
  for (const auto& part : split(query, '&')) {
    const auto equals = part.find('=');
    parameters.emplace_back(part.substr(0, equals), equals == std::string::npos ? "" : part.substr(equals + 1));
  }
  std::sort(parameters.begin(), parameters.end());
  std::string out;
  for (const auto& [name, value] : parameters) {
    if (!out.empty()) out += '&';
    out.append(name).append("=").append(value);
  }
  return out;
}

/// Blanks at the ends go, runs of blanks become one.
std::string folded(std::string_view text) {
  std::string out;
  for (const char character : trim(text)) {
    if (character == ' ' && out.ends_with(' ')) continue;
    out += character;
  }
  return out;
}

struct CanonicalRequest {
  std::string text;
  std::string signed_headers;
};

CanonicalRequest canonical(const HttpRequest& request, const SigningScope& scope) {
  const auto url = split_url(request.url);
  std::map<std::string, std::string> headers{{"host", url.host}};
  for (const auto& header : request.headers) {
    auto& value = headers[to_lower(header.name)];
    if (to_lower(header.name) == "host") continue;
    if (!value.empty()) value += ',';
    value += folded(header.value);
  }
  CanonicalRequest result;
  std::string lines;
  for (const auto& [name, value] : headers) {
    lines.append(name).append(":").append(value).append("\n");
    if (!result.signed_headers.empty()) result.signed_headers += ';';
    result.signed_headers += name;
  }
  // Every service but S3 encodes the path's segments once more.
  const auto path = scope.service == "s3" ? url.path : percent_encode(url.path, "/");
  const auto announced = find_header(request.headers, "x-amz-content-sha256");
  const auto hash = announced.empty() ? sha256_hex(request.body) : std::string(announced);
  result.text = request.method + '\n' + path + '\n' + canonical_query(url.query) + '\n' + lines + '\n' +
                result.signed_headers + '\n' + hash;
  return result;
}

}  // namespace

std::string sha256_hex(std::string_view bytes) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
  return to_hex({reinterpret_cast<const char*>(digest), sizeof digest});
}

void sign(HttpRequest& request, const Credentials& credentials, const SigningScope& scope, Clock::Time now) {
  const auto time = basic_time(now);
  const auto date = time.substr(0, 8);
  request.headers.push_back({"X-Amz-Date", time});
  if (!credentials.session_token.empty()) {
    request.headers.push_back({"X-Amz-Security-Token", credentials.session_token});
  }
  const auto [text, signed_headers] = canonical(request, scope);
  const auto credential_scope = date + '/' + scope.region + '/' + scope.service + "/aws4_request";
  const auto to_sign = std::string(algorithm) + '\n' + time + '\n' + credential_scope + '\n' + sha256_hex(text);
  const auto key =
      hmac(hmac(hmac(hmac("AWS4" + credentials.secret_key, date), scope.region), scope.service), "aws4_request");
  request.headers.push_back({"Authorization", std::string(algorithm) + " Credential=" + credentials.access_key + '/' +
                                                  credential_scope + ", SignedHeaders=" + signed_headers +
                                                  ", Signature=" + to_hex(hmac(key, to_sign))});
}

}  // namespace ashlar::awsapi
