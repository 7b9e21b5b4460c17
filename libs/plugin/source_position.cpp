#include "plugin/source_position.hpp"

#include "pulumi/source.pb.h"

namespace ashlar::plugin {

std::string project_position(const pulumirpc::SourcePosition& position, const std::filesystem::path& root) {
  constexpr std::string_view scheme = "file://";
  const auto& uri = position.uri();
  if (!uri.starts_with(scheme) || position.line() <= 0) return "";
  const std::filesystem::path path = uri.substr(scheme.size());
  if (!path.is_absolute()) return "";
  auto text = "project:///" + path.lexically_relative(root).generic_string() + "#" + std::to_string(position.line());
  if (position.column() != 0) text += "," + std::to_string(position.column());
  return text;
}

std::vector<std::string> project_stack_trace(const pulumirpc::StackTrace& trace, const std::filesystem::path& root) {
  std::vector<std::string> frames;
  frames.reserve(static_cast<std::size_t>(trace.frames_size()));
  for (const auto& frame : trace.frames()) frames.push_back(project_position(frame.pc(), root));
  return frames;
}

}  // namespace ashlar::plugin
