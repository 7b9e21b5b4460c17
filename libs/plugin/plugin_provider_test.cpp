#include "plugin/plugin_provider.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plugin/grpc_support.hpp"
#include "plugin/returned_values.hpp"
#include "plugin/server_fixture.hpp"
#include "plugin/status_details.hpp"
#include "pulumi/provider.grpc.pb.h"
#include "wire/marshal.hpp"

namespace ashlar::plugin {
namespace {

using google::protobuf::Empty;
using google::protobuf::Struct;
using grpc::ServerContext;
using grpc::Status;
using testing::Contains;
using testing::HasSubstr;

const Urn urn = Urn::make("dev", "proj", "", "fake:m:T", "name");
const Urn provider_urn = Urn::make("dev", "proj", "", "pulumi:providers:fake", "default");

PropertyMap values(const Struct& in) { return *wire::unmarshal(in, {}); }

/// A plugin that remembers what it was asked and echoes new inputs, without any marks if `knows_secrets` is false.
class RecordingPlugin final : public pulumirpc::ResourceProvider::Service {
 public:
  bool greets = true;
  bool knows_secrets = false;
  Status failure;  ///< what creates answer when it is not OK
  std::string id = "id";

  pulumirpc::ProviderHandshakeRequest handshake;
  pulumirpc::PluginAttach attached;
  pulumirpc::ParameterizeRequest parameters;
  pulumirpc::CheckRequest check_config, check;
  pulumirpc::DiffRequest diff;
  pulumirpc::ConfigureRequest configure;
  pulumirpc::CreateRequest create;
  pulumirpc::UpdateRequest update;
  pulumirpc::ReadRequest read;
  pulumirpc::DeleteRequest removed;

  Status Handshake(ServerContext*, const pulumirpc::ProviderHandshakeRequest* request,
                   pulumirpc::ProviderHandshakeResponse* response) override {
    handshake = *request;
    response->set_accept_secrets(knows_secrets);
    return greets ? Status::OK : Status(grpc::StatusCode::UNIMPLEMENTED, "no greeting");
  }
  Status Attach(ServerContext*, const pulumirpc::PluginAttach* request, Empty*) override {
    attached = *request;
    return Status::OK;
  }
  Status Parameterize(ServerContext*, const pulumirpc::ParameterizeRequest* request,
                      pulumirpc::ParameterizeResponse*) override {
    parameters = *request;
    return Status::OK;
  }
  Status CheckConfig(ServerContext*, const pulumirpc::CheckRequest* request,
                     pulumirpc::CheckResponse* response) override {
    check_config = *request;
    *response->mutable_inputs() = request->news();
    return Status::OK;
  }
  Status Configure(ServerContext*, const pulumirpc::ConfigureRequest* request,
                   pulumirpc::ConfigureResponse* response) override {
    configure = *request;
    response->set_acceptsecrets(knows_secrets);
    response->set_supportspreview(true);
    return Status::OK;
  }
  Status Check(ServerContext*, const pulumirpc::CheckRequest* request, pulumirpc::CheckResponse* response) override {
    check = *request;
    *response->mutable_inputs() = request->news();
    return Status::OK;
  }
  Status Diff(ServerContext*, const pulumirpc::DiffRequest* request, pulumirpc::DiffResponse*) override {
    diff = *request;
    return Status::OK;
  }
  Status Create(ServerContext*, const pulumirpc::CreateRequest* request, pulumirpc::CreateResponse* response) override {
    create = *request;
    response->set_id(id);
    *response->mutable_properties() = request->properties();
    return failure;
  }
  Status Update(ServerContext*, const pulumirpc::UpdateRequest* request, pulumirpc::UpdateResponse* response) override {
    update = *request;
    *response->mutable_properties() = request->news();
    return Status::OK;
  }
  Status Read(ServerContext*, const pulumirpc::ReadRequest* request, pulumirpc::ReadResponse* response) override {
    read = *request;
    response->set_id(request->id());
    *response->mutable_properties() = request->properties();
    *response->mutable_inputs() = request->inputs();
    return Status::OK;
  }
  Status Delete(ServerContext*, const pulumirpc::DeleteRequest* request, Empty*) override {
    removed = *request;
    return Status::OK;
  }
};

class PluginProviderTest : public testing::Test {
 protected:
  PluginProviderTest() { EXPECT_TRUE(server.start(plugin)); }
  ~PluginProviderTest() override {
    thread.run([&] { provider.reset(); });
  }

  Result<std::shared_ptr<PluginProvider>> connect(ProviderGreeting greeting = {.engine_address = "engine:1",
                                                                               .directory = "/plugins/fake"}) {
    auto connected = thread.await<std::shared_ptr<PluginProvider>>([&](auto done) {
      PluginProvider::connect(PluginProcess::attach("the provider plugin fake", server.address(), thread.loop()),
                              std::move(greeting), std::move(done));
    });
    if (connected) provider = *connected;
    return connected;
  }
  Result<void> configure(PropertyMap inputs) {
    return thread.await<void>(
        [&](auto done) { provider->configure(provider_urn, "pid", std::move(inputs), std::move(done)); });
  }
  Result<deploy::CreateAnswer> create(PropertyMap inputs, bool preview = false) {
    deploy::CreateRequest request{urn, std::move(inputs), 30, preview, ""};
    return thread.await<deploy::CreateAnswer>([&](auto done) { provider->create(request, std::move(done)); });
  }

  LoopThread thread;
  RecordingPlugin plugin;
  LocalServer server;
  std::shared_ptr<PluginProvider> provider;
};

TEST_F(PluginProviderTest, GreetsWithWhatThisEngineDoes) {
  ASSERT_TRUE(connect());
  EXPECT_EQ(plugin.handshake.engine_address(), "engine:1");
  EXPECT_EQ(plugin.handshake.root_directory(), "/plugins/fake");
  EXPECT_TRUE(plugin.handshake.configure_with_urn());
  EXPECT_FALSE(plugin.handshake.supports_views());
  EXPECT_TRUE(provider->supports_preview()) << "a plugin that was greeted previews";
}

TEST_F(PluginProviderTest, APluginThatRanBeforeIsAttachedTo) {
  ASSERT_TRUE(connect({.engine_address = "engine:1"}));
  EXPECT_FALSE(plugin.handshake.has_root_directory());
  EXPECT_EQ(plugin.attached.address(), "engine:1");
}

TEST_F(PluginProviderTest, APackageCanBeMadeOfAPluginByParameters) {
  ASSERT_TRUE(connect({.engine_address = "e", .directory = "/p", .parameterization = {{"netlify", "1.0.0", "bytes"}}}));
  EXPECT_EQ(plugin.parameters.value().name(), "netlify");
  EXPECT_EQ(plugin.parameters.value().value(), "bytes");
}

TEST_F(PluginProviderTest, AnOldPluginSaysWhatItCanWhenItIsConfigured) {
  plugin.greets = false;
  plugin.knows_secrets = true;
  ASSERT_TRUE(connect());
  EXPECT_FALSE(provider->supports_preview());
  ASSERT_TRUE(configure({}));
  EXPECT_TRUE(provider->supports_preview());
  ASSERT_TRUE(create({{"s", PropertyValue::secret("x")}}));
  EXPECT_EQ(values(plugin.create.properties()), (PropertyMap{{"s", PropertyValue::secret("x")}}));
}

TEST_F(PluginProviderTest, PreviewsCanBeForbidden) {
  ASSERT_TRUE(connect({.engine_address = "e", .directory = "/p", .allow_preview = false}));
  EXPECT_FALSE(provider->supports_preview());
}

TEST_F(PluginProviderTest, ConfigurationIsCheckedWithoutSecretsAndComesBackWithThem) {
  ASSERT_TRUE(connect());
  const PropertyMap inputs{
      {"token", PropertyValue::secret("t")}, {"u", PropertyValue::computed()}, {"__internal", PropertyMap{}}};
  deploy::CheckRequest request{provider_urn, {}, inputs, "", std::nullopt, false};
  const auto answer =
      thread.await<deploy::CheckAnswer>([&](auto done) { provider->check_config(request, std::move(done)); });
  ASSERT_TRUE(answer);
  EXPECT_EQ(values(plugin.check_config.news()), (PropertyMap{{"token", "t"}, {"u", PropertyValue::computed()}}));
  EXPECT_EQ(plugin.check_config.name(), "default");
  EXPECT_EQ(plugin.check_config.type(), "pulumi:providers:fake");
  EXPECT_EQ(answer->inputs, (PropertyMap{{"token", PropertyValue::secret("t")}, {"u", PropertyValue::computed()}}));
}

TEST_F(PluginProviderTest, APluginThatCannotCompareConfigurationsSaysUnknown) {
  ASSERT_TRUE(connect());
  deploy::DiffRequest request{provider_urn, "pid", {{"a", 1}}, {}, {{"a", 2}}, {}, false};
  const auto answer =
      thread.await<deploy::DiffAnswer>([&](auto done) { provider->diff_config(request, std::move(done)); });
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->changes, deploy::DiffAnswer::Changes::unknown);
}

TEST_F(PluginProviderTest, ConfiguresWithMarksAndWithPlainTextForOldPlugins) {
  ASSERT_TRUE(connect());
  ASSERT_TRUE(configure(
      {{"region", "x"}, {"token", PropertyValue::secret("t")}, {"version", "1.0.0"}, {"__internal", PropertyMap{}}}));
  EXPECT_EQ(values(plugin.configure.args()),
            (PropertyMap{{"region", "x"}, {"token", PropertyValue::secret("t")}, {"version", "1.0.0"}}));
  EXPECT_EQ(plugin.configure.urn(), provider_urn.text());
  EXPECT_EQ(plugin.configure.id(), "pid");
  EXPECT_TRUE(plugin.configure.sends_old_inputs());
  EXPECT_EQ(plugin.configure.variables().at("fake:config:token"), "t");
  EXPECT_EQ(plugin.configure.variables().size(), 2U);
}

TEST_F(PluginProviderTest, APluginThatKnowsNoSecretsGetsNoneAndWhatItReturnsIsMarkedAgain) {
  ASSERT_TRUE(connect());
  const PropertyMap inputs{{"s", PropertyValue::secret("x")},
                           {"o", PropertyMap{{"in", PropertyValue::secret(1)}, {"out", 2}}}};
  const auto answer = create(inputs);
  ASSERT_TRUE(answer);
  EXPECT_EQ(values(plugin.create.properties()), (PropertyMap{{"s", "x"}, {"o", PropertyMap{{"in", 1}, {"out", 2}}}}));
  EXPECT_EQ(answer->outputs, inputs);
  EXPECT_EQ(plugin.create.timeout(), 30);
  EXPECT_EQ(plugin.create.name(), "name");
  EXPECT_EQ(plugin.create.type(), "fake:m:T");
}

TEST_F(PluginProviderTest, UnknownValuesAreSentInPreviewsOnly) {
  ASSERT_TRUE(connect());
  ASSERT_TRUE(create({{"u", PropertyValue::computed()}}, true));
  EXPECT_EQ(values(plugin.create.properties()), (PropertyMap{{"u", PropertyValue::computed()}}));
  EXPECT_TRUE(plugin.create.preview());
  ASSERT_TRUE(create({{"u", PropertyValue::computed()}}));
  EXPECT_TRUE(values(plugin.create.properties()).empty());
}

TEST_F(PluginProviderTest, OldValuesTravelWithoutTheContentOfAssets) {
  ASSERT_TRUE(connect());
  const Asset asset{"hash", "content", "", "", true};
  const PropertyMap full{{"a", asset}};
  deploy::UpdateRequest update{urn, "i", full, full, full, 0, {"x"}, false};
  ASSERT_TRUE(thread.await<deploy::UpdateAnswer>([&](auto done) { provider->update(update, std::move(done)); }));
  EXPECT_EQ(values(plugin.update.olds()).at("a").get<Asset>()->text, "");
  EXPECT_EQ(values(plugin.update.old_inputs()).at("a").get<Asset>()->text, "");
  EXPECT_EQ(values(plugin.update.news()).at("a").get<Asset>()->text, "content");
  EXPECT_EQ(plugin.update.ignorechanges(0), "x");

  deploy::DiffRequest diff{urn, "i", full, full, full, {}, false};
  ASSERT_TRUE(thread.await<deploy::DiffAnswer>([&](auto done) { provider->diff(diff, std::move(done)); }));
  EXPECT_EQ(values(plugin.diff.news()).at("a").get<Asset>()->text, "");

  deploy::ReadRequest read{urn, "i", full, full, 0, false};
  const auto answer = thread.await<deploy::ReadAnswer>([&](auto done) { provider->read(read, std::move(done)); });
  ASSERT_TRUE(answer);
  EXPECT_EQ(values(plugin.read.properties()).at("a").get<Asset>()->text, "");
  EXPECT_EQ(answer->outputs.at("a").get<Asset>()->text, "content") << "given back on the way in";
  EXPECT_EQ(answer->inputs->at("a").get<Asset>()->text, "content");
}

TEST_F(PluginProviderTest, ACreateMustNameAnId) {
  plugin.id = "";
  ASSERT_TRUE(connect());
  const auto answer = create({});
  ASSERT_FALSE(answer);
  EXPECT_THAT(answer.error().message, HasSubstr("no id"));
  EXPECT_TRUE(create({}, true));
}

TEST_F(PluginProviderTest, AFailureSaysWhoseCallItWas) {
  plugin.failure = Status(grpc::StatusCode::INVALID_ARGUMENT, "bad cidr");
  ASSERT_TRUE(connect());
  const auto answer = create({});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().message, "bad cidr");
  EXPECT_THAT(answer.error().notes, Contains("from the provider plugin fake, call Create, INVALID_ARGUMENT"));
}

TEST_F(PluginProviderTest, AnInitFailureKeepsWhatExists) {
  pulumirpc::ErrorResourceInitFailed detail;
  detail.set_id("half");
  detail.add_reasons("not healthy");
  (*detail.mutable_properties()->mutable_fields())["p"].set_number_value(1);
  plugin.failure = status_of(detail, "failed");
  ASSERT_TRUE(connect());
  const auto answer = create({});
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->id, "half");
  EXPECT_EQ(answer->outputs, (PropertyMap{{"p", 1}}));
  EXPECT_EQ(answer->init_errors, std::vector<std::string>{"not healthy"});
}

TEST_F(PluginProviderTest, APluginThatDoesNotListenIsNamed) {
  server.stop();
  const auto connected = connect({.engine_address = "engine:1"});
  ASSERT_FALSE(connected);
  EXPECT_THAT(connected.error().message, HasSubstr("the provider plugin fake"));
}

TEST(ReturnedValues, SecretsAreMarkedWhereTheyWere) {
  const PropertyMap sent{
      {"list", PropertyArray{1, PropertyValue::secret(2)}}, {"plain", 1}, {"gone", PropertyValue::secret(1)}};
  PropertyMap returned{{"list", PropertyArray{1, 2}}, {"plain", 1}, {"new", 3}};
  mark_secrets_like(sent, returned);
  EXPECT_EQ(returned, (PropertyMap{{"list", PropertyValue::secret(PropertyArray{1, 2})}, {"plain", 1}, {"new", 3}}));
}

TEST(ReturnedValues, AssetsGetTheirContentBackWhenTheHashIsTheSame) {
  const Asset known{"h", "text", "", "", true};
  PropertyMap returned{{"same", Asset{"h", "", "", "", false}}, {"other", Asset{"i", "", "", "", false}}};
  restore_assets_from({{"same", PropertyValue::secret(known)}, {"other", known}}, returned);
  EXPECT_EQ(returned.at("same").get<Asset>()->text, "text");
  EXPECT_EQ(returned.at("other").get<Asset>()->text, "");
}

}  // namespace
}  // namespace ashlar::plugin
