#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "providers/pulumi/package.hpp"
#include "providers/support/test_calls.hpp"

namespace ashlar::providers::pulumi {
namespace {

using ::testing::HasSubstr;

class PulumiPackage : public ::testing::Test {
 protected:
  Urn urn(std::string_view type) { return Urn::make("dev", "shop", "", type, "it"); }

  ThreadEventLoop loop_;
  std::shared_ptr<deploy::Provider> provider_ =
      make_pulumi_provider(loop_, [](const std::string& name) -> Result<StackView> {
        if (name != "organization/base/dev") return fail("no stack named '" + name + "' found");
        return StackView{{{"vpc", "vpc-1"}, {"token", PropertyValue::secret("s3")}}, {}};
      });
  SynchronousCalls calls_{loop_, *provider_};
};

TEST_F(PulumiPackage, AStackReferenceShowsTheOutputsAndWhichAreSecret) {
  const auto answer = calls_.read({urn("pulumi:pulumi:StackReference"), "organization/base/dev", {}, {}, 0, false});
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(find(answer->outputs, "outputs")->get<PropertyMap>()->at("vpc"), PropertyValue("vpc-1"));
  EXPECT_EQ(*find(answer->outputs, "secretOutputNames"), PropertyValue(PropertyArray{"token"}));
}

TEST_F(PulumiPackage, AStackThatIsNotThereIsNamed) {
  const auto answer = calls_.read({urn("pulumi:pulumi:StackReference"), "elsewhere", {}, {}, 0, false});
  ASSERT_FALSE(answer.ok());
  EXPECT_THAT(answer.error().message, HasSubstr("elsewhere"));
}

TEST_F(PulumiPackage, AStashKeepsWhatItWasGivenFirst) {
  const auto created = calls_.create({urn("pulumi:index:Stash"), {{"input", 1}}, 0, false, ""});
  ASSERT_TRUE(created.ok());
  const auto updated = calls_.update(
      {urn("pulumi:index:Stash"), created->id, {{"input", 1}}, created->outputs, {{"input", 2}}, 0, {}, false});
  ASSERT_TRUE(updated.ok());
  EXPECT_EQ(updated->outputs, (PropertyMap{{"input", 2}, {"output", 1}}));
}

TEST_F(PulumiPackage, AnUnknownTypeIsAnsweredWithTheNearest) {
  const auto answer = calls_.check({urn("pulumi:pulumi:StackReferense"), {}, {}, "", std::nullopt, false});
  ASSERT_FALSE(answer.ok());
  EXPECT_THAT(answer.error().message + answer.error().help, HasSubstr("pulumi:pulumi:StackReference"));
}

}  // namespace
}  // namespace ashlar::providers::pulumi
