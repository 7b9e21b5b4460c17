// The whole network project on an emulator of AWS, by the command: the main job, from the first `up` to `destroy`.
#include <unistd.h>

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <numeric>

#include "aws/client.hpp"
#include "aws/curl_transport.hpp"
#include "e2e/sandbox.hpp"

namespace ashlar::e2e {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

constexpr int resources = 403;  ///< of the stack QA, components and the stack itself included

/// Calls by `service:Operation`.
using Calls = std::map<std::string, int>;

int total(const Calls& calls) {
  return std::accumulate(calls.begin(), calls.end(), 0, [](int sum, const auto& entry) { return sum + entry.second; });
}

/// Those that may change something.
Calls changes(Calls calls) {
  std::erase_if(calls, [](const auto& entry) {
    const auto operation = entry.first.substr(entry.first.find(':') + 1);
    return operation.starts_with("Describe") || operation.starts_with("List") || operation.starts_with("Get");
  });
  return calls;
}

class Network : public testing::Test {
 protected:
  void SetUp() override {
    const char* endpoint = std::getenv("ASHLAR_TEST_AWS_ENDPOINT");
    if (endpoint == nullptr) GTEST_SKIP() << "needs moto: run the tests under scripts/with-moto";
    endpoint_ = endpoint;
    sandbox.environment["AWS_ENDPOINT_URL"] = endpoint_;
    sandbox.environment["AWS_ACCESS_KEY_ID"] = key_;
    sandbox.environment["AWS_SECRET_ACCESS_KEY"] = "secret";
    sandbox.environment["AWS_REGION"] = "us-east-1";
    sandbox.patience = std::chrono::seconds(300);
    copy_sources();
    ASSERT_TRUE(succeeded(run({"stack", "init", "QA"})));
  }

  /// Always to the same place, so that what did not change is not compiled again.
  void copy_sources() const {
    const fs::path from = ASHLAR_SOURCE_DIR "/src/ol_infrastructure";
    const auto to = project_.parent_path().parent_path().parent_path();
    if (fs::exists(to)) {  // what an older version had
      std::vector<fs::path> outdated;
      for (const auto& entry : fs::recursive_directory_iterator(to)) {
        if (entry.is_regular_file() && !fs::exists(from / fs::relative(entry.path(), to)))
          outdated.push_back(entry.path());
      }
      for (const auto& file : outdated) fs::remove(file);
    }
    for (const auto& entry : fs::recursive_directory_iterator(from)) {
      const auto target = to / fs::relative(entry.path(), from);
      if (entry.is_directory()) continue;
      if (!fs::exists(target) || read_file(target) != read_file(entry.path()))
        write_file(target, read_file(entry.path()));
    }
  }
  void edit(const std::string& before, const std::string& after) const {
    auto text = read_file(project_ / "main.cpp");
    const auto at = text.find(before);
    ASSERT_NE(at, std::string::npos) << before;
    write_file(project_ / "main.cpp", text.replace(at, before.size(), after));
  }

  Said run(Words words) const {
    words.insert(words.begin(), {"-C", project_.string()});
    return sandbox.run(words);
  }
  Said change(Words words) const {
    words.insert(words.end(), {"--yes", "--skip-preview", "--stack", "QA"});
    return run(std::move(words));
  }

  /// What the emulator was asked since the last time.
  Calls calls() {
    ThreadEventLoop loop;
    awsapi::CurlTransport http(loop, {});
    awsapi::HttpRequest request;
    request.url = endpoint_ + "/calls?key=" + key_;
    std::string body;
    http.send(request, [&](awsapi::HttpResult result) {
      if (const auto* response = std::get_if<awsapi::HttpResponse>(&result)) body = response->body;
      loop.stop();
    });
    loop.run();
    const auto now = nlohmann::json::parse(body, nullptr, false);
    Calls fresh;
    if (!now.is_object()) ADD_FAILURE() << "no counts of calls from " << request.url << ": " << body;
    for (const auto& [name, count] : now.items()) {
      const int more = count.get<int>() - std::exchange(seen_[name], count.get<int>());
      if (more > 0) fresh[name] = more;
    }
    return fresh;
  }

  /// The id of the resource of that name, as the state has it.
  std::string id_of(const std::string& name) const {
    const auto state = nlohmann::json::parse(run({"stack", "export", "--stack", "QA"}).out, nullptr, false);
    for (const auto& resource : state["deployment"]["resources"]) {
      const bool named = resource["urn"].get<std::string>().ends_with("::" + name);
      if (named && resource.contains("id")) return resource["id"].get<std::string>();
    }
    ADD_FAILURE() << "no resource " << name;
    return {};
  }
  /// Behind the stack's back.
  void by_hand(const std::string& operation, awsapi::Value parameters) const {
    ThreadEventLoop loop;
    awsapi::SystemSurroundings surroundings(loop, Environment());
    awsapi::Settings settings;
    settings.region = "us-east-1";
    settings.options.access_key = settings.options.secret_key = "hand";
    settings.options.endpoints["ec2"] = endpoint_;
    awsapi::Client client(surroundings.all(), settings);
    client.call({"ec2", operation, std::move(parameters), "", nullptr}, [&](awsapi::Outcome outcome) {
      EXPECT_TRUE(outcome.ok()) << operation << ": " << (outcome ? "" : outcome.error().error().message);
      loop.stop();
    });
    loop.run();
  }

  /// What a preview means to do, by the resource's name; what stays is left out.
  std::map<std::string, std::string> planned() const {
    const auto said = run({"preview", "--json", "--stack", "QA"});
    EXPECT_TRUE(succeeded(said));
    std::map<std::string, std::string> plan;
    const auto digest = nlohmann::json::parse(said.out, nullptr, false);
    if (digest.is_discarded()) return plan;
    for (const auto& step : digest["steps"]) {
      const auto urn = step["urn"].get<std::string>();
      if (step["op"] != "same") plan.emplace(urn.substr(urn.rfind("::") + 2), step["op"]);
    }
    return plan;
  }

  Sandbox sandbox{Sandbox::With::nothing};
  const fs::path project_ =
      fs::path(ASHLAR_BINARY_DIR) / "e2e/network/src/ol_infrastructure/infrastructure/aws/network";
  const std::string key_ = "network-" + std::to_string(::getpid());
  std::string endpoint_;
  Calls seen_;
};

TEST_F(Network, ComesChangesAndGoes) {
  auto said = change({"up"});
  ASSERT_TRUE(succeeded(said));
  EXPECT_THAT(said.out, HasSubstr("+ " + std::to_string(resources) + " created"));
  const auto made = calls();
  EXPECT_LE(total(made), 4 * resources);
  EXPECT_EQ(made.at("ec2:CreateVpc"), 7);
  EXPECT_EQ(made.at("ec2:CreateSubnet"), 60);

  said = change({"up"});
  ASSERT_TRUE(succeeded(said));
  EXPECT_THAT(said.out, HasSubstr(std::to_string(resources) + " unchanged"));
  auto asked = calls();
  EXPECT_THAT(changes(asked), IsEmpty());
  EXPECT_LE(total(asked), 60) << "what the program itself asks; the resources are compared with the state";

  edit("\"MITx \" + stack.name + \" Staging\"", "\"MITx \" + stack.name + \" Staging\", .num_subnets = 4");
  edit("\"xPro \" + stack.name", "\"MIT xPRO \" + stack.name");
  EXPECT_THAT(
      planned(),
      ElementsAre(Pair("mitx-staging-qa-cache-subnet-group", "update"),
                  Pair("mitx-staging-qa-db-subnet-group", "update"), Pair("mitx-staging-qa-subnet-4", "create"),
                  Pair("mitx-staging-qa-subnet-4-route-table-association", "create"), Pair("mitxpro-qa", "update"),
                  Pair("mitxpro-qa-db-subnet-group", "update"), Pair("mitxpro-qa-egress-internet-gateway", "update"),
                  Pair("mitxpro-qa-internet-gateway", "update"), Pair("mitxpro-qa-route-table", "update"),
                  Pair("mitxpro-qa-s3", "update")));
  EXPECT_THAT(changes(calls()), IsEmpty()) << "a preview changes nothing";
  said = change({"up"});
  ASSERT_TRUE(succeeded(said));
  EXPECT_THAT(said.out, HasSubstr("8 updated"));
  EXPECT_LE(total(changes(calls())), 16);
  EXPECT_THAT(planned(), IsEmpty());
  calls();

  said = change({"refresh", "--expect-no-changes"});
  EXPECT_TRUE(succeeded(said));
  asked = calls();
  EXPECT_THAT(changes(asked), IsEmpty());
  EXPECT_LE(total(asked), 2 * resources);

  by_hand("DeleteRoute", awsapi::Value::map({{"RouteTableId", id_of("mitx-staging-qa-route-table")},
                                             {"DestinationCidrBlock", "0.0.0.0/0"}}));
  by_hand("ModifyVpcAttribute", awsapi::Value::map({{"VpcId", id_of("mitxpro-qa")},
                                                    {"EnableDnsHostnames", awsapi::Value::map({{"Value", false}})}}));
  said = change({"up", "--refresh"});
  ASSERT_TRUE(succeeded(said)) << "drift is found and mended";
  EXPECT_THAT(changes(calls()), ElementsAre(Pair("ec2:CreateRoute", 1), Pair("ec2:ModifyVpcAttribute", 1)));
  EXPECT_THAT(planned(), IsEmpty());
  calls();

  said = change({"destroy"});
  ASSERT_TRUE(succeeded(said));
  EXPECT_THAT(said.out, HasSubstr("- " + std::to_string(resources + 2) + " deleted"));
  const auto removed = calls();
  EXPECT_LE(total(removed), 2 * resources);
  for (const auto* what :
       {"Vpc", "InternetGateway", "NatGateway", "RouteTable", "SecurityGroup", "VpcPeeringConnection"})
    EXPECT_EQ(removed.at(std::string("ec2:Delete") + what), made.at(std::string("ec2:Create") + what)) << what;
  EXPECT_EQ(removed.at("elasticache:DeleteCacheSubnetGroup"), 7);
  const auto exported = run({"stack", "export", "--stack", "QA"});
  EXPECT_THAT(nlohmann::json::parse(exported.out)["deployment"].value("resources", nlohmann::json::array()),
              testing::SizeIs(0));
}

}  // namespace
}  // namespace ashlar::e2e
