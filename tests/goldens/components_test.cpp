/// Components of the monorepo, one by one, against recordings of those they take the place of.

#include <filesystem>

#include "ol_infrastructure/components/aws/olvpc/vpc_peering.hpp"
#include "sdk/json.hpp"
#include "sdk/program.hpp"
#include "tests/goldens/fake_ec2.hpp"
#include "tests/goldens/goldens.hpp"

namespace ashlar {
namespace {

using nlohmann::json;
using ol_infrastructure::Ec2Inventory;
using ol_infrastructure::OLVPC;
using ol_infrastructure::OLVPCConfig;
using ol_infrastructure::OLVPCPeeringConnection;

Value to_value(const json& document) { return Value(*sdk::parse_json(document.dump())); }

ResourceOptions options_of(const json& step) {
  ResourceOptions options;
  if (step.contains("opts") && step["opts"].contains("protect")) options.protect = step["opts"]["protect"].get<bool>();
  return options;
}

/// Carries out the steps of a case, as its recording describes them.
void declare(Context& ctx, const json& steps) {
  Ec2Inventory inventory{ctx};
  std::map<std::string, OLVPC> vpcs;
  for (const auto& step : steps) {
    if (step["component"] == "OLVPC") {
      const auto config = OLVPCConfig::parse(to_value(step["config"]), [&] { return inventory.regions(); });
      vpcs.emplace(step.value("id", ""), OLVPC{ctx, inventory, config, options_of(step)});
    } else {
      OLVPCPeeringConnection{
          ctx, inventory, step["name"], vpcs.at(step["source"]), vpcs.at(step["destination"]), options_of(step)};
    }
  }
}

std::vector<std::string> cases() {
  std::vector<std::string> names;
  const auto folder = find_shared_material(ASHLAR_SOURCE_DIR, "goldens/components");
  if (!folder) return {""};
  for (const auto& file : std::filesystem::directory_iterator(*folder)) {
    const auto name = file.path().filename().string();
    if (name.starts_with("vpc-") || name.starts_with("peering-")) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

class Component : public ::testing::TestWithParam<std::string> {};

TEST_P(Component, AsksForWhatTheRecordedOneAskedFor) {
  if (GetParam().empty()) GTEST_SKIP() << "needs goldens: recorded runs (shared/goldens)";
  const auto golden = load_golden("components/" + GetParam());
  FakeEc2 ec2;
  for (const auto& before : golden["meta"].value("boto", json::array())) {
    ASSERT_EQ(before["call"], "create_vpc");
    std::map<std::string, std::string> tags;
    for (const auto& tag : before["args"]["TagSpecifications"][0]["Tags"]) tags[tag["Key"]] = tag["Value"];
    ec2.add_vpc("vpc-1", before["args"]["CidrBlock"], tags);
  }
  ::setenv("AWS_ENDPOINT_URL", ec2.url().c_str(), 1);
  ::setenv("AWS_ACCESS_KEY_ID", "test", 1);
  ::setenv("AWS_SECRET_ACCESS_KEY", "test", 1);
  ::setenv("AWS_REGION", "us-east-1", 1);
  sdk::RecordingMonitor monitor(golden["project"], golden["stack"]);
  answer_like(golden, monitor);
  sdk::Settings settings{.monitor_address = monitor.address(),
                         .engine_address = monitor.address(),
                         .project = golden["project"],
                         .stack = golden["stack"],
                         .organization = "organization",
                         .dry_run = monitor.preview};
  for (const auto& [key, value] : golden["config"].items()) settings.config[key] = value;

  const int code = sdk::Program(settings).run([&](Context& ctx) { declare(ctx, golden["meta"]["steps"]); });

  EXPECT_EQ(code == 0, golden["exitCode"] == 0) << monitor.recorded()["logs"].dump(1);
  expect_same_requests(golden, monitor.recorded());
}

std::string test_name(const ::testing::TestParamInfo<std::string>& info) {
  std::string name = info.param.empty() ? "none" : info.param;
  for (auto& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Recorded, Component, ::testing::ValuesIn(cases()), test_name);

/// Settings models: which input is accepted, what it becomes, and where the violations of the others are.
class Model : public ::testing::TestWithParam<const char*> {
 protected:
  static json violations_of(const ol_infrastructure::ValidationError& error) {
    json list = json::array();
    for (const auto& violation : error.violations()) {
      json location = json::array();
      for (const auto& part : violation.location) {
        const bool is_index = part.find_first_not_of("0123456789") == std::string::npos;
        location.push_back(is_index ? json(std::stoi(part)) : json(part));
      }
      list.push_back({{"loc", location}, {"type", violation.type}, {"msg", violation.message}});
    }
    return list;
  }

  static json read(const std::string& model, const Value& input) {
    const auto regions = [] { return std::vector<std::string>{"us-east-1", "us-west-2"}; };
    if (model == "OLVPCConfig") return json::parse(OLVPCConfig::parse(input, regions).to_value().to_json());
    ol_infrastructure::SettingsReader reader("AWSBase", input);
    const ol_infrastructure::AwsBase base(reader, regions);
    reader.finish();
    return {{"tags", base.tags()}, {"region", base.region()}};
  }
};

TEST_P(Model, AcceptsAndRefusesAsTheRecordedOne) {
  const std::string model = GetParam();
  const auto golden = load_golden("validation/" + model + ".json");
  if (golden.is_null()) GTEST_SKIP() << "needs goldens: recorded validations (shared/goldens)";
  for (const auto& recorded : golden["cases"]) {
    SCOPED_TRACE(recorded["input"].dump());
    try {
      const auto dump = read(model, to_value(recorded["input"]));
      ASSERT_EQ(recorded["ok"], true);
      EXPECT_EQ(dump, recorded["dump"]);
    } catch (const ol_infrastructure::ValidationError& error) {
      ASSERT_EQ(recorded["ok"], false);
      // Where the recorded model tripped over its own validator, ours tells the violation that made it trip.
      if (recorded.contains("errors")) {
        EXPECT_EQ(violations_of(error), recorded["errors"]);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Recorded, Model, ::testing::Values("AWSBase", "OLVPCConfig"));

}  // namespace
}  // namespace ashlar
