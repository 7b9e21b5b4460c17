#include "aws/sigv4.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/timestamp.hpp"

namespace ashlar::awsapi {
namespace {

/// The keys and the time of AWS's published test suite for Signature Version 4.
const Credentials suite_keys{.access_key = "AKIDEXAMPLE",
                             .secret_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                             .session_token = "",
                             .expires = std::nullopt,
                             .source = ""};
const Clock::Time suite_time = *parse_timestamp("2015-08-30T12:36:00Z");

std::string authorization(HttpRequest request, const Credentials& keys, const SigningScope& scope) {
  sign(request, keys, scope, suite_time);
  return std::string(find_header(request.headers, "Authorization"));
}

HttpRequest request_of(std::string method, std::string url) {
  HttpRequest request;
  request.method = std::move(method);
  request.url = std::move(url);
  return request;
}

std::string expected(const std::string& signed_headers, const std::string& signature) {
  return "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=" +
         signed_headers + ", Signature=" + signature;
}

const SigningScope suite_scope{"us-east-1", "service"};

TEST(SigV4, SignsTheSuitesPlainGet) {
  EXPECT_EQ(authorization(request_of("GET", "https://example.amazonaws.com/"), suite_keys, suite_scope),
            expected("host;x-amz-date", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"));
}

TEST(SigV4, SignsTheSuitesPlainPost) {
  EXPECT_EQ(authorization(request_of("POST", "https://example.amazonaws.com/"), suite_keys, suite_scope),
            expected("host;x-amz-date", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"));
}

TEST(SigV4, SortsQueryParameters) {
  EXPECT_EQ(authorization(request_of("GET", "https://example.amazonaws.com/?Param2=value2&Param1=value1"), suite_keys,
                          suite_scope),
            expected("host;x-amz-date", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"));
}

TEST(SigV4, SignsHeadersOfTheirOwn) {
  auto request = request_of("GET", "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08");
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}};
  EXPECT_EQ(authorization(request, suite_keys, {"us-east-1", "iam"}),
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, "
            "SignedHeaders=content-type;host;x-amz-date, "
            "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
}

TEST(SigV4, SendsAndSignsTheSessionToken) {
  auto keys = suite_keys;
  keys.session_token = "token";
  auto request = request_of("GET", "https://example.amazonaws.com/");
  sign(request, keys, suite_scope, suite_time);
  EXPECT_EQ(find_header(request.headers, "X-Amz-Security-Token"), "token");
  EXPECT_THAT(std::string(find_header(request.headers, "Authorization")),
              testing::HasSubstr("SignedHeaders=host;x-amz-date;x-amz-security-token"));
}

TEST(SigV4, SignsThePortOfAnEndpointOfOnesOwn) {
  const auto with = authorization(request_of("GET", "http://127.0.0.1:5000/"), suite_keys, suite_scope);
  const auto without = authorization(request_of("GET", "http://127.0.0.1/"), suite_keys, suite_scope);
  EXPECT_NE(with, without);
  EXPECT_EQ(without, authorization(request_of("GET", "http://127.0.0.1:80/"), suite_keys, suite_scope));
}

}  // namespace
}  // namespace ashlar::awsapi
