#pragma once

#include "base/environment.hpp"
#include "base/filesystem.hpp"
#include "state/object_store.hpp"

namespace ashlar::state {

/// Objects as files below a directory. Files `*.attrs`, which other tools leave beside theirs, are neither seen nor
/// written.
class FileObjectStore final : public ObjectStore {
 public:
  /// `files` outlives this. `directory` is absolute.
  FileObjectStore(FileSystem& files, std::string directory) : files_(files), directory_(std::move(directory)) {}

  Result<std::string> get(const std::string& key) override;
  Status put(const std::string& key, std::string_view content) override;
  Status copy(const std::string& from, const std::string& to) override;
  Status remove(const std::string& key) override;
  Result<std::vector<ObjectInfo>> list(const std::string& directory) override;
  Result<bool> exists(const std::string& key) override;
  Result<std::unique_ptr<ObjectLog>> open_log(const std::string& key, std::size_t length) override;
  Result<std::string> read_log(const std::string& key) override { return get(key); }
  Status remove_log(const std::string& key) override { return remove(key); }
  [[nodiscard]] std::string url(const std::string& key) const override { return "file://" + path(key); }

 private:
  [[nodiscard]] std::string path(const std::string& key) const { return directory_ + "/" + key; }
  Status link_over(const std::string& from, const std::string& to);

  FileSystem& files_;
  std::string directory_;
};

/// The directory that a `file://` URL names: `~` is $HOME, a relative path counts from `working_directory`, a query is
/// left out.
[[nodiscard]] Result<std::string> directory_of_file_url(std::string_view url, const Environment& environment,
                                                        const std::string& working_directory);

}  // namespace ashlar::state
