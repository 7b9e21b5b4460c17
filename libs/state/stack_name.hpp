#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace ashlar::state {

/// Names one stack of a store. In the old flat layout (reference 6.2, version 0) `project` is empty.
struct StackName {
  std::string project;
  std::string stack;

  /// `organization/<project>/<stack>`, as state files and commands write it.
  [[nodiscard]] std::string qualified() const;
  friend auto operator<=>(const StackName&, const StackName&) = default;
};

/// Reads `stack`, `organization/stack` or `organization/project/stack`; `current_project` (may be empty) completes the
/// first two.
[[nodiscard]] Result<StackName> parse_stack_name(std::string_view text, std::string_view current_project);

/// Whether a stack or project may have this name: letters, digits, `_`, `.` and `-`, 100 at most.
[[nodiscard]] bool is_valid_name(std::string_view name);

}  // namespace ashlar::state
