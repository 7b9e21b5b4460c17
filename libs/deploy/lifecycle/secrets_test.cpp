// Secret marks on outputs, and the times that operations may take (reference 5.6).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deploy/testing/scenario.hpp"

namespace ashlar::deploy::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* disk_type = "pkg:m:Disk";

/// A provider that knows nothing of secrets: what it returns is plain.
void forget_secrets(FakePackage& package) {
  package.amend_create = [](const CreateRequest&, Result<CreateAnswer>& answer) {
    answer->outputs = without_secrets(answer->outputs);
  };
  package.amend_update = [](const UpdateRequest&, Result<UpdateAnswer>& answer) {
    answer->outputs = without_secrets(answer->outputs);
  };
  package.amend_read = [](const ReadRequest&, Result<ReadAnswer>& answer) {
    answer->outputs = without_secrets(answer->outputs);
    if (answer->inputs) answer->inputs = without_secrets(*answer->inputs);
  };
}

TEST(SecretInput, MakesTheOutputOfItsNameSecret) {
  Scenario s;
  forget_secrets(s.provider("pkg"));
  const auto program = [](int size) {
    return [size](Script& p) { p.resource(disk_type, "data", {{"key", PropertyValue::secret("k")}, {"size", size}}); };
  };
  s.up(program(1));
  EXPECT_EQ(s.find("data")->outputs.at("key"), PropertyValue::secret("k"));
  EXPECT_EQ(s.find("data")->outputs.at("size"), PropertyValue(1));
  EXPECT_EQ(s.answers.at("data").outputs.at("key"), PropertyValue::secret("k"));

  s.up(program(2));
  EXPECT_EQ(s.find("data")->outputs.at("key"), PropertyValue::secret("k"));
}

TEST(SecretInput, StaysSecretInARefresh) {
  Scenario s;
  forget_secrets(s.provider("pkg"));
  s.up([](Script& p) { p.resource(disk_type, "data", {{"key", PropertyValue::secret("k")}}); });
  s.refresh();

  EXPECT_EQ(s.find("data")->inputs.at("key"), PropertyValue::secret("k"));
  EXPECT_EQ(s.find("data")->outputs.at("key"), PropertyValue::secret("k"));
  EXPECT_EQ(s.outcome.changes[StepOp::update], 0);
}

TEST(AdditionalSecretOutputs, AreSecret) {
  Scenario s;
  s.provider("pkg").computes("token", "t").computes("host", "h");
  s.up([](Script& p) {
    p.resource(disk_type, "data").with([](Goal& goal) { goal.additional_secret_outputs = {"token", "missing"}; });
  });

  EXPECT_EQ(s.find("data")->outputs.at("token"), PropertyValue::secret("t"));
  EXPECT_EQ(s.find("data")->outputs.at("host"), PropertyValue("h"));
  EXPECT_THAT(s.find("data")->additional_secret_outputs, ElementsAre("token", "missing"));
}

TEST(AdditionalSecretOutputs, AreSecretWithoutAnUpdateToo) {
  Scenario s;
  s.provider("pkg").computes("token", "t");
  s.up([](Script& p) { p.resource(disk_type, "data"); });
  s.up([](Script& p) {
    p.resource(disk_type, "data").with([](Goal& goal) { goal.additional_secret_outputs = {"token"}; });
  });

  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_EQ(s.find("data")->outputs.at("token"), PropertyValue::secret("t"));
}

TEST(AdditionalSecretOutputs, CannotHideTheId) {
  Scenario s;
  s.up([](Script& p) {
    p.resource(disk_type, "data").with([](Goal& goal) { goal.additional_secret_outputs = {"id"}; });
  });

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.sink->warnings, ElementsAre(HasSubstr("id")));
  EXPECT_EQ(s.find("data")->outputs.at("id"), PropertyValue("data-1"));
}

TEST(CustomTimeouts, ArePassedInSeconds) {
  Scenario s;
  s.provider("pkg").replaces_on("kind");
  const auto program = [](int size) {
    return [size](Script& p) {
      p.resource(disk_type, "data", {{"size", size}}).with([](Goal& goal) {
        goal.custom_timeouts = {90, 60, 30, 1.5};
      });
    };
  };
  s.up(program(1));
  EXPECT_EQ(s.provider("pkg").creates.at(0).timeout_seconds, 90);
  s.up(program(2));
  EXPECT_EQ(s.provider("pkg").updates.at(0).timeout_seconds, 60);
  s.refresh();
  EXPECT_EQ(s.provider("pkg").reads.at(0).timeout_seconds, 1.5);
  s.destroy();
  EXPECT_EQ(s.provider("pkg").deletes.at(0).timeout_seconds, 30);
}

TEST(CustomTimeouts, AreTheProvidersDefaultWhenTheProgramSaysNothing) {
  Scenario s;
  s.up([](Script& p) { p.resource(disk_type, "data"); });

  EXPECT_EQ(s.provider("pkg").creates.at(0).timeout_seconds, 0);
}

TEST(CustomTimeouts, ThatChangeAreKeptWithoutAnUpdate) {
  Scenario s;
  s.up([](Script& p) { p.resource(disk_type, "data"); });
  s.up([](Script& p) { p.resource(disk_type, "data").with([](Goal& goal) { goal.custom_timeouts.remove = 7; }); });

  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_EQ(s.find("data")->custom_timeouts.remove, 7);
}

}  // namespace
}  // namespace ashlar::deploy::testing
