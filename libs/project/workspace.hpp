#pragma once
/// What is remembered between commands, in `~/.pulumi` (reference 6.5).

#include <optional>
#include <string>
#include <string_view>

#include "base/environment.hpp"
#include "base/filesystem.hpp"
#include "project/project_file.hpp"
#include "project/yaml_value.hpp"

namespace ashlar::project {

/// `PULUMI_HOME`, else `.pulumi` in the user's home.
[[nodiscard]] Result<std::string> pulumi_home(const Environment& environment);

/// Which stack of a project is selected in each store.
class Workspace {
 public:
  /// Reads `workspaces/<project>-<sha1 of the file's path>-workspace.json`, if it is there.
  [[nodiscard]] static Result<Workspace> load(FileSystem& files, const Environment& environment,
                                              const ProjectFile& project);

  /// The qualified name of the selected stack, or the name alone where an old version wrote the file. Nothing when none
  /// is selected.
  [[nodiscard]] std::optional<std::string> selected_stack(std::string_view backend_url) const;
  /// An empty `stack` selects none.
  void select(std::string_view backend_url, std::string_view stack);
  /// Replaces the file at once; removes it when nothing is selected any more.
  Status save(FileSystem& files) const;

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  Workspace(std::string path, YamlMap settings) : path_(std::move(path)), settings_(std::move(settings)) {}
  std::string path_;
  YamlMap settings_;
};

/// The stores that the user logged in to.
class Credentials {
 public:
  /// `credentials.json` in `PULUMI_CREDENTIALS_PATH`, else in the Pulumi home. A file that is not there has none.
  [[nodiscard]] static Result<Credentials> load(FileSystem& files, const Environment& environment);

  /// The URL of the store in use; empty when there is none.
  [[nodiscard]] std::string current() const;
  /// Remembers a store that needs no token, and makes it the current one.
  void login(std::string_view backend_url);
  /// Forgets a store.
  void logout(std::string_view backend_url);
  void logout_everywhere();
  [[nodiscard]] bool knows(std::string_view backend_url) const;
  /// Replaces the file at once, readable by its owner only; removes it when nothing is left. What other tools keep in
  /// it stays.
  Status save(FileSystem& files) const;

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  Credentials(std::string path, YamlMap settings) : path_(std::move(path)), settings_(std::move(settings)) {}
  std::string path_;
  YamlMap settings_;
};

/// Where a stack's state is, and who says so.
struct BackendChoice {
  enum class Source { environment, project, login, default_store };
  std::string url;
  Source source = Source::default_store;
};

/// `PULUMI_BACKEND_URL`, else the project's `backend.url`, else where the user logged in, else `file://~`. `project`
/// may be null.
[[nodiscard]] BackendChoice choose_backend(const Environment& environment, const ProjectFile* project,
                                           const Credentials& credentials);

}  // namespace ashlar::project
