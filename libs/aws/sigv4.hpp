#pragma once
/// AWS Signature Version 4 (docs.aws.amazon.com, "Create a signed AWS API request").

#include <string>
#include <string_view>

#include "aws/credentials.hpp"
#include "aws/http.hpp"

namespace ashlar::awsapi {

struct SigningScope {
  std::string region;
  std::string service;  ///< the signing name, e.g. `ec2`
};

/// Adds the headers X-Amz-Date, X-Amz-Security-Token (with session credentials) and Authorization to `request`. Every
/// header that it has by then is signed, and the host.
void sign(HttpRequest& request, const Credentials& credentials, const SigningScope& scope, Clock::Time now);

/// Lower-case hex SHA-256.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

}  // namespace ashlar::awsapi
