#include <fcntl.h>
#include <gmock/gmock.h>
#include <poll.h>
#include <sys/stat.h>

#include <fstream>
#include <thread>

#include "base/descriptor.hpp"
#include "base/process.hpp"
#include "base/temporary_directory.hpp"
#include "toolchain/build.hpp"
#include "toolchain/depfile.hpp"
#include "toolchain/program_runner.hpp"

namespace fs = std::filesystem;

namespace ashlar::toolchain {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

TEST(Depfile, ListsPrerequisitesAcrossContinuedLines) {
  EXPECT_THAT(parse_depfile("a.o: a.cpp b.hpp \\\n with\\ blank.hpp c$$.hpp\nb.hpp:\n"),
              ElementsAre("a.cpp", "b.hpp", "with blank.hpp", "c$.hpp"));
}

TEST(RunRequest, CarriesConfigurationAsJson) {
  RunRequest request;
  request.config = {{"app:greeting", "say \"hi\""}};
  request.secret_keys = {"app:key"};
  request.dry_run = true;

  auto environment = program_environment(request);

  EXPECT_EQ(environment["PULUMI_CONFIG"], R"({"app:greeting":"say \"hi\""})");
  EXPECT_EQ(environment["PULUMI_CONFIG_SECRET_KEYS"], R"(["app:key"])");
  EXPECT_EQ(environment["PULUMI_DRY_RUN"], "true");
}

/// A project `src/` with a program in `src/app`, and an SDK that consists of one header.
class Build : public ::testing::Test {
 protected:
  Build() {
    write("sdk/ashlar/prelude.hpp", "#pragma once\n#include <cstdio>\n");
    write("sdk/ashlar/pets/dog.hpp", "#pragma once\n");
    sdk_.version = "1";
    sdk_.compiler = *find_executable("c++");
    sdk_.include_directories = {root() / "sdk"};
    sdk_.prelude = "ashlar/prelude.hpp";
    write("sdk/ashlar/pets/package.conf", "pets 4.2.0\n");
    write("sdk/ashlar/unused/package.conf", "unused 1.0.0\n");
    output_.compiler = [this](std::string_view text) { said_ += text; };
    output_.progress = [this](std::string_view line) { steps_.emplace_back(line); };
  }

  [[nodiscard]] fs::path root() const { return fs::canonical(directory_.path()); }

  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((root() / name).parent_path());
    std::ofstream(root() / name) << text;
  }

  Result<Program> build() {
    steps_.clear();
    said_.clear();
    return toolchain::build(root() / "src/app", sdk_, root() / "cache", output_);
  }

  std::string run() {
    auto program = build();
    if (!program) return "error: " + program.error().message;
    return run_process({.argv = {program->executable.string()}})->out;
  }

  /// A program whose compiler reads a header that does not end.
  void write_endless_program() const {
    write("src/app/main.cpp", "#include \"endless.hpp\"\nint main() {}\n");
    ASSERT_EQ(::mkfifo(endless_header().c_str(), 0600), 0);
  }
  [[nodiscard]] fs::path endless_header() const { return root() / "src/app/endless.hpp"; }

  /// Files of the cache that are being written.
  [[nodiscard]] std::vector<std::string> unfinished() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(root() / "cache")) {
      const auto name = entry.path().filename().string();
      if (name.starts_with("new-") || name.ends_with(".new")) names.push_back(name);
    }
    return names;
  }

  TemporaryDirectory directory_;
  Sdk sdk_;
  BuildOutput output_;
  std::string said_;
  std::vector<std::string> steps_;
};

TEST_F(Build, DoesNothingWhenNothingChanged) {
  write("src/app/main.cpp", "int main() { std::puts(\"one\"); }\n");
  EXPECT_EQ(run(), "one\n");
  EXPECT_THAT(steps_, Contains("Compiling app/main.cpp"));

  EXPECT_EQ(run(), "one\n");
  EXPECT_THAT(steps_, IsEmpty());
}

TEST_F(Build, GoesByContentNotByTime) {
  write("src/app/main.cpp", "int main() { std::puts(\"one\"); }\n");
  EXPECT_EQ(run(), "one\n");
  write("src/app/main.cpp", "int main() { std::puts(\"one\"); }\n");
  EXPECT_EQ(run(), "one\n");
  EXPECT_THAT(steps_, IsEmpty());
}

TEST_F(Build, CompilesOnlyWhatAChangedHeaderTouches) {
  write("src/app/main.cpp",
        "#include \"text.hpp\"\nconst char* other();\nint main() { std::puts(TEXT); std::puts(other()); }\n");
  write("src/app/text.hpp", "#define TEXT \"one\"\n");
  write("src/app/other.cpp", "const char* other() { return \"other\"; }\n");
  EXPECT_EQ(run(), "one\nother\n");

  write("src/app/text.hpp", "#define TEXT \"two!\"\n");

  EXPECT_EQ(run(), "two!\nother\n");
  EXPECT_THAT(steps_, UnorderedElementsAre("Compiling app/main.cpp", "Linking"));
}

TEST_F(Build, CompilesTheSourcesBesideIncludedProjectHeaders) {
  write("src/app/main.cpp", "#include \"lib/greeting.hpp\"\nint main() { std::puts(greeting()); }\n");
  write("src/lib/greeting.hpp", "#pragma once\nconst char* greeting();\n");
  write("src/lib/greeting.cpp",
        "#include \"lib/words.hpp\"\n#include \"lib/greeting.hpp\"\nconst char* greeting() { return word(); }\n");
  write("src/lib/words.hpp", "#pragma once\nconst char* word();\n");
  write("src/lib/words.cpp", "#include \"lib/words.hpp\"\nconst char* word() { return \"hello\"; }\n");
  write("src/lib/greeting_test.cpp", "not part of it\n");

  EXPECT_EQ(run(), "hello\n");
}

TEST_F(Build, NoticesASourceThatAppearsBesideAHeader) {
  write("src/app/main.cpp", "#include \"lib/greeting.hpp\"\nint main() { std::puts(greeting()); }\n");
  write("src/lib/greeting.hpp", "#pragma once\n__attribute__((weak)) const char* greeting() { return \"weak\"; }\n");
  EXPECT_EQ(run(), "weak\n");

  write("src/lib/greeting.cpp", "const char* greeting() { return \"strong\"; }\n");

  EXPECT_EQ(run(), "strong\n");
}

TEST_F(Build, PassesOnWhatTheCompilerSays) {
  write("src/app/main.cpp", "int main() { return nothing; }\n");

  const auto program = build();

  ASSERT_FALSE(program);
  EXPECT_EQ(program.error().kind, ErrorKind::usage);
  EXPECT_THAT(said_, HasSubstr((root() / "src/app/main.cpp").string() + ":1:21: error: "));
}

TEST_F(Build, TellsWhichPackagesAProgramUses) {
  write("src/app/main.cpp", "#include <ashlar/pets/dog.hpp>\nint main() {}\n");

  const auto program = build();

  ASSERT_TRUE(program);
  EXPECT_THAT(program->packages, UnorderedElementsAre(std::pair("pets", "4.2.0")));
  EXPECT_EQ(build()->packages, program->packages);
}

TEST_F(Build, RebuildsWhenAnSdkHeaderChanges) {
  write("src/app/main.cpp",
        "#ifdef NEWER\nint main() { std::puts(\"newer\"); }\n#else\nint main() { std::puts(\"older\"); }\n#endif\n");
  EXPECT_EQ(run(), "older\n");

  write("sdk/ashlar/prelude.hpp", "#pragma once\n#include <cstdio>\n#define NEWER 1\n");

  EXPECT_EQ(run(), "newer\n");
}

TEST_F(Build, SerialisesBuildsOfOneDirectory) {
  write("src/app/main.cpp", "int main() { std::puts(\"one\"); }\n");
  std::vector<std::string> executables(3);
  std::vector<std::thread> threads;
  for (auto& executable : executables) {
    threads.emplace_back([&] {
      const auto program = toolchain::build(root() / "src/app", sdk_, root() / "cache", {});
      if (program) executable = program->executable;
    });
  }
  for (auto& thread : threads) thread.join();

  EXPECT_NE(executables[0], "");
  EXPECT_THAT(executables, ::testing::Each(executables[0]));
}

TEST_F(Build, ThatIsStoppedEndsTheCompilerAndKeepsNothing) {
  write_endless_program();
  std::stop_source stop;
  Descriptor text;
  std::thread impatient([&] {
    text = Descriptor(::open(endless_header().c_str(), O_WRONLY | O_CLOEXEC));  // once the compiler reads it
    stop.request_stop();
  });

  const auto program = toolchain::build(root() / "src/app", sdk_, root() / "cache", output_, stop.get_token());

  impatient.join();
  ASSERT_FALSE(program);
  EXPECT_EQ(program.error().kind, ErrorKind::cancelled);
  EXPECT_THAT(unfinished(), IsEmpty());
  pollfd polled{text.get(), 0, 0};
  EXPECT_EQ(::poll(&polled, 1, -1), 1) << "nobody reads it any more";
}

TEST_F(Build, ThatWaitsForAnotherOneCanBeStopped) {
  write_endless_program();
  std::stop_source stop_first, stop_second;
  std::thread first(
      [&] { (void)toolchain::build(root() / "src/app", sdk_, root() / "cache", {}, stop_first.get_token()); });
  const Descriptor text(::open(endless_header().c_str(), O_WRONLY | O_CLOEXEC));
  output_.progress = [&](std::string_view line) {
    steps_.emplace_back(line);
    stop_second.request_stop();
  };

  const auto second = toolchain::build(root() / "src/app", sdk_, root() / "cache", output_, stop_second.get_token());

  EXPECT_THAT(steps_, ElementsAre("Waiting for another command that compiles this program"));
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::cancelled);
  stop_first.request_stop();
  first.join();
}

TEST_F(Build, WritesTheFlagsThatEditorsNeed) {
  write("src/app/main.cpp", "int main() {}\n");
  ASSERT_TRUE(build());

  const auto flags = run_process({.argv = {"cat", (root() / "src/app/compile_flags.txt").string()}});
  EXPECT_THAT(flags->out, HasSubstr("-std=c++20\n"));
  EXPECT_THAT(flags->out, HasSubstr("-I" + (root() / "src").string() + "\n"));
}

TEST_F(Build, KeepsTheFlagsOutOfGit) {
  if (!find_executable("git")) GTEST_SKIP() << "git is not installed";
  write("src/app/main.cpp", "int main() {}\n");
  ASSERT_TRUE(run_process({.argv = {"git", "init", "-q"}, .directory = root()})->status.ok());
  ASSERT_TRUE(build());
  fs::remove(root() / "src/app/compile_flags.txt");
  ASSERT_TRUE(write_compile_flags(root() / "src/app", sdk_));

  const auto status = run_process({.argv = {"git", "status", "--porcelain", "-uall"}, .directory = root()});
  EXPECT_THAT(status->out, HasSubstr("main.cpp"));
  EXPECT_THAT(status->out, ::testing::Not(HasSubstr("compile_flags.txt")));
}

TEST_F(Build, UsesACMakeListsWhenThereIsOne) {
  if (!find_executable("cmake")) GTEST_SKIP() << "needs cmake: it is not in PATH";
  write("src/app/CMakeLists.txt",
        "cmake_minimum_required(VERSION 3.20)\nproject(app CXX)\nadd_executable(app program/main.cpp)\n");
  write("src/app/program/main.cpp", "#include <cstdio>\nint main() { std::puts(\"by cmake\"); }\n");

  EXPECT_EQ(run(), "by cmake\n");
}

}  // namespace
}  // namespace ashlar::toolchain
