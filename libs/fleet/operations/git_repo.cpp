/// git.repo, git.config, git.worktree.

#include <algorithm>

#include "base/strings.hpp"
#include "fleet/operations/catalogue.hpp"
#include "fleet/operations/file_steps.hpp"

namespace ashlar::fleet {
namespace {

std::vector<std::string> git(const std::string& directory, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"git", "-C", directory});
  return arguments;
}

Result<bool> is_there(const Machine& machine, const std::string& path) {
  auto info = machine.look(path);
  if (!info) return info.error();
  return info->has_value();
}

/// What the first word of the first line of the output is; empty when there is none.
std::string first_word(const std::string& output) {
  const auto line = trim(output);
  return std::string(line.substr(0, line.find_first_of(" \t\n")));
}

struct Repository {
  std::string source, path, branch;
  bool rebase = false, submodules = false, recursive = false;
};

/// Adds the keys of the source's ssh server to those that are known, unless one is.
Status plan_key_scan(Plan& plan, const Machine& machine, const std::string& source) {
  // git@host:path or ssh://git@host:port/path
  auto host = source.starts_with("ssh://") ? source.substr(6) : source;
  host = host.substr(host.find('@') == std::string::npos ? 0 : host.find('@') + 1);
  host = host.substr(0, host.find_first_of(":/"));
  const auto file = machine.absolute("~/.ssh/known_hosts");
  auto known = machine.run({.argv = {"ssh-keygen", "-F", host, "-f", file}});
  if (!known) return known.error();
  if (known->ok()) return {};
  if (auto parents = plan_parents(plan, machine, file, {}); !parents) return parents;
  plan.execute("note the ssh keys of " + host, {"sh", "-c", "ssh-keyscan -- \"$1\" >> \"$2\"", "sh", host, file});
  return {};
}

/// Whether the branch (or what is checked out) is not where the source's is.
Result<bool> is_behind(const Machine& machine, const Repository& repository) {
  auto ours = machine.output_of(git(repository.path, {"rev-parse", "HEAD"}));
  if (!ours) return ours.error();
  const auto reference = repository.branch.empty() ? "HEAD" : repository.branch;
  auto theirs = machine.output_of(git(repository.path, {"ls-remote", "origin", reference}));
  if (!theirs) return theirs.error();
  const auto wanted = first_word(*theirs);
  return !wanted.empty() && wanted != trim(*ours);
}

Status plan_present(Plan& plan, const Machine& machine, const Repository& repository, bool pull) {
  if (!repository.branch.empty()) {
    auto branch = machine.output_of(git(repository.path, {"rev-parse", "--abbrev-ref", "HEAD"}));
    if (!branch) return branch.error();
    // A tag or a commit leaves HEAD detached: then the commits are compared.
    auto commit = machine.run({.argv = git(repository.path, {"rev-parse", "HEAD", repository.branch + "^{commit}"})});
    if (!commit) return commit.error();
    const auto lines = lines_of(commit->output);
    const bool same_commit = commit->ok() && lines.size() == 2 && lines[0] == lines[1];
    const bool right = trim(*branch) == repository.branch || (trim(*branch) == "HEAD" && same_commit);
    if (!right) {
      plan.execute("", git(repository.path, {"fetch", "--tags"}));
      plan.execute("check out " + repository.branch + " in " + repository.path,
                   git(repository.path, {"checkout", repository.branch}));
    }
    if (trim(*branch) == "HEAD" && same_commit) return {};
  }
  if (!pull) return {};
  auto behind = is_behind(machine, repository);
  if (!behind) return behind.error();
  if (*behind) {
    auto call = git(repository.path, {"pull"});
    if (repository.rebase) call.emplace_back("--rebase");
    plan.execute("pull " + repository.path, std::move(call));
  }
  return {};
}

}  // namespace

Result<Plan> plan_git_repo(Arguments& arguments, Machine& machine) {
  Repository repository;
  repository.source = arguments.text("src");
  repository.path = machine.absolute(arguments.text("dest"));
  repository.branch = arguments.text_or("branch", "");
  repository.rebase = arguments.flag("rebase", false);
  repository.submodules = arguments.flag("update_submodules", false);
  repository.recursive = arguments.flag("recursive_submodules", false);
  const bool pull = arguments.flag("pull", true), scan = arguments.flag("ssh_keyscan", false);
  auto owner = wanted_attributes(arguments, machine);
  if (auto checked = arguments.check(); !checked) return checked.error();
  if (!owner) return owner.error();
  Plan plan;
  if (scan) {
    if (auto keys = plan_key_scan(plan, machine, repository.source); !keys) return keys.error();
  }
  auto cloned = is_there(machine, repository.path + "/.git");
  if (!cloned) return cloned.error();
  if (*cloned) {
    if (auto present = plan_present(plan, machine, repository, pull); !present) return present.error();
  } else {
    std::vector<std::string> call{"git", "clone"};
    if (!repository.branch.empty()) call.insert(call.end(), {"--branch", repository.branch});
    call.insert(call.end(), {"--", repository.source, repository.path});
    plan.execute("clone " + repository.source + " to " + repository.path, std::move(call));
  }
  if (plan.steps.empty()) return plan;
  if (repository.submodules) {
    auto call = git(repository.path, {"submodule", "update", "--init"});
    if (repository.recursive) call.emplace_back("--recursive");
    plan.execute("", std::move(call));
  }
  if (owner->user || owner->group) {
    const auto id =
        (owner->user ? std::to_string(*owner->user) : "") + (owner->group ? ":" + std::to_string(*owner->group) : "");
    plan.execute("", {"chown", "-R", id, "--", repository.path});
  }
  return plan;
}

Result<Plan> plan_git_config(Arguments& arguments, Machine& machine) {
  const auto key = arguments.text("key"), value = arguments.text("value"), repository = arguments.text_or("repo", "");
  const bool many = arguments.flag("multi_value", false), system = arguments.flag("system", false);
  if (auto checked = arguments.check(); !checked) return checked.error();
  std::vector<std::string> config{"git", "config"};
  if (repository.empty()) {
    config.emplace_back(system ? "--system" : "--global");
  } else {
    config = git(machine.absolute(repository), {"config", "--local"});
  }
  const auto call = [&](std::vector<std::string> more) {
    more.insert(more.begin(), config.begin(), config.end());
    return more;
  };
  auto now = machine.run({.argv = call({"--get-all", key})});
  if (!now) return now.error();
  const auto values = lines_of(now->output);
  const bool right =
      many ? std::find(values.begin(), values.end(), value) != values.end() : values == std::vector{value};
  Plan plan;
  if (!right) plan.execute("set git's " + key + " to " + value, call({many ? "--add" : "--replace-all", key, value}));
  return plan;
}

Result<Plan> plan_git_worktree(Arguments& arguments, Machine& machine) {
  const auto worktree = machine.absolute(arguments.text("worktree"));
  const bool present = arguments.flag("present", true), force = arguments.flag("force", false);
  const auto repository = present ? arguments.text("repo") : arguments.text_or("repo", "");
  const bool detached = arguments.flag("detached", false);
  const auto new_branch = arguments.text_or("new_branch", ""), commit = arguments.text_or("commitish", "");
  if (auto checked = arguments.check(); !checked) return checked.error();
  auto there = is_there(machine, worktree + "/.git");
  if (!there) return there.error();
  Plan plan;
  if (*there == present) return plan;
  if (!present) {
    auto call = git(worktree, {"worktree", "remove"});
    if (force) call.emplace_back("--force");
    call.push_back(worktree);
    plan.execute("remove work tree " + worktree, std::move(call));
    return plan;
  }
  auto call = git(machine.absolute(repository), {"worktree", "add"});
  if (force) call.emplace_back("--force");
  if (detached) call.emplace_back("--detach");
  if (!new_branch.empty()) call.insert(call.end(), {"-b", new_branch});
  call.push_back(worktree);
  if (!commit.empty()) call.push_back(commit);
  plan.execute("create work tree " + worktree, std::move(call));
  return plan;
}

}  // namespace ashlar::fleet
