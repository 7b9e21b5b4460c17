#include "plugin/engine_server.hpp"

#include <gtest/gtest.h>

#include <grpcpp/generic/generic_stub.h>

#include "plugin/grpc_support.hpp"
#include "plugin/server_fixture.hpp"
#include "pulumi/engine.grpc.pb.h"

namespace ashlar::plugin {
namespace {

using google::protobuf::Empty;

class EngineServerTest : public testing::Test {
 protected:
  EngineServerTest() {
    server = thread.run([&] {
      auto started = std::move(*EngineServer::start(thread.loop()));
      started->set_log([this](Diagnostic diagnostic) { logged.push_back(std::move(diagnostic)); });
      return started;
    });
    channel = open_channel(server->address());
    stub = pulumirpc::Engine::NewStub(channel);
  }
  ~EngineServerTest() override {
    thread.run([&] { server.reset(); });
  }

  grpc::Status require(const std::string& range) {
    grpc::ClientContext context;
    pulumirpc::RequirePulumiVersionRequest request;
    request.set_pulumi_version_range(range);
    pulumirpc::RequirePulumiVersionResponse response;
    return stub->RequirePulumiVersion(&context, request, &response);
  }

  LoopThread thread;
  std::vector<Diagnostic> logged;
  std::unique_ptr<EngineServer> server;
  std::shared_ptr<grpc::Channel> channel;
  std::unique_ptr<pulumirpc::Engine::Stub> stub;
};

TEST_F(EngineServerTest, PassesMessagesOn) {
  grpc::ClientContext context;
  pulumirpc::LogRequest request;
  request.set_severity(pulumirpc::WARNING);
  request.set_message("careful");
  request.set_urn("urn");
  request.set_ephemeral(true);
  request.set_streamid(4);
  Empty nothing;
  ASSERT_TRUE(stub->Log(&context, request, &nothing).ok());
  const auto seen = thread.run([&] { return logged; });
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].severity, Severity::warning);
  EXPECT_EQ(seen[0].message, "careful");
  EXPECT_EQ(seen[0].urn, "urn");
  EXPECT_TRUE(seen[0].ephemeral);
  EXPECT_EQ(seen[0].stream_id, 4);
}

TEST_F(EngineServerTest, RemembersTheRootResource) {
  pulumirpc::SetRootResourceRequest set;
  set.set_urn("urn:root");
  pulumirpc::SetRootResourceResponse done;
  grpc::ClientContext first;
  ASSERT_TRUE(stub->SetRootResource(&first, set, &done).ok());
  pulumirpc::GetRootResourceResponse got;
  grpc::ClientContext second;
  ASSERT_TRUE(stub->GetRootResource(&second, {}, &got).ok());
  EXPECT_EQ(got.urn(), "urn:root");
}

TEST_F(EngineServerTest, ChecksRequiredVersions) {
  EXPECT_TRUE(require(">=3.100.0 <4.0.0").ok());
  EXPECT_EQ(require(">=4.0.0").error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(require("soon").error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(EngineServerTest, AnswersHealthChecks) {
  // The request has one field, the service's name; the answer one, a number, where 1 is "serving".
  grpc::GenericStub generic(channel);
  grpc::ClientContext context;
  grpc::CompletionQueue queue;
  const auto call =
      generic.PrepareUnaryCall(&context, "/grpc.health.v1.Health/Check", grpc::ByteBuffer(nullptr, 0), &queue);
  call->StartCall();
  grpc::ByteBuffer reply;
  grpc::Status status;
  call->Finish(&reply, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  ASSERT_TRUE(queue.Next(&tag, &ok));
  ASSERT_TRUE(status.ok()) << status.error_message();
  grpc::Slice slice;
  ASSERT_TRUE(reply.DumpToSingleSlice(&slice).ok());
  EXPECT_EQ(std::string(slice.begin(), slice.end()), "\x08\x01");
}

}  // namespace
}  // namespace ashlar::plugin
