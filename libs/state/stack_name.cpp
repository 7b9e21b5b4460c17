#include "state/stack_name.hpp"

#include <algorithm>
#include <cctype>

#include "base/strings.hpp"

namespace ashlar::state {

namespace {
constexpr std::string_view organization = "organization";
constexpr std::size_t longest_name = 100;
}  // namespace

std::string StackName::qualified() const {
  if (project.empty()) return stack;
  return std::string(organization) + "/" + project + "/" + stack;
}

bool is_valid_name(std::string_view name) {
  if (name.empty() || name.size() > longest_name || name == "." || name == "..") return false;
  return std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return c < 0x80 && (std::isalnum(c) != 0 || c == '_' || c == '.' || c == '-');
  });
}

Result<StackName> parse_stack_name(std::string_view text, std::string_view current_project) {
  const auto parts = split(text, '/');
  if (parts.size() > 3) {
    return fail_with_help("`" + std::string(text) + "` names no stack", "write STACK or organization/PROJECT/STACK",
                          ErrorKind::usage);
  }
  if (parts.size() > 1 && parts.front() != organization) {
    return fail("organization name must be 'organization': this store knows no other, but `" + std::string(text) +
                    "` names " + parts.front(),
                ErrorKind::usage);
  }
  StackName name{parts.size() == 3 ? parts[1] : std::string(current_project), parts.back()};
  if (name.project.empty()) {
    return fail_with_help("no project is known for the stack `" + std::string(text) + "`",
                          "run the command in a folder with a Pulumi.yaml, or write organization/PROJECT/STACK",
                          ErrorKind::usage);
  }
  for (const auto& part : {name.project, name.stack}) {
    if (is_valid_name(part)) continue;
    return fail_with_help("`" + part + "` cannot be the name of a stack or project",
                          "use 1 to 100 letters, digits, `_`, `.` and `-`", ErrorKind::usage);
  }
  return name;
}

}  // namespace ashlar::state
