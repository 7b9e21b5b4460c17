#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pulumirpc {
class SourcePosition;
class StackTrace;
}  // namespace pulumirpc

namespace ashlar::plugin {

/// `project:///relative/path#line,column` for a `file:///…` position (without the column when there is none); paths
/// outside of `root` climb up with `..`. Empty for anything else: positions are a courtesy, a bad one must not fail a
/// call.
[[nodiscard]] std::string project_position(const pulumirpc::SourcePosition& position,
                                           const std::filesystem::path& root);

/// The positions of all frames; a frame without one stays as an empty text.
[[nodiscard]] std::vector<std::string> project_stack_trace(const pulumirpc::StackTrace& trace,
                                                           const std::filesystem::path& root);

}  // namespace ashlar::plugin
