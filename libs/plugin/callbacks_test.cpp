// Transforms that the program serves, from the monitor's request to the program's answer.

#include "plugin/callbacks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plugin/grpc_support.hpp"
#include "plugin/monitor_server.hpp"
#include "plugin/server_fixture.hpp"
#include "pulumi/callback.grpc.pb.h"
#include "pulumi/resource.grpc.pb.h"
#include "wire/marshal.hpp"

namespace ashlar::plugin {
namespace {

using google::protobuf::Empty;
using testing::ElementsAre;
using testing::HasSubstr;

const Urn parent = Urn::make("dev", "proj", "", "my:Outer", "outer");
const Urn other = Urn::make("dev", "proj", "", "pkg:m:T", "other");

/// A program's callbacks, of which a test writes the answers.
class ProgramCallbacks final : public pulumirpc::Callbacks::Service {
 public:
  std::function<grpc::Status(const pulumirpc::CallbackInvokeRequest&, pulumirpc::CallbackInvokeResponse&)> answer;

  grpc::Status Invoke(grpc::ServerContext*, const pulumirpc::CallbackInvokeRequest* request,
                      pulumirpc::CallbackInvokeResponse* response) override {
    return answer(*request, *response);
  }
};

template <typename Message>
Message parsed(const std::string& bytes) {
  Message message;
  EXPECT_TRUE(message.ParseFromString(bytes));
  return message;
}

class CallbacksTest : public testing::Test {
 protected:
  CallbacksTest() {
    EXPECT_TRUE(program.start(service));
    server = thread.run([&] { return std::move(*MonitorServer::start(monitor, thread.loop(), entropy, {})); });
    stub = pulumirpc::ResourceMonitor::NewStub(open_channel(server->address()));
    callback.set_target(program.address());
    callback.set_token("the token");
  }
  ~CallbacksTest() override {
    thread.run([&] { server.reset(); });
    program.stop();
  }

  /// Registers a resource with a transform, and has that transform change `goal`.
  Result<Goal> transform(Goal goal) {
    monitor.on_register = [](const Goal&, const auto& done) {
      done(deploy::RegisterAnswer{.urn = Urn::make("dev", "proj", "", "pkg:m:T", "name")});
    };
    pulumirpc::RegisterResourceRequest request;
    request.set_type("pkg:m:T");
    request.set_name("name");
    *request.add_transforms() = callback;
    pulumirpc::RegisterResourceResponse response;
    grpc::ClientContext context;
    EXPECT_TRUE(stub->RegisterResource(&context, request, &response).ok());
    return thread.await<Goal>([&](auto done) { monitor.transforms.at(0)(std::move(goal), std::move(done)); });
  }
  Result<deploy::FunctionCall> transform(deploy::FunctionCall call) {
    grpc::ClientContext context;
    Empty nothing;
    EXPECT_TRUE(stub->RegisterStackInvokeTransform(&context, callback, &nothing).ok());
    return thread.await<deploy::FunctionCall>(
        [&](auto done) { monitor.invoke_transforms.at(0)(std::move(call), std::move(done)); });
  }
  static Goal goal() {
    Goal made{.type = "pkg:m:T", .name = "name", .custom = true};
    made.parent = parent;
    return made;
  }

  LoopThread thread;
  FakeMonitor monitor;
  SystemEntropy entropy;
  ProgramCallbacks service;
  LocalServer program;
  std::unique_ptr<MonitorServer> server;
  std::unique_ptr<pulumirpc::ResourceMonitor::Stub> stub;
  pulumirpc::Callback callback;
};

TEST_F(CallbacksTest, ATransformSeesTheWholeRegistration) {
  pulumirpc::TransformRequest seen;
  service.answer = [&](const auto& request, auto&) {
    EXPECT_EQ(request.token(), "the token");
    seen = parsed<pulumirpc::TransformRequest>(request.request());
    return grpc::Status::OK;
  };
  auto made = goal();
  const auto inner = std::make_shared<const PropertyValue>("v");
  made.properties = {{"s", PropertyValue::secret("x")}, {"o", OutputValue{inner, true, {other}}}};
  made.protect = true;
  made.dependencies = {other};
  made.provider = "urn::id";
  made.package.version = "1.2.3";
  made.custom_timeouts.create = 90;
  made.aliases = {{.name = "old"}};
  made.import_id = "i";
  const auto answer = transform(made);

  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(seen.type(), "pkg:m:T");
  EXPECT_EQ(seen.name(), "name");
  EXPECT_TRUE(seen.custom());
  EXPECT_EQ(seen.parent(), parent.text());
  EXPECT_EQ(*wire::unmarshal(seen.properties(), {}), made.properties);
  EXPECT_TRUE(seen.options().protect());
  EXPECT_FALSE(seen.options().has_retain_on_delete());
  EXPECT_THAT(seen.options().depends_on(), ElementsAre(other.text()));
  EXPECT_EQ(seen.options().provider(), "urn::id");
  EXPECT_EQ(seen.options().version(), "1.2.3");
  EXPECT_EQ(seen.options().custom_timeouts().create(), "90s");
  EXPECT_EQ(seen.options().aliases(0).spec().name(), "old");
  EXPECT_EQ(seen.options().import(), "i");
  // Nothing in the answer: nothing changes.
  EXPECT_EQ(answer->properties, made.properties);
  EXPECT_EQ(answer->protect, true);
  EXPECT_EQ(answer->dependencies, made.dependencies);
}

TEST_F(CallbacksTest, ATransformChangesPropertiesAndOptions) {
  service.answer = [&](const auto&, auto& out) {
    pulumirpc::TransformResponse response;
    EXPECT_TRUE(wire::marshal(PropertyMap{{"tags", PropertyMap{{"a", "b"}}}}, {}, *response.mutable_properties()));
    auto& options = *response.mutable_options();
    options.set_retain_on_delete(true);
    options.add_depends_on(other.text());
    options.set_version("v2.0.0");
    options.mutable_custom_timeouts()->set_delete_("5m");
    (*options.mutable_providers())["pkg"] = "urn::id";
    options.add_ignore_changes("a");
    out.set_response(response.SerializeAsString());
    return grpc::Status::OK;
  };
  auto made = goal();
  made.protect = true;
  const auto answer = transform(made);

  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->properties, (PropertyMap{{"tags", PropertyMap{{"a", "b"}}}}));
  EXPECT_EQ(answer->protect, std::nullopt) << "options are answered as a whole";
  EXPECT_EQ(answer->retain_on_delete, true);
  EXPECT_THAT(answer->dependencies, ElementsAre(other));
  EXPECT_EQ(answer->package.version, "2.0.0");
  EXPECT_EQ(answer->custom_timeouts.remove, 300);
  EXPECT_EQ(answer->providers.at("pkg"), "urn::id");
  EXPECT_THAT(answer->ignore_changes, ElementsAre("a"));
  EXPECT_EQ(answer->parent, parent);
}

TEST_F(CallbacksTest, ATransformThatFailsSaysWhy) {
  service.answer = [](const auto&, auto&) { return grpc::Status(grpc::StatusCode::UNKNOWN, "KeyError: 'tags'"); };
  const auto answer = transform(goal());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().message, "KeyError: 'tags'");
}

TEST_F(CallbacksTest, AnAnswerThatCannotBeReadIsAnError) {
  service.answer = [](const auto&, auto& out) {
    out.set_response("\x01");
    return grpc::Status::OK;
  };
  const auto answer = transform(goal());
  ASSERT_FALSE(answer);
  EXPECT_THAT(answer.error().message, HasSubstr("cannot be read"));
}

TEST_F(CallbacksTest, AnOptionThatNamesNoResourceIsAnError) {
  service.answer = [](const auto&, auto& out) {
    pulumirpc::TransformResponse response;
    response.mutable_options()->add_depends_on("nobody");
    out.set_response(response.SerializeAsString());
    return grpc::Status::OK;
  };
  const auto answer = transform(goal());
  ASSERT_FALSE(answer);
  EXPECT_THAT(answer.error().message, HasSubstr("depends_on"));
}

TEST_F(CallbacksTest, ATransformOfTheStackIsRegisteredByItsAddress) {
  grpc::ClientContext context, another;
  Empty nothing;
  EXPECT_TRUE(stub->RegisterStackTransform(&context, callback, &nothing).ok());
  EXPECT_EQ(thread.run([&] { return monitor.stack_transforms.size(); }), 1U);
  EXPECT_EQ(stub->RegisterStackTransform(&another, {}, &nothing).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(CallbacksTest, AnInvokeTransformChangesArgumentsAndOptions) {
  pulumirpc::TransformInvokeRequest seen;
  service.answer = [&](const auto& request, auto& out) {
    seen = parsed<pulumirpc::TransformInvokeRequest>(request.request());
    pulumirpc::TransformInvokeResponse response;
    EXPECT_TRUE(wire::marshal(PropertyMap{{"b", 2}}, {}, *response.mutable_args()));
    response.mutable_options()->set_version("2.0.0");
    out.set_response(response.SerializeAsString());
    return grpc::Status::OK;
  };
  deploy::FunctionCall call{.token = "pkg:m:lookup", .args = {{"a", 1}}, .provider = "urn::id", .package = {}};
  const auto answer = transform(call);

  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(seen.token(), "pkg:m:lookup");
  EXPECT_EQ(*wire::unmarshal(seen.args(), {}), (PropertyMap{{"a", 1}}));
  EXPECT_EQ(seen.options().provider(), "urn::id");
  EXPECT_EQ(answer->args, (PropertyMap{{"b", 2}}));
  EXPECT_EQ(answer->package.version, "2.0.0");
  EXPECT_EQ(answer->provider, "");
}

TEST_F(CallbacksTest, WhatIsOpenWhenTheMonitorEndsIsAnsweredWithAnError) {
  std::promise<void> asked, let_go;
  service.answer = [&](const auto&, auto&) {
    asked.set_value();
    let_go.get_future().wait();
    return grpc::Status::OK;
  };
  auto waiting = std::async(std::launch::async, [&] { return transform(goal()); });
  asked.get_future().wait();
  thread.run([&] { server.reset(); });
  EXPECT_FALSE(waiting.get());
  let_go.set_value();
}

}  // namespace
}  // namespace ashlar::plugin
