#include "project/project_file.hpp"

#include <algorithm>
#include <cmath>

#include "base/semantic_version.hpp"
#include "base/strings.hpp"
#include "project/project_reader.hpp"
#include "project/yaml_edit.hpp"

namespace ashlar::project {

namespace {

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

std::string joined(const std::string& directory, const std::string& path) {
  if (path.starts_with('/')) return path;
  return directory == "/" ? "/" + path : directory + "/" + path;
}

}  // namespace

std::string ConfigTypeName::text() const { return items.empty() ? name : "array<" + items.front().text() + ">"; }

bool ConfigTypeName::accepts(const YamlValue& value) const {
  const auto* text = value.get<std::string>();
  if (name == "string") return text != nullptr;
  if (name == "boolean") return value.is<bool>() || (text != nullptr && (*text == "true" || *text == "false"));
  if (name == "object") return value.is<YamlMap>();
  if (name == "integer") {
    if (const auto* number = value.get<double>()) return *number == std::trunc(*number);
    if (text == nullptr) return value.is_number();
    auto digits = std::string_view(*text);
    if (digits.starts_with('-') || digits.starts_with('+')) digits.remove_prefix(1);
    constexpr std::size_t most_digits = 19;  // of a 64-bit integer
    return !digits.empty() && digits.size() <= most_digits &&
           digits.find_first_not_of("0123456789") == std::string_view::npos;
  }
  const auto* array = value.get<YamlArray>();
  return array != nullptr && !items.empty() &&
         std::all_of(array->begin(), array->end(), [&](const auto& item) { return items.front().accepts(item); });
}

Status check_project_name(std::string_view name) {
  constexpr auto help = "change `name` in the project file";
  if (name.empty()) return fail_with_help("project names may not be empty", help);
  constexpr std::size_t longest = 100;
  if (name.size() > longest) return fail_with_help("project names are limited to 100 characters", help);
  if (!std::all_of(name.begin(), name.end(), is_name_character)) {
    return fail_with_help("project names may only contain alphanumerics, hyphens, underscores, and periods", help);
  }
  return {};
}

Status check_required_version(const ProjectFile& project, std::string_view version) {
  if (project.required_version.empty()) return {};
  const auto range = VersionRange::parse(project.required_version);
  if (!range) return range.error().within("requiredPulumiVersion in " + project.path);
  const auto present = SemanticVersion::parse(version);
  if (!present) return present.error();
  if (range->contains(*present)) return {};
  return fail_with_help("Pulumi CLI version " + std::string(version) + " does not satisfy the version range \"" +
                            project.required_version + "\"",
                        "install a version in that range, or change requiredPulumiVersion in " + project.path);
}

Result<ProjectFile> ProjectFile::load(FileSystem& files, const std::string& path) {
  auto text = files.read_file(path);
  if (!text) return text.error();
  return parse(*std::move(text), path);
}

Result<ProjectFile> ProjectFile::parse(std::string text, const std::string& path) {
  constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";
  if (text.starts_with(utf8_mark)) text.erase(0, utf8_mark.size());
  const auto document = YamlDocument::parse(std::move(text), path, YamlDocument::format_of(path));
  if (!document) return document.error();
  return ProjectReader(*document).read();
}

std::string ProjectFile::program_path() const { return main.empty() ? directory() : joined(directory(), main); }

std::string ProjectFile::stack_config_path(std::string_view stack) const {
  const auto folder = stack_config_directory.empty() ? directory() : joined(directory(), stack_config_directory);
  const auto extension = path.substr(std::min(path.rfind('.'), path.size()));
  const auto slash = folder.ends_with('/') ? "" : "/";
  return folder + slash + "Pulumi." + replace_all(std::string(stack), "/", "-") + extension;
}

bool ProjectFile::owns_config_key(std::string_view key) const {
  return key.find(':') == std::string_view::npos || key.starts_with(name + ":");
}

Result<std::string> find_project(FileSystem& files, const std::string& directory) {
  auto at = directory;
  while (true) {
    for (const auto* extension : {".json", ".yaml", ".yml"}) {
      const auto candidate = joined(at, std::string("Pulumi") + extension);
      const auto kind = files.kind_of(candidate);
      if (kind && *kind == FileKind::file) return candidate;
    }
    const auto above = parent_directory(at);
    if (above == at || at == ".") break;
    at = above;
  }
  return fail_with_help("no Pulumi.yaml project file found (searching upwards from " + directory + ")",
                        "change to the directory of a project, or name it with -C", ErrorKind::not_found);
}

Result<std::string> with_package(const std::string& text, const std::string& path, const std::string& name,
                                 const PackageSource& package) {
  const auto document = YamlDocument::parse(text, path, YamlDocument::format_of(path));
  if (!document) return document.error();
  const auto* root = document->value().get<YamlMap>();
  YamlMap wanted = root == nullptr ? YamlMap() : *root;
  const auto* present = wanted.find("packages");
  YamlMap packages = present != nullptr && present->is<YamlMap>() ? *present->get<YamlMap>() : YamlMap();
  const bool needs_parts = package.in_parts || !package.parameters.empty() || !package.download_url.empty() ||
                           !package.checksums.empty() || !package.extensions.empty();
  if (!needs_parts) {
    packages.set(name, package.source + (package.version.empty() ? "" : "@" + package.version));
  } else {
    const auto list = [](const std::vector<std::string>& texts) { return YamlArray(texts.begin(), texts.end()); };
    YamlMap parts{{"source", package.source}};
    if (!package.version.empty()) parts.append("version", package.version);
    if (!package.parameters.empty()) parts.append("parameters", list(package.parameters));
    if (!package.checksums.empty()) {
      YamlMap checksums;
      for (const auto& [platform, checksum] : package.checksums) checksums.append(platform, checksum);
      parts.append("checksums", std::move(checksums));
    }
    if (!package.download_url.empty()) parts.append("pluginDownloadURL", package.download_url);
    if (!package.extensions.empty()) parts.append("extensions", list(package.extensions));
    packages.set(name, std::move(parts));
  }
  wanted.set("packages", std::move(packages));
  return edit_yaml(*document, wanted);
}

}  // namespace ashlar::project
