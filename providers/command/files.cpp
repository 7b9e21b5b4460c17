#include "providers/command/files.hpp"

#include <algorithm>
#include <optional>

#include "providers/command/glob.hpp"
#include "resource/asset_hash.hpp"

namespace ashlar::providers::command {

namespace {

namespace fs = std::filesystem;

struct Rule {
  Glob glob;
  bool excludes = false;
};

Result<std::vector<Rule>> parse_rules(const std::vector<std::string>& patterns) {
  std::vector<Rule> rules;
  for (const auto& pattern : patterns) {
    const bool excludes = pattern.starts_with('!');
    auto glob = Glob::parse(std::string_view(pattern).substr(excludes ? 1 : 0));
    if (!glob) return glob.error();
    rules.push_back({std::move(*glob), excludes});
  }
  return rules;
}

/// The last rule that knows a path decides.
bool selects(const std::vector<Rule>& rules, const std::string& path) {
  const auto last =
      std::find_if(rules.rbegin(), rules.rend(), [&](const Rule& rule) { return rule.glob.matches(path); });
  return last != rules.rend() && !last->excludes;
}

}  // namespace

Result<PropertyMap> select_files(const fs::path& directory, const fs::path& base,
                                 const std::vector<std::string>& patterns) {
  const auto rules = parse_rules(patterns);
  if (!rules) return rules.error();
  PropertyMap files;
  const auto root = (base / directory).lexically_normal();
  std::error_code error;
  for (fs::recursive_directory_iterator entry(root, error), end; !error && entry != end; entry.increment(error)) {
    const auto path = entry->path().lexically_relative(root);
    std::error_code unreadable;  // a link to nothing is no directory; reading it says what is wrong
    if (entry->is_directory(unreadable) || !selects(*rules, path.string())) continue;
    Asset asset{.path = (directory / path).lexically_normal().string()};
    auto hash = content_hash(asset, base);
    if (!hash) return hash.error();
    asset.hash = std::move(*hash);
    files.emplace(path.string(), std::move(asset));
  }
  if (error) return fail("cannot list the files below " + root.string() + ": " + error.message());
  return files;
}

Result<Archive> archive_files(const fs::path& directory, const fs::path& base,
                              const std::vector<std::string>& patterns) {
  auto files = select_files(directory, base, patterns);
  if (!files) return files.error();
  Archive archive{.assets = std::make_shared<const PropertyMap>(std::move(*files))};
  auto hash = content_hash(archive, base);
  if (!hash) return hash.error();
  archive.hash = std::move(*hash);
  return archive;
}

}  // namespace ashlar::providers::command
