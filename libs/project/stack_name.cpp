#include "project/stack_name.hpp"

#include "base/strings.hpp"
#include "project/project_file.hpp"

namespace ashlar::project {

namespace {

constexpr std::string_view only_organization = "organization";

}  // namespace

Result<StackName> StackName::parse(std::string_view text, bool validate) {
  if (!validate) return StackName(std::string(text));
  if (text.empty()) return fail("a stack name may not be empty");
  constexpr std::size_t longest = 100;
  if (text.size() > longest) return fail("a stack name cannot exceed 100 characters");
  constexpr std::string_view allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-";
  const auto invalid = text.find_first_not_of(allowed);
  if (invalid != std::string_view::npos) {
    return fail("a stack name may only contain alphanumeric, hyphens, underscores, or periods: invalid character '" +
                std::string(1, text[invalid]) + "' at position " + std::to_string(invalid));
  }
  return StackName(std::string(text));
}

Result<StackReference> StackReference::parse(std::string_view text, std::string_view current_project, bool validate) {
  if (text.empty()) return fail("stack name must not be empty");
  const auto parts = split(text, '/');
  constexpr std::size_t most_parts = 3;
  if (parts.size() > most_parts) {
    return fail_with_help("'" + std::string(text) + "' is no stack reference",
                          "write stack, organization/stack or organization/project/stack");
  }
  if (parts.size() > 1 && parts[0] != only_organization) {
    return fail_with_help("organization name must be 'organization', not '" + parts[0] + "'",
                          "stores other than Pulumi Cloud know no other; write stack or organization/project/stack");
  }
  const std::string project = parts.size() == most_parts ? parts[1] : std::string(current_project);
  if (project.empty() && parts.size() < most_parts) {
    return fail_with_help(
        "no Pulumi.yaml project file found",
        "either run this command from a directory containing a project, or pass the fully qualified stack name "
        "(organization/project/stack)");
  }
  if (auto checked = check_project_name(project); !checked) return checked.error();
  auto name = StackName::parse(parts.back(), validate);
  if (!name) return name.error();
  return of(project, *std::move(name));
}

std::string StackReference::qualified() const {
  return std::string(only_organization) + "/" + project_ + "/" + name_.text();
}

std::string StackReference::shown_in(std::string_view current_project) const {
  return project_ == current_project ? name_.text() : qualified();
}

}  // namespace ashlar::project
