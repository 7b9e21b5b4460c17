#include "toolchain/sdk.hpp"

#include <fstream>

#include "base/process.hpp"

namespace fs = std::filesystem;

namespace ashlar::toolchain {

Result<Sdk> load_sdk(const fs::path& file) {
  std::ifstream in(file);
  if (!in)
    return fail_with_help("cannot read the description of the C++ SDK, " + file.string(),
                          "point ASHLAR_SDK to the sdk.conf of an ashlar build or installation");
  Sdk sdk;
  const auto folder = fs::absolute(file).parent_path();
  sdk.prefix = folder.parent_path().parent_path();
  const auto path = [&](const std::string& value) { return (folder / value).lexically_normal(); };
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (line.empty() || line.front() == '#') continue;
    const auto space = line.find(' ');
    const std::string key = line.substr(0, space);
    const std::string value = space == std::string::npos ? "" : line.substr(space + 1);
    if (key == "version") {
      sdk.version = value;
    } else if (key == "compiler") {
      sdk.compiler = value;
    } else if (key == "include") {
      sdk.include_directories.push_back(path(value));
    } else if (key == "prelude") {
      sdk.prelude = value;
    } else if (key == "flag") {
      sdk.flags.push_back(value);
    } else if (key == "library") {
      sdk.libraries.push_back(path(value));
    } else if (key == "link") {
      sdk.link_flags.push_back(value);
    } else {
      return fail(file.string() + ":" + std::to_string(number) + ": unknown entry '" + key + "'");
    }
  }
  return sdk;
}

Result<Sdk> find_sdk(const Environment& environment, const std::string& name) {
  fs::path file = environment.text("ASHLAR_SDK");
  if (file.empty()) {
    std::error_code error;
    const auto self = fs::read_symlink("/proc/self/exe", error);
    file = self.parent_path().parent_path() / "lib/ashlar/sdk.conf";
  }
  if (name != "sdk.conf") file = file.parent_path() / name;
  auto sdk = load_sdk(file);
  if (!sdk) return sdk;
  const auto chosen = environment.text("CXX");
  const std::string compiler = chosen.empty() ? sdk->compiler.string() : chosen;
  const auto found = compiler.find('/') == std::string::npos ? find_executable(compiler) : fs::path(compiler);
  if (!found || !fs::exists(*found)) {
    return fail_with_help("there is no C++ compiler '" + compiler + "'",
                          "install g++ 12 or later, or point CXX to a compiler");
  }
  sdk->compiler = *found;
  return sdk;
}

}  // namespace ashlar::toolchain
