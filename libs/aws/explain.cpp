#include <algorithm>
#include <array>
#include <string_view>

#include "aws/caller.hpp"

namespace ashlar::awsapi {
namespace {

template <std::size_t count>
bool is_one_of(std::string_view code, const std::array<std::string_view, count>& codes) {
  return std::ranges::find(codes, code) != codes.end();
}

constexpr std::array<std::string_view, 3> expired = {"ExpiredToken", "ExpiredTokenException", "RequestExpired"};
constexpr std::array<std::string_view, 6> refused = {"InvalidClientTokenId",        "AuthFailure",
                                                     "UnrecognizedClientException", "SignatureDoesNotMatch",
                                                     "InvalidAccessKeyId",          "IncompleteSignature"};
constexpr std::array<std::string_view, 4> forbidden = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation",
                                                       "NotAuthorized"};

}  // namespace

void explain(ApiError& error, const std::string& credentials_source, const std::string& endpoint) {
  const auto whose =
      credentials_source.empty() ? std::string("the credentials") : "the credentials from " + credentials_source;
  if (is_one_of(error.code, expired)) {
    error.kind = ErrorKind::authentication;
    error.help = whose + " have expired: renew them (`aws sso login`, or new temporary keys) and run the command again";
  } else if (is_one_of(error.code, refused)) {
    error.kind = ErrorKind::authentication;
    error.help = "AWS does not accept " + whose + ": check the keys" +
                 (error.code == "SignatureDoesNotMatch" ? ", and that this machine's clock is right" : "");
  } else if (is_one_of(error.code, forbidden)) {
    error.help = whose + " lack a permission: allow the action for them in IAM, or use others";
  } else if (error.code == "RequestLimitExceeded" || error.code == "Throttling" ||
             error.code == "ThrottlingException") {
    error.help =
        "AWS lets this account make no more calls for now: wait a little, or allow more attempts with "
        "`aws:maxRetries`";
  } else if (error.code.ends_with("LimitExceeded") || error.code.ends_with("QuotaExceeded")) {
    error.help = "remove what is not needed any more, or ask AWS for more (Service Quotas in its console)";
  } else if (error.code == local_codes::unreachable) {
    error.help = "check the network, the region, and that the endpoint " + endpoint + " is up";
  }
}

}  // namespace ashlar::awsapi
