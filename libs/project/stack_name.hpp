#pragma once
/// Names of stacks, and the ways to refer to one (reference 6.2, 8.3).

#include <compare>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace ashlar::project {

/// Letters, digits, `-`, `_` and `.`: 1 to 100 of them. A name with dots, such as `aws.network.QA`, is a name like any
/// other.
class StackName {
 public:
  /// `validate` false accepts anything (PULUMI_DISABLE_VALIDATION).
  [[nodiscard]] static Result<StackName> parse(std::string_view text, bool validate = true);

  [[nodiscard]] const std::string& text() const { return text_; }
  friend auto operator<=>(const StackName&, const StackName&) = default;

 private:
  explicit StackName(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

/// A stack of a project. The organization is always `organization` in the stores that are known here.
class StackReference {
 public:
  /// From `stack`, `organization/stack` or `organization/project/stack`; the first two need the current project, whose
  /// name may be empty when there is none.
  [[nodiscard]] static Result<StackReference> parse(std::string_view text, std::string_view current_project,
                                                    bool validate = true);
  [[nodiscard]] static StackReference of(std::string_view project, StackName name) {
    return {std::string(project), std::move(name)};
  }

  [[nodiscard]] const StackName& name() const { return name_; }
  [[nodiscard]] const std::string& project() const { return project_; }
  /// `organization/<project>/<stack>`.
  [[nodiscard]] std::string qualified() const;
  /// As users of `current_project` see it: the bare name when it is that project's stack.
  [[nodiscard]] std::string shown_in(std::string_view current_project) const;

  friend auto operator<=>(const StackReference&, const StackReference&) = default;

 private:
  StackReference(std::string project, StackName name) : project_(std::move(project)), name_(std::move(name)) {}
  std::string project_;
  StackName name_;
};

}  // namespace ashlar::project
