#include "aws/profiles.hpp"

#include "base/strings.hpp"

namespace ashlar::awsapi {
namespace {

using Sections = std::map<std::string, ProfileSection, std::less<>>;

/// `value # comment` without the comment.
std::string_view without_comment(std::string_view text) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    const bool blank_before = text[i - 1] == ' ' || text[i - 1] == '\t';
    if (blank_before && (text[i] == '#' || text[i] == ';')) return trim(text.substr(0, i));
  }
  return trim(text);
}

/// The file's sections by their whole header, `profile x` for `[profile x]`.
Result<Sections> parse_sections(const std::string& path, std::string_view content) {
  Sections sections;
  ProfileSection* section = nullptr;
  std::string parent;  // the key that a nested block belongs to
  int number = 0;
  for (const auto& line : split(content, '\n')) {
    ++number;
    const bool indented = line.starts_with(' ') || line.starts_with('\t');
    const auto text = trim(line);
    if (text.empty() || text.starts_with('#') || text.starts_with(';')) continue;
    if (!indented && text.starts_with('[')) {
      const auto end = text.find(']');
      if (end == std::string_view::npos) return fail(path + ":" + std::to_string(number) + ": a section without its ]");
      std::string header;
      for (const auto& word : split(replace_all(std::string(text.substr(1, end - 1)), "\t", " "), ' ')) {
        if (!word.empty()) header += (header.empty() ? "" : " ") + word;
      }
      section = &sections[header];
      parent.clear();
      continue;
    }
    const auto equals = text.find('=');
    if (section == nullptr || equals == std::string_view::npos) {
      if (indented) continue;  // the second line of a value: none of the settings used here has one
      return fail(path + ":" + std::to_string(number) + ": expected `[section]` or `key = value`");
    }
    const auto key = to_lower(trim(text.substr(0, equals)));
    const std::string value(without_comment(text.substr(equals + 1)));
    if (indented && !parent.empty()) {
      section->set(parent + '.' + key, value);
    } else {
      section->set(key, value);
      parent = value.empty() ? key : "";
    }
  }
  return sections;
}

std::string default_path(const Environment& environment, const char* variable, const char* name) {
  if (const auto path = environment.text(variable); !path.empty()) {
    return path.starts_with("~/") ? environment.text("HOME") + path.substr(1) : path;
  }
  return environment.text("HOME") + "/.aws/" + name;
}

Result<Sections> read_sections(FileSystem& files, const std::string& path) {
  const auto content = files.read_file(path);
  if (content) return parse_sections(path, *content);
  if (content.error().kind == ErrorKind::not_found) return Sections();
  return content.error();
}

}  // namespace

std::string ProfileSection::text(std::string_view key) const {
  const auto found = settings_.find(key);
  return found == settings_.end() ? "" : found->second;
}

void ProfileSection::overlay(const ProfileSection& other) {
  for (const auto& [key, value] : other.settings_) settings_.insert_or_assign(key, value);
}

const ProfileSection* Profiles::find(const Sections& sections, std::string_view name) {
  const auto found = sections.find(name);
  return found == sections.end() ? nullptr : &found->second;
}

std::vector<std::string> Profiles::names() const {
  std::vector<std::string> names;
  for (const auto& [name, section] : profiles_) names.push_back(name);
  return names;
}

Result<Profiles> load_profiles(FileSystem& files, const Environment& environment, const ProfileFiles& where) {
  const auto paths = [&](const std::vector<std::string>& given, const char* variable, const char* name) {
    return given.empty() ? std::vector{default_path(environment, variable, name)} : given;
  };
  const auto config_paths = paths(where.config, "AWS_CONFIG_FILE", "config");
  const auto credentials_paths = paths(where.credentials, "AWS_SHARED_CREDENTIALS_FILE", "credentials");
  Profiles profiles;
  profiles.config_path = join(config_paths, ", ");
  profiles.credentials_path = join(credentials_paths, ", ");
  for (const auto& path : config_paths) {
    auto config = read_sections(files, path);
    if (!config) return config.error();
    for (auto& [header, section] : *config) {
      const auto space = header.find(' ');
      const auto kind = header.substr(0, space);
      const auto name = space == std::string::npos ? std::string() : header.substr(space + 1);
      if (header == "default") profiles.profiles_["default"].overlay(section);
      if (kind == "profile" && !name.empty()) profiles.profiles_[name].overlay(section);
      if (kind == "sso-session") profiles.sso_sessions_[name].overlay(section);
      if (kind == "services") profiles.services_[name].overlay(section);
    }
  }
  for (const auto& path : credentials_paths) {
    auto credentials = read_sections(files, path);
    if (!credentials) return credentials.error();
    for (auto& [name, section] : *credentials) profiles.profiles_[name].overlay(section);
  }
  return profiles;
}

}  // namespace ashlar::awsapi
