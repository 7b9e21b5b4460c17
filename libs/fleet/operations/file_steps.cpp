#include "fleet/operations/file_steps.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/filesystem.hpp"
#include "base/strings.hpp"

namespace ashlar::fleet {
namespace {

bool is_number(const std::string& text) {
  return !text.empty() && text.size() < 10 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string mode_text(mode_t mode) {
  std::array<char, 8> digits{};
  std::snprintf(digits.data(), digits.size(), "%04o", static_cast<unsigned>(mode));
  return digits.data();
}

std::string kind_text(NodeKind kind) {
  switch (kind) {
    case NodeKind::file:
      return "file";
    case NodeKind::directory:
      return "directory";
    case NodeKind::link:
      return "link";
    case NodeKind::other:
      break;
  }
  return "special file";
}

Result<Attributes> wanted_attributes(Arguments& arguments, const Machine& machine) {
  Attributes wanted;
  wanted.mode = arguments.mode("mode");
  const auto user = arguments.text_or("user", ""), group = arguments.text_or("group", "");
  if (!user.empty()) {
    auto found = machine.user(user);
    if (!found) return found.error();
    if (*found) {
      wanted.user = (*found)->id;
    } else if (is_number(user)) {
      wanted.user = static_cast<uid_t>(std::stoul(user));
    } else {
      return fail_with_help("there is no user '" + user + "'", "make the user before (server.user)");
    }
  }
  if (!group.empty()) {
    auto found = machine.group(group);
    if (!found) return found.error();
    if (*found) {
      wanted.group = (*found)->id;
    } else if (is_number(group)) {
      wanted.group = static_cast<gid_t>(std::stoul(group));
    } else {
      return fail_with_help("there is no group '" + group + "'", "make the group before (server.group)");
    }
  }
  return wanted;
}

void plan_attributes(Plan& plan, const std::string& path, const NodeInfo& now, const Attributes& wanted) {
  Attributes change;
  std::vector<std::string> words;
  if (wanted.mode && *wanted.mode != now.mode && now.kind != NodeKind::link) {
    change.mode = wanted.mode;
    words.push_back("mode from " + mode_text(now.mode) + " to " + mode_text(*wanted.mode));
  }
  if ((wanted.user && *wanted.user != now.user) || (wanted.group && *wanted.group != now.group)) {
    change.user = wanted.user;
    change.group = wanted.group;
    // Changing the owner clears the set-user-id bits; they are set again.
    if (!change.mode && (now.mode & 06000U) != 0) change.mode = now.mode;
    words.push_back("owner from " + std::to_string(now.user) + ":" + std::to_string(now.group) + " to " +
                    std::to_string(wanted.user.value_or(now.user)) + ":" +
                    std::to_string(wanted.group.value_or(now.group)));
  }
  if (!words.empty()) plan.add("set " + join(words, " and ") + " of " + path, SetAttributes{path, change});
}

Status plan_parents(Plan& plan, const Machine& machine, const std::string& path, const Attributes& owner) {
  std::vector<std::string> missing;
  const auto made_already = [&plan](const std::string& directory) {
    return std::any_of(plan.steps.begin(), plan.steps.end(), [&](const Step& step) {
      const auto* make = std::get_if<MakeDirectory>(&step.action);
      return make != nullptr && make->path == directory;
    });
  };
  for (auto parent = parent_directory(machine.absolute(path)); parent != "/"; parent = parent_directory(parent)) {
    if (made_already(parent)) break;
    auto info = machine.look_through(parent);
    if (!info) return info.error();
    if (*info && (*info)->kind == NodeKind::directory) break;
    if (*info) return fail("cannot make the directory " + parent + ": a " + kind_text((*info)->kind) + " is there");
    missing.push_back(parent);
  }
  std::reverse(missing.begin(), missing.end());
  for (const auto& parent : missing) {
    plan.add("create directory " + parent,
             MakeDirectory{parent, {.mode = 0755, .user = owner.user, .group = owner.group}});
  }
  return {};
}

Status plan_making_way(Plan& plan, Arguments& arguments, const Machine& machine, const std::string& path,
                       const std::string& wanted_kind) {
  const bool force = arguments.flag("force", false), backup = arguments.flag("force_backup", true);
  const auto directory = arguments.text_or("force_backup_dir", "");
  auto info = machine.look(path);
  if (!info) return info.error();
  if (!*info || kind_text((*info)->kind) == wanted_kind) return {};
  const auto kind = kind_text((*info)->kind);
  if (!force) {
    return fail_with_help(path + " is a " + kind + ", not a " + wanted_kind, "set `force` to have it put away");
  }
  if (!backup) {
    plan.add("remove " + kind + " " + path, RemovePath{path});
    return {};
  }
  const auto name = path.substr(path.rfind('/') + 1) + "." + std::to_string((*info)->modified);
  const auto place = (directory.empty() ? parent_directory(path) : directory) + "/" + name;
  plan.add("move " + kind + " " + path + " to " + place, MovePath{path, place});
  return {};
}

void plan_content(Plan& plan, const std::string& path, const std::optional<std::string>& before,
                  const std::string& after, const Attributes& attributes) {
  if (before && *before == after) return;
  plan.add((before ? "change content of " : "create file ") + path,
           WriteFile{.path = path, .content = content_of(after), .attributes = attributes});
}

std::vector<std::string> lines_of(const std::string& text) {
  if (text.empty()) return {};
  return split(text.ends_with('\n') ? std::string_view(text).substr(0, text.size() - 1) : std::string_view(text), '\n');
}

std::string text_of(const std::vector<std::string>& lines) { return lines.empty() ? "" : join(lines, "\n") + "\n"; }

void plan_backup(Plan& plan, const Machine& machine, const std::string& path, const std::string& before) {
  auto info = machine.look_through(path);
  if (!info || !*info) return;
  const auto copy = path + "." + std::to_string((*info)->modified);
  plan.add("keep the old content in " + copy,
           WriteFile{copy, content_of(before), {(*info)->mode, (*info)->user, (*info)->group}});
}

}  // namespace ashlar::fleet
