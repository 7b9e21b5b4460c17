#pragma once
/// From a directory of C++ sources to a program, without a build file (design 4).
///
/// All `.cpp` files of the directory belong to the program, `*_test.cpp` excepted, and so does the `.cpp` beside every
/// header of the project that one of them includes. The project is everything below the nearest folder `src` on the way
/// up, or the directory itself; it is also the root for includes. A `CMakeLists.txt` in the directory is used instead.

#include <functional>
#include <map>
#include <stop_token>

#include "toolchain/sdk.hpp"

namespace ashlar::toolchain {

/// Called while building, on the thread that builds. Either may be empty.
struct BuildOutput {
  std::function<void(std::string_view)> compiler;  ///< what compiler and linker say, unmodified
  std::function<void(std::string_view)> progress;  ///< a line about what is being done
};

struct Program {
  std::filesystem::path executable;
  /// Whose resource types it includes: name to version. The header `ashlar/NAME/…` belongs to a package when there is a
  /// `package.conf` in its folder `ashlar/NAME`.
  std::map<std::string, std::string> packages;
};

/// `$XDG_CACHE_HOME/ashlar/toolchain`, or that of `~/.cache`.
[[nodiscard]] std::filesystem::path default_cache(const Environment& environment);

/// Compiles and links what changed since the last time; with nothing changed this takes a few milliseconds. Blocks.
/// Several processes may build with one cache: the same directory one after the other, others at the same time. When
/// the sources are at fault the compiler has said so through `output`, and the error is of kind `usage`. Once `stop` is
/// requested, on any thread, what runs is ended and nothing of it kept; the error is of kind `cancelled` then.
[[nodiscard]] Result<Program> build(const std::filesystem::path& directory, const Sdk& sdk,
                                    const std::filesystem::path& cache, const BuildOutput& output,
                                    const std::stop_token& stop = {});

/// Writes the `compile_flags.txt` from which editors learn how the directory's sources are compiled, and keeps it out
/// of git. `build` does the same.
[[nodiscard]] Status write_compile_flags(const std::filesystem::path& directory, const Sdk& sdk);

}  // namespace ashlar::toolchain
