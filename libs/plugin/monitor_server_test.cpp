#include "plugin/monitor_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <fstream>

#include "plugin/grpc_support.hpp"
#include "plugin/requests.hpp"
#include "plugin/server_fixture.hpp"
#include "pulumi/resource.grpc.pb.h"
#include "resource/asset_hash.hpp"
#include "wire/marshal.hpp"
#include "wire/signatures.hpp"

namespace ashlar::plugin {
namespace {

using google::protobuf::Empty;
using grpc::StatusCode;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

const std::string stack_urn = "urn:pulumi:dev::proj::pulumi:pulumi:Stack::proj-dev";
const std::string other_urn = "urn:pulumi:dev::proj::pkg:m:T::other";

/// A server with a fake monitor, and a client of it that waits for every answer.
class MonitorServerTest : public testing::Test {
 protected:
  MonitorServerTest() {
    facts.project = "proj";
    facts.stack = "dev";
    facts.config = {{"proj:a", "1"}, {"proj:b", "hidden"}};
    facts.config_secret_keys = {"proj:b"};
    facts.preview = true;
    facts.parallel = 7;
    facts.root_directory = "/home/me/project";
    facts.program_directory = testing::TempDir();
    monitor.on_register = [this](Goal asked, const auto& done) {
      goal = std::move(asked);
      done(answer);
    };
    server = thread.run([&] { return std::move(*MonitorServer::start(monitor, thread.loop(), entropy, facts)); });
    stub = pulumirpc::ResourceMonitor::NewStub(open_channel(server->address()));
  }
  ~MonitorServerTest() override {
    thread.run([&] { server.reset(); });
  }

  grpc::Status send(const pulumirpc::RegisterResourceRequest& request) {
    grpc::ClientContext context;
    return stub->RegisterResource(&context, request, &response);
  }
  grpc::Status send_package(const pulumirpc::RegisterPackageRequest& request, std::string& reference) {
    grpc::ClientContext context;
    pulumirpc::RegisterPackageResponse registered;
    const auto status = stub->RegisterPackage(&context, request, &registered);
    reference = registered.ref();
    return status;
  }

  static pulumirpc::RegisterResourceRequest request(const PropertyMap& inputs = {}) {
    pulumirpc::RegisterResourceRequest made;
    made.set_type("pkg:m:T");
    made.set_name("name");
    made.set_custom(true);
    made.set_acceptsecrets(true);
    made.set_acceptresources(true);
    made.set_supportspartialvalues(true);
    made.set_supportsresultreporting(true);
    EXPECT_TRUE(wire::marshal(inputs, {}, *made.mutable_object()));
    return made;
  }
  PropertyMap outputs() { return *wire::unmarshal(response.object(), {}); }

  LoopThread thread;
  FakeMonitor monitor;
  SystemEntropy entropy;
  DeploymentFacts facts;
  std::unique_ptr<MonitorServer> server;
  std::unique_ptr<pulumirpc::ResourceMonitor::Stub> stub;
  std::optional<Goal> goal;
  deploy::RegisterAnswer answer{.urn = Urn::make("dev", "proj", "", "pkg:m:T", "name")};
  pulumirpc::RegisterResourceResponse response;
};

TEST_F(MonitorServerTest, TellsAboutTheDeployment) {
  grpc::ClientContext context;
  pulumirpc::DeploymentInfo info;
  ASSERT_TRUE(stub->GetDeploymentInfo(&context, Empty(), &info).ok());
  EXPECT_EQ(info.project(), "proj");
  EXPECT_EQ(info.config().at("proj:b"), "hidden");
  EXPECT_THAT(info.configsecretkeys(), ElementsAre("proj:b"));
  EXPECT_TRUE(info.dryrun());
  EXPECT_EQ(info.parallel(), 7);
  EXPECT_THAT(info.supportedfeatures(), testing::Contains(pulumirpc::RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES));
  EXPECT_THAT(info.supportedfeatures(), testing::Contains(pulumirpc::RESOURCE_MONITOR_FEATURE_TRANSFORMS));
  EXPECT_THAT(info.supportedfeatures(),
              testing::Not(testing::Contains(pulumirpc::RESOURCE_MONITOR_FEATURE_STATE_MIGRATIONS)));
}

TEST_F(MonitorServerTest, ClaimsOnlyFeaturesThatItHas) {
  for (const auto& [id, expected] : std::map<std::string, bool>{{"secrets", true},
                                                                {"aliasSpecs", true},
                                                                {"parameterization", true},
                                                                {"transforms", true},
                                                                {"invokeTransforms", true},
                                                                {"resourceHooks", false},
                                                                {"", false}}) {
    grpc::ClientContext context;
    pulumirpc::SupportsFeatureRequest asked;
    asked.set_id(id);
    pulumirpc::SupportsFeatureResponse told;
    ASSERT_TRUE(stub->SupportsFeature(&context, asked, &told).ok());
    EXPECT_EQ(told.hassupport(), expected) << id;
  }
}

TEST_F(MonitorServerTest, DecodesARegistration) {
  auto made = request({{"p", PropertyValue::secret("s")}});
  made.set_parent(stack_urn);
  made.add_dependencies(other_urn);
  (*made.mutable_propertydependencies())["p"].add_urns(other_urn);
  made.set_deletebeforereplace(true);
  made.set_protect(false);
  made.set_version("v1.2.3");
  made.mutable_customtimeouts()->set_create("1h30m");
  made.mutable_customtimeouts()->set_delete_("500ms");
  made.add_aliasurns(other_urn);
  auto& spec = *made.add_aliases()->mutable_spec();
  spec.set_name("old");
  spec.set_noparent(true);
  made.mutable_sourceposition()->set_uri("file:///home/me/project/src/main.cpp");
  made.mutable_sourceposition()->set_line(3);
  made.mutable_sourceposition()->set_column(7);
  made.mutable_stacktrace()->add_frames()->mutable_pc()->set_uri("file:///usr/lib/x.py");
  made.mutable_stacktrace()->mutable_frames(0)->mutable_pc()->set_line(9);
  made.mutable_stacktrace()->add_frames();
  made.mutable_replacement_trigger()->set_string_value("t");

  ASSERT_TRUE(send(made).ok());

  EXPECT_EQ(goal->type, "pkg:m:T");
  EXPECT_EQ(goal->parent->text(), stack_urn);
  EXPECT_EQ(goal->properties, (PropertyMap{{"p", PropertyValue::secret("s")}}));
  EXPECT_EQ(goal->dependencies[0].text(), other_urn);
  EXPECT_EQ(goal->property_dependencies.at("p")[0].text(), other_urn);
  EXPECT_TRUE(goal->has_property_dependencies);
  EXPECT_EQ(goal->delete_before_replace, true) << "the Go SDK never says that it is defined";
  EXPECT_EQ(goal->protect, false);
  EXPECT_EQ(goal->retain_on_delete, std::nullopt);
  EXPECT_EQ(goal->package.version, "1.2.3");
  EXPECT_EQ(goal->custom_timeouts, (CustomTimeouts{.create = 5400, .remove = 0.5}));
  ASSERT_EQ(goal->aliases.size(), 2U);
  EXPECT_EQ(goal->aliases[0].urn->text(), other_urn);
  EXPECT_EQ(goal->aliases[1].name, "old");
  EXPECT_TRUE(goal->aliases[1].no_parent);
  EXPECT_EQ(goal->source_position, "project:///src/main.cpp#3,7");
  EXPECT_THAT(goal->stack_trace, ElementsAre("project:///../../../usr/lib/x.py#9", ""));
  EXPECT_EQ(goal->replacement_trigger, PropertyValue("t"));
}

TEST_F(MonitorServerTest, InputsKeepWhatTheirOutputsDependOn) {
  const auto inner = std::make_shared<const PropertyValue>("v");
  const PropertyMap inputs{{"o", OutputValue{inner, true, {*Urn::parse(other_urn)}}},
                           {"u", OutputValue{nullptr, false, {}}}};
  ASSERT_TRUE(send(request(inputs)).ok());
  EXPECT_EQ(goal->properties, inputs);
}

TEST_F(MonitorServerTest, HashesAssetsRelativeToTheProgram) {
  std::ofstream(facts.program_directory / "asset.txt") << "hello";
  ASSERT_TRUE(send(request({{"a", Asset{"", "", "asset.txt", "", false}}})).ok());
  EXPECT_EQ(goal->properties.at("a").get<Asset>()->hash, sha256_hex("hello"));

  const auto status = send(request({{"a", Asset{"", "", "missing.txt", "", false}}}));
  EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(), HasSubstr("missing.txt"));
}

TEST_F(MonitorServerTest, NamesAllUrnsThatAreNone) {
  auto made = request();
  made.set_parent("bad-parent");
  made.add_dependencies("bad-dependency");
  made.set_deletedwith("bad-friend");
  const auto status = send(made);
  EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT);
  for (const auto* name : {"bad-parent", "bad-dependency", "bad-friend"})
    EXPECT_THAT(status.error_message(), HasSubstr(name));
}

TEST_F(MonitorServerTest, RefusesWhatItCannotDo) {
  auto migrated = request();
  migrated.add_state_migrations()->set_token("t");
  EXPECT_EQ(send(migrated).error_code(), StatusCode::FAILED_PRECONDITION);
  auto hooked = request();
  hooked.mutable_hooks();  // the Python SDK always sends an empty one
  EXPECT_TRUE(send(hooked).ok());
  hooked.mutable_hooks()->add_before_create("h");
  EXPECT_EQ(send(hooked).error_code(), StatusCode::UNIMPLEMENTED);
}

TEST_F(MonitorServerTest, PassesMethodCallsOn) {
  deploy::MethodCall asked;
  monitor.on_call = [&](deploy::MethodCall given, const auto& done) {
    asked = std::move(given);
    deploy::MethodAnswer answered;
    answered.result = {{"r", PropertyValue::secret("x")}};
    answered.dependencies = {{"r", {*Urn::parse(other_urn)}}};
    answered.failures = {{"p", "is odd"}};
    done(std::move(answered));
  };
  const ResourceReference self{.urn = other_urn};
  const auto inner = std::make_shared<const PropertyValue>(1);
  const PropertyMap args{{"__self__", self}, {"by", OutputValue{inner, false, {*Urn::parse(other_urn)}}}};
  pulumirpc::ResourceCallRequest made;
  made.set_tok("pkg:m:T/grow");
  made.set_version("v1.2.3");
  (*made.mutable_argdependencies())["by"].add_urns(other_urn);
  ASSERT_TRUE(wire::marshal(args, {}, *made.mutable_args()));
  grpc::ClientContext context;
  pulumirpc::CallResponse told;
  ASSERT_TRUE(stub->Call(&context, made, &told).ok());

  EXPECT_EQ(asked.token, "pkg:m:T/grow");
  EXPECT_EQ(asked.args, args);
  EXPECT_EQ(asked.package.version, "1.2.3");
  EXPECT_EQ(asked.dependencies.at("by")[0].text(), other_urn);
  EXPECT_EQ(*wire::unmarshal(told.return_(), {}), (PropertyMap{{"r", PropertyValue::secret("x")}}));
  EXPECT_THAT(told.returndependencies().at("r").urns(), ElementsAre(other_urn));
  EXPECT_EQ(told.failures(0).reason(), "is odd");
}

TEST_F(MonitorServerTest, AnswersWithWhatTheCallerCanRead) {
  const ResourceReference reference{other_urn, std::make_shared<const PropertyValue>("the-id"), "", "", ""};
  answer.id = "i-1";
  answer.outputs = {
      {"s", PropertyValue::secret("x")}, {"r", reference}, {"u", PropertyArray{PropertyValue::computed()}}};
  answer.stables = {"s"};
  answer.property_dependencies = {{"s", {*Urn::parse(other_urn)}}};
  ASSERT_TRUE(send(request()).ok());
  EXPECT_EQ(response.urn(), answer.urn.text());
  EXPECT_EQ(response.id(), "i-1");
  EXPECT_EQ(outputs(), answer.outputs);
  EXPECT_THAT(response.stables(), ElementsAre("s"));
  EXPECT_THAT(response.propertydependencies().at("s").urns(), ElementsAre(other_urn));

  auto plain = request();
  plain.set_acceptsecrets(false);
  plain.set_acceptresources(false);
  plain.set_supportspartialvalues(false);
  ASSERT_TRUE(send(plain).ok());
  EXPECT_EQ(outputs(), (PropertyMap{{"s", "x"}, {"r", "the-id"}}));
}

TEST_F(MonitorServerTest, AnUnknownIdIsTheSentinel) {
  answer.id_unknown = true;
  ASSERT_TRUE(send(request()).ok());
  EXPECT_EQ(response.id(), signature::unknown);
}

TEST_F(MonitorServerTest, ReportsAFailedStepToThoseWhoCanReadIt) {
  answer.outcome = deploy::RegisterOutcome::fail;
  ASSERT_TRUE(send(request()).ok());
  EXPECT_EQ(response.result(), pulumirpc::FAIL);
  auto old = request();
  old.set_supportsresultreporting(false);
  EXPECT_EQ(send(old).error_code(), StatusCode::INTERNAL);
}

TEST_F(MonitorServerTest, AFailureThatTheEngineReportedEndsTheProgramQuietly) {
  monitor.on_register = [](Goal, const auto& done) { done(fail("boom")); };
  EXPECT_EQ(send(request()).error_code(), StatusCode::UNAVAILABLE);
}

TEST_F(MonitorServerTest, PackagesHaveOneReferenceEach) {
  pulumirpc::RegisterPackageRequest package;
  package.set_name("terraform-provider");
  package.set_version("0.1.0");
  package.mutable_parameterization()->set_name("netlify");
  package.mutable_parameterization()->set_value("bytes");
  std::string first;
  std::string second;
  ASSERT_TRUE(send_package(package, first).ok());
  ASSERT_TRUE(send_package(package, second).ok());
  EXPECT_EQ(first, second);

  auto made = request();
  made.set_packageref(first);
  ASSERT_TRUE(send(made).ok());
  EXPECT_EQ(goal->package.name, "terraform-provider");
  EXPECT_EQ(goal->package.parameterization->name, "netlify");
  made.set_packageref("unknown");
  EXPECT_EQ(send(made).error_code(), StatusCode::INVALID_ARGUMENT);
}

TEST_F(MonitorServerTest, InvokeAnswersResultFailuresOrUnknown) {
  deploy::FunctionAnswer answered;
  monitor.on_invoke = [&](const deploy::FunctionCall& call, const auto& done) {
    EXPECT_EQ(call.token, "pkg:m:f");
    EXPECT_EQ(call.args, (PropertyMap{{"a", 1}}));
    done(answered);
  };
  pulumirpc::ResourceInvokeRequest made;
  made.set_tok("pkg:m:f");
  ASSERT_TRUE(wire::marshal(PropertyMap{{"a", 1}}, {}, *made.mutable_args()));
  const auto ask = [&] {
    grpc::ClientContext context;
    pulumirpc::ResourceInvokeResponse result;
    EXPECT_TRUE(stub->Invoke(&context, made, &result).ok());
    return result;
  };
  answered.result = {{"r", PropertyValue::secret(2)}};
  EXPECT_EQ(*wire::unmarshal(ask().return_(), {}), answered.result) << "secrets always stay marked";
  answered.failures = {{"a", "too small"}};
  EXPECT_EQ(ask().failures(0).reason(), "too small");
  answered = {.unknown = true};
  EXPECT_TRUE(ask().unknown());
  EXPECT_FALSE(ask().has_return_());
}

TEST_F(MonitorServerTest, ReadsResourcesById) {
  monitor.on_read = [&](const deploy::ReadGoal& asked, const auto& done) {
    EXPECT_EQ(asked.id, "i-1");
    done(deploy::ReadResourceAnswer{Urn::make("dev", "proj", "", asked.type, asked.name), {{"o", 1}}});
  };
  pulumirpc::ReadResourceRequest made;
  made.set_id("i-1");
  made.set_type("pkg:m:T");
  made.set_name("read");
  grpc::ClientContext context;
  pulumirpc::ReadResourceResponse read;
  ASSERT_TRUE(stub->ReadResource(&context, made, &read).ok());
  EXPECT_THAT(read.urn(), HasSubstr("::read"));
  EXPECT_EQ(*wire::unmarshal(read.properties(), {}), (PropertyMap{{"o", 1}}));
}

TEST_F(MonitorServerTest, RegistersOutputs) {
  PropertyMap registered;
  monitor.on_outputs = [&](const Urn& urn, PropertyMap given, const auto& done) {
    EXPECT_EQ(urn.text(), stack_urn);
    registered = std::move(given);
    done(Status());
  };
  pulumirpc::RegisterResourceOutputsRequest made;
  made.set_urn(stack_urn);
  ASSERT_TRUE(wire::marshal(PropertyMap{{"o", "v"}}, {}, *made.mutable_outputs()));
  grpc::ClientContext context;
  Empty nothing;
  ASSERT_TRUE(stub->RegisterResourceOutputs(&context, made, &nothing).ok());
  EXPECT_EQ(registered, (PropertyMap{{"o", "v"}}));
}

TEST_F(MonitorServerTest, OnlyOneMayWaitForShutdown) {
  deploy::Done<void> release;
  monitor.on_shutdown = [&](deploy::Done<void> done) { release = std::move(done); };
  auto first = std::async(std::launch::async, [&] {
    grpc::ClientContext context;
    Empty nothing;
    return stub->SignalAndWaitForShutdown(&context, Empty(), &nothing);
  });
  while (!thread.run([&] { return static_cast<bool>(release); })) std::this_thread::yield();
  grpc::ClientContext context;
  Empty nothing;
  EXPECT_EQ(stub->SignalAndWaitForShutdown(&context, Empty(), &nothing).error_code(), StatusCode::FAILED_PRECONDITION);
  thread.run([&] { release(Status()); });
  EXPECT_TRUE(first.get().ok());
}

TEST_F(MonitorServerTest, WhatIsOpenWhenItEndsIsUnavailable) {
  std::promise<void> arrived;
  deploy::Done<deploy::RegisterAnswer> late;
  monitor.on_register = [&](Goal, deploy::Done<deploy::RegisterAnswer> done) {
    late = std::move(done);
    arrived.set_value();
  };
  auto open = std::async(std::launch::async, [&] { return send(request()); });
  arrived.get_future().wait();
  thread.run([&] {
    server.reset();
    late(answer);  // comes to nothing
  });
  EXPECT_EQ(open.get().error_code(), StatusCode::UNAVAILABLE);
}

TEST_F(MonitorServerTest, HandlesHundredsOfCallsAtOnce) {
  std::vector<std::pair<Goal, deploy::Done<deploy::RegisterAnswer>>> waiting;
  constexpr std::size_t count = 300;
  monitor.on_register = [&](Goal asked, deploy::Done<deploy::RegisterAnswer> done) {
    waiting.emplace_back(std::move(asked), std::move(done));
    if (waiting.size() < count) return;
    for (auto& [each, answering] : waiting) {
      auto named = answer;
      named.id = each.name;
      answering(std::move(named));
    }
  };
  struct Open {
    grpc::ClientContext context;
    pulumirpc::RegisterResourceRequest asked = request();
    pulumirpc::RegisterResourceResponse got;
    std::promise<bool> ok;
  };
  std::deque<Open> calls(count);
  for (std::size_t i = 0; i < count; ++i) {
    auto& call = calls[i];
    call.asked.set_name(std::to_string(i));
    stub->async()->RegisterResource(&call.context, &call.asked, &call.got,
                                    [&call](const grpc::Status& status) { call.ok.set_value(status.ok()); });
  }
  for (std::size_t i = 0; i < count; ++i) {
    ASSERT_TRUE(calls[i].ok.get_future().get());
    EXPECT_EQ(calls[i].got.id(), std::to_string(i));
  }
}

TEST(Durations, ReadAsGoWritesThem) {
  EXPECT_EQ(*parse_duration("90s"), 90);
  EXPECT_EQ(*parse_duration("1h15m30.5s"), 4530.5);
  for (const auto* bad : {"", "5", "m", "5x", "1..5s", "-5s"}) EXPECT_FALSE(parse_duration(bad)) << bad;
}

}  // namespace
}  // namespace ashlar::plugin
