#include "plugin/component_messages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/rpc/status.pb.h"
#include "pulumi/errors.pb.h"
#include "wire/marshal.hpp"

namespace ashlar::plugin {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

const Urn parent = Urn::make("dev", "proj", "", "my:Outer", "outer");
const Urn other = Urn::make("dev", "proj", "", "pkg:m:T", "other");

ProviderFacts facts(ProviderFeatures features) { return {"the provider plugin fake", features}; }
const ProviderFeatures all{.secrets = true, .resources = true, .outputs = true, .byte_strings = true};

deploy::ConstructRequest request() {
  deploy::ConstructRequest made;
  made.run = {.project = "proj", .stack = "dev", .organization = "org"};
  made.run.config = {{"proj:a", "1"}, {"proj:b", PropertyValue::secret("2")}};
  made.run.preview = true;
  made.run.parallel = 7;
  made.run.monitor_address = "127.0.0.1:5";
  made.goal.type = "pkg:m:Group";
  made.goal.name = "group";
  made.goal.remote = true;
  made.goal.parent = parent;
  return made;
}

TEST(ConstructMessage, SaysWhatTheRunIsAndWhereToRegister) {
  const auto message = construct_message(request(), facts(all));
  ASSERT_TRUE(message);
  EXPECT_EQ(message->project(), "proj");
  EXPECT_EQ(message->stack(), "dev");
  EXPECT_EQ(message->organization(), "org");
  EXPECT_EQ(message->config().at("proj:b"), "2");
  EXPECT_THAT(message->configsecretkeys(), ElementsAre("proj:b"));
  EXPECT_TRUE(message->dryrun());
  EXPECT_EQ(message->parallel(), 7);
  EXPECT_EQ(message->monitorendpoint(), "127.0.0.1:5");
  EXPECT_EQ(message->type(), "pkg:m:Group");
  EXPECT_EQ(message->name(), "group");
  EXPECT_EQ(message->parent(), parent.text());
  EXPECT_TRUE(message->accepts_output_values());
}

TEST(ConstructMessage, CarriesEveryOption) {
  auto made = request();
  auto& goal = made.goal;
  goal.protect = false;
  goal.delete_before_replace = true;
  goal.retain_on_delete = true;
  goal.deleted_with = other;
  goal.providers = {{"pkg", "urn::id"}};
  goal.aliases = {{.urn = other}, {.name = "old", .no_parent = true}, {.type = "pkg:m:Old", .parent = parent}};
  goal.dependencies = {other};
  goal.property_dependencies = {{"size", {other}}};
  goal.replace_with = {other};
  goal.additional_secret_outputs = {"s"};
  goal.ignore_changes = {"i"};
  goal.replace_on_changes = {"r"};
  goal.custom_timeouts = {.create = 90, .remove = 0.5};
  goal.replacement_trigger = "t";
  const auto message = construct_message(made, facts(all));
  ASSERT_TRUE(message);

  EXPECT_TRUE(message->has_protect());
  EXPECT_FALSE(message->protect());
  EXPECT_TRUE(message->deletebeforereplace());
  EXPECT_TRUE(message->retainondelete());
  EXPECT_EQ(message->deletedwith(), other.text());
  EXPECT_EQ(message->providers().at("pkg"), "urn::id");
  EXPECT_EQ(message->aliases(0).urn(), other.text());
  EXPECT_EQ(message->aliases(1).spec().name(), "old");
  EXPECT_TRUE(message->aliases(1).spec().noparent());
  EXPECT_EQ(message->aliases(2).spec().parenturn(), parent.text());
  EXPECT_THAT(message->dependencies(), ElementsAre(other.text()));
  EXPECT_THAT(message->inputdependencies().at("size").urns(), ElementsAre(other.text()));
  EXPECT_THAT(message->replace_with(), ElementsAre(other.text()));
  EXPECT_THAT(message->additionalsecretoutputs(), ElementsAre("s"));
  EXPECT_THAT(message->ignorechanges(), ElementsAre("i"));
  EXPECT_THAT(message->replaceonchanges(), ElementsAre("r"));
  EXPECT_EQ(message->customtimeouts().create(), "90s");
  EXPECT_EQ(message->customtimeouts().update(), "");
  EXPECT_EQ(message->customtimeouts().delete_(), "0.5s");
  EXPECT_EQ(message->replacement_trigger().string_value(), "t");
}

TEST(ConstructMessage, LeavesOutOptionsThatWereNotGiven) {
  const auto message = construct_message(request(), facts(all));
  ASSERT_TRUE(message);
  EXPECT_FALSE(message->has_protect());
  EXPECT_FALSE(message->has_deletebeforereplace());
  EXPECT_FALSE(message->has_retainondelete());
  EXPECT_FALSE(message->has_customtimeouts());
  EXPECT_FALSE(message->has_replacement_trigger());
}

TEST(ConstructMessage, HasInputsAsThePluginCanReadThem) {
  auto made = request();
  const auto inner = std::make_shared<const PropertyValue>("v");
  made.goal.properties = {{"s", PropertyValue::secret("x")},
                          {"o", OutputValue{inner, true, {other}}},
                          {"r", ResourceReference{.urn = other.text()}},
                          {"u", PropertyValue::computed()}};
  const auto full = construct_message(made, facts(all));
  ASSERT_TRUE(full);
  EXPECT_EQ(*wire::unmarshal(full->inputs(), {}), made.goal.properties);

  const auto plain = construct_message(made, facts({.secrets = true}));
  ASSERT_TRUE(plain);
  EXPECT_EQ(*wire::unmarshal(plain->inputs(), {}), (PropertyMap{{"s", PropertyValue::secret("x")},
                                                                {"o", PropertyValue::secret("v")},
                                                                {"r", other.text()},
                                                                {"u", PropertyValue::computed()}}));
}

TEST(ConstructMessage, IsNotMadeForAPluginThatWouldLoseSecrets) {
  const auto message = construct_message(request(), facts({}));
  ASSERT_FALSE(message);
  EXPECT_THAT(message.error().message, HasSubstr("does not know secrets"));
}

TEST(ConstructAnswer, IsReadWithWhatItsOutputsDependOn) {
  pulumirpc::ConstructResponse response;
  response.set_urn(other.text());
  const PropertyMap outputs{{"s", PropertyValue::secret("x")}, {"u", PropertyValue::computed()}};
  ASSERT_TRUE(wire::marshal(outputs, {}, *response.mutable_state()));
  (*response.mutable_statedependencies())["s"].add_urns(parent.text());
  auto again = response;

  const auto preview = read_construct(grpc::Status::OK, response, true, facts(all));
  ASSERT_TRUE(preview);
  EXPECT_EQ(preview->urn, other);
  EXPECT_EQ(preview->outputs, outputs);
  EXPECT_THAT(preview->dependencies.at("s"), ElementsAre(parent));

  const auto update = read_construct(grpc::Status::OK, again, false, facts(all));
  ASSERT_TRUE(update);
  EXPECT_EQ(update->outputs, (PropertyMap{{"s", PropertyValue::secret("x")}}));
}

TEST(ConstructAnswer, WithoutAResourceIsAnError) {
  pulumirpc::ConstructResponse response;
  const auto answer = read_construct(grpc::Status::OK, response, false, facts(all));
  ASSERT_FALSE(answer);
  EXPECT_THAT(answer.error().message, HasSubstr("the provider plugin fake"));
}

TEST(ConstructAnswer, OfAFailureSaysWhatIsWrongWithEachInput) {
  pulumirpc::InputPropertiesError detail;
  auto& wrong = *detail.add_errors();
  wrong.set_property_path("sizes[1]");
  wrong.set_reason("is odd");
  google::rpc::Status rich;
  rich.add_details()->PackFrom(detail);
  const grpc::Status status{grpc::StatusCode::INVALID_ARGUMENT, "not valid", rich.SerializeAsString()};
  pulumirpc::ConstructResponse response;
  const auto answer = read_construct(status, response, false, facts(all));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().message, "not valid");
  EXPECT_THAT(answer.error().notes, Contains("property sizes[1]: is odd"));
}

TEST(CallMessage, CarriesItsArgumentsAndWhatTheyDependOn) {
  deploy::CallRequest call;
  call.run = request().run;
  call.token = "pkg:m:Group/grow";
  call.args = {{"__self__", ResourceReference{.urn = other.text()}}, {"by", 2}};
  call.dependencies = {{"by", {other}}};
  const auto message = call_message(call, facts({.secrets = true}));
  ASSERT_TRUE(message);
  EXPECT_EQ(message->tok(), "pkg:m:Group/grow");
  EXPECT_EQ(*wire::unmarshal(message->args(), {}), call.args) << "`__self__` stays a reference in any case";
  EXPECT_THAT(message->argdependencies().at("by").urns(), ElementsAre(other.text()));
  EXPECT_EQ(message->monitorendpoint(), "127.0.0.1:5");
  EXPECT_EQ(message->organization(), "org");
  EXPECT_THAT(message->configsecretkeys(), ElementsAre("proj:b"));
}

TEST(CallAnswer, HasResultsAndFailures) {
  pulumirpc::CallResponse response;
  ASSERT_TRUE(wire::marshal(PropertyMap{{"r", 1}}, {}, *response.mutable_return_()));
  (*response.mutable_returndependencies())["r"].add_urns(other.text());
  auto& failure = *response.add_failures();
  failure.set_property("by");
  failure.set_reason("is odd");
  const auto answer = read_call(grpc::Status::OK, response, false, facts(all));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->result, (PropertyMap{{"r", 1}}));
  EXPECT_THAT(answer->dependencies.at("r"), ElementsAre(other));
  EXPECT_EQ(answer->failures[0].reason, "is odd");
}

}  // namespace
}  // namespace ashlar::plugin
