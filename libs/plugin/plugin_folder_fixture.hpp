#pragma once
/// For tests: a folder of its own, laid out like `$PULUMI_HOME`, that goes away with the test.

#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace ashlar::plugin {

class PluginFolder {
 public:
  PluginFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "ashlar-plugins-XXXXXX").string();
    root_ = mkdtemp(pattern.data());
  }
  ~PluginFolder() { std::filesystem::remove_all(root_); }
  PluginFolder(const PluginFolder&) = delete;
  PluginFolder& operator=(const PluginFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return root_; }

  /// An executable that does nothing, or `target` by a link, at `relative`.
  std::filesystem::path add(const std::string& relative, const std::filesystem::path& target = {}) const {
    const auto file = root_ / relative;
    std::filesystem::create_directories(file.parent_path());
    if (!target.empty()) {
      std::filesystem::create_symlink(target, file);
      return file;
    }
    std::ofstream(file) << "#!/bin/sh\n";
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    return file;
  }

 private:
  std::filesystem::path root_;
};

}  // namespace ashlar::plugin
