#pragma once
/// Files as a seam: a test makes the disk full, read-only, or cuts the power. Blocking calls, safe on any thread. Paths
/// are the operating system's; relative ones count from the working directory. Every error names the path and the
/// system's reason.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace ashlar {

/// A file that grows at its end. One writer at a time.
class AppendFile {
 public:
  virtual ~AppendFile() = default;
  /// Writes all of `bytes`. After a failure any part of them may be there: `truncate` before the next try.
  virtual Status append(std::string_view bytes) = 0;
  /// What was appended, and that the file exists, survives a power cut once this succeeded.
  virtual Status sync() = 0;
  virtual Status truncate(std::size_t length) = 0;
};

enum class FileKind { none, file, directory, other };

struct DirectoryEntry {
  std::string name;
  FileKind kind = FileKind::file;
};

class FileSystem {
 public:
  virtual ~FileSystem() = default;

  /// Of kind `not_found` when there is no such file.
  virtual Result<std::string> read_file(const std::string& path) = 0;

  /// Replaces the whole file, or leaves it as it was; durable on success. `mode` counts for a new file (less the
  /// umask), a replaced one keeps its permissions; a symbolic link is followed.
  virtual Status write_file_atomically(const std::string& path, std::string_view content, unsigned mode) = 0;

  /// Makes a new file with its whole content, durable on success. False when something of that name is there already.
  virtual Result<bool> create_exclusive(const std::string& path, std::string_view content, unsigned mode) = 0;

  /// Opens at the end, making the file when there is none.
  virtual Result<std::unique_ptr<AppendFile>> open_append(const std::string& path, unsigned mode) = 0;

  /// Sorted by name, without `.` and `..`. Of kind `not_found` when there is no such directory.
  virtual Result<std::vector<DirectoryEntry>> list_directory(const std::string& path) = 0;

  /// Removes a file or an empty directory. Of kind `not_found` when there is none. After a power cut it may be there
  /// again.
  virtual Status remove(const std::string& path) = 0;
  /// Moves a file over whatever has the name `to`; durable on success.
  virtual Status rename(const std::string& from, const std::string& to) = 0;
  /// Gives the file `from` a second name; fails where the file system has no hard links or `to` exists.
  virtual Status hard_link(const std::string& from, const std::string& to) = 0;
  /// Copies a file's content to `to`, as `write_file_atomically` would.
  virtual Status copy(const std::string& from, const std::string& to) = 0;

  /// Makes the directory and those above it that are missing.
  virtual Status make_directories(const std::string& path, unsigned mode) = 0;

  /// `none` when there is nothing of that name. Follows symbolic links.
  virtual Result<FileKind> kind_of(const std::string& path) = 0;
  virtual Result<Clock::Time> modified_time(const std::string& path) = 0;

  /// Whether something is there that we may see.
  [[nodiscard]] bool exists(const std::string& path);
};

/// The operating system's files.
class RealFileSystem final : public FileSystem {
 public:
  Result<std::string> read_file(const std::string& path) override;
  Status write_file_atomically(const std::string& path, std::string_view content, unsigned mode) override;
  Result<bool> create_exclusive(const std::string& path, std::string_view content, unsigned mode) override;
  Result<std::unique_ptr<AppendFile>> open_append(const std::string& path, unsigned mode) override;
  Result<std::vector<DirectoryEntry>> list_directory(const std::string& path) override;
  Status remove(const std::string& path) override;
  Status rename(const std::string& from, const std::string& to) override;
  Status hard_link(const std::string& from, const std::string& to) override;
  Status copy(const std::string& from, const std::string& to) override;
  Status make_directories(const std::string& path, unsigned mode) override;
  Result<FileKind> kind_of(const std::string& path) override;
  Result<Clock::Time> modified_time(const std::string& path) override;
};

/// The failure `errno_value` of doing `action` ("write", "read" …) to `path`, with what to do about it where that is
/// known.
[[nodiscard]] Error file_error(const std::string& action, const std::string& path, int errno_value);

/// The directory part of a path: `.` for a bare name, `/` for the root's children.
[[nodiscard]] std::string parent_directory(const std::string& path);

}  // namespace ashlar
