#include "resource/asset_hash.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "resource/archive_file.hpp"
#include "resource/tar_hash.hpp"

namespace ashlar {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view file_scheme = "file://";

/// Where an asset or archive lies on this machine.
Result<fs::path> local_path(const std::string& path, const std::string& uri, const fs::path& base) {
  if (!path.empty()) return base / path;
  if (uri.starts_with(file_scheme)) return fs::path(uri.substr(file_scheme.size()));
  return fail_with_help("cannot read " + uri + " to find its hash", "download it and use the path of the file");
}

/// Collects what goes into the tar file of an archive.
class Collector {
 public:
  explicit Collector(const fs::path& base) : base_(base) {}

  Status add(const Archive& archive, const std::string& prefix) {
    if (archive.assets) return add_map(*archive.assets, prefix);
    const auto path = local_path(archive.path, archive.uri, base_);
    if (!path) return path.error();
    if (fs::is_directory(*path)) return add_directory(*path, prefix);
    if (is_archive_file_name(*path)) return add_archive_file(*path, prefix);
    return fail_with_help(
        "`" + path->string() + "` is no archive: it is " + (fs::exists(*path) ? "a file of another kind" : "not there"),
        "an archive is a directory, or a file named *.tar, *.tgz, *.tar.gz, *.zip or *.jar");
  }

  [[nodiscard]] std::string finish() { return tar_.finish(); }

 private:
  Status add_map(const PropertyMap& map, const std::string& prefix) {
    for (const auto& [key, value] : map) {
      const auto name = prefix + key;
      if (const auto* archive = value.get<Archive>()) {
        if (auto status = add(*archive, name + "/"); !status) return status;
      } else if (const auto* asset = value.get<Asset>()) {
        if (auto status = add_asset(*asset, name); !status) return status;
      } else {
        return fail("`" + name + "` of an archive is neither an asset nor an archive");
      }
    }
    return {};
  }

  Status add_asset(const Asset& asset, const std::string& name) {
    if (!is_new(name)) return {};
    if (asset.path.empty() && asset.uri.empty()) {
      tar_.add(name, asset.text);
      return {};
    }
    const auto path = local_path(asset.path, asset.uri, base_);
    if (!path) return path.error();
    return tar_.add_file(name, *path);
  }

  Status add_archive_file(const fs::path& path, const std::string& prefix) {
    auto files = read_archive_file(path);
    if (!files) return files.error();
    for (const auto& file : *files) {
      if (is_new(prefix + file.name)) tar_.add(prefix + file.name, file.content);
    }
    return {};
  }

  /// Entries by name; a directory's content stands where the directory would. Links to directories are not followed.
  Status add_directory(const fs::path& directory, const std::string& prefix) {
    std::error_code error;
    std::vector<fs::directory_entry> entries;
    for (auto at = fs::directory_iterator(directory, error); !error && at != fs::directory_iterator();
         at.increment(error)) {
      entries.push_back(*at);
    }
    if (error) return fail("cannot read directory " + directory.string() + ": " + error.message());
    std::sort(entries.begin(), entries.end());
    for (const auto& entry : entries) {
      const auto name = entry.path().filename().string();
      if (name == ".pulumi") continue;
      if (entry.is_directory(error)) {
        if (entry.is_symlink(error)) continue;
        if (auto status = add_directory(entry.path(), prefix + name + "/"); !status) return status;
      } else if (entry.is_regular_file(error) && is_new(prefix + name)) {
        if (auto status = tar_.add_file(prefix + name, entry.path()); !status) return status;
      }
    }
    return {};
  }

  /// The first of several entries with one name is the one that counts.
  bool is_new(const std::string& name) { return names_.insert(name).second; }

  const fs::path& base_;
  TarHasher tar_;
  std::set<std::string> names_;
};

Result<std::string> file_hash(const fs::path& path) {
  Sha256 sha;
  const auto read = hash_file(sha, path);
  if (!read) return read.error();
  return sha.finish();
}

/// Whether a hash is missing anywhere inside: shared content is copied only then.
bool lacks_hash(const PropertyMap& map);
bool lacks_hash(const PropertyValue& value) {
  if (const auto* asset = value.get<Asset>()) return asset->hash.empty();
  if (const auto* archive = value.get<Archive>())
    return archive->hash.empty() || (archive->assets && lacks_hash(*archive->assets));
  if (const auto* map = value.get<PropertyMap>()) return lacks_hash(*map);
  if (const auto* secret = value.get<Secret>()) return lacks_hash(*secret->value);
  if (const auto* output = value.get<OutputValue>()) return output->value && lacks_hash(*output->value);
  const auto* array = value.get<PropertyArray>();
  return array != nullptr &&
         std::any_of(array->begin(), array->end(), [](const auto& item) { return lacks_hash(item); });
}
bool lacks_hash(const PropertyMap& map) {
  return std::any_of(map.begin(), map.end(), [](const auto& member) { return lacks_hash(member.second); });
}

Status hash_in(PropertyValue& value, const fs::path& base);

Status hash_shared(std::shared_ptr<const PropertyValue>& shared, const fs::path& base) {
  auto copy = *shared;
  if (auto status = hash_in(copy, base); !status) return status;
  shared = std::make_shared<const PropertyValue>(std::move(copy));
  return {};
}

Status hash_archive(Archive& archive, const fs::path& base) {
  if (archive.assets && lacks_hash(*archive.assets)) {
    auto copy = *archive.assets;
    if (auto status = hash_assets(copy, base); !status) return status;
    archive.assets = std::make_shared<const PropertyMap>(std::move(copy));
  }
  if (!archive.hash.empty()) return {};
  auto hash = content_hash(archive, base);
  if (!hash) return hash.error();
  archive.hash = std::move(*hash);
  return {};
}

/// REQUIRES: a hash is missing.
Status hash_in(PropertyValue& value, const fs::path& base) {
  if (auto* asset = value.get<Asset>()) {
    auto hash = content_hash(*asset, base);
    if (!hash) return hash.error();
    asset->hash = std::move(*hash);
    return {};
  }
  if (auto* archive = value.get<Archive>()) return hash_archive(*archive, base);
  if (auto* map = value.get<PropertyMap>()) return hash_assets(*map, base);
  if (auto* secret = value.get<Secret>()) return hash_shared(secret->value, base);
  if (auto* output = value.get<OutputValue>()) return hash_shared(output->value, base);
  for (auto& item : *value.get<PropertyArray>()) {
    if (!lacks_hash(item)) continue;
    if (auto status = hash_in(item, base); !status) return status;
  }
  return {};
}

}  // namespace

std::string sha256_hex(std::string_view bytes) {
  Sha256 sha;
  sha.add(bytes);
  return sha.finish();
}

Result<std::string> content_hash(const Asset& asset, const fs::path& base) {
  if (asset.path.empty() && asset.uri.empty()) return sha256_hex(asset.text);
  const auto path = local_path(asset.path, asset.uri, base);
  if (!path) return path.error();
  return file_hash(*path);
}

Result<std::string> content_hash(const Archive& archive, const fs::path& base) {
  if (!archive.assets) {
    const auto path = local_path(archive.path, archive.uri, base);
    if (!path) return path.error();
    if (is_archive_file_name(*path) && !fs::is_directory(*path)) return file_hash(*path);
  }
  Collector collector(base);
  if (auto status = collector.add(archive, ""); !status) return status.error();
  return collector.finish();
}

Status hash_assets(PropertyMap& map, const fs::path& base) {
  for (auto& [key, value] : map) {
    if (!lacks_hash(value)) continue;
    if (auto status = hash_in(value, base); !status) return status.error().within("property `" + key + "`");
  }
  return {};
}

}  // namespace ashlar
