#pragma once
/// The files that a command leaves behind, as assets.

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "resource/property_value.hpp"

namespace ashlar::providers::command {

/// The files below `directory` that `patterns` select, with their hashes, by their path from there. Patterns are
/// applied in their order; one with `!` before it takes files away again. A relative `directory` counts from `base`;
/// the assets name their files below `directory` as it is given. Blocks: not for the engine's thread.
[[nodiscard]] Result<PropertyMap> select_files(const std::filesystem::path& directory,
                                               const std::filesystem::path& base,
                                               const std::vector<std::string>& patterns);

/// The same files as one archive.
[[nodiscard]] Result<Archive> archive_files(const std::filesystem::path& directory, const std::filesystem::path& base,
                                            const std::vector<std::string>& patterns);

}  // namespace ashlar::providers::command
