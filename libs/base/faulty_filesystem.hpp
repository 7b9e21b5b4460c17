#pragma once
/// Test support: a file system whose disk fails, fills up or loses power at a chosen write.

#include <cstdint>
#include <map>
#include <mutex>

#include "base/filesystem.hpp"

namespace ashlar {

/// Passes everything on to another file system, counting the calls that change something. Thread-safe.
class FaultyFileSystem final : public FileSystem {
 public:
  /// `inner` outlives this.
  explicit FaultyFileSystem(FileSystem& inner) : inner_(inner) {}

  /// The call number `call` (from 1) and all after it fail with `errno_value`; an append gets `torn_bytes` of its bytes
  /// written. The machine "stopped" there: the process under test sees errors from then on.
  void fail_from(std::uint64_t call, int errno_value, std::size_t torn_bytes = 0);
  /// Only the calls `first` to `last` fail.
  void fail_between(std::uint64_t first, std::uint64_t last, int errno_value, std::size_t torn_bytes = 0);
  /// Only calls on paths that contain `part` count and fail.
  void only_paths_with(std::string part);
  /// No more failures from now on.
  void heal();
  /// As a power cut would: of every appended file, what was not synced is gone but for `kept_bytes` of it.
  Status lose_unsynced(std::size_t kept_bytes = 0);

  [[nodiscard]] std::uint64_t calls() const;
  /// Bytes handed to the disk by writes, copies and appends that succeeded; hard links count nothing.
  [[nodiscard]] std::uint64_t bytes_written() const;

  Result<std::string> read_file(const std::string& path) override { return inner_.read_file(path); }
  Status write_file_atomically(const std::string& path, std::string_view content, unsigned mode) override;
  Result<bool> create_exclusive(const std::string& path, std::string_view content, unsigned mode) override;
  Result<std::unique_ptr<AppendFile>> open_append(const std::string& path, unsigned mode) override;
  Result<std::vector<DirectoryEntry>> list_directory(const std::string& path) override {
    return inner_.list_directory(path);
  }
  Status remove(const std::string& path) override;
  Status rename(const std::string& from, const std::string& to) override;
  Status hard_link(const std::string& from, const std::string& to) override;
  Status copy(const std::string& from, const std::string& to) override;
  Status make_directories(const std::string& path, unsigned mode) override;
  Result<FileKind> kind_of(const std::string& path) override { return inner_.kind_of(path); }
  Result<Clock::Time> modified_time(const std::string& path) override { return inner_.modified_time(path); }

 private:
  class File;

  /// Counts a call; the errno to fail with, or 0.
  int count(const std::string& path);
  void wrote(std::size_t bytes);

  FileSystem& inner_;
  mutable std::mutex mutex_;
  std::uint64_t calls_ = 0;
  std::uint64_t first_failing_ = 0;  ///< 0: none
  std::uint64_t last_failing_ = 0;
  std::uint64_t bytes_written_ = 0;
  int errno_ = 0;
  std::size_t torn_bytes_ = 0;
  std::string path_part_;
  struct Lengths {
    std::size_t written = 0;
    std::size_t synced = 0;
  };
  std::map<std::string, Lengths> appended_;
};

}  // namespace ashlar
