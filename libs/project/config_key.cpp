#include "project/config_key.hpp"

#include "base/strings.hpp"

namespace ashlar::project {

Result<ConfigKey> ConfigKey::parse(std::string_view text) {
  const auto parts = split(text, ':');
  if (parts.size() == 2) return of(parts[0], parts[1]);
  if (parts.size() == 3 && parts[1] == "config") return of(parts[0], parts[2]);
  return fail_with_help("could not parse " + std::string(text) + " as a configuration key",
                        "configuration keys have the form `<namespace>:<name>`");
}

Result<ConfigKey> ConfigKey::parse(std::string_view text, std::string_view project) {
  if (text.find(':') == std::string_view::npos) return of(project, text);
  return parse(text);
}

Result<ConfigKey> ConfigKey::parse_with_path(std::string_view text, std::string_view project) {
  const auto rest = text.find_first_of("[.");
  if (rest == std::string_view::npos || rest == 0) return parse(text, project);
  auto top = parse(text.substr(0, rest), project);
  if (!top) return top;
  return of(top->namespace_, top->name_ + std::string(text.substr(rest)));
}

namespace {

/// `a.["b"]` and `a.[0]`, which paths elsewhere may hold, are not allowed here.
bool has_bracket_after_dot(std::string_view path) {
  bool quoted = false;
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    if (quoted) {
      if (path[i] == '\\')
        ++i;
      else
        quoted = path[i] != '"';
    } else if (path[i] == '[' && path[i + 1] == '"') {
      quoted = true;
      ++i;
    } else if (path[i] == '.' && path[i + 1] == '[') {
      return true;
    }
  }
  return false;
}

}  // namespace

Result<std::vector<PathStep>> ConfigKey::path() const {
  const auto invalid = [&](const std::string& reason) {
    return fail_with_help("invalid config key path: " + reason, "paths look like `parent.child[0][\"a key\"]`");
  };
  if (name_.empty()) return invalid("it is empty");
  if (has_bracket_after_dot(name_)) return invalid("expected property name after '.'");
  const auto parsed = PropertyPath::parse(name_);
  if (!parsed) return invalid(parsed.error().message);
  const auto* first = std::get_if<std::string>(&parsed->steps().front());
  if (first == nullptr) return invalid("its first part must be a name, not an index");
  if (first->empty()) return invalid("its first part is empty");
  return parsed->steps();
}

Result<ConfigAssignment> parse_config_assignment(std::string_view argument) {
  const Error malformed = fail("config value must be in the form [key]=[value]", ErrorKind::usage);
  std::string separator = "=";
  if (argument.starts_with('"') || argument.starts_with('\'')) {
    separator = std::string(1, argument.front()) + "=";
    argument.remove_prefix(1);
  }
  const auto at = argument.find(separator);
  if (at == std::string_view::npos) return malformed;
  return ConfigAssignment{std::string(argument.substr(0, at)), std::string(argument.substr(at + separator.size()))};
}

}  // namespace ashlar::project
