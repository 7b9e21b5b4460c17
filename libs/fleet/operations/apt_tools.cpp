#include "fleet/operations/apt_tools.hpp"

#include <ctime>

#include "base/strings.hpp"
#include "fleet/operations/file_steps.hpp"

namespace ashlar::fleet {
namespace {

constexpr const char* stamp = "/var/lib/apt/periodic/update-success-stamp";
constexpr const char* sources_changed = "apt sources changed";  // what a run remembers until the lists are refreshed

/// `name [old] (new Debian:12 [amd64])`
AptChange parse_change(const std::string& line, AptChange::Kind kind) {
  AptChange change;
  change.kind = kind;
  const auto parts = split(line, ' ');
  if (parts.size() > 1) change.name = parts[1];
  for (std::size_t i = 2; i < parts.size(); ++i) {
    if (parts[i].starts_with('[') && change.to.empty() && change.from.empty()) {
      change.from = parts[i].substr(1, parts[i].find(']') - 1);
    } else if (parts[i].starts_with('(') && change.to.empty()) {
      change.to = parts[i].substr(1);
    }
  }
  if (kind == AptChange::Kind::install && !change.from.empty()) change.kind = AptChange::Kind::upgrade;
  return change;
}

}  // namespace

Execute apt_get(std::vector<std::string> arguments) {
  Execute execute;
  execute.command.argv = {
      "apt-get", "-y", "-o", "Dpkg::Options::=--force-confdef", "-o", "Dpkg::Options::=--force-confold"};
  execute.command.argv.insert(execute.command.argv.end(), arguments.begin(), arguments.end());
  execute.command.environment = {{"DEBIAN_FRONTEND", "noninteractive"}, {"NEEDRESTART_MODE", "a"}};
  execute.awaits = {"/var/lib/dpkg/lock-frontend", "/var/lib/dpkg/lock", "/var/lib/apt/lists/lock",
                    "/var/cache/apt/archives/lock"};
  return execute;
}

std::string AptChange::words() const {
  switch (kind) {
    case Kind::install:
      return "install " + name + " " + to;
    case Kind::upgrade:
      return "upgrade " + name + " from " + from + " to " + to;
    case Kind::remove:
      break;
  }
  return "remove " + name + " " + from;
}

std::vector<AptChange> parse_simulation(const std::string& text) {
  std::vector<AptChange> changes;
  for (const auto& line : lines_of(text)) {
    if (line.starts_with("Inst ")) changes.push_back(parse_change(line, AptChange::Kind::install));
    if (line.starts_with("Remv ") || line.starts_with("Purg "))
      changes.push_back(parse_change(line, AptChange::Kind::remove));
  }
  return changes;
}

Result<std::vector<AptChange>> simulate(const Machine& machine, std::vector<std::string> arguments) {
  std::vector<std::string> argv{"apt-get", "-y", "--simulate", "-o", "Debug::NoLocking=true"};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  auto result = machine.run({.argv = std::move(argv), .environment = {{"DEBIAN_FRONTEND", "noninteractive"}}});
  if (!result) return result.error();
  if (result->ok()) return parse_simulation(result->output);
  const auto said = std::string(trim(result->error_output));
  if (said.find("Unable to locate package") != std::string::npos ||
      said.find("has no installation candidate") != std::string::npos) {
    return fail_with_help("apt: " + said,
                          "refresh the package lists (`update`), or add the repository before (apt.repo)");
  }
  return fail("apt: " + said);
}

void plan_update(Plan& plan, Machine& machine, std::optional<double> cache_time) {
  if (cache_time) {
    auto info = machine.look(stamp);
    const bool fresh = info && *info && static_cast<double>(std::time(nullptr) - (*info)->modified) < *cache_time;
    if (fresh && !machine.seen(sources_changed)) return;
  }
  if (!machine.first_time("apt update")) return;
  machine.forget(sources_changed);
  plan.add("", apt_get({"update"}));
  plan.add("", Custom{[](Machine& host) -> Status {
             Plan mark;
             if (auto parents = plan_parents(mark, host, stamp, {}); !parents) return parents;
             mark.add("", WriteFile{stamp, content_of(""), {}});
             for (const auto& step : mark.steps) {
               if (auto done = host.carry_out(step.action); !done) return done;
             }
             return {};
           }});
}

void plan_sources_changed(Plan& plan) {
  plan.add("", Custom{[](Machine& host) -> Status {
             host.forget("apt update");
             (void)host.first_time(sources_changed);
             return {};
           }});
}

InstalledPackages parse_dpkg_status(const std::string& text) {
  InstalledPackages packages;
  for (const auto& line : lines_of(text)) {
    const auto parts = split(line, ' ');
    if (parts.size() != 4 || parts[0] != "installed") continue;
    packages[parts[1]].push_back(parts[3]);
    packages[parts[1] + ":" + parts[2]].push_back(parts[3]);
  }
  return packages;
}

Result<InstalledPackages> installed_debs(const Machine& machine) {
  auto text =
      machine.output_of({"dpkg-query", "-W", "-f", "${db:Status-Status} ${Package} ${Architecture} ${Version}\\n"});
  if (!text) return text.error();
  return parse_dpkg_status(*text);
}

bool is_url(const std::string& text) {
  return text.starts_with("http://") || text.starts_with("https://") || text.starts_with("ftp://");
}

Result<std::string> fetch_url(const Machine& machine, const std::string& url) {
  if (machine.has_program("curl")) return machine.output_of({"curl", "-fsSL", "--", url});
  if (machine.has_program("wget")) return machine.output_of({"wget", "-qO-", "--", url});
  return fail_with_help("cannot download " + url + ": this host has neither curl nor wget",
                        "install one of them before (apt.packages)");
}

}  // namespace ashlar::fleet
