#pragma once
/// Where the C++ SDK is, and how programs are compiled and linked against it.

#include <filesystem>
#include <string>
#include <vector>

#include "base/environment.hpp"
#include "base/result.hpp"

namespace ashlar::toolchain {

/// What `lib/ashlar/sdk.conf` says. The build writes one into its tree, the installation another; both are a line an
/// entry, `key value`, paths relative to the file's folder or absolute.
struct Sdk {
  std::filesystem::path prefix;  ///< the folder above `lib/ashlar`; CMake projects look for packages there
  std::string version;
  std::filesystem::path compiler;
  std::vector<std::filesystem::path> include_directories;
  std::string prelude;                           ///< the header that is precompiled: `ashlar/ashlar.hpp`
  std::vector<std::string> flags;                ///< for compiling and linking: a sanitizer's
  std::vector<std::filesystem::path> libraries;  ///< linked in this order, as often as it takes
  std::vector<std::string> link_flags;
  std::map<std::string, std::string> packages;  ///< of the typed resources: name to version
};

[[nodiscard]] Result<Sdk> load_sdk(const std::filesystem::path& file);

/// The SDK of `$ASHLAR_SDK` (a sdk.conf), else the one that belongs to the running executable: `../lib/ashlar/sdk.conf`
/// from its folder. Another `name` is a file beside that: `fleet.conf` for deploys. The compiler is `$CXX` when that is
/// set.
[[nodiscard]] Result<Sdk> find_sdk(const Environment& environment, const std::string& name = "sdk.conf");

}  // namespace ashlar::toolchain
