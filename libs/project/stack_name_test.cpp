#include "project/stack_name.hpp"

#include <gtest/gtest.h>

namespace ashlar::project {
namespace {

TEST(StackNames, MayHoldDots) {
  EXPECT_EQ(StackName::parse("aws.network.QA")->text(), "aws.network.QA");
  EXPECT_TRUE(StackName::parse("a_B-9"));
}

TEST(StackNames, SayWhichCharacterIsWrong) {
  EXPECT_EQ(StackName::parse("bad name!").error().message,
            "a stack name may only contain alphanumeric, hyphens, underscores, or periods: invalid character ' ' at "
            "position 3");
  EXPECT_FALSE(StackName::parse(""));
  EXPECT_TRUE(StackName::parse(std::string(100, 'a')));
  EXPECT_FALSE(StackName::parse(std::string(101, 'a')));
  EXPECT_TRUE(StackName::parse("bad name!", false)) << "validation can be switched off";
}

TEST(StackReferences, AreCompletedByTheCurrentProject) {
  EXPECT_EQ(StackReference::parse("dev", "p")->qualified(), "organization/p/dev");
  EXPECT_EQ(StackReference::parse("organization/dev", "p")->qualified(), "organization/p/dev");
  EXPECT_EQ(StackReference::parse("organization/q/aws.network.QA", "p")->qualified(), "organization/q/aws.network.QA");
  EXPECT_EQ(StackReference::parse("organization/q/dev", "")->project(), "q");
}

TEST(StackReferences, AreShownAsShortAsTheyCanBe) {
  EXPECT_EQ(StackReference::parse("dev", "p")->shown_in("p"), "dev");
  EXPECT_EQ(StackReference::parse("dev", "p")->shown_in("q"), "organization/p/dev");
}

TEST(StackReferences, AreRefusedWithAReason) {
  const auto message = [](std::string_view text, std::string_view project) {
    return StackReference::parse(text, project).error().message;
  };
  EXPECT_EQ(message("", "p"), "stack name must not be empty");
  EXPECT_NE(message("me/dev", "p").find("organization name must be 'organization'"), std::string::npos);
  EXPECT_NE(message("dev", "").find("no Pulumi.yaml project file found"), std::string::npos);
  EXPECT_NE(message("a/b/c/d", "p").find("no stack reference"), std::string::npos);
  EXPECT_NE(message("organization/bad project/dev", "p").find("project names may only contain"), std::string::npos);
  EXPECT_NE(message("organization/p/", "p").find("may not be empty"), std::string::npos);
  EXPECT_NE(message("organization//dev", "p").find("may not be empty"), std::string::npos);
}

}  // namespace
}  // namespace ashlar::project
