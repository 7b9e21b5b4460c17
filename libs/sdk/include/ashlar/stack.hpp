#pragma once

#include "ashlar/context.hpp"

namespace ashlar {

/// A stack's name taken apart. `applications.edxapp.QA` has the namespace `applications.edxapp`, the environment `QA`.
struct StackInfo {
  std::string name;        ///< `QA`: the last part, as it is written
  std::string name_space;  ///< `applications.edxapp`; empty for a name without a dot
  std::string env_suffix;  ///< `qa`
  std::string env_prefix;  ///< `edxapp`: the last part of the namespace
  std::string full_name;   ///< `organization/<project>/<stack>`, as a StackReference wants it
  std::string project_name;
};

[[nodiscard]] StackInfo parse_stack(const Context& ctx);
/// The same for a name that is not the running stack's.
[[nodiscard]] StackInfo parse_stack(std::string_view project, std::string_view stack);

/// Another stack's outputs. Named `organization/<project>/<stack>`, or just `<stack>` for one of this project.
class StackReference : public CustomResource {
 public:
  StackReference(Context& ctx, std::string_view stack, SourceLocation where = SourceLocation::current());
  StackReference(Context& ctx, std::string_view stack, const ResourceOptions& options,
                 SourceLocation where = SourceLocation::current());

  /// Null when there is no such output. Secret when it is secret there.
  template <typename T = Value>
  [[nodiscard]] Output<T> get_output(std::string_view name) const {
    return Output<T>(find_output(name, false, SourceLocation::current()));
  }
  /// An output that is missing fails whatever uses it.
  template <typename T = Value>
  [[nodiscard]] Output<T> require_output(std::string_view name,
                                         SourceLocation where = SourceLocation::current()) const {
    return Output<T>(find_output(name, true, where));
  }

 private:
  [[nodiscard]] sdk::OutputRef find_output(std::string_view name, bool required, SourceLocation where) const;
};

}  // namespace ashlar
