#pragma once
/// Reads the files inside tar, gzipped tar and zip files. For asset hashing only.

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace ashlar {

struct ArchivedFile {
  std::string name;
  std::string content;
};

/// Whether the name ends as those of archive files do: .tar, .tgz, .tar.gz, .zip, .jar.
[[nodiscard]] bool is_archive_file_name(const std::filesystem::path& path);

/// The regular files in it, in the file's order. REQUIRES: `is_archive_file_name(path)`.
[[nodiscard]] Result<std::vector<ArchivedFile>> read_archive_file(const std::filesystem::path& path);

}  // namespace ashlar
