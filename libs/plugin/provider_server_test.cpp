#include "plugin/provider_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plugin/fake_provider.hpp"
#include "plugin/grpc_support.hpp"
#include "plugin/plugin_provider.hpp"
#include "plugin/server_fixture.hpp"
#include "pulumi/provider.grpc.pb.h"

namespace ashlar::plugin {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const Urn urn = Urn::make("dev", "proj", "", "fake:m:T", "name");

/// A provider that we serve, reached by our own client: whatever goes in comes out.
class ServedProvider : public testing::Test {
 protected:
  ServedProvider() {
    server = thread.run([&] {
      return std::move(*ProviderServer::start(
          provider, thread.loop(), {.name = "fake", .version = "1.2.3", .schema = "{\"name\":\"fake\"}"},
          [&](const Urn&, std::string text) { warnings.push_back(std::move(text)); }));
    });
    client = *thread.await<std::shared_ptr<PluginProvider>>([&](auto done) {
      PluginProvider::connect(PluginProcess::attach("the provider plugin fake", server->address(), thread.loop()),
                              {.engine_address = "-"}, std::move(done));
    });
  }
  ~ServedProvider() override {
    thread.run([&] {
      client.reset();
      server.reset();
    });
  }

  Result<deploy::CreateAnswer> create(PropertyMap inputs, bool preview = false) {
    deploy::CreateRequest request{urn, std::move(inputs), 0, preview, ""};
    return thread.await<deploy::CreateAnswer>([&](auto done) { client->create(request, std::move(done)); });
  }

  LoopThread thread;
  FakeProvider provider;
  std::vector<std::string> warnings;
  std::unique_ptr<ProviderServer> server;
  std::shared_ptr<PluginProvider> client;
};

TEST_F(ServedProvider, KeepsMarksBothWays) {
  const ResourceReference reference{urn.text(), std::make_shared<const PropertyValue>("x"), "", "", ""};
  const PropertyMap inputs{
      {"s", PropertyValue::secret("x")}, {"r", reference}, {"b", ByteString{"\xff"}}, {"n", PropertyValue()}};
  const auto answer = create(inputs);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->id, "id-name");
  EXPECT_EQ(answer->outputs, inputs);
}

TEST_F(ServedProvider, PreviewsWithUnknownValues) {
  const PropertyMap inputs{{"u", PropertyValue::computed()}};
  const auto answer = create(inputs, true);
  ASSERT_TRUE(answer);
  EXPECT_TRUE(answer->id.empty());
  EXPECT_EQ(answer->outputs, inputs);
  EXPECT_TRUE(client->supports_preview());
  EXPECT_TRUE(client->supports_autonaming());
}

TEST_F(ServedProvider, WhatDidNotGetReadyIsAnAnswerWithReasons) {
  const auto created = create({{"unready", "still booting"}});
  ASSERT_TRUE(created);
  EXPECT_EQ(created->id, "id-name");
  EXPECT_THAT(created->init_errors, ElementsAre("still booting"));
  EXPECT_EQ(created->outputs, (PropertyMap{{"unready", "still booting"}}));

  deploy::UpdateRequest update{urn, "i", {}, {}, {{"unready", "again"}}, 0, {}, false};
  const auto updated = thread.await<deploy::UpdateAnswer>([&](auto done) { client->update(update, std::move(done)); });
  ASSERT_TRUE(updated);
  EXPECT_THAT(updated->init_errors, ElementsAre("again"));
}

TEST_F(ServedProvider, FailuresComeThroughWithTheirCall) {
  const auto created = create({{"fail", "no more capacity"}});
  ASSERT_FALSE(created);
  EXPECT_THAT(created.error().message, HasSubstr("no more capacity"));
  EXPECT_THAT(created.error().notes, testing::Contains(HasSubstr("call Create")));
}

TEST_F(ServedProvider, ChecksDiffsReadsDeletesAndInvokes) {
  deploy::CheckRequest check{urn, {}, {{"wrong", "bad"}, {"wron", 1}}, "seed", std::nullopt, false};
  const auto checked = thread.await<deploy::CheckAnswer>([&](auto done) { client->check(check, std::move(done)); });
  ASSERT_TRUE(checked);
  EXPECT_EQ(checked->inputs.at("checked"), PropertyValue(true));
  ASSERT_EQ(checked->failures.size(), 1U);
  EXPECT_EQ(checked->failures[0].reason, "bad");
  EXPECT_THAT(thread.run([&] { return warnings; }), ElementsAre(HasSubstr("did you mean")));

  deploy::DiffRequest diff{urn, "i", {{"size", 1}}, {}, {{"size", 2}}, {}, false};
  const auto diffed = thread.await<deploy::DiffAnswer>([&](auto done) { client->diff(diff, std::move(done)); });
  ASSERT_TRUE(diffed);
  EXPECT_EQ(diffed->changes, deploy::DiffAnswer::Changes::some);
  EXPECT_THAT(diffed->replaces, ElementsAre("size"));
  EXPECT_TRUE(diffed->delete_before_replace);
  EXPECT_EQ(diffed->detailed.at("size").kind, DiffKind::update_replace);

  deploy::ReadRequest read{urn, "i", {{"a", 1}}, {{"b", 2}}, 0, false};
  const auto found = thread.await<deploy::ReadAnswer>([&](auto done) { client->read(read, std::move(done)); });
  ASSERT_TRUE(found);
  EXPECT_EQ(found->inputs, read.inputs);
  EXPECT_EQ(found->outputs, read.outputs);
  read.id = "gone";
  EXPECT_TRUE(thread.await<deploy::ReadAnswer>([&](auto done) { client->read(read, std::move(done)); })->id.empty());

  deploy::DeleteRequest remove{urn, "i", {{"fail", "in use"}}, {}, 0};
  EXPECT_FALSE(thread.await<void>([&](auto done) { client->remove(remove, std::move(done)); }));
  deploy::InvokeRequest invoke{"fake:m:f", {{"a", 1}}, false};
  const auto invoked = thread.await<deploy::InvokeAnswer>([&](auto done) { client->invoke(invoke, std::move(done)); });
  EXPECT_EQ(invoked->result, (PropertyMap{{"a", 1}, {"token", "fake:m:f"}}));
}

TEST_F(ServedProvider, IsConfiguredWithoutTheEnginesOwnKeys) {
  const PropertyMap inputs{{"region", "x"}, {"token", PropertyValue::secret("t")}, {"__internal", PropertyMap{}}};
  ASSERT_TRUE(thread.await<void>([&](auto done) { client->configure(urn, "i", inputs, std::move(done)); }));
  EXPECT_EQ(provider.configuration, (PropertyMap{{"region", "x"}, {"token", PropertyValue::secret("t")}}));
}

TEST_F(ServedProvider, IsToldToCancel) {
  thread.run([&] { client->cancel(); });
  while (!thread.run([&] { return provider.cancelled; })) std::this_thread::yield();
}

TEST_F(ServedProvider, GivesItsSchemaAndVersion) {
  const auto stub = pulumirpc::ResourceProvider::NewStub(open_channel(server->address()));
  grpc::ClientContext first;
  pulumirpc::GetSchemaResponse schema;
  ASSERT_TRUE(stub->GetSchema(&first, {}, &schema).ok());
  EXPECT_EQ(schema.schema(), "{\"name\":\"fake\"}");
  grpc::ClientContext second;
  pulumirpc::PluginInfo info;
  ASSERT_TRUE(stub->GetPluginInfo(&second, {}, &info).ok());
  EXPECT_EQ(info.version(), "1.2.3");
  grpc::ClientContext third;
  pulumirpc::ConstructResponse constructed;
  EXPECT_EQ(stub->Construct(&third, {}, &constructed).error_code(), grpc::StatusCode::UNIMPLEMENTED);
}

}  // namespace
}  // namespace ashlar::plugin
