/// C++ programs under the ecosystem's own CLI: our language host and SDK against an engine that is not ours.

#include <gmock/gmock.h>

#include <fstream>

#include "base/process.hpp"
#include "base/shared_material.hpp"
#include "base/temporary_directory.hpp"

namespace fs = std::filesystem;

namespace ashlar {
namespace {

using ::testing::HasSubstr;

/// A fresh home, backend and project of the genuine CLI, with our language host among its plugins.
class GenuineCli : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto unpacked = unpacked_oracle();
    if (unpacked.empty()) GTEST_SKIP() << "needs oracle: the genuine CLI (ASHLAR_ORACLE, or shared/oracle)";
    cli_ = unpacked / "bin" / "pulumi";
    const fs::path home = fs::path(directory_.path()) / "home";
    const fs::path language = home / "plugins" / "language-cpp-v0.1.0";
    fs::create_directories(language);
    fs::create_symlink(fs::path(ASHLAR_BINARY_DIR) / "bin/pulumi-language-cpp", language / "pulumi-language-cpp");
    for (const auto& plugin : fs::directory_iterator(unpacked / "plugins")) {
      const auto folder = home / "plugins" / plugin.path().filename();
      fs::create_directory(folder);  // the CLI does not follow links to folders
      for (const auto& file : fs::directory_iterator(plugin.path())) {
        fs::create_symlink(file.path(), folder / file.path().filename());
      }
    }
    fs::create_directories(fs::path(directory_.path()) / "backend");
    fs::create_directories(project_ = fs::path(directory_.path()) / "project");
    environment_ = {{"PULUMI_HOME", home.string()},
                    {"PULUMI_BACKEND_URL", "file://" + directory_.path() + "/backend"},
                    {"PULUMI_CONFIG_PASSPHRASE", "test"},
                    {"PULUMI_SKIP_UPDATE_CHECK", "1"},
                    {"PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION", "true"},
                    {"XDG_CACHE_HOME", std::string(ASHLAR_BINARY_DIR) + "/cache"}};
    write("Pulumi.yaml", "name: pets\nruntime: cpp\n");
    ASSERT_EQ(pulumi({"stack", "init", "dev"}).status.code, 0);
  }

  /// The folder with `bin` and `plugins`; unpacked once when it is there as archives only.
  static fs::path unpacked_oracle() {
    if (const char* folder = std::getenv("ASHLAR_ORACLE")) return folder;
    const auto archives = find_shared_material(ASHLAR_SOURCE_DIR, "oracle");
    if (!archives) return {};
    fs::path unpacked = fs::path(ASHLAR_BINARY_DIR) / "oracle";
    const auto result = run_process({.argv = {(*archives / "unpack").string(), unpacked.string()}});
    return result && result->status.ok() ? unpacked : fs::path();
  }

  void write(const std::string& name, const std::string& text) const { std::ofstream(project_ / name) << text; }

  ProcessOutput pulumi(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), cli_.string());
    arguments.insert(arguments.end(), {"--non-interactive", "--color", "never"});
    auto result = run_process({.argv = arguments, .environment = environment_, .directory = project_});
    if (!result) ADD_FAILURE() << result.error().message;
    return result ? std::move(*result) : ProcessOutput();
  }

  TemporaryDirectory directory_;
  fs::path cli_;
  fs::path project_;
  std::map<std::string, std::string> environment_;
};

constexpr const char* pet_program = R"(#include <ashlar/ashlar.hpp>
using namespace ashlar;

int main() {
  return run([](Context& ctx) {
    Config config{ctx};
    CustomResource pet{ctx, "random:index/randomPet:RandomPet", "pet", {{"length", config.require_int("words")}}};
    CustomResource password{ctx, "random:index/randomPassword:RandomPassword", "password", {{"length", 20}}};
    ctx.export_output("greeting", format("hello {}", pet.id()));
    ctx.export_output("password", password.output("result").as_secret());
  });
}
)";

TEST_F(GenuineCli, RunsAProgramToItsOutputs) {
  write("main.cpp", pet_program);
  pulumi({"config", "set", "words", "3"});

  const auto up = pulumi({"up", "--yes"});

  EXPECT_EQ(up.status.code, 0) << up.out << up.err;
  const auto greeting = pulumi({"stack", "output", "greeting"}).out;
  EXPECT_THAT(greeting, ::testing::MatchesRegex("hello [a-z]+-[a-z]+-[a-z]+\n"));
  EXPECT_THAT(pulumi({"stack", "output"}).out, HasSubstr("[secret]"));
  EXPECT_EQ(pulumi({"preview", "--expect-no-changes"}).status.code, 0);
  EXPECT_EQ(pulumi({"destroy", "--yes"}).status.code, 0);
}

TEST_F(GenuineCli, NamesTheConfigurationValueThatIsMissingAndWhereItWasAskedFor) {
  write("main.cpp", pet_program);

  const auto up = pulumi({"up", "--yes", "--skip-preview"});

  EXPECT_NE(up.status.code, 0);
  EXPECT_THAT(up.out + up.err, HasSubstr("missing required configuration value 'pets:words'"));
  EXPECT_THAT(up.out + up.err, HasSubstr("at main.cpp:7"));
}

TEST_F(GenuineCli, ShowsTheCompilersWordsForAProgramThatDoesNotCompile) {
  write("main.cpp", "int main() { return nothing; }\n");

  const auto preview = pulumi({"preview"});

  EXPECT_NE(preview.status.code, 0);
  EXPECT_THAT(preview.out + preview.err, HasSubstr("main.cpp:1:21: error: "));
}

TEST_F(GenuineCli, ShowsAnExceptionWithTheResourceThatNeededTheValue) {
  write("main.cpp", R"(#include <ashlar/ashlar.hpp>
#include <stdexcept>
using namespace ashlar;

int main() {
  return run([](Context& ctx) {
    CustomResource pet{ctx, "random:index/randomPet:RandomPet", "pet"};
    auto prefix = pet.id().apply([](std::string) -> std::string { throw std::runtime_error("no such animal"); });
    CustomResource other{ctx, "random:index/randomPet:RandomPet", "other", {{"prefix", prefix}}};
  });
}
)");

  const auto up = pulumi({"up", "--yes", "--skip-preview"});

  EXPECT_NE(up.status.code, 0);
  EXPECT_THAT(up.out + up.err, HasSubstr("random:index/randomPet:RandomPet \"other\" (main.cpp:9): no such animal"));
  EXPECT_THAT(up.out + up.err, HasSubstr("at main.cpp:8"));
}

}  // namespace
}  // namespace ashlar
