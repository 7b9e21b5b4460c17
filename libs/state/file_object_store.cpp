#include "state/file_object_store.hpp"

#include <cctype>
#include <filesystem>

#include "base/strings.hpp"

namespace ashlar::state {

namespace {

/// As other tools make them: for the owner only, because what is not marked secret may still be nobody's business.
constexpr unsigned file_mode = 0600;
constexpr unsigned directory_mode = 0755;

/// Runs `write`, and once more after making the directories above `path` when they are missing.
template <typename Write>
auto with_directories(FileSystem& files, const std::string& path, const Write& write) -> decltype(write()) {
  auto result = write();
  if (result || result.error().kind != ErrorKind::not_found) return result;
  if (auto made = files.make_directories(parent_directory(path), directory_mode); !made) return made.error();
  return write();
}

class FileLog final : public ObjectLog {
 public:
  FileLog(FileSystem& files, std::unique_ptr<AppendFile> file, std::string path, std::size_t length)
      : files_(files), file_(std::move(file)), path_(std::move(path)), length_(length) {}

  Status append(std::string_view bytes) override {
    if (auto status = recover(); !status) return status;
    is_dirty_ = true;
    if (auto status = file_->append(bytes); !status) return status;
    if (auto status = file_->sync(); !status) return status;
    length_ += bytes.size();
    is_dirty_ = false;
    return {};
  }

 private:
  /// After a failure: opens the file again (it may be another one by now) and cuts off what is not known to be durable.
  Status recover() {
    if (!is_dirty_) return {};
    if (!files_.exists(path_)) return fail("the file " + path_ + " is gone or cannot be seen any more");
    auto file = files_.open_append(path_, file_mode);
    if (!file) return file.error();
    file_ = std::move(*file);
    return file_->truncate(length_);
  }

  FileSystem& files_;
  std::unique_ptr<AppendFile> file_;
  std::string path_;
  std::size_t length_;  ///< of what is durable
  bool is_dirty_ = false;
};

}  // namespace

Result<std::string> FileObjectStore::get(const std::string& key) { return files_.read_file(path(key)); }

Status FileObjectStore::put(const std::string& key, std::string_view content) {
  return with_directories(files_, path(key),
                          [&] { return files_.write_file_atomically(path(key), content, file_mode); });
}

Status FileObjectStore::link_over(const std::string& from, const std::string& to) {
  const auto temporary = to + "." + to_hex(SystemEntropy().bytes(6)) + ".tmp";
  auto linked = with_directories(files_, to, [&] { return files_.hard_link(from, temporary); });
  if (!linked) return linked;
  auto renamed = files_.rename(temporary, to);
  // A rename between two names of one file leaves both.
  if (auto removed = files_.remove(temporary); !removed && removed.error().kind != ErrorKind::not_found) return removed;
  return renamed;
}

Status FileObjectStore::copy(const std::string& from, const std::string& to) {
  if (link_over(path(from), path(to))) return {};
  return with_directories(files_, path(to), [&] { return files_.copy(path(from), path(to)); });
}

Status FileObjectStore::remove(const std::string& key) {
  auto status = files_.remove(path(key));
  if (!status && status.error().kind == ErrorKind::not_found) return {};
  return status;
}

Result<std::vector<ObjectInfo>> FileObjectStore::list(const std::string& directory) {
  auto entries = files_.list_directory(path(directory));
  if (!entries && entries.error().kind == ErrorKind::not_found) return std::vector<ObjectInfo>{};
  if (!entries) return entries.error();
  std::vector<ObjectInfo> result;
  for (const auto& entry : *entries) {
    if (entry.name.ends_with(".attrs") || entry.name.ends_with(".tmp")) continue;
    ObjectInfo info{entry.name, entry.kind == FileKind::directory, {}};
    if (!info.is_directory) {
      const auto modified = files_.modified_time(path(directory) + "/" + entry.name);
      if (!modified && modified.error().kind == ErrorKind::not_found) continue;  // gone since
      if (!modified) return modified.error();
      info.modified = *modified;
    }
    result.push_back(std::move(info));
  }
  return result;
}

Result<bool> FileObjectStore::exists(const std::string& key) {
  const auto kind = files_.kind_of(path(key));
  if (!kind) return kind.error();
  return *kind == FileKind::file;
}

Result<std::unique_ptr<ObjectLog>> FileObjectStore::open_log(const std::string& key, std::size_t length) {
  auto file = with_directories(files_, path(key), [&] { return files_.open_append(path(key), file_mode); });
  if (!file) return file.error();
  if (auto status = (*file)->truncate(length); !status) return status.error();
  return std::unique_ptr<ObjectLog>(std::make_unique<FileLog>(files_, std::move(*file), path(key), length));
}

namespace {

Result<std::string> percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    const auto digits = text.substr(i + 1, 2);
    const bool is_hex = digits.size() == 2 && std::isxdigit(static_cast<unsigned char>(digits[0])) != 0 &&
                        std::isxdigit(static_cast<unsigned char>(digits[1])) != 0;
    if (!is_hex) return fail("the URL has a `%` that two hexadecimal digits do not follow");
    decoded += static_cast<char>(std::stoi(std::string(digits), nullptr, 16));
    i += 2;
  }
  return decoded;
}

}  // namespace

Result<std::string> directory_of_file_url(std::string_view url, const Environment& environment,
                                          const std::string& working_directory) {
  constexpr std::string_view scheme = "file://";
  if (!url.starts_with(scheme)) return fail("not a file:// URL: " + std::string(url), ErrorKind::usage);
  auto text = url.substr(scheme.size());
  text = text.substr(0, text.find('?'));
  auto decoded = percent_decoded(text);
  if (!decoded) return decoded.error().within(std::string(url));
  std::filesystem::path directory = *decoded;
  if (decoded->starts_with('~')) {
    const auto home = environment.text("HOME");
    if (home.empty())
      return fail_with_help("cannot tell what `~` of " + std::string(url) + " is: HOME is not set", "set HOME");
    if (decoded->size() > 1 && (*decoded)[1] != '/')
      return fail("cannot resolve the home directory of another user in " + std::string(url));
    directory = home + decoded->substr(1);
  }
  auto absolute = (working_directory / directory).lexically_normal().string();
  while (absolute.size() > 1 && absolute.ends_with('/')) absolute.pop_back();
  return absolute;
}

}  // namespace ashlar::state
