#pragma once
/// A C++ module for a package: a header and a source for each resource type and function, written for the SDK's public
/// headers. Headers include no more than they need, and the toolchain compiles the sources of those that are included.

#include "codegen/schema.hpp"

namespace ashlar::codegen {

struct GeneratedFile {
  std::string path;  ///< `ashlar/aws/ec2/vpc.hpp`, below the folder that is to be on the include path
  std::string content;
};

/// All files of the package's module, among them `ashlar/<package>.hpp` and one header for every module that include
/// everything in it, and `ashlar/<package>/package.conf`, which names the package and its version.
[[nodiscard]] std::vector<GeneratedFile> generate(const Package& package);

/// A source that includes all sources of `files`, for building the module as a library in one go.
[[nodiscard]] std::string all_sources(const std::vector<GeneratedFile>& files);

}  // namespace ashlar::codegen
