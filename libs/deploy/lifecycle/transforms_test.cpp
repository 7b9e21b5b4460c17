// Transforms: functions of the program that change what it asks for (reference 5.2).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deploy/testing/component_maker.hpp"

namespace ashlar::deploy::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Adds `text` to the input `note`, which shows who came before.
Transform noting(std::string text) {
  return [text = std::move(text)](Goal goal, const Done<Goal>& done) {
    const auto* before = find(goal.properties, "note");
    const auto so_far = before == nullptr ? "" : before->as_string().value_or("");
    goal.properties.insert_or_assign("note", so_far + text);
    done(std::move(goal));
  };
}

/// Changes the goal by `change`.
Transform changing(std::function<void(Goal&)> change) {
  return [change = std::move(change)](Goal goal, const Done<Goal>& done) {
    change(goal);
    done(std::move(goal));
  };
}

TEST(Transforms, ApplyFromTheResourceOutwardsAndThenThoseOfTheStackInOrder) {
  Scenario s;
  s.up([](Script& p) {
    p.transform_all(noting(" stack1"));
    p.transform_all(noting(" stack2"));
    auto& outer = p.component("my:Outer", "outer").transformed_by(noting(" outer"));
    auto& inner = p.component("my:Inner", "inner").child_of(outer).transformed_by(noting(" inner"));
    p.resource(disk_type, "data").child_of(inner).transformed_by(noting(" own1")).transformed_by(noting(" own2"));
  });

  EXPECT_EQ(s.find("data")->inputs.at("note"), PropertyValue(" own1 own2 inner outer stack1 stack2"));
  EXPECT_EQ(s.find("inner")->inputs.at("note"), PropertyValue(" inner outer stack1 stack2"));
  EXPECT_EQ(s.find("outer")->inputs.at("note"), PropertyValue(" outer stack1 stack2"));
}

TEST(Transforms, OfAResourceDoNotApplyToWhatStandsBesideIt) {
  Scenario s;
  s.up([](Script& p) {
    auto& outer = p.component("my:Outer", "outer").transformed_by(noting(" outer"));
    p.resource(disk_type, "beside").depends_on(outer);
  });

  EXPECT_FALSE(s.find("beside")->inputs.contains("note"));
}

TEST(Transforms, ChangeOptions) {
  Scenario s;
  s.up([&](Script& p) {
    p.resource(disk_type, "data").transformed_by(changing([&](Goal& goal) {
      goal.protect = true;
      goal.retain_on_delete = true;
      goal.additional_secret_outputs = {"size"};
      goal.properties.insert_or_assign("size", 2);
    }));
  });

  EXPECT_TRUE(s.find("data")->protect);
  EXPECT_TRUE(s.find("data")->retain_on_delete);
  EXPECT_EQ(s.find("data")->outputs.at("size"), PropertyValue::secret(2));
}

TEST(Transforms, SeeWhatTheResourceInheritsAndTheProviderChosenForIt) {
  Scenario s;
  std::optional<Goal> seen;
  s.up([&](Script& p) {
    auto& chosen = p.provider("pkg", "chosen");
    auto& outer = p.component("my:Outer", "outer").protect().provides("pkg", chosen);
    p.resource(disk_type, "data").child_of(outer).transformed_by(changing([&](Goal& goal) { seen = goal; }));
  });

  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->protect, true);
  EXPECT_THAT(seen->provider, HasSubstr("::chosen::"));
  EXPECT_EQ(seen->parent, s.find("outer")->urn);
}

TEST(Transforms, MayChooseAnotherProvider) {
  Scenario s;
  s.up([&](Script& p) {
    auto& chosen = p.provider("pkg", "chosen", {{"region", "x"}});
    p.resource(disk_type, "data", {{"chosen", Script::self(chosen)}}).transformed_by(changing([&](Goal& goal) {
      const auto& reference = *goal.properties.at("chosen").unwrapped().get<ResourceReference>();
      goal.provider = reference.urn + "::" + *reference.id->as_string();
      goal.properties.erase("chosen");
    }));
  });

  EXPECT_EQ(s.provider("pkg").served_with.at("create data").at("region"), PropertyValue("x"));
}

TEST(Transforms, OfAResourceItselfSeeWhatItsPropertiesDependOnAndSayItAnew) {
  Scenario s;
  std::optional<Goal> seen;
  s.up([&](Script& p) {
    auto& other = p.resource(disk_type, "other", {{"size", 1}});
    auto& third = p.resource(disk_type, "third");
    p.resource(disk_type, "data", {{"size", Script::output(other, "size")}})
        .depends_on(third)
        .transformed_by(changing([&](Goal& goal) {
          seen = goal;
          goal.properties.insert_or_assign("copy", goal.properties.at("size"));
          goal.properties.insert_or_assign("size", 5);
          goal.dependencies = {s.urn(disk_type, "third")};
        }));
  });

  const auto* output = seen->properties.at("size").get<OutputValue>();
  ASSERT_NE(output, nullptr);
  EXPECT_THAT(output->dependencies, ElementsAre(s.urn(disk_type, "other")));
  const auto* data = s.find("data");
  EXPECT_EQ(data->inputs, (PropertyMap{{"copy", 1}, {"size", 5}}));
  EXPECT_THAT(data->dependencies, ElementsAre(s.urn(disk_type, "third"), s.urn(disk_type, "other")));
  EXPECT_THAT(data->property_dependencies.at("copy"), ElementsAre(s.urn(disk_type, "other")));
  EXPECT_THAT(data->property_dependencies.at("size"), IsEmpty());
}

TEST(Transforms, OfTheStackSeePlainPropertiesAndLeaveWhatTheyDependOn) {
  Scenario s;
  PropertyMap seen;
  s.up([&](Script& p) {
    p.transform_all(changing([&](Goal& goal) {
      if (goal.name == "data") seen = goal.properties;
    }));
    auto& other = p.resource(disk_type, "other", {{"size", 1}});
    p.resource(disk_type, "data", {{"size", Script::output(other, "size")}});
  });

  EXPECT_EQ(seen, (PropertyMap{{"size", 1}}));
  EXPECT_THAT(s.find("data")->property_dependencies.at("size"), ElementsAre(s.urn(disk_type, "other")));
}

TEST(Transforms, OfARemoteComponentApplyToWhatItsProviderRegistersAsWell) {
  Scenario s;
  ComponentMaker maker{s};
  s.up([](Script& p) { p.remote_component(group_type, "group", {{"size", 1}}).transformed_by(noting(" group")); });

  EXPECT_EQ(maker.requests.at(0).goal.properties.at("note"), PropertyValue(" group"));
  EXPECT_EQ(s.find("group")->inputs.at("note"), PropertyValue(" group"));
  EXPECT_EQ(s.find("group-disk")->inputs.at("note"), PropertyValue(" group"));
}

TEST(Transforms, OfTheStackApplyToWhatProvidersRegister) {
  Scenario s;
  ComponentMaker maker{s};
  s.up([](Script& p) {
    p.transform_all(noting(" stack"));
    p.remote_component(group_type, "group", {{"size", 1}});
  });

  EXPECT_EQ(s.find("group-disk")->inputs.at("note"), PropertyValue(" stack"));
}

TEST(Transforms, ThatFailFailTheRunAndDeleteNothing) {
  Scenario s;
  s.up([](Script& p) { p.resource(disk_type, "data"); });
  s.options.continue_on_error = true;
  s.up([](Script& p) {
    p.resource(disk_type, "data")
        .with([](Goal& goal) { goal.source_position = "project:///main.cpp#7,3"; })
        .transformed_by([](const Goal&, const Done<Goal>& done) { done(fail("no tags")); });
  });

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors,
              ElementsAre(AllOf(HasSubstr("transforming pkg:m:Disk 'data': no tags"), HasSubstr("at main.cpp:7"))));
  EXPECT_THAT(s.names(), ElementsAre("data"));
}

TEST(Transforms, ThatHangEndWithTheRun) {
  Scenario s;
  s.provider("pkg").fails("create disk", "no space");
  s.up([](Script& p) {
    p.resource(disk_type, "data").transformed_by([](const Goal&, const Done<Goal>&) {});
    p.resource(disk_type, "disk");
  });

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("no space")));
}

TEST(InvokeTransforms, ChangeArgumentsInTheOrderTheyWereAdded) {
  Scenario s;
  const auto appending = [](std::string text) {
    return [text = std::move(text)](FunctionCall call, const Done<FunctionCall>& done) {
      call.args["note"] = call.args["note"].as_string().value_or("") + text;
      done(std::move(call));
    };
  };
  s.up([&](Script& p) {
    p.transform_invokes(appending("1"));
    p.transform_invokes(appending("2"));
    p.invoke("pkg:m:lookup");
  });

  EXPECT_EQ(s.answers.at("pkg:m:lookup").outputs.at("echo"), PropertyValue(PropertyMap{{"note", "12"}}));
}

TEST(InvokeTransforms, MayChooseAnotherPackage) {
  Scenario s;
  s.up([](Script& p) {
    p.transform_invokes([](FunctionCall call, const Done<FunctionCall>& done) {
      call.package.version = "2.0.0";
      done(std::move(call));
    });
    p.invoke("pkg:m:lookup");
  });

  ASSERT_EQ(s.host.loaded.size(), 1U);
  EXPECT_EQ(s.host.loaded.at(0).version, "2.0.0");
}

TEST(InvokeTransforms, ThatFailFailTheCall) {
  Scenario s;
  s.up([](Script& p) {
    p.transform_invokes([](const FunctionCall&, const Done<FunctionCall>& done) { done(fail("not now")); });
    p.invoke("pkg:m:lookup");
  });

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_FALSE(s.answers.contains("pkg:m:lookup"));
}

}  // namespace
}  // namespace ashlar::deploy::testing
