#include "toolchain/cmake_project.hpp"

#include <unistd.h>

#include "base/process.hpp"
#include "toolchain/compile.hpp"

namespace fs = std::filesystem;

namespace ashlar::toolchain {

namespace {

/// What a step of the build says is shown only when it fails, or when it compiles something.
Status run_step(const std::vector<std::string>& command, const BuildOutput& output, const std::stop_token& stop) {
  const auto result = run_process({.argv = command, .dies_with_us = true}, stop);
  if (!result) {
    return fail_with_help(result.error().message, "a directory with a CMakeLists.txt needs cmake to be installed");
  }
  if (stop.stop_requested()) return build_stopped();
  if (result->status.ok()) return {};
  if (output.compiler) output.compiler(result->out + result->err);
  return fail(command.front() + " " + result->status.text(), ErrorKind::usage);
}

Result<fs::path> find_program(const fs::path& folder, const fs::path& directory) {
  std::vector<fs::path> executables;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.is_regular_file() && ::access(entry.path().c_str(), X_OK) == 0) executables.push_back(entry.path());
  }
  if (executables.size() == 1) return executables.front();
  for (const auto& executable : executables) {
    if (executable.filename() == directory.filename()) return executable;
  }
  if (executables.empty()) {
    return fail_with_help((directory / "CMakeLists.txt").string() + " builds no program",
                          "add one: add_executable(" + directory.filename().string() + " main.cpp)");
  }
  return fail_with_help((directory / "CMakeLists.txt").string() + " builds several programs",
                        "call the one to run '" + directory.filename().string() + "'");
}

}  // namespace

Result<Program> build_with_cmake(const fs::path& directory, const Sdk& sdk, const fs::path& cache,
                                 const BuildOutput& output, const std::stop_token& stop) {
  Fingerprint fingerprint;
  fingerprint.add(directory.native());
  fingerprint.add(sdk.prefix.native());
  const auto folder = cache / "programs" / fingerprint.text();
  const auto tree = folder / "cmake";
  if (!fs::exists(tree / "CMakeCache.txt")) {
    std::vector<std::string> configure{"cmake", "-S", directory, "-B", tree, "-DCMAKE_BUILD_TYPE=Debug"};
    configure.push_back("-DCMAKE_CXX_COMPILER=" + sdk.compiler.string());
    configure.push_back("-DCMAKE_PREFIX_PATH=" + sdk.prefix.string());
    configure.push_back("-DCMAKE_RUNTIME_OUTPUT_DIRECTORY=" + (tree / "bin").string());
    if (find_executable("ninja")) configure.insert(configure.end(), {"-G", "Ninja"});
    if (output.progress) output.progress("Configuring " + directory.filename().string() + " with cmake");
    if (const auto status = run_step(configure, output, stop); !status) {
      std::error_code ignored;
      fs::remove(tree / "CMakeCache.txt", ignored);  // so that the next attempt configures again
      return status.error();
    }
  }
  if (output.progress) output.progress("Building " + directory.filename().string() + " with cmake");
  if (const auto status = run_step({"cmake", "--build", tree}, output, stop); !status) return status.error();
  auto executable = find_program(tree / "bin", directory);
  if (!executable) return executable.error();
  return Program{std::move(*executable), {}};  // which packages it uses is not known: plugins are found when needed
}

}  // namespace ashlar::toolchain
