#include "fleet/operations/machine.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <filesystem>

#include "base/filesystem.hpp"
#include "base/strings.hpp"
#include "fleet/operations/file_lock.hpp"
#include "fleet/operations/write_files.hpp"
#include "fleet/protocol/sha256.hpp"

namespace ashlar::fleet {
namespace {

NodeKind kind_of(mode_t mode) {
  if (S_ISREG(mode)) return NodeKind::file;
  if (S_ISDIR(mode)) return NodeKind::directory;
  return S_ISLNK(mode) ? NodeKind::link : NodeKind::other;
}

/// Ids of accounts that are only planned; no system gives these to anybody.
constexpr std::uint32_t first_planned_id = 0xF0000000;

std::string normal(const std::string& path) {
  auto text = std::filesystem::path(path).lexically_normal().string();
  if (text.size() > 1 && text.ends_with('/')) text.pop_back();
  return text;
}

}  // namespace

SharedContent content_of(std::string bytes) {
  auto hash = sha256(bytes);
  return std::make_shared<const FileContent>(FileContent{std::move(bytes), {}, std::move(hash)});
}

void Plan::execute(std::string change, std::vector<std::string> argv) {
  add(std::move(change), Execute{.command = {.argv = std::move(argv)}});
}

void Plan::append(Plan other) {
  for (auto& step : other.steps) steps.push_back(std::move(step));
  outputs.merge(other.outputs);
  if (other.then) then = std::move(other.then);
  reboots = reboots || other.reboots;
}

std::string Machine::absolute(const std::string& path) const {
  if (path.starts_with('/')) return normal(path);
  const auto home = settings_.account ? settings_.account->home : std::string("/root");
  if (path == "~") return home;
  if (path.starts_with("~/")) return normal(home + path.substr(1));
  const auto base = settings_.directory.empty() ? (settings_.login ? home : std::filesystem::current_path().string())
                                                : settings_.directory;
  return normal(base + "/" + path);
}

const Machine::Planned* Machine::planned(const std::string& path) const {
  if (planned_.empty()) return nullptr;
  if (const auto exact = planned_.find(path); exact != planned_.end()) return &exact->second;
  // What is below something that would be removed, or would be no directory any more, would not be there.
  static const Planned nothing;
  for (auto parent = parent_directory(path); parent != "/" && parent != "."; parent = parent_directory(parent)) {
    const auto above = planned_.find(parent);
    if (above != planned_.end() && (!above->second.info || above->second.info->kind == NodeKind::file)) return &nothing;
  }
  return nullptr;
}

Result<std::optional<NodeInfo>> Machine::look(const std::string& given) const {
  const auto path = absolute(given);
  if (const auto* would_be = planned(path)) return would_be->info;
  const auto place = options_.root + path;
  struct stat status {};
  if (::lstat(place.c_str(), &status) != 0) {
    if (errno == ENOENT || errno == ENOTDIR) return std::optional<NodeInfo>{};
    return file_error("look at", path, errno);
  }
  NodeInfo info{.kind = kind_of(status.st_mode),
                .mode = status.st_mode & 07777U,
                .user = status.st_uid,
                .group = status.st_gid,
                .size = static_cast<std::uint64_t>(status.st_size),
                .target = {},
                .modified = status.st_mtim.tv_sec,
                .accessed = status.st_atim.tv_sec,
                .changed = status.st_ctim.tv_sec,
                .inode = status.st_ino,
                .device = status.st_dev};
  if (info.kind == NodeKind::link) {
    std::array<char, PATH_MAX> target;
    const auto size = ::readlink(place.c_str(), target.data(), target.size());
    if (size < 0) return file_error("read the link", path, errno);
    info.target.assign(target.data(), static_cast<std::size_t>(size));
  }
  return std::optional(std::move(info));
}

Result<std::string> Machine::end_of_links(const std::string& given) const {
  auto path = absolute(given);
  for (int links = 0; links < 40; ++links) {
    auto info = look(path);
    if (!info) return info.error();
    if (!*info || (*info)->kind != NodeKind::link) return path;
    const auto& target = (*info)->target;
    path = normal(target.starts_with('/') ? target : parent_directory(path) + "/" + target);
  }
  return fail("cannot follow " + given + ": its symbolic links go round in a circle");
}

Result<std::optional<NodeInfo>> Machine::look_through(const std::string& path) const {
  auto end = end_of_links(path);
  if (!end) return end.error();
  return look(*end);
}

Result<std::string> Machine::read(const std::string& given) const {
  auto path = end_of_links(given);
  if (!path) return path.error();
  if (const auto* would_be = planned(*path)) {
    if (!would_be->info) return fail("there is no file " + *path, ErrorKind::not_found);
    if (would_be->content && would_be->content->kept_in.empty()) return would_be->content->bytes;
    if (would_be->info->kind == NodeKind::file && !would_be->content) {
      return fail("the content of " + *path + " is not known before the operation that writes it is applied");
    }
  }
  return RealFileSystem().read_file(options_.root + *path);
}

Result<std::optional<std::string>> Machine::read_if_there(const std::string& path) const {
  auto text = read(path);
  if (text) return std::optional(std::move(*text));
  if (text.error().kind == ErrorKind::not_found) return std::optional<std::string>{};
  return text.error();
}

Result<std::vector<std::string>> Machine::list(const std::string& given) const {
  const auto path = absolute(given);
  std::set<std::string> names;
  const auto* would_be = planned(path);
  if (would_be == nullptr || would_be->info) {
    auto entries = RealFileSystem().list_directory(options_.root + path);
    if (!entries && !(would_be != nullptr && entries.error().kind == ErrorKind::not_found)) return entries.error();
    if (entries) {
      for (auto& entry : *entries) names.insert(std::move(entry.name));
    }
  }
  for (const auto& [other, node] : planned_) {
    if (other == path || parent_directory(other) != path) continue;
    const auto name = other.substr(other.rfind('/') + 1);
    if (node.info) {
      names.insert(name);
    } else {
      names.erase(name);
    }
  }
  return std::vector<std::string>(names.begin(), names.end());
}

Result<std::string> Machine::hash(const std::string& given) const {
  auto path = end_of_links(given);
  if (!path) return path.error();
  auto info = look(*path);
  if (!info) return info.error();
  if (const auto* would_be = planned(*path); would_be != nullptr && would_be->content) return would_be->content->hash;
  if (!*info) return fail("there is no file " + *path, ErrorKind::not_found);
  const auto known = hashes_.find(*path);
  if (known != hashes_.end()) {
    const auto& was = known->second.info;
    if (was.inode == (*info)->inode && was.size == (*info)->size && was.modified == (*info)->modified &&
        was.changed == (*info)->changed && was.device == (*info)->device) {
      return known->second.hash;
    }
  }
  const int fd = ::open((options_.root + *path).c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return file_error("read", *path, errno);
  Sha256 digest;
  std::vector<char> buffer(std::size_t{256} << 10);
  for (;;) {
    const auto got = ::read(fd, buffer.data(), buffer.size());
    if (got == 0) break;
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      const int reason = errno;
      ::close(fd);
      return file_error("read", *path, reason);
    }
    digest.update({buffer.data(), static_cast<std::size_t>(got)});
  }
  ::close(fd);
  auto hash = digest.finish();
  // A file that changed within the current second could change again without a trace.
  if ((*info)->changed + 2 < ::time(nullptr)) hashes_[*path] = {**info, hash};
  return hash;
}

Result<std::vector<User>> Machine::users() const {
  auto text = read_if_there("/etc/passwd");
  if (!text) return text.error();
  return parse_users(text->value_or(""));
}

Result<std::vector<Group>> Machine::groups() const {
  auto text = read_if_there("/etc/group");
  if (!text) return text.error();
  return parse_groups(text->value_or(""));
}

Result<std::optional<User>> Machine::user(const std::string& name) const {
  auto all = users();
  if (!all) return all.error();
  for (auto& user : *all) {
    if (user.name == name) return std::optional(std::move(user));
  }
  const auto place = std::find(planned_users_.begin(), planned_users_.end(), name);
  if (place != planned_users_.end()) {
    const auto id = first_planned_id + static_cast<std::uint32_t>(place - planned_users_.begin());
    return std::optional(
        User{.name = name, .id = id, .group = id, .comment = {}, .home = "/home/" + name, .shell = {}});
  }
  // Users of a directory service are not in the file.
  if (!options_.root.empty() || !has_program("getent")) return std::optional<User>{};
  auto found = run({.argv = {"getent", "passwd", name}, .as_agent = true});
  if (!found) return found.error();
  auto known = parse_users(found->output);
  return known.empty() ? std::optional<User>{} : std::optional(std::move(known.front()));
}

Result<std::optional<Group>> Machine::group(const std::string& name) const {
  auto all = groups();
  if (!all) return all.error();
  for (auto& group : *all) {
    if (group.name == name) return std::optional(std::move(group));
  }
  const auto place = std::find(planned_groups_.begin(), planned_groups_.end(), name);
  if (place != planned_groups_.end()) {
    return std::optional(Group{.name = name,
                               .id = first_planned_id + static_cast<std::uint32_t>(place - planned_groups_.begin()),
                               .members = {}});
  }
  if (!options_.root.empty() || !has_program("getent")) return std::optional<Group>{};
  auto found = run({.argv = {"getent", "group", name}, .as_agent = true});
  if (!found) return found.error();
  auto known = parse_groups(found->output);
  return known.empty() ? std::optional<Group>{} : std::optional(std::move(known.front()));
}

Result<CommandSettings::Account> Machine::account(const std::string& name, const std::string& group_name) const {
  auto found = user(name);
  if (!found) return found.error();
  if (!*found)
    return fail_with_help("there is no user '" + name + "' to run as", "make the user by an earlier operation");
  CommandSettings::Account account{.name = name,
                                   .home = (*found)->home,
                                   .shell = (*found)->shell.empty() ? "/bin/sh" : (*found)->shell,
                                   .user = (*found)->id,
                                   .group = (*found)->group,
                                   .groups = {}};
  if (!group_name.empty()) {
    auto group_found = group(group_name);
    if (!group_found) return group_found.error();
    if (!*group_found) return fail("there is no group '" + group_name + "' to run as");
    account.group = (*group_found)->id;
  }
  auto all = groups();
  if (!all) return all.error();
  account.groups.push_back(account.group);
  for (const auto& entry : *all) {
    const bool member = std::find(entry.members.begin(), entry.members.end(), name) != entry.members.end();
    if (member && entry.id != account.group) account.groups.push_back(entry.id);
  }
  return account;
}

Result<CommandResult> Machine::run(const Command& command) const { return options_.runner->run(command, settings_); }

Result<std::string> Machine::output_of(std::vector<std::string> argv) const {
  const auto name = join(argv, " ");
  auto result = run({.argv = std::move(argv)});
  if (!result) return result.error();
  if (result->ok()) return std::move(result->output);
  return fail(name + " failed (exit code " + std::to_string(result->exit_code) +
              "): " + std::string(trim(result->error_output.empty() ? result->output : result->error_output)));
}

bool Machine::has_program(const std::string& name) const {
  for (const auto* folder : {"/usr/local/sbin/", "/usr/local/bin/", "/usr/sbin/", "/usr/bin/", "/sbin/", "/bin/"}) {
    if (::access((options_.root + folder + name).c_str(), X_OK) == 0) return true;
  }
  return false;
}

void Machine::only_plan(bool planning, bool diffs) {
  planning_ = planning;
  diffs_ = diffs;
  if (planning) return;
  planned_.clear();
  planned_users_.clear();
  planned_groups_.clear();
}

Result<CommandResult> Machine::execute(const Execute& execute) {
  for (;;) {
    for (const auto& path : execute.awaits) {
      if (auto free = wait_for_lock(*this, path); !free) return free.error();
    }
    auto result = run(execute.command);
    // Somebody may have been quicker in the moment between.
    const bool again = result && !result->ok() && !execute.awaits.empty() &&
                       result->error_output.find("Could not get lock") != std::string::npos;
    if (!again) return result;
  }
}

Status Machine::carry_out(const Action& action) {
  if (planning_) {
    note(action);
    return {};
  }
  if (const auto* execute = std::get_if<Execute>(&action)) {
    auto result = this->execute(*execute);
    if (!result) return result.error();
    if (execute->command.is_users) {
      if (!printed_) printed_.emplace();
      printed_->output += result->output;
      printed_->error_output += result->error_output;
      printed_->exit_code = result->exit_code;
    }
    const auto& good = execute->command.is_users ? settings_.good_codes : execute->good_codes;
    if (std::find(good.begin(), good.end(), result->exit_code) != good.end()) return {};
    const auto said = trim(result->error_output.empty() ? result->output : result->error_output);
    return fail(execute->command.argv.front() + " failed (exit code " + std::to_string(result->exit_code) +
                "): " + std::string(said.size() > 2000 ? said.substr(said.size() - 2000) : said));
  }
  if (const auto* custom = std::get_if<Custom>(&action)) return custom->act(*this);
  return change_files(*this, action);
}

void Machine::note_node(const std::string& path, NodeInfo info, const Attributes& attributes, SharedContent content) {
  if (attributes.mode) info.mode = *attributes.mode;
  if (attributes.user) info.user = *attributes.user;
  if (attributes.group) info.group = *attributes.group;
  planned_[absolute(path)] = {std::move(info), std::move(content)};
}

void Machine::note(const Action& action) {
  const auto present = [this](const std::string& path, NodeKind kind, mode_t mode) {
    auto info = look(path);
    NodeInfo fresh{.kind = kind, .mode = mode, .user = ::geteuid(), .group = ::getegid(), .target = {}};
    return info && *info && (*info)->kind == kind ? **info : fresh;
  };
  if (const auto* write = std::get_if<WriteFile>(&action)) {
    auto path = end_of_links(write->path);
    if (!path) return;
    auto info = present(*path, NodeKind::file, 0644);
    if (write->content) info.size = write->content->bytes.size();
    note_node(*path, info, write->attributes, write->content);
  } else if (const auto* directory = std::get_if<MakeDirectory>(&action)) {
    note_node(directory->path, present(directory->path, NodeKind::directory, 0755), directory->attributes, nullptr);
  } else if (const auto* link = std::get_if<MakeLink>(&action)) {
    auto info = present(link->path, link->symbolic ? NodeKind::link : NodeKind::file, 0777);
    info.target = link->target;
    note_node(link->path, info, link->owner, nullptr);
  } else if (const auto* remove = std::get_if<RemovePath>(&action)) {
    planned_[absolute(remove->path)] = {};
  } else if (const auto* move = std::get_if<MovePath>(&action)) {
    if (auto info = look(move->from); info && *info) planned_[absolute(move->to)] = {**info, nullptr};
    planned_[absolute(move->from)] = {};
  } else if (const auto* set = std::get_if<SetAttributes>(&action)) {
    auto path = end_of_links(set->path);
    auto info = path ? look(*path) : path.error();
    if (!info || !*info) return;
    const auto* before = planned(*path);
    // Without a content of its own in the plan, the disk's counts.
    auto content = before != nullptr ? before->content : nullptr;
    if (!content && (*info)->kind == NodeKind::file) {
      if (auto text = read(*path)) content = content_of(std::move(*text));
    }
    note_node(*path, **info, set->attributes, content);
  } else if (const auto* execute = std::get_if<Execute>(&action)) {
    if (!execute->makes_user.empty()) planned_users_.push_back(execute->makes_user);
    if (!execute->makes_group.empty()) planned_groups_.push_back(execute->makes_group);
  }
}

}  // namespace ashlar::fleet
