#include "aws/client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/test_support.hpp"

namespace ashlar::awsapi {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Calls : public testing::Test {
 protected:
  Request request(std::string operation, Value parameters = {}) {
    return Request{.service = "ec2",
                   .operation = std::move(operation),
                   .parameters = std::move(parameters),
                   .region = "",
                   .cancellation = nullptr};
  }

  FakeWorld world;
  Client client{world.all(), world.settings()};
};

HttpResponse throttled() {
  return http_response(
      503,
      "<Response><Errors><Error><Code>RequestLimitExceeded</Code><Message>slow</Message></Error></Errors></Response>");
}

TEST_F(Calls, GoSignedToTheRegionsEndpoint) {
  world.aws.on_xml("DescribeVpcs", "<vpcSet/>");
  const auto answer = world.wait(client.call(request("DescribeVpcs")));
  ASSERT_TRUE(answer.ok());
  const auto& sent = world.aws.requests.at(0);
  EXPECT_EQ(sent.url, "https://ec2.us-east-1.amazonaws.com/");
  EXPECT_EQ(sent.method, "POST");
  EXPECT_THAT(std::string(find_header(sent.headers, "authorization")),
              HasSubstr("Credential=AKID/20231114/us-east-1/ec2/aws4_request"));
}

TEST_F(Calls, GoToTheRegionOfTheRequest) {
  world.aws.on_xml("DescribeVpcs", "<vpcSet/>");
  auto asked = request("DescribeVpcs");
  asked.region = "cn-north-1";
  const auto answer = world.wait(client.call(asked));
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(world.aws.requests.at(0).url, "https://ec2.cn-north-1.amazonaws.com.cn/");
}

TEST_F(Calls, WithUnknownParametersAreNotSent) {
  const auto answer = world.wait(client.call(request("DescribeVpcs", Value::map({{"VpcId", "vpc-1"}}))));
  ASSERT_TRUE(answer.failed_with(local_codes::invalid_request));
  EXPECT_THAT(answer.error().message, HasSubstr("did you mean VpcIds?"));
  EXPECT_TRUE(world.aws.requests.empty());
}

TEST_F(Calls, GiveAwsErrorsWithCodeAndRequest) {
  world.aws.on_error("DescribeVpcs", "InvalidVpcID.NotFound", "The vpc ID 'vpc-1' does not exist");
  const auto answer = world.wait(client.call(request("DescribeVpcs")));
  ASSERT_TRUE(answer.failed_with("InvalidVpcID.NotFound"));
  EXPECT_EQ(answer.error().error().message,
            "ec2 DescribeVpcs: InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist (request req-1)");
  EXPECT_EQ(world.aws.requests.size(), 1U);
}

TEST_F(Calls, AreTriedAgainWhenThrottled) {
  world.aws.on("DescribeVpcs", throttled()).on("DescribeVpcs", throttled()).on_xml("DescribeVpcs", "<vpcSet/>");
  const auto start = world.loop.now();
  const auto answer = world.wait(client.call(request("DescribeVpcs")));
  EXPECT_TRUE(answer.ok());
  EXPECT_EQ(world.aws.requests.size(), 3U);
  EXPECT_GT(world.loop.now(), start);
}

TEST_F(Calls, GiveUpAfterTheConfiguredAttempts) {
  world.environment.set("AWS_MAX_ATTEMPTS", "5");
  Client patient(world.all(), world.settings());
  world.aws.on("DescribeVpcs", throttled());
  const auto answer = world.wait(patient.call(request("DescribeVpcs")));
  EXPECT_TRUE(answer.failed_with("RequestLimitExceeded"));
  EXPECT_EQ(world.aws.requests.size(), 5U);
}

TEST_F(Calls, SurviveALostConnection) {
  world.aws.on("DescribeVpcs", HttpFailure{HttpFailure::Cause::connection, "reset"})
      .on_xml("DescribeVpcs", "<vpcSet/>");
  EXPECT_TRUE(world.wait(client.call(request("DescribeVpcs"))).ok());
}

TEST_F(Calls, SayWhichEndpointIsDown) {
  world.aws.on("DescribeVpcs",
               HttpFailure{HttpFailure::Cause::connection, "ec2.us-east-1.amazonaws.com: Could not resolve host"});
  const auto answer = world.wait(client.call(request("DescribeVpcs")));
  ASSERT_TRUE(answer.failed_with(local_codes::unreachable));
  EXPECT_THAT(answer.error().message, HasSubstr("Could not resolve host"));
  EXPECT_THAT(answer.error().help, HasSubstr("https://ec2.us-east-1.amazonaws.com"));
  EXPECT_EQ(world.aws.requests.size(), 3U);
}

TEST_F(Calls, ShareOneTokenOverAllTheirAttempts) {
  world.aws.on("CreateNatGateway", throttled())
      .on_xml("CreateNatGateway", "<natGateway><natGatewayId>nat-1</natGatewayId></natGateway>");
  const auto answer = world.wait(client.call(request("CreateNatGateway", Value::map({{"SubnetId", "subnet-1"}}))));
  ASSERT_TRUE(answer.ok());
  const auto first = parse_form(world.aws.requests.at(0).body).at("ClientToken");
  EXPECT_EQ(first.size(), 36U);
  EXPECT_EQ(parse_form(world.aws.requests.at(1).body).at("ClientToken"), first);
  const auto given = Value::map({{"SubnetId", "subnet-1"}, {"ClientToken", "mine"}});
  ASSERT_TRUE(world.wait(client.call(request("CreateNatGateway", given))).ok());
  EXPECT_EQ(world.aws.last("CreateNatGateway").at("ClientToken"), "mine");
}

TEST_F(Calls, SayWhatToDoAboutAnExpiredSession) {
  world.aws.on_error("DescribeVpcs", "ExpiredToken", "The security token included in the request is expired");
  const auto answer = world.wait(client.call(request("DescribeVpcs")));
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().kind, ErrorKind::authentication);
  EXPECT_THAT(answer.error().help, HasSubstr("the environment have expired"));
}

TEST_F(Calls, AreCancelledWhereverTheyAre) {
  world.aws.hold = true;
  std::optional<Outcome> answer;
  client.call(request("DescribeVpcs"), [&](Outcome outcome) { answer = std::move(outcome); });
  world.loop.run_posted();
  EXPECT_FALSE(answer.has_value());
  client.cancel_all();
  world.loop.run();
  ASSERT_TRUE(answer.has_value());
  EXPECT_TRUE(answer->failed_with(local_codes::cancelled));
  EXPECT_EQ(answer->error().kind, ErrorKind::cancelled);
  EXPECT_EQ(world.aws.requests.size(), 1U);
}

TEST_F(Calls, CollectAllPages) {
  world.aws.on_xml("DescribeVpcs", "<vpcSet><item><vpcId>a</vpcId></item></vpcSet><nextToken>t1</nextToken>")
      .on_xml("DescribeVpcs", "<vpcSet/><nextToken>t2</nextToken>")
      .on_xml("DescribeVpcs", "<vpcSet><item><vpcId>b</vpcId></item></vpcSet>");
  const auto answer = world.wait(client.collect(request("DescribeVpcs")));
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(to_json(*answer), R"({"NextToken":null,"Vpcs":[{"VpcId":"a"},{"VpcId":"b"}]})");
  EXPECT_EQ(world.aws.last("DescribeVpcs").at("NextToken"), "t2");
}

TEST_F(Calls, RefuseATokenThatNeverEnds) {
  world.aws.on_xml("DescribeVpcs", "<vpcSet/><nextToken>same</nextToken>");
  EXPECT_TRUE(world.wait(client.collect(request("DescribeVpcs"))).failed_with(local_codes::malformed));
}

TEST_F(Calls, WaitUntilTheRulesSaySuccess) {
  const auto state = [](const char* name) {
    return std::string("<natGatewaySet><item><state>") + name + "</state></item></natGatewaySet>";
  };
  world.aws.on_error("DescribeNatGateways", "NatGatewayNotFound")
      .on_xml("DescribeNatGateways", state("pending"))
      .on_xml("DescribeNatGateways", state("available"));
  const auto start = world.loop.now();
  const auto answer = world.wait(client.wait_until("NatGatewayAvailable", request(""), {}));
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(world.loop.now() - start, std::chrono::seconds(30));
}

TEST_F(Calls, WaitNoLongerThanThereIsHope) {
  world.aws.on_xml("DescribeNatGateways", "<natGatewaySet><item><state>failed</state></item></natGatewaySet>");
  EXPECT_TRUE(
      world.wait(client.wait_until("NatGatewayAvailable", request(""), {})).failed_with(local_codes::wait_failed));
  EXPECT_EQ(world.aws.requests.size(), 1U);
}

TEST_F(Calls, WaitUntilTheLimit) {
  world.aws.on_xml("DescribeNatGateways", "<natGatewaySet><item><state>pending</state></item></natGatewaySet>");
  const WaitOptions options{.delay = std::chrono::seconds(2), .limit = std::chrono::seconds(10)};
  EXPECT_TRUE(world.wait(client.wait_until("NatGatewayAvailable", request(""), options))
                  .failed_with(local_codes::wait_timed_out));
  EXPECT_EQ(world.aws.requests.size(), 6U);
}

TEST(RetryQuota, StopsRetriesWhenEverythingFailsAndRefillsSlowly) {
  RetryQuota quota;
  int granted = 0;
  while (quota.acquire(RetryReason::throttling)) ++granted;
  EXPECT_EQ(granted, 100);
  quota.release(RetryReason::none);
  EXPECT_EQ(quota.available(), 1);
  EXPECT_FALSE(quota.acquire(RetryReason::timeout));
  quota.release(RetryReason::timeout);
  EXPECT_EQ(quota.available(), 11);
}

TEST(RetryDelay, DoublesUpToTwentySeconds) {
  CountingEntropy half;  // 0x80808080: a little more than a half
  EXPECT_EQ(retry_delay(1, half).count(), 501);
  CountingEntropy again;
  EXPECT_EQ(retry_delay(3, again).count(), 2007);
  CountingEntropy late;
  EXPECT_EQ(retry_delay(30, late).count(), 20000);
}

}  // namespace
}  // namespace ashlar::awsapi
