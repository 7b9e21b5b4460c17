#include "base/filesystem.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "base/strings.hpp"

namespace ashlar {

Error file_error(const std::string& action, const std::string& path, int errno_value) {
  Error error = fail("cannot " + action + " " + path + ": " + std::strerror(errno_value));
  switch (errno_value) {
    case ENOENT:
    case ENOTDIR:
      error.kind = ErrorKind::not_found;
      break;
    case ENOSPC:
    case EDQUOT:
      error.help = "free some space (or quota) on the file system that holds it, then run the command again";
      break;
    case EROFS:
      error.help = "the file system is mounted read-only: remount it writable, or use a place that can be written";
      break;
    case EACCES:
    case EPERM:
      error.help = "check the owner and permissions of " + path + " and of the directories above it";
      break;
    default:
      break;
  }
  return error;
}

std::string parent_directory(const std::string& path) {
  const auto slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

bool FileSystem::exists(const std::string& path) {
  const auto kind = kind_of(path);
  return kind && *kind != FileKind::none;
}

namespace {

/// An open file descriptor, closed at the end of its scope.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool is_open() const { return fd_ >= 0; }
  /// Closes and says how that went: file systems on a network may report a failed write only now.
  [[nodiscard]] bool close() { return ::close(std::exchange(fd_, -1)) == 0; }

 private:
  int fd_;
};

Descriptor open_file(const std::string& path, int flags, unsigned mode = 0) {
  int fd = -1;
  do {
    fd = ::open(path.c_str(), flags | O_CLOEXEC, mode);
  } while (fd < 0 && errno == EINTR);
  return Descriptor(fd);
}

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

/// Makes the names in a directory durable. File systems that cannot do that for directories say EINVAL.
Status sync_directory(const std::string& path) {
  const auto directory = open_file(path, O_RDONLY | O_DIRECTORY);
  if (!directory.is_open()) return file_error("open", path, errno);
  if (::fsync(directory.get()) != 0 && errno != EINVAL && errno != ENOTSUP) return file_error("sync", path, errno);
  return {};
}

/// The file that `path` names once symbolic links are followed; `path` itself while there is none.
std::string link_target(const std::string& path) {
  struct stat info {};
  if (::lstat(path.c_str(), &info) != 0 || !S_ISLNK(info.st_mode)) return path;
  char* resolved = ::realpath(path.c_str(), nullptr);
  if (resolved == nullptr) return path;
  std::string target = resolved;
  std::free(resolved);
  return target;
}

/// A new file beside `path`, which nobody else has: opens it and leaves its name in `name`.
Descriptor open_temporary(const std::string& path, unsigned mode, std::string& name) {
  SystemEntropy entropy;
  for (int attempt = 0; attempt < 100; ++attempt) {
    name = path + "." + to_hex(entropy.bytes(6)) + ".tmp";
    auto file = open_file(name, O_WRONLY | O_CREAT | O_EXCL, mode);
    if (file.is_open() || errno != EEXIST) return file;
  }
  return Descriptor(-1);
}

/// Fills and closes a temporary file, durably. On failure the file is removed.
Status fill(Descriptor file, const std::string& name, std::string_view content, const std::string& path) {
  const bool written = write_all(file.get(), content) && ::fsync(file.get()) == 0 && file.close();
  if (written) return {};
  const int reason = errno;
  ::unlink(name.c_str());
  return file_error("write", path, reason);
}

FileKind kind_from(mode_t mode) {
  if (S_ISREG(mode)) return FileKind::file;
  return S_ISDIR(mode) ? FileKind::directory : FileKind::other;
}

class RealAppendFile final : public AppendFile {
 public:
  RealAppendFile(Descriptor file, std::string path) : file_(std::move(file)), path_(std::move(path)) {}

  Status append(std::string_view bytes) override {
    if (!write_all(file_.get(), bytes)) return file_error("write", path_, errno);
    return {};
  }

  Status sync() override {
    if (::fdatasync(file_.get()) != 0) return file_error("write", path_, errno);
    if (name_is_durable_) return {};
    if (auto status = sync_directory(parent_directory(path_)); !status) return status;
    name_is_durable_ = true;
    return {};
  }

  Status truncate(std::size_t length) override {
    if (::ftruncate(file_.get(), static_cast<off_t>(length)) != 0) return file_error("truncate", path_, errno);
    return {};
  }

 private:
  Descriptor file_;
  std::string path_;
  bool name_is_durable_ = false;
};

}  // namespace

Result<std::string> RealFileSystem::read_file(const std::string& path) {
  const auto file = open_file(path, O_RDONLY);
  if (!file.is_open()) return file_error("read", path, errno);
  struct stat info {};
  if (::fstat(file.get(), &info) != 0) return file_error("read", path, errno);
  if (S_ISDIR(info.st_mode)) return file_error("read", path, EISDIR);
  std::string content(static_cast<std::size_t>(info.st_size), '\0');
  std::size_t filled = 0;
  while (true) {
    if (filled == content.size()) content.resize(content.size() + 4096);  // it grew, or its size is not known (/proc)
    const auto got = ::read(file.get(), content.data() + filled, content.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return file_error("read", path, errno);
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  content.resize(filled);
  return content;
}

Status RealFileSystem::write_file_atomically(const std::string& path, std::string_view content, unsigned mode) {
  const auto target = link_target(path);
  std::string temporary;
  auto file = open_temporary(target, mode, temporary);
  if (!file.is_open()) return file_error("write", path, errno);
  struct stat replaced {};
  if (::stat(target.c_str(), &replaced) == 0) ::fchmod(file.get(), replaced.st_mode & 07777U);
  if (auto status = fill(std::move(file), temporary, content, path); !status) return status;
  if (::rename(temporary.c_str(), target.c_str()) != 0) {
    const int reason = errno;
    ::unlink(temporary.c_str());
    return file_error("write", path, reason);
  }
  return sync_directory(parent_directory(target));
}

Result<bool> RealFileSystem::create_exclusive(const std::string& path, std::string_view content, unsigned mode) {
  // A hard link of a complete file appears with all of its content or not at all.
  std::string temporary;
  auto file = open_temporary(path, mode, temporary);
  if (!file.is_open()) return file_error("create", path, errno);
  if (auto status = fill(std::move(file), temporary, content, path); !status) return status.error();
  bool linked = ::link(temporary.c_str(), path.c_str()) == 0;
  int reason = errno;
  if (!linked &&
      (reason == EPERM || reason == ENOTSUP || reason == ENOSYS || reason == EMLINK)) {  // no hard links here
    linked = ::syscall(SYS_renameat2, AT_FDCWD, temporary.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) == 0;
    reason = errno;
  }
  ::unlink(temporary.c_str());
  if (!linked && reason == EEXIST) return false;
  if (!linked) return file_error("create", path, reason);
  if (auto status = sync_directory(parent_directory(path)); !status) return status.error();
  return true;
}

Result<std::unique_ptr<AppendFile>> RealFileSystem::open_append(const std::string& path, unsigned mode) {
  auto file = open_file(path, O_WRONLY | O_CREAT | O_APPEND, mode);
  if (!file.is_open()) return file_error("open", path, errno);
  return std::unique_ptr<AppendFile>(std::make_unique<RealAppendFile>(std::move(file), path));
}

Result<std::vector<DirectoryEntry>> RealFileSystem::list_directory(const std::string& path) {
  const std::unique_ptr<DIR, int (*)(DIR*)> directory(::opendir(path.c_str()), ::closedir);
  if (!directory) return file_error("list", path, errno);
  std::vector<DirectoryEntry> entries;
  while (true) {
    errno = 0;
    const dirent* entry = ::readdir(directory.get());
    if (entry == nullptr && errno != 0) return file_error("list", path, errno);
    if (entry == nullptr) break;
    const std::string name = static_cast<const char*>(entry->d_name);
    if (name == "." || name == "..") continue;
    struct stat info {};
    // Gone since it was read, or a dangling link: nothing to list.
    if (::fstatat(::dirfd(directory.get()), name.c_str(), &info, 0) != 0) continue;
    entries.push_back({name, kind_from(info.st_mode)});
  }
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return entries;
}

Status RealFileSystem::remove(const std::string& path) {
  if (std::remove(path.c_str()) != 0) return file_error("remove", path, errno);
  return {};
}

Status RealFileSystem::rename(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return file_error("rename", from + " to " + to, errno);
  if (auto status = sync_directory(parent_directory(to)); !status) return status;
  if (parent_directory(from) == parent_directory(to)) return {};
  return sync_directory(parent_directory(from));
}

Status RealFileSystem::hard_link(const std::string& from, const std::string& to) {
  if (::link(from.c_str(), to.c_str()) != 0) return file_error("link", from + " as " + to, errno);
  return {};
}

Status RealFileSystem::copy(const std::string& from, const std::string& to) {
  auto content = read_file(from);
  if (!content) return content.error();
  return write_file_atomically(to, *content, 0644);
}

Status RealFileSystem::make_directories(const std::string& path, unsigned mode) {
  if (::mkdir(path.c_str(), mode) == 0) return sync_directory(parent_directory(path));
  if (errno == EEXIST) {
    const auto kind = kind_of(path);
    if (kind && *kind == FileKind::directory) return {};
    return file_error("make the directory", path, ENOTDIR);
  }
  const auto parent = parent_directory(path);
  if (errno != ENOENT || parent == path || parent == ".") return file_error("make the directory", path, errno);
  if (auto status = make_directories(parent, mode); !status) return status;
  if (::mkdir(path.c_str(), mode) != 0 && errno != EEXIST) return file_error("make the directory", path, errno);
  return sync_directory(parent);
}

Result<FileKind> RealFileSystem::kind_of(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) == 0) return kind_from(info.st_mode);
  if (errno == ENOENT || errno == ENOTDIR) return FileKind::none;
  return file_error("look at", path, errno);
}

Result<Clock::Time> RealFileSystem::modified_time(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) return file_error("look at", path, errno);
  return Clock::Time(std::chrono::seconds(info.st_mtim.tv_sec) + std::chrono::nanoseconds(info.st_mtim.tv_nsec));
}

}  // namespace ashlar
