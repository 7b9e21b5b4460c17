#include "aws/path_expression.hpp"

#include <gtest/gtest.h>

#include "aws/model.hpp"

namespace ashlar::awsapi {
namespace {

Value state(const char* name) { return Value::map({{"State", name}}); }

const Value document = Value::map(
    {{"Vpcs", Value::list({state("available"), state("pending")})},
     {"Reservations",
      Value::list({Value::map({{"Instances", Value::list({Value::map({{"Id", "a"}}), Value::map({{"Id", "b"}})})}}),
                   Value::map({{"Instances", Value::list({Value::map({{"Id", "c"}})})}}), Value::map({{"Other", 1}})})},
     {"Named", Value::map({{"x", state("up")}, {"y", state("down")}})},
     {"Empty", Value::List()},
     {"Count", 2}});

std::string evaluated(std::string_view path) {
  const auto expression = PathExpression::parse(path);
  if (!expression) return expression.error().message;
  return to_json(expression->evaluate(document));
}

TEST(PathExpression, FollowsMembersIndicesAndLists) {
  EXPECT_EQ(evaluated("Named.x.State"), "\"up\"");
  EXPECT_EQ(evaluated("Vpcs[0].State"), "\"available\"");
  EXPECT_EQ(evaluated("Vpcs[-1].State"), "\"pending\"");
  EXPECT_EQ(evaluated("Vpcs[9].State"), "null");
  EXPECT_EQ(evaluated("Vpcs[].State"), R"(["available","pending"])");
  EXPECT_EQ(evaluated("Named.*.State"), R"(["up","down"])");
  EXPECT_EQ(evaluated("Missing[].State"), "null");
}

TEST(PathExpression, FlattensNestedLists) {
  EXPECT_EQ(evaluated("Reservations[].Instances[].Id"), R"(["a","b","c"])");
  EXPECT_EQ(evaluated("Reservations[*].Instances[*].Id"), R"([["a","b"],["c"]])");
}

TEST(PathExpression, ComparesAndCounts) {
  EXPECT_EQ(evaluated("length(Vpcs[]) > `0`"), "true");
  EXPECT_EQ(evaluated("length(Empty) == `0`"), "true");
  EXPECT_EQ(evaluated("length(Missing || '') > `0`"), "false");
  EXPECT_EQ(evaluated("Count >= `2` && Count != `3`"), "true");
  EXPECT_EQ(evaluated("contains(Vpcs[].State, 'pending')"), "true");
  EXPECT_EQ(evaluated("length(Vpcs[?!(State == 'pending')])"), "1");
  EXPECT_EQ(evaluated("Missing || Vpcs[-1].State"), "\"pending\"");
  EXPECT_EQ(evaluated("Vpcs[?State == 'pending'] | [0].State"), "\"pending\"");
}

TEST(PathExpression, RefusesWhatItDoesNotKnow) {
  EXPECT_FALSE(PathExpression::parse("sort_by(a, &b)").ok());
  EXPECT_FALSE(PathExpression::parse("a.").ok());
  EXPECT_FALSE(PathExpression::parse("a[").ok());
  EXPECT_FALSE(PathExpression::parse("a b").ok());
  EXPECT_FALSE(PathExpression::parse("'open").ok());
  EXPECT_FALSE(PathExpression::parse("").ok());
}

TEST(PathExpression, ReadsAllThatTheEmbeddedModelsUse) {
  Models models;
  for (const char* name : {"ec2", "rds", "elasticache", "sts"}) {
    const auto service = models.service(name);
    ASSERT_TRUE(service.ok()) << service.error().message;
    for (const auto& [waiter_name, waiter] : (*service)->waiters) {
      for (const auto& acceptor : waiter.acceptors) {
        const bool reads = acceptor.argument.empty() || PathExpression::parse(acceptor.argument).ok();
        EXPECT_TRUE(reads) << acceptor.argument;
      }
    }
    for (const auto& [operation, paginator] : (*service)->paginators) {
      for (const auto& key : paginator.result_keys) EXPECT_EQ(key.find_first_of(".["), std::string::npos) << key;
      for (const auto& token : paginator.output_tokens) EXPECT_TRUE(PathExpression::parse(token).ok()) << token;
    }
  }
}

}  // namespace
}  // namespace ashlar::awsapi
