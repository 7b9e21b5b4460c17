#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace ashlar {

/// A new directory that is removed with all it holds at the end of its scope. For tests.
class TemporaryDirectory {
 public:
  TemporaryDirectory() : TemporaryDirectory(std::filesystem::temp_directory_path().string()) {}
  explicit TemporaryDirectory(const std::string& parent) : path_(parent + "/ashlar-XXXXXX") {
    if (::mkdtemp(path_.data()) == nullptr) std::abort();
  }
  ~TemporaryDirectory() {
    std::error_code ignored;  // left behind at worst
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  /// A place for directories of tests that sync often: in memory where the machine has such a file system.
  [[nodiscard]] static std::string in_memory() {
    std::error_code ignored;
    return std::filesystem::is_directory("/dev/shm", ignored) ? "/dev/shm"
                                                              : std::filesystem::temp_directory_path().string();
  }

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace ashlar
