#include "fleet/operations/write_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "base/filesystem.hpp"
#include "fleet/operations/machine.hpp"

namespace ashlar::fleet {
namespace {

constexpr uid_t same_user = static_cast<uid_t>(-1);
constexpr gid_t same_group = static_cast<gid_t>(-1);

/// A new file that vanishes unless it is given its name.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& destination)
      : path_(parent_directory(destination) + "/.ashlar-XXXXXX"), fd_(::mkostemp(path_.data(), O_CLOEXEC)) {}
  ~TemporaryFile() {
    if (fd_ < 0) return;
    ::close(fd_);
    if (!named_) ::unlink(path_.c_str());
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  [[nodiscard]] int fd() const { return fd_; }
  [[nodiscard]] bool move_to(const std::string& destination) {
    named_ = ::rename(path_.c_str(), destination.c_str()) == 0;
    return named_;
  }

 private:
  std::string path_;
  int fd_;
  bool named_ = false;
};

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto wrote = ::write(fd, bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return true;
}

bool copy_all(const std::string& from, int to) {
  const int source = ::open(from.c_str(), O_RDONLY | O_CLOEXEC);
  if (source < 0) return false;
  std::string buffer(std::size_t{256} << 10, '\0');
  bool good = true;
  for (;;) {
    const auto got = ::read(source, buffer.data(), buffer.size());
    if (got == 0) break;
    good = got > 0 ? write_all(to, std::string_view(buffer).substr(0, static_cast<std::size_t>(got))) : errno == EINTR;
    if (!good) break;
  }
  const int reason = errno;
  ::close(source);
  errno = reason;
  return good;
}

Status sync_directory(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return {};  // one that may be written but not read; the rename itself has happened
  const bool synced = ::fsync(fd) == 0 || errno == EINVAL;
  const int reason = errno;
  ::close(fd);
  if (!synced) return file_error("sync", path, reason);
  return {};
}

Status write_file(Machine& machine, const WriteFile& write) {
  auto destination = machine.end_of_links(write.path);
  if (!destination) return destination.error();
  auto before = machine.look(*destination);
  if (!before) return before.error();
  if (*before && (*before)->kind != NodeKind::file) return fail("cannot write " + *destination + ": it is no file");
  auto attributes = write.attributes;
  if (*before) {
    if (!attributes.mode) attributes.mode = (*before)->mode;
    if (!attributes.user) attributes.user = (*before)->user;
    if (!attributes.group) attributes.group = (*before)->group;
  }
  const auto real = machine.real(*destination);
  TemporaryFile file(real);
  if (file.fd() < 0) return file_error("write", *destination, errno);
  const bool written = write.content->kept_in.empty() ? write_all(file.fd(), write.content->bytes)
                                                      : copy_all(write.content->kept_in, file.fd());
  if (!written) return file_error("write", *destination, errno);
  struct stat made {};
  if (::fstat(file.fd(), &made) != 0) return file_error("look at", *destination, errno);
  const bool owner_differs =
      (attributes.user && *attributes.user != made.st_uid) || (attributes.group && *attributes.group != made.st_gid);
  if (owner_differs &&
      ::fchown(file.fd(), attributes.user.value_or(same_user), attributes.group.value_or(same_group)) != 0) {
    return file_error("set the owner of", *destination, errno);
  }
  // After the owner: changing that clears the set-user-id bit.
  if (::fchmod(file.fd(), attributes.mode.value_or(0644)) != 0)
    return file_error("set the mode of", *destination, errno);
  if (::fsync(file.fd()) != 0 && errno != EINVAL) return file_error("sync", *destination, errno);
  if (!file.move_to(real)) return file_error("replace", *destination, errno);
  return sync_directory(parent_directory(real));
}

Status set_attributes(const std::string& shown, const std::string& real, const Attributes& attributes, bool is_link) {
  if ((attributes.user || attributes.group) &&
      ::lchown(real.c_str(), attributes.user.value_or(same_user), attributes.group.value_or(same_group)) != 0) {
    return file_error("set the owner of", shown, errno);
  }
  if (attributes.mode && !is_link && ::chmod(real.c_str(), *attributes.mode) != 0) {
    return file_error("set the mode of", shown, errno);
  }
  return {};
}

Status make_directory(Machine& machine, const MakeDirectory& make) {
  const auto path = machine.real(make.path);
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return file_error("make the directory", make.path, errno);
  auto attributes = make.attributes;
  if (!attributes.mode) attributes.mode = 0755;
  return set_attributes(make.path, path, attributes, false);
}

Status make_link(Machine& machine, const MakeLink& make) {
  const auto path = machine.real(make.path);
  const auto made = make.symbolic ? ::symlink(make.target.c_str(), path.c_str())
                                  : ::link(machine.real(make.target).c_str(), path.c_str());
  if (made != 0) return file_error("make the link", make.path, errno);
  if (!make.symbolic) return {};
  return set_attributes(make.path, path, make.owner, true);
}

Status remove_path(Machine& machine, const RemovePath& remove) {
  std::error_code failure;
  std::filesystem::remove_all(machine.real(remove.path), failure);
  if (failure) return file_error("remove", remove.path, failure.value());
  return {};
}

}  // namespace

Status change_files(Machine& machine, const Action& action) {
  if (const auto* write = std::get_if<WriteFile>(&action)) return write_file(machine, *write);
  if (const auto* directory = std::get_if<MakeDirectory>(&action)) return make_directory(machine, *directory);
  if (const auto* link = std::get_if<MakeLink>(&action)) return make_link(machine, *link);
  if (const auto* remove = std::get_if<RemovePath>(&action)) return remove_path(machine, *remove);
  if (const auto* move = std::get_if<MovePath>(&action)) {
    if (::rename(machine.real(move->from).c_str(), machine.real(move->to).c_str()) == 0) return {};
    return file_error("move", move->from, errno);
  }
  const auto* set = std::get_if<SetAttributes>(&action);
  if (set == nullptr) return fail("an action that concerns no file", ErrorKind::internal);
  auto info = machine.look(set->path);
  if (!info) return info.error();
  const bool is_link = *info && (*info)->kind == NodeKind::link;
  return set_attributes(set->path, machine.real(set->path), set->attributes, is_link);
}

}  // namespace ashlar::fleet
