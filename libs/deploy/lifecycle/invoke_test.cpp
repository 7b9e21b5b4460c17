// Functions of providers (reference 1.1, 3.3, 5.2).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deploy/testing/scenario.hpp"

namespace ashlar::deploy::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* disk_type = "pkg:m:Disk";
constexpr const char* function = "pkg:m:lookup";

TEST(Invoke, AsksTheProviderInPreviewsToo) {
  Scenario s;
  const auto program = [](Script& p) { p.invoke(function, {{"name", "a"}}); };
  s.preview(program);
  EXPECT_THAT(s.calls(), ElementsAre("invoke pkg:m:lookup"));
  s.up(program);
  EXPECT_THAT(s.calls(), ElementsAre("invoke pkg:m:lookup"));
  EXPECT_EQ(s.answers.at(function).outputs.at("echo"), PropertyValue(PropertyMap{{"name", "a"}}));
}

TEST(Invoke, OfAPreviewIsUnknownWhenItDependsOnWhatIsYetToBeCreated) {
  Scenario s;
  const auto program = [](Script& p) {
    auto& data = p.resource(disk_type, "data");
    p.invoke(function).depends_on(data);
  };
  s.preview(program);
  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_TRUE(s.answers.at(function).unknown);

  s.up(program);
  EXPECT_THAT(s.calls(), ElementsAre("create data", "invoke pkg:m:lookup"));
  s.preview(program);
  EXPECT_THAT(s.calls(), ElementsAre("invoke pkg:m:lookup"));
}

TEST(Invoke, ThatDependsOnAComponentDependsOnTheResourcesBelowIt) {
  Scenario s;
  const auto program = [](Script& p) {
    auto& outer = p.component("my:Outer", "outer");
    auto& inner = p.component("my:Inner", "inner").child_of(outer);
    auto& data = p.resource(disk_type, "data").child_of(inner);
    p.invoke(function).depends_on(outer).child_of(data);  // its parent only makes it wait until there is a disk
  };
  s.preview(program);
  EXPECT_TRUE(s.answers.at(function).unknown);

  s.up(program);
  s.preview(program);
  EXPECT_FALSE(s.answers.at(function).unknown);
}

TEST(Invoke, IsUnknownWhenItDependsOnWhatIsNotTargeted) {
  Scenario s;
  s.options.targets = {s.urn(disk_type, "other").text()};
  s.up([](Script& p) {
    auto& data = p.resource(disk_type, "data");
    p.invoke(function).depends_on(data);
    p.resource(disk_type, "other");
  });

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_TRUE(s.answers.at(function).unknown);
  EXPECT_THAT(s.calls(), ElementsAre("create other"));
}

}  // namespace
}  // namespace ashlar::deploy::testing
