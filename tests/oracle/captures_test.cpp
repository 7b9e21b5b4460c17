// Stores and settings as the genuine CLI left them, opened by the command; what it says is what the genuine one said.

#include <gmock/gmock.h>

#include <fstream>

#include "base/shared_material.hpp"
#include "oracle/both_tools.hpp"

namespace fs = std::filesystem;

namespace ashlar::oracle {
namespace {

using nlohmann::json;

/// A captured step: a folder with the command, what it said, and often the store and the export after it.
struct Step {
  std::string scenario;
  fs::path folder;
};

fs::path captures() { return find_shared_material(ASHLAR_SOURCE_DIR, "fixtures/pulumi").value_or(fs::path()); }

std::vector<Step> steps_with(const fs::path& file) {
  std::vector<Step> steps;
  for (const auto* scenario : {"state-simple", "interrupted", "passphrase-config"}) {
    for (const auto& entry : fs::directory_iterator(captures() / scenario / "out")) {
      if (fs::exists(entry.path() / file)) steps.push_back({scenario, entry.path()});
    }
  }
  std::sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) { return a.folder < b.folder; });
  return steps;
}

/// A project and its store as they were after a step.
class Captured {
 public:
  explicit Captured(const Step& step) {
    fs::create_directories(sandbox_.store());
    if (fs::exists(step.folder / "backend")) {
      fs::copy(step.folder / "backend", sandbox_.store() / ".pulumi", fs::copy_options::recursive);
    }
    sandbox_.environment["PULUMI_CONFIG_PASSPHRASE"] = "fixture";
    fs::copy(captures() / step.scenario / "project/Pulumi.yaml", sandbox_.project() / "Pulumi.yaml");
    for (const auto& file : fs::directory_iterator(captures() / step.scenario / "out")) {
      if (file.path().extension() == ".yaml") fs::copy(file.path(), sandbox_.project() / file.path().filename());
    }
  }

  Said run(const Words& words) const { return sandbox_.run(words); }
  /// Runs a captured command line with ours in the place of the genuine one.
  Said run_line(const std::string& line) const {
    ProcessOptions options;
    options.argv = {"sh", "-c", "pulumi() { '" ASHLAR_BINARY_DIR "/bin/ashlar' \"$@\"; }; " + line};
    options.environment = sandbox_.environment;
    options.directory = sandbox_.project();
    auto output = run_process(options);
    return output ? Said{output->status, output->out, output->err} : Said();
  }

  mutable e2e::Sandbox sandbox_{e2e::Sandbox::With::nothing};
};

/// `organization/PROJECT/dev` of the stack that an export is of; empty when it has no resources.
std::string stack_of(const json& exported) {
  const auto resources = exported["deployment"].value("resources", json::array());
  if (resources.empty()) return "";
  const auto urn = resources[0]["urn"].get<std::string>();  // urn:pulumi:STACK::PROJECT::…
  const auto project = urn.substr(urn.find("::") + 2);
  return "organization/" + project.substr(0, project.find("::")) + "/dev";
}

/// A value as `stack output --show-secrets` shows it: secrets by their text.
json revealed(const json& value) {
  if (value.is_object() && value.contains("plaintext")) return json::parse(value["plaintext"].get<std::string>());
  if (!value.is_structured()) return value;
  auto copy = value;
  for (auto& element : copy) element = revealed(element);
  return copy;
}

class Captures : public testing::Test {
 protected:
  void SetUp() override {
    if (captures().empty()) GTEST_SKIP() << "needs fixtures: captures of the genuine CLI (shared/fixtures)";
  }
};

TEST_F(Captures, EveryStoreListsItsStacks) {
  const auto steps = steps_with("backend");
  EXPECT_GE(steps.size(), 20U);
  for (const auto& step : steps) {
    SCOPED_TRACE(step.folder);
    std::set<std::string> expected;
    const auto stacks = step.folder / "backend/stacks";
    for (fs::recursive_directory_iterator at(stacks), end; at != end; ++at) {
      const auto& path = at->path();
      if (path.extension() == ".json")
        expected.insert("organization/" + path.parent_path().filename().string() + "/" + path.stem().string());
    }
    const Captured captured(step);
    const auto said = captured.run({"stack", "ls", "--all", "--json", "--fully-qualify-stack-names"});
    ASSERT_TRUE(succeeded(said));
    std::set<std::string> listed;
    for (const auto& stack : json::parse(said.out)) listed.insert(stack["name"].get<std::string>());
    EXPECT_EQ(listed, expected);
  }
}

TEST_F(Captures, EveryStackIsExportedAsItWas) {
  const auto steps = steps_with("export.json");
  EXPECT_GE(steps.size(), 16U);
  for (const auto& step : steps) {
    SCOPED_TRACE(step.folder);
    const Captured captured(step);
    const auto plain = read_file(step.folder / "export.json");
    auto stack = stack_of(json::parse(plain));
    if (stack.empty())
      stack = "organization/" + std::string(step.scenario == "interrupted" ? "interrupted" : "simple") + "/dev";
    EXPECT_EQ(captured.run({"stack", "export", "--stack", stack}).out, plain);
    EXPECT_EQ(captured.run({"stack", "export", "--stack", stack, "--show-secrets"}).out,
              read_file(step.folder / "export-secrets.json"));
  }
}

TEST_F(Captures, EveryStacksOutputsAreShownWithTheirSecrets) {
  for (const auto& step : steps_with("export-secrets.json")) {
    SCOPED_TRACE(step.folder);
    const auto exported = json::parse(read_file(step.folder / "export-secrets.json"));
    const auto stack = stack_of(exported);
    if (stack.empty()) continue;
    json expected = json::object();
    for (const auto& resource : exported["deployment"]["resources"]) {
      if (resource["type"] == "pulumi:pulumi:Stack") expected = revealed(resource.value("outputs", json::object()));
    }
    const Captured captured(step);
    const auto said = captured.run({"stack", "output", "--json", "--show-secrets", "--stack", stack});
    ASSERT_TRUE(succeeded(said));
    EXPECT_EQ(json::parse(said.out), expected);
  }
}

TEST_F(Captures, HistoryIsToldAsTheGenuineToolTellsIt) {
  const auto out = captures() / "state-simple/out";
  const Captured captured({"state-simple", out / "17-destroy"});
  captured.sandbox_.environment["PULUMI_STACK"] = "dev";
  EXPECT_EQ(captured.run_line(read_file(out / "18-history/cmd")).out, read_file(out / "18-history/stdout"));
}

TEST_F(Captures, ConfigurationCommandsSayWhatTheGenuineOnesSaid) {
  const auto out = captures() / "passphrase-config/out";
  const Captured captured({"passphrase-config", out / "19-config-json-prod"});
  int compared = 0;
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(out)) {
    if (entry.is_directory()) folders.push_back(entry.path());
  }
  for (const auto& folder : folders) {
    const auto name = folder.filename().string();
    if (name < "05" || name.starts_with("18"))
      continue;  // those change the settings, which are there as they were after
    SCOPED_TRACE(name);
    auto& passphrase = captured.sandbox_.environment["PULUMI_CONFIG_PASSPHRASE"];
    passphrase = "correct horse battery staple";
    if (name.ends_with("emptypass")) passphrase = "";
    if (name.ends_with("unicodepass")) passphrase = "пароль ☃";
    const auto selects_itself = read_file(folder / "cmd").find(" -s ") != std::string::npos;
    captured.sandbox_.environment["PULUMI_STACK"] = "dev";
    if (selects_itself) captured.sandbox_.environment.erase("PULUMI_STACK");
    const auto said = captured.run_line(read_file(folder / "cmd"));
    EXPECT_EQ(said.out, read_file(folder / "stdout"));
    EXPECT_EQ(said.code(), std::stoi(read_file(folder / "exit"))) << said;
    ++compared;
  }
  EXPECT_EQ(compared, 14);
}

TEST_F(Captures, AKilledUpdateOfTheGenuineToolIsLockedUntilItIsCancelledAndThenGoesOn) {
  const auto out = captures() / "interrupted/out";
  const Captured captured({"interrupted", out / "03-killed"});
  captured.sandbox_.environment["PULUMI_STACK"] = "dev";
  const auto locked = captured.run({"refresh", "--yes", "--skip-preview"});
  EXPECT_TRUE(e2e::failed(locked, std::stoi(read_file(out / "04-locked/exit")), {"@HOST", "ashlar cancel"}));
  EXPECT_TRUE(succeeded(captured.run({"cancel", "--yes"})));
  const auto exported = json::parse(captured.run({"stack", "export"}).out);
  EXPECT_EQ(exported["deployment"]["pending_operations"].size(), 3U);
}

}  // namespace
}  // namespace ashlar::oracle
