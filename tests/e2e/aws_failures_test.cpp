// AWS's failures as the user of the command meets them: what failed, in AWS's words, and what to do.
#include "e2e/fake_aws.hpp"
#include "e2e/sandbox.hpp"

namespace ashlar::e2e {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char* one_vpc =
    "resources:\n"
    "  - type: aws:ec2/vpc:Vpc\n"
    "    name: main\n"
    "    properties: {cidrBlock: 10.0.0.0/16}\n";

class AwsFailures : public testing::Test {
 protected:
  AwsFailures() {
    sandbox.declare(one_vpc);
    sandbox.environment["AWS_REGION"] = "us-east-1";
    sandbox.environment["AWS_EC2_METADATA_DISABLED"] = "true";
  }
  void use(const FakeAws& aws) {
    sandbox.environment["AWS_ENDPOINT_URL"] = aws.url();
    give_keys();
  }
  void give_keys() {
    sandbox.environment["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE";
    sandbox.environment["AWS_SECRET_ACCESS_KEY"] = "not-to-be-seen";
  }
  /// Fails with those words, shows no keys, and has made nothing.
  void expect_failure(const Words& parts) {
    const auto said = sandbox.up();
    EXPECT_TRUE(failed(said, 1, parts));
    EXPECT_THAT(said.all(), Not(HasSubstr("not-to-be-seen")));
    EXPECT_THAT(sandbox.resources(), IsEmpty());
  }
  Sandbox sandbox;
};

TEST_F(AwsFailures, ARefusedCallIsToldInAwssWordsWithItsRequest) {
  const FakeAws aws({{"CreateVpc", [](int) { return ec2_error(400, "VpcLimitExceeded", "The maximum is reached."); }}});
  use(aws);
  expect_failure({"aws:ec2:Vpc (main)", "creating the VPC", "ec2 CreateVpc", "VpcLimitExceeded",
                  "The maximum is reached.", "8f1c-request", "Service Quotas", "main.cpp:"});
  EXPECT_EQ(aws.calls("CreateVpc"), 1);
}

TEST_F(AwsFailures, AMissingPermissionIsNamedWithWhoLacksIt) {
  const FakeAws aws({{"CreateVpc", [](int) { return ec2_error(403, "UnauthorizedOperation", "You may not."); }}});
  use(aws);
  expect_failure({"UnauthorizedOperation: You may not.", "the credentials from", "lack a permission"});
}

TEST_F(AwsFailures, ThrottlingIsWaitedOut) {
  const FakeAws aws({{"CreateVpc", [](int call) {
                        return call < 3 ? ec2_error(503, "RequestLimitExceeded", "Slow down.")
                                        : ec2_error(400, "VpcLimitExceeded", "The maximum is reached.");
                      }}});
  use(aws);
  expect_failure({"VpcLimitExceeded"});
  EXPECT_EQ(aws.calls("CreateVpc"), 3);
}

TEST_F(AwsFailures, ThrottlingThatDoesNotEndIsReported) {
  const FakeAws aws({{"CreateVpc", [](int) { return ec2_error(503, "RequestLimitExceeded", "Slow down."); }}});
  use(aws);
  sandbox.environment["AWS_MAX_ATTEMPTS"] = "3";
  expect_failure({"RequestLimitExceeded: Slow down.", "8f1c-request", "aws:maxRetries"});
  EXPECT_EQ(aws.calls("CreateVpc"), 3);
}

TEST_F(AwsFailures, AnExpiredSessionIsKnownBeforeAnythingIsMade) {
  const FakeAws aws(
      {{"GetCallerIdentity", [](int) { return query_error(403, "ExpiredToken", "The security token has expired"); }}});
  use(aws);
  expect_failure({"the AWS credentials could not be checked", "ExpiredToken", "have expired: renew them"});
  EXPECT_EQ(aws.calls("CreateVpc"), 0);
}

TEST_F(AwsFailures, KeysThatAwsDoesNotKnowAreSaidToBeWrong) {
  const FakeAws aws(
      {{"GetCallerIdentity", [](int) { return query_error(403, "InvalidClientTokenId", "The token is invalid."); }}});
  use(aws);
  expect_failure({"InvalidClientTokenId", "AWS does not accept the credentials from", "check the keys"});
}

TEST_F(AwsFailures, WithoutCredentialsItSaysWhereTheyMayCome) {
  expect_failure({"no AWS credentials were found", "AWS_ACCESS_KEY_ID is not set", "set AWS_PROFILE"});
}

TEST_F(AwsFailures, AnEndpointThatIsDownIsNamed) {
  sandbox.environment["AWS_ENDPOINT_URL"] = "http://127.0.0.1:9";
  sandbox.environment["AWS_MAX_ATTEMPTS"] = "1";
  give_keys();
  expect_failure({"127.0.0.1:9", "check the network, the region, and that the endpoint http://127.0.0.1:9 is up"});
}

TEST_F(AwsFailures, AnotherAccountIsLeftAlone) {
  const FakeAws aws({});
  use(aws);
  sandbox.declare(std::string(one_vpc) + "\n");
  ASSERT_TRUE(succeeded(sandbox.run({"config", "set", "--path", "aws:allowedAccountIds[0]", "999999999999"})));
  expect_failure({"the AWS account 123456789012 is not one that this stack may change"});
  EXPECT_EQ(aws.calls("CreateVpc"), 0);
}

}  // namespace
}  // namespace ashlar::e2e
