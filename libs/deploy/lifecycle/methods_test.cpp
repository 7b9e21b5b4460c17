// Methods of resources and of providers (reference 1.1, Call).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deploy/testing/component_maker.hpp"

namespace ashlar::deploy::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* method = "pkg:m:Group/grow";

/// A scenario whose package constructs groups, and whose methods answer with their arguments.
class Method : public ::testing::Test {
 protected:
  Method() {
    s.provider("pkg").on_call = [this](const CallRequest& request, const Done<MethodAnswer>& done) {
      requests.push_back(request);
      MethodAnswer answer{.result = {{"by", request.args.at("by")}}};
      done(std::move(answer));
    };
  }

  Scenario s;
  ComponentMaker maker{s};
  std::vector<CallRequest> requests;
};

TEST_F(Method, IsCarriedOutByTheProviderThatConstructedTheComponent) {
  s.up([](Script& p) {
    auto& chosen = p.provider("pkg", "chosen", {{"region", "x"}});
    auto& group = p.remote_component(group_type, "group").provided_by(chosen);
    p.call(method, {{"__self__", Script::self(group)}, {"by", 2}});
  });

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_EQ(s.provider("pkg").served_with.at("call pkg:m:Group/grow").at("region"), PropertyValue("x"));
  EXPECT_EQ(s.answers.at(method).outputs, (PropertyMap{{"by", 2}}));
  EXPECT_EQ(requests.at(0).args.at("__self__").get<ResourceReference>()->urn, s.urn(group_type, "group").text());
  EXPECT_EQ(requests.at(0).run.project, "project");
}

TEST_F(Method, OfACustomResourceIsCarriedOutByItsProvider) {
  s.up([](Script& p) {
    auto& chosen = p.provider("pkg", "chosen", {{"region", "x"}});
    auto& disk = p.resource(disk_type, "disk").provided_by(chosen);
    p.call("pkg:m:Disk/grow", {{"__self__", Script::self(disk)}, {"by", 2}});
  });

  EXPECT_EQ(s.provider("pkg").served_with.at("call pkg:m:Disk/grow").at("region"), PropertyValue("x"));
}

TEST_F(Method, OfAProviderIsCarriedOutByThatProvider) {
  s.up([](Script& p) {
    auto& chosen = p.provider("pkg", "chosen", {{"region", "x"}});
    p.call("pulumi:providers:pkg/grow", {{"__self__", Script::self(chosen)}, {"by", 2}});
  });

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_EQ(s.provider("pkg").served_with.at("call pulumi:providers:pkg/grow").at("region"), PropertyValue("x"));
}

TEST_F(Method, WithoutAResourceIsCarriedOutByTheDefaultProvider) {
  s.up([](Script& p) { p.call(method, {{"by", 2}}); });

  EXPECT_THAT(s.calls(), ElementsAre("call pkg:m:Group/grow"));
}

TEST_F(Method, IsToldWhatItsArgumentsDependOnAndTellsItOfItsResults) {
  s.provider("pkg").on_call = [this](const CallRequest& request, const Done<MethodAnswer>& done) {
    requests.push_back(request);
    const auto inner = std::make_shared<const PropertyValue>("r");
    MethodAnswer answer{.result = {{"result", OutputValue{inner, true, {s.urn(disk_type, "disk")}}}}};
    done(std::move(answer));
  };
  const auto inner = std::make_shared<const PropertyValue>(1);
  s.up([&](Script& p) {
    auto& disk = p.resource(disk_type, "disk", {{"size", 1}});
    p.call(method,
           {{"by", Script::output(disk, "size")}, {"to", OutputValue{inner, false, {s.urn(disk_type, "disk")}}}});
  });

  EXPECT_THAT(requests.at(0).dependencies.at("by"), ElementsAre(s.urn(disk_type, "disk")));
  EXPECT_THAT(requests.at(0).dependencies.at("to"), ElementsAre(s.urn(disk_type, "disk")));
  EXPECT_EQ(s.answers.at(method).outputs.at("result"), PropertyValue::secret("r"));
  EXPECT_THAT(s.answers.at(method).property_dependencies.at("result"), ElementsAre(s.urn(disk_type, "disk")));
}

TEST_F(Method, MayRegisterResources) {
  s.provider("pkg").on_call = [this](const CallRequest&, const Done<MethodAnswer>& done) {
    Goal disk{.type = disk_type, .name = "made", .custom = true};
    maker.monitor->register_resource(std::move(disk), [done](const Result<RegisterAnswer>&) { done(MethodAnswer{}); });
  };
  s.up([](Script& p) { p.call(method, {{"by", 2}}); });

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.names(), ElementsAre("made"));
}

TEST_F(Method, ThatFailsFailsTheRun) {
  s.provider("pkg").on_call = [](const CallRequest&, const Done<MethodAnswer>& done) { done(fail("it is full")); };
  s.up([](Script& p) { p.call(method, {{"by", 2}}); });

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("calling pkg:m:Group/grow: it is full")));
}

TEST_F(Method, OfAResourceThatIsNotRegisteredIsAnError) {
  s.up([&](Script& p) {
    p.call(method, {{"__self__", ResourceReference{.urn = s.urn(group_type, "nobody").text()}}, {"by", 2}});
  });

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("has not been registered")));
}

TEST_F(Method, OfAPackageThatHasNoneIsAnError) {
  s.up([](Script& p) { p.call("other:m:Group/grow"); });

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("has no methods")));
}

TEST_F(Method, EndsWithTheRunThatSomethingElseFailed) {
  s.provider("pkg").fails("create disk", "no space");
  s.provider("pkg").on_call = [](const CallRequest&, const Done<MethodAnswer>&) {};  // never answers
  s.up([](Script& p) {
    p.call(method, {{"by", 2}});
    p.resource(disk_type, "disk");
  });

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("no space")));
}

}  // namespace
}  // namespace ashlar::deploy::testing
