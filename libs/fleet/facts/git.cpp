/// The git facts.

#include <array>

#include "base/strings.hpp"
#include "fleet/facts/catalogue.hpp"
#include "fleet/facts/parsers.hpp"

namespace ashlar::fleet {
namespace {

using Fact = Result<PropertyValue>;

/// What git says in a repository; nothing when it fails there.
Result<std::optional<std::string>> git(const Machine& machine, const std::string& repository,
                                       std::vector<std::string> argv) {
  argv.insert(argv.begin(), {"git", "-C", machine.absolute(repository)});
  auto result = machine.run({.argv = std::move(argv)});
  if (!result) return result.error();
  if (!result->ok()) return std::optional<std::string>{};
  return std::optional(std::string(trim(result->output)));
}

Fact one_line(const Machine& machine, const std::string& repository, std::vector<std::string> argv) {
  auto text = git(machine, repository, std::move(argv));
  if (!text) return text.error();
  return *text ? PropertyValue(**text) : PropertyValue();
}

Fact branch(Arguments& arguments, const Machine& machine) {
  return one_line(machine, arguments.text("repo"), {"rev-parse", "--abbrev-ref", "HEAD"});
}
Fact commit(Arguments& arguments, const Machine& machine) {
  return one_line(machine, arguments.text("repo"), {"rev-parse", "HEAD"});
}
Fact tracking_branch(Arguments& arguments, const Machine& machine) {
  return one_line(machine, arguments.text("repo"), {"rev-parse", "--abbrev-ref", "--symbolic-full-name", "@{u}"});
}
Fact tags(Arguments& arguments, const Machine& machine) {
  auto text = git(machine, arguments.text("repo"), {"tag", "--list"});
  if (!text) return text.error();
  return *text ? PropertyValue(to_array(words_of(**text))) : PropertyValue();
}
Fact config(Arguments& arguments, const Machine& machine) {
  const auto repository = arguments.text_or("repo", "");
  const bool system = arguments.flag("system", false);
  std::vector<std::string> argv{"config", "--list"};
  if (repository.empty()) argv.insert(argv.begin() + 1, system ? "--system" : "--global");
  auto text = git(machine, repository.empty() ? "/" : repository, std::move(argv));
  if (!text) return text.error();
  return PropertyValue(parse_git_config(text->value_or("")));
}

constexpr auto table = std::to_array<FactType>({
    {"git.GitBranch", branch},
    {"git.GitCommit", commit},
    {"git.GitConfig", config},
    {"git.GitTag", tags},
    {"git.GitTrackingBranch", tracking_branch},
});

}  // namespace

std::span<const FactType> git_facts() { return table; }

}  // namespace ashlar::fleet
