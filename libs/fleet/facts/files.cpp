/// The files facts. Of what is not there they say null; of something of another kind, false.

#include <fnmatch.h>

#include <array>

#include "base/strings.hpp"
#include "fleet/facts/catalogue.hpp"
#include "fleet/facts/parsers.hpp"
#include "fleet/operations/file_steps.hpp"
#include "fleet/operations/regular_expression.hpp"

namespace ashlar::fleet {
namespace {

using Fact = Result<PropertyValue>;

Result<PropertyMap> describe(const Machine& machine, const NodeInfo& info) {
  auto users = machine.users();
  if (!users) return users.error();
  auto groups = machine.groups();
  if (!groups) return groups.error();
  PropertyMap result{{"user", std::to_string(info.user)},           {"group", std::to_string(info.group)},
                     {"mode", std::stod(mode_text(info.mode))},     {"size", static_cast<double>(info.size)},
                     {"atime", static_cast<double>(info.accessed)}, {"mtime", static_cast<double>(info.modified)},
                     {"ctime", static_cast<double>(info.changed)}};
  for (const auto& user : *users) {
    if (user.id == info.user) result["user"] = user.name;
  }
  for (const auto& group : *groups) {
    if (group.id == info.group) result["group"] = group.name;
  }
  if (info.kind == NodeKind::link) result["link_target"] = info.target;
  return result;
}

template <NodeKind kind>
Fact node(Arguments& arguments, const Machine& machine) {
  auto info = machine.look(arguments.text("path"));
  if (!info) return info.error();
  if (!*info) return PropertyValue();
  if ((*info)->kind != kind) return PropertyValue(false);
  auto described = describe(machine, **info);
  if (!described) return described.error();
  return PropertyValue(std::move(*described));
}

Fact sha256_file(Arguments& arguments, const Machine& machine) {
  auto hash = machine.hash(arguments.text("path"));
  if (hash) return PropertyValue(*hash);
  return hash.error().kind == ErrorKind::not_found ? Fact(PropertyValue()) : hash.error();
}

Fact digest(Arguments& arguments, const Machine& machine, const char* tool) {
  const auto path = machine.absolute(arguments.text("path"));
  auto info = machine.look_through(path);
  if (!info) return info.error();
  if (!*info) return PropertyValue();
  auto text = machine.output_of({tool, "--", path});
  if (!text) return text.error();
  return PropertyValue(words_of(*text).at(0));
}
Fact md5_file(Arguments& arguments, const Machine& machine) { return digest(arguments, machine, "md5sum"); }
Fact sha1_file(Arguments& arguments, const Machine& machine) { return digest(arguments, machine, "sha1sum"); }
Fact sha384_file(Arguments& arguments, const Machine& machine) { return digest(arguments, machine, "sha384sum"); }

Fact contents(Arguments& arguments, const Machine& machine) {
  auto text = machine.read_if_there(arguments.text("path"));
  if (!text) return text.error();
  if (!*text) return PropertyValue();
  return PropertyValue(to_array(lines_of(**text)));
}

Fact find_in_file(Arguments& arguments, const Machine& machine) {
  auto text = machine.read_if_there(arguments.text("path"));
  if (!text) return text.error();
  const auto pattern = arguments.text("pattern");
  (void)arguments.flag("interpolate_variables", false);
  if (!*text) return PropertyValue();
  auto expression = RegularExpression::parse(pattern);
  if (!expression) return expression.error();
  PropertyArray found;
  for (const auto& line : lines_of(**text)) {
    if (expression->found_in(line)) found.emplace_back(line);
  }
  return PropertyValue(std::move(found));
}

Fact block(Arguments& arguments, const Machine& machine) {
  auto text = machine.read_if_there(arguments.text("path"));
  if (!text) return text.error();
  const auto marker = arguments.text_or("marker", "# {mark} PYINFRA BLOCK");
  const auto begin = replace_all(marker, "{mark}", arguments.text_or("begin", "BEGIN"));
  const auto end = replace_all(marker, "{mark}", arguments.text_or("end", "END"));
  if (!*text) return PropertyValue();
  PropertyArray found;
  bool inside = false;
  for (const auto& line : lines_of(**text)) {
    if (line == end) inside = false;
    if (inside) found.emplace_back(line);
    if (line == begin) inside = true;
  }
  return PropertyValue(std::move(found));
}

Status find_below(const Machine& machine, const std::string& path, NodeKind kind, const std::string& pattern,
                  double depth, PropertyArray& found) {
  auto names = machine.list(path);
  if (!names) return names.error();
  for (const auto& name : *names) {
    const auto child = (path == "/" ? "" : path) + "/" + name;
    auto info = machine.look(child);
    if (!info) return info.error();
    if (!*info) continue;
    const bool matches = pattern.empty() || ::fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
    if ((*info)->kind == kind && matches) found.emplace_back(child);
    if ((*info)->kind != NodeKind::directory || depth <= 1) continue;
    if (auto below = find_below(machine, child, kind, pattern, depth - 1, found); !below) return below;
  }
  return {};
}

template <NodeKind kind>
Fact find_nodes(Arguments& arguments, const Machine& machine) {
  const auto path = machine.absolute(arguments.text("path"));
  const auto pattern = arguments.text_or("fname", "");
  const auto depth = arguments.optional_number("maxdepth").value_or(1000);
  PropertyArray found;
  if (auto checked = arguments.check(); !checked) return checked.error();
  if (auto done = find_below(machine, path, kind, pattern, depth, found); !done) return done.error();
  return PropertyValue(std::move(found));
}

constexpr auto table = std::to_array<FactType>({
    {"files.Block", block},
    {"files.Directory", node<NodeKind::directory>},
    {"files.File", node<NodeKind::file>},
    {"files.FileContents", contents},
    {"files.FindDirectories", find_nodes<NodeKind::directory>},
    {"files.FindFiles", find_nodes<NodeKind::file>},
    {"files.FindInFile", find_in_file},
    {"files.FindLinks", find_nodes<NodeKind::link>},
    {"files.Link", node<NodeKind::link>},
    {"files.Md5File", md5_file},
    {"files.Sha1File", sha1_file},
    {"files.Sha256File", sha256_file},
    {"files.Sha384File", sha384_file},
});

}  // namespace

std::span<const FactType> files_facts() { return table; }

}  // namespace ashlar::fleet
