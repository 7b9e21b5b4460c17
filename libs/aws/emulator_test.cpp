/// The client over real sockets, against an AWS emulator (moto). Set ASHLAR_TEST_AWS_ENDPOINT to its URL.

#include <gtest/gtest.h>

#include <cstdlib>

#include "aws/client.hpp"

namespace ashlar::awsapi {
namespace {

class Emulator : public testing::Test {
 protected:
  void SetUp() override {
    const char* endpoint = std::getenv("ASHLAR_TEST_AWS_ENDPOINT");
    if (endpoint == nullptr) GTEST_SKIP() << "needs moto: run the tests under scripts/with-moto";
    settings_.options.access_key = "test";
    settings_.options.secret_key = "test";
    settings_.region = "us-east-1";
    for (const char* service : {"ec2", "sts", "rds", "elasticache"}) settings_.options.endpoints[service] = endpoint;
    client_.emplace(surroundings_.all(), settings_);
  }

  Outcome call(std::string service, std::string operation, Value parameters) {
    std::optional<Outcome> answer;
    client_->call({std::move(service), std::move(operation), std::move(parameters), "", nullptr}, [&](Outcome outcome) {
      answer = std::move(outcome);
      loop_.stop();
    });
    loop_.run();
    return std::move(*answer);
  }

  ThreadEventLoop loop_;
  SystemSurroundings surroundings_{loop_, Environment::of_process()};
  Settings settings_;
  std::optional<Client> client_;
};

TEST_F(Emulator, TellsWhoAsks) {
  const auto answer = call("sts", "GetCallerIdentity", {});
  ASSERT_TRUE(answer.ok()) << answer.error().error().message;
  EXPECT_EQ((*answer)["Account"].text(), "123456789012");
}

TEST_F(Emulator, MakesAndRemovesAVpc) {
  const auto tags = Value::list({Value::map({{"Key", "Name"}, {"Value", "a b"}})});
  const auto specification = Value::list({Value::map({{"ResourceType", "vpc"}, {"Tags", tags}})});
  const auto made =
      call("ec2", "CreateVpc", Value::map({{"CidrBlock", "10.9.0.0/16"}, {"TagSpecifications", specification}}));
  ASSERT_TRUE(made.ok()) << made.error().error().message;
  const auto& vpc = (*made)["Vpc"];
  EXPECT_EQ(vpc["CidrBlock"].text(), "10.9.0.0/16");
  EXPECT_EQ(vpc["Tags"], tags);
  const auto id = Value::map({{"VpcId", vpc["VpcId"]}});
  EXPECT_TRUE(call("ec2", "DeleteVpc", id).ok());
  EXPECT_TRUE(call("ec2", "DeleteVpc", id).failed_with("InvalidVpcID.NotFound"));
}

TEST_F(Emulator, AnswersManyCallsAtOnce) {
  constexpr int count = 100;
  int answered = 0;
  for (int i = 0; i < count; ++i) {
    client_->call({"ec2", "DescribeAvailabilityZones", {}, "", nullptr}, [&](Outcome outcome) {
      EXPECT_TRUE(outcome.ok());
      if (++answered == count) loop_.stop();
    });
  }
  loop_.run();
  EXPECT_EQ(answered, count);
}

}  // namespace
}  // namespace ashlar::awsapi
