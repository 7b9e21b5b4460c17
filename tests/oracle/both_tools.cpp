#include "oracle/both_tools.hpp"

#include <cstdlib>

#include "base/shared_material.hpp"

namespace fs = std::filesystem;

namespace ashlar::oracle {

namespace {

/// The genuine CLI does not follow links to folders.
void link_files(const fs::path& from, const fs::path& to) {
  fs::create_directories(to);
  for (const auto& file : fs::directory_iterator(from)) fs::create_symlink(file.path(), to / file.path().filename());
}

const fs::path ours_path = fs::path(ASHLAR_BINARY_DIR) / "bin/ashlar";

Said run(const ProcessOptions& options) {
  auto output = run_process(options);
  if (!output) {
    ADD_FAILURE() << output.error().message;
    return {};
  }
  return {output->status, std::move(output->out), std::move(output->err)};
}

/// With nobody there to answer questions.
Said run_quietly(const fs::path& command, Words words, const std::map<std::string, std::string>& environment,
                 const fs::path& directory) {
  words.insert(words.begin(), command.string());
  words.emplace_back("--non-interactive");
  ProcessOptions options;
  options.argv = std::move(words);
  options.environment = environment;
  options.directory = directory;
  return run(options);
}

}  // namespace

fs::path genuine_tools() {
  if (const char* folder = std::getenv("ASHLAR_ORACLE")) return folder;
  const auto archives = find_shared_material(ASHLAR_SOURCE_DIR, "oracle");
  if (!archives) return {};
  fs::path unpacked = fs::path(ASHLAR_BINARY_DIR) / "oracle";
  const auto result = run_process({.argv = {(*archives / "unpack").string(), unpacked.string()}});
  return result && result->status.ok() ? unpacked : fs::path();
}

void BothTools::SetUp() {
  tools_ = genuine_tools();
  if (tools_.empty()) GTEST_SKIP() << "needs oracle: the genuine CLI (ASHLAR_ORACLE, or shared/oracle)";
  for (const auto& plugin : fs::directory_iterator(tools_ / "plugins")) {
    if (plugin.is_directory()) link_files(plugin.path(), sandbox_.home() / "plugins" / plugin.path().filename());
  }
  const auto language = sandbox_.home() / "plugins/language-cpp-v0.1.0";
  fs::create_directories(language);
  fs::create_symlink(fs::path(ASHLAR_BINARY_DIR) / "bin/pulumi-language-cpp", language / "pulumi-language-cpp");
  sandbox_.environment["PULUMI_SKIP_UPDATE_CHECK"] = "1";
  sandbox_.environment["PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION"] = "true";
  sandbox_.environment["NO_COLOR"] = "1";
  prepare();
}

Said BothTools::ours(const Words& words) const {
  return run_quietly(ours_path, words, sandbox_.environment, project());
}

Said BothTools::genuine(const Words& words) const {
  return run_quietly(tools_ / "bin/pulumi", words, sandbox_.environment, project());
}

Said BothTools::genuine_answered(const Words& words, const std::string& input) const {
  ProcessOptions options;
  options.argv = {(tools_ / "bin/pulumi").string()};
  options.argv.insert(options.argv.end(), words.begin(), words.end());
  options.environment = sandbox_.environment;
  options.directory = project();
  options.input = input;
  return run(options);
}

Said BothTools::ours_without_plugins(const Words& words) const {
  auto environment = sandbox_.environment;
  environment["PULUMI_HOME"] = (sandbox_.root() / "empty-home").string();
  environment["PULUMI_STACK"] = "dev";  // which stack is selected, a home knows
  return run_quietly(ours_path, words, environment, project());
}

void BothTools::write_cpp_program(const std::string& main) const {
  write_file(project() / "Pulumi.yaml", "name: town\nruntime: cpp\n");
  write_file(project() / "main.cpp", main);
}

nlohmann::json BothTools::exported(const Words& more) const {
  Words words{"stack", "export"};
  words.insert(words.end(), more.begin(), more.end());
  const auto said = ours(words);
  EXPECT_TRUE(succeeded(said));
  return nlohmann::json::parse(said.out, nullptr, false);
}

const char* const pets_program = R"(#include <ashlar/ashlar.hpp>
#include <ashlar/random.hpp>
using namespace ashlar;

struct Kennel : ComponentResource {
  Kennel(Context& ctx, const std::string& name, int rounds) : ComponentResource(ctx, "town:index:Kennel", name) {
    random::RandomInteger inner{ctx, name + "-number", {.max = 1000 * rounds, .min = 1}, {.parent = *this}};
    random::RandomPassword key{ctx, name + "-key", {.length = 12, .override_special = "!"}, {.parent = *this}};
    register_outputs({{"number", inner.result()}});
  }
};

int main() {
  return run([](Context& ctx) {
    Config config{ctx};
    random::RandomPet pet{ctx, "pet", {.length = config.require_int("words")}};
    random::RandomPet named{ctx, "named", {.keepers = {{"after", pet.id()}}, .prefix = pet.id()}};
    random::RandomUuid uuid{ctx, "uuid", {}, {.protect = true}};
    random::RandomString text{ctx, "text", {.length = 8, .special = false}};
    Kennel kennel{ctx, "kennel", config.get_int("rounds").value_or(1)};
    ctx.export_output("pet", pet.id());
    ctx.export_output("token", config.require_secret("token"));
    ctx.export_output("text", text.result());
  });
}
)";

}  // namespace ashlar::oracle
