// Components and methods of a real plugin process, from a program's request to what the plugin registers in its turn.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deploy/deployment.hpp"
#include "plugin/engine_server.hpp"
#include "plugin/grpc_support.hpp"
#include "plugin/monitor_server.hpp"
#include "plugin/plugin_folder_fixture.hpp"
#include "plugin/plugin_host.hpp"
#include "plugin/server_fixture.hpp"
#include "pulumi/resource.grpc.pb.h"
#include "wire/marshal.hpp"

namespace ashlar::plugin {
namespace {

using google::protobuf::Empty;
using grpc::Status;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

using Monitor = pulumirpc::ResourceMonitor::StubInterface;

/// A program on a thread of its own, which reaches the engine by the wire alone.
class WireProgram final : public deploy::Program {
 public:
  using Body = std::function<void(Monitor&)>;

  WireProgram(EventLoop& loop, Body body) : loop_(loop), body_(std::move(body)) {}
  ~WireProgram() override { thread_.join(); }

  void run(deploy::Monitor& monitor, deploy::Done<deploy::ProgramResult> done) override {
    DeploymentFacts facts;
    facts.project = "proj";
    facts.stack = "dev";
    server_ = std::move(*MonitorServer::start(monitor, loop_, entropy_, facts));
    thread_ = std::thread([this, done] {
      const auto stub = pulumirpc::ResourceMonitor::NewStub(open_channel(monitor_address()));
      body_(*stub);
      loop_.post([this, done] {
        server_.reset();
        done(deploy::ProgramResult{});
      });
    });
  }
  void interrupt() override {}
  [[nodiscard]] std::string monitor_address() const override { return server_->address(); }

 private:
  EventLoop& loop_;
  Body body_;
  SystemEntropy entropy_;
  std::unique_ptr<MonitorServer> server_;
  std::thread thread_;
};

class NoJournal final : public deploy::Journal {
 public:
  explicit NoJournal(EventLoop& loop) : loop_(loop) {}
  void append(deploy::Record, std::function<void(ashlar::Status)> done) override {
    if (done) loop_.post([done = std::move(done)] { done(ashlar::Status()); });
  }

 private:
  EventLoop& loop_;
};

class Errors final : public deploy::EventSink {
 public:
  void on_event(const deploy::Event& event) override {
    const auto* raised = std::get_if<deploy::DiagnosticRaised>(&event);
    if (raised != nullptr && raised->diagnostic.severity == Severity::error) all.push_back(raised->diagnostic.message);
  }
  std::vector<std::string> all;
};

/// Programs that run against the engine and the plugin `component`.
class RemoteComponents : public testing::Test {
 protected:
  RemoteComponents() {
    folder.add("bin/pulumi-resource-component", ASHLAR_FAKE_COMPONENT_PLUGIN);
    engine = thread.run([&] { return std::move(*EngineServer::start(thread.loop())); });
    PluginHostOptions host_options;
    host_options.search.path = (folder.path() / "bin").string();
    host_options.search.plugins_directory = folder.path() / "plugins";
    host_options.engine_address = engine->address();
    host_options.directory = folder.path();
    host = thread.run([&] { return std::make_unique<PluginHost>(host_options, thread.loop()); });
    options.project = "proj";
    options.stack = "dev";
  }
  ~RemoteComponents() override {
    EXPECT_TRUE(thread.await<bool>([&](auto done) { host->shut_down([done] { done(true); }); }));
    thread.run([&] {
      host.reset();
      engine.reset();
    });
  }

  deploy::Outcome run(const WireProgram::Body& body) {
    WireProgram program(thread.loop(), body);
    NoJournal journal(thread.loop());
    const deploy::Surroundings with{thread.loop(), clock, entropy, *host, journal, errors};
    std::unique_ptr<deploy::Deployment> deployment;
    auto outcome = thread.await<deploy::Outcome>([&](auto done) {
      deployment = std::make_unique<deploy::Deployment>(with, state, options, &program);
      deployment->start([done](deploy::Outcome result) { done(std::move(result)); });
    });
    thread.run([&] { deployment.reset(); });
    state = outcome->snapshot;
    return *outcome;
  }

  /// Registers a group, as SDKs do; its answer is in `response`.
  Status register_group(Monitor& monitor, const PropertyMap& inputs) {
    pulumirpc::RegisterResourceRequest request;
    request.set_type("component:index:Group");
    request.set_name("group");
    request.set_remote(true);
    request.set_acceptsecrets(true);
    request.set_supportspartialvalues(true);
    request.set_supportsresultreporting(true);
    EXPECT_TRUE(wire::marshal(inputs, {}, *request.mutable_object()));
    grpc::ClientContext context;
    return monitor.RegisterResource(&context, request, &response);
  }
  static Status call(Monitor& monitor, const PropertyMap& args, pulumirpc::CallResponse& answer) {
    pulumirpc::ResourceCallRequest request;
    request.set_tok("component:index:Group/grow");
    EXPECT_TRUE(wire::marshal(args, {}, *request.mutable_args()));
    grpc::ClientContext context;
    return monitor.Call(&context, request, &answer);
  }
  static void wait_for_shutdown(Monitor& monitor) {
    grpc::ClientContext context;
    Empty nothing;
    static_cast<void>(monitor.SignalAndWaitForShutdown(&context, Empty(), &nothing));
  }
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> result;
    for (const auto& resource : state.resources) {
      if (!resource->urn.is_provider()) result.emplace_back(resource->urn.name());
    }
    return result;
  }

  LoopThread thread;
  PluginFolder folder;
  std::unique_ptr<EngineServer> engine;
  std::unique_ptr<PluginHost> host;
  SystemClock clock;
  SystemEntropy entropy;
  Errors errors;
  deploy::Options options;
  deploy::Snapshot state;
  pulumirpc::RegisterResourceResponse response;
};

TEST_F(RemoteComponents, AreConstructedByTheirPluginAndAnsweredWithOutputs) {
  const auto outcome = run([&](Monitor& monitor) {
    EXPECT_TRUE(register_group(monitor, {{"size", "3"}, {"note", PropertyValue::secret("n")}}).ok());
    wait_for_shutdown(monitor);
  });

  EXPECT_FALSE(outcome.failed);
  EXPECT_THAT(errors.all, ElementsAre());
  EXPECT_THAT(names(), ElementsAre("group", "group-disk"));
  const auto disk = "urn:pulumi:dev::proj::component:index:Group$component:index:Disk::group-disk";
  EXPECT_EQ(response.urn(), "urn:pulumi:dev::proj::component:index:Group::group");
  EXPECT_EQ(*wire::unmarshal(response.object(), {}),
            (PropertyMap{{"disk", "id-group-disk"}, {"note", PropertyValue::secret("n")}}));
  EXPECT_THAT(response.propertydependencies().at("disk").urns(), ElementsAre(disk));
  EXPECT_EQ(state.resources.back()->inputs, (PropertyMap{{"size", "3"}}));
}

TEST_F(RemoteComponents, HaveMethods) {
  pulumirpc::CallResponse answer, refused;
  run([&](Monitor& monitor) {
    EXPECT_TRUE(register_group(monitor, {}).ok());
    const ResourceReference self{.urn = response.urn()};
    EXPECT_TRUE(call(monitor, {{"__self__", self}, {"by", "2"}}, answer).ok());
    EXPECT_TRUE(call(monitor, {{"__self__", self}}, refused).ok());
    wait_for_shutdown(monitor);
  });

  EXPECT_EQ(*wire::unmarshal(answer.return_(), {}), (PropertyMap{{"result", "group grows by 2"}}));
  EXPECT_THAT(answer.returndependencies().at("result").urns(), ElementsAre(response.urn()));
  EXPECT_EQ(refused.failures(0).property(), "by");
}

TEST_F(RemoteComponents, WhoseInputsAreRefusedSayWhichOnesAndWhy) {
  const auto outcome = run([&](Monitor& monitor) {
    EXPECT_EQ(register_group(monitor, {{"wrong", "is odd"}}).error_code(), grpc::StatusCode::UNAVAILABLE);
  });

  EXPECT_TRUE(outcome.failed);
  EXPECT_THAT(errors.all,
              ElementsAre(AllOf(HasSubstr("constructing component:index:Group 'group': the inputs are not valid"),
                                HasSubstr("property wrong: is odd"))));
}

TEST_F(RemoteComponents, WhosePluginDiesAreAFailureThatTellsItsLastWords) {
  const auto outcome = run([&](Monitor& monitor) {
    EXPECT_EQ(register_group(monitor, {{"crash", "out of ideas"}}).error_code(), grpc::StatusCode::UNAVAILABLE);
  });

  EXPECT_TRUE(outcome.failed);
  EXPECT_THAT(errors.all,
              ElementsAre(AllOf(HasSubstr("constructing component:index:Group 'group'"), HasSubstr("out of ideas"))));
  EXPECT_THAT(names(), ElementsAre("group")) << "what had been registered stays";
}

TEST_F(RemoteComponents, InWhichAResourceFailsEndTheRunWithThatFailureAlone) {
  const auto outcome = run([&](Monitor& monitor) {
    EXPECT_EQ(register_group(monitor, {{"fail", "no space"}}).error_code(), grpc::StatusCode::UNAVAILABLE);
  });

  EXPECT_TRUE(outcome.failed);
  EXPECT_THAT(errors.all, ElementsAre(HasSubstr("no space")));
}

TEST_F(RemoteComponents, WhoseMethodFailsEndTheRun) {
  pulumirpc::CallResponse answer;
  const auto outcome = run([&](Monitor& monitor) {
    EXPECT_EQ(call(monitor, {{"by", "fail"}}, answer).error_code(), grpc::StatusCode::UNAVAILABLE);
  });

  EXPECT_TRUE(outcome.failed);
  EXPECT_THAT(errors.all, ElementsAre(HasSubstr("calling component:index:Group/grow: it cannot grow any more")));
}

}  // namespace
}  // namespace ashlar::plugin
