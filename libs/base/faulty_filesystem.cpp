#include "base/faulty_filesystem.hpp"

#include <algorithm>
#include <limits>

namespace ashlar {

class FaultyFileSystem::File final : public AppendFile {
 public:
  File(FaultyFileSystem& owner, std::unique_ptr<AppendFile> inner, std::string path)
      : owner_(owner), inner_(std::move(inner)), path_(std::move(path)) {}

  Status append(std::string_view bytes) override {
    const int reason = owner_.count(path_);
    if (reason != 0) bytes = bytes.substr(0, owner_.torn_bytes_);
    auto status = inner_->append(bytes);
    if (!status) return status;
    {
      const std::lock_guard lock(owner_.mutex_);
      owner_.appended_[path_].written += bytes.size();
    }
    owner_.wrote(bytes.size());
    if (reason != 0) return file_error("write", path_, reason);
    return {};
  }

  Status sync() override {
    if (const int reason = owner_.count(path_); reason != 0) return file_error("write", path_, reason);
    auto status = inner_->sync();
    if (!status) return status;
    const std::lock_guard lock(owner_.mutex_);
    auto& lengths = owner_.appended_[path_];
    lengths.synced = lengths.written;
    return {};
  }

  Status truncate(std::size_t length) override {
    if (const int reason = owner_.count(path_); reason != 0) return file_error("truncate", path_, reason);
    auto status = inner_->truncate(length);
    if (!status) return status;
    const std::lock_guard lock(owner_.mutex_);
    auto& lengths = owner_.appended_[path_];
    lengths.written = length;
    lengths.synced = std::min(lengths.synced, length);
    return {};
  }

 private:
  FaultyFileSystem& owner_;
  std::unique_ptr<AppendFile> inner_;
  std::string path_;
};

void FaultyFileSystem::fail_from(std::uint64_t call, int errno_value, std::size_t torn_bytes) {
  fail_between(call, std::numeric_limits<std::uint64_t>::max(), errno_value, torn_bytes);
}

void FaultyFileSystem::fail_between(std::uint64_t first, std::uint64_t last, int errno_value, std::size_t torn_bytes) {
  const std::lock_guard lock(mutex_);
  first_failing_ = first;
  last_failing_ = last;
  errno_ = errno_value;
  torn_bytes_ = torn_bytes;
}

void FaultyFileSystem::only_paths_with(std::string part) {
  const std::lock_guard lock(mutex_);
  path_part_ = std::move(part);
}

void FaultyFileSystem::heal() {
  const std::lock_guard lock(mutex_);
  first_failing_ = 0;
}

Status FaultyFileSystem::lose_unsynced(std::size_t kept_bytes) {
  const std::lock_guard lock(mutex_);
  for (auto& [path, lengths] : appended_) {
    if (lengths.written == lengths.synced || !inner_.exists(path)) continue;
    auto file = inner_.open_append(path, 0644);
    if (!file) return file.error();
    lengths.written = std::min(lengths.written, lengths.synced + kept_bytes);
    if (auto status = (*file)->truncate(lengths.written); !status) return status;
  }
  return {};
}

std::uint64_t FaultyFileSystem::calls() const {
  const std::lock_guard lock(mutex_);
  return calls_;
}

std::uint64_t FaultyFileSystem::bytes_written() const {
  const std::lock_guard lock(mutex_);
  return bytes_written_;
}

int FaultyFileSystem::count(const std::string& path) {
  const std::lock_guard lock(mutex_);
  if (path.find(path_part_) == std::string::npos) return 0;
  ++calls_;
  const bool fails = first_failing_ != 0 && calls_ >= first_failing_ && calls_ <= last_failing_;
  return fails ? errno_ : 0;
}

void FaultyFileSystem::wrote(std::size_t bytes) {
  const std::lock_guard lock(mutex_);
  bytes_written_ += bytes;
}

Status FaultyFileSystem::write_file_atomically(const std::string& path, std::string_view content, unsigned mode) {
  if (const int reason = count(path); reason != 0) return file_error("write", path, reason);
  auto status = inner_.write_file_atomically(path, content, mode);
  if (status) wrote(content.size());
  return status;
}

Result<bool> FaultyFileSystem::create_exclusive(const std::string& path, std::string_view content, unsigned mode) {
  if (const int reason = count(path); reason != 0) return file_error("create", path, reason);
  auto created = inner_.create_exclusive(path, content, mode);
  if (created && *created) wrote(content.size());
  return created;
}

Result<std::unique_ptr<AppendFile>> FaultyFileSystem::open_append(const std::string& path, unsigned mode) {
  if (const int reason = count(path); reason != 0) return file_error("open", path, reason);
  std::size_t length = 0;
  if (auto content = inner_.read_file(path)) length = content->size();
  auto file = inner_.open_append(path, mode);
  if (!file) return file.error();
  {
    const std::lock_guard lock(mutex_);
    appended_[path] = {length, length};
  }
  return std::unique_ptr<AppendFile>(std::make_unique<File>(*this, std::move(*file), path));
}

Status FaultyFileSystem::remove(const std::string& path) {
  if (const int reason = count(path); reason != 0) return file_error("remove", path, reason);
  return inner_.remove(path);
}

Status FaultyFileSystem::rename(const std::string& from, const std::string& to) {
  if (const int reason = count(from); reason != 0) return file_error("rename", from + " to " + to, reason);
  return inner_.rename(from, to);
}

Status FaultyFileSystem::hard_link(const std::string& from, const std::string& to) {
  if (const int reason = count(to); reason != 0) return file_error("link", from + " as " + to, reason);
  return inner_.hard_link(from, to);
}

Status FaultyFileSystem::copy(const std::string& from, const std::string& to) {
  if (const int reason = count(to); reason != 0) return file_error("write", to, reason);
  auto content = inner_.read_file(from);
  auto status = inner_.copy(from, to);
  if (status && content) wrote(content->size());
  return status;
}

Status FaultyFileSystem::make_directories(const std::string& path, unsigned mode) {
  if (const int reason = count(path); reason != 0) return file_error("make the directory", path, reason);
  return inner_.make_directories(path, mode);
}

}  // namespace ashlar
