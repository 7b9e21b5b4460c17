#pragma once

#include "toolchain/build.hpp"

namespace ashlar::toolchain {

/// Builds a directory that has a CMakeLists.txt: `find_package(ashlar)` gives it the target `ashlar::sdk`. The program
/// is its only executable, or the one named like the directory.
[[nodiscard]] Result<Program> build_with_cmake(const std::filesystem::path& directory, const Sdk& sdk,
                                               const std::filesystem::path& cache, const BuildOutput& output,
                                               const std::stop_token& stop);

}  // namespace ashlar::toolchain
