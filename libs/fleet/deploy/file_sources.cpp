/// The operations that take files from here, apart from `put` and those with templates.

#include <fnmatch.h>

#include <algorithm>
#include <filesystem>

#include "ashlar/fleet/files.hpp"
#include "ashlar/fleet/server.hpp"
#include "fleet/deploy/arguments.hpp"

namespace fs = std::filesystem;

namespace ashlar::fleet {

namespace {

bool is_excluded(const std::string& path, const std::vector<std::string>& patterns) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const std::string& pattern) { return ::fnmatch(pattern.c_str(), path.c_str(), 0) == 0; });
}

/// The files, folders and links below a folder here, as `files.sync` takes them.
PropertyMap tree_below(Host& host, const fs::path& root, const std::vector<std::string>& exclude,
                       SourceLocation where) {
  PropertyMap tree;
  std::error_code error;
  fs::recursive_directory_iterator entry(root, error);
  for (const fs::recursive_directory_iterator end; !error && entry != end; entry.increment(error)) {
    const auto path = entry->path().lexically_relative(root).string();
    if (is_excluded(path, exclude)) {
      if (entry->is_directory(error)) entry.disable_recursion_pending();
      continue;
    }
    if (entry->is_symlink(error)) {
      tree.emplace(path, PropertyMap{{"link", fs::read_symlink(entry->path(), error).string()}});
    } else if (entry->is_directory(error)) {
      tree.emplace(path, PropertyMap{{"directory", true}});
    } else if (entry->is_regular_file(error)) {
      const bool runs = (entry->status(error).permissions() & fs::perms::owner_exec) != fs::perms::none;
      tree.emplace(path,
                   PropertyMap{{"content", file_argument(host, entry->path().string(), where)}, {"executable", runs}});
    }
  }
  if (error) throw ProgramError("cannot read the folder " + root.string() + ": " + error.message(), where);
  return tree;
}

}  // namespace

namespace files {

OperationHandle sync(Host& host, std::string_view name, const SyncArgs& args, const Options& options,
                     SourceLocation where) {
  const auto root = find_file(host, args.src, where);
  ArgumentList list;
  list.put("src", tree_below(host, root, args.exclude, where));
  list.add("dest", args.dest).add("user", args.user).add("group", args.group).add("mode", args.mode);
  list.add("dir_mode", args.dir_mode).add("delete", args.delete_, false).add("exclude", args.exclude);
  return ask(host, name, "files.sync", list.take(), options, where);
}

}  // namespace files

namespace server {

OperationHandle script(Host& host, std::string_view name, const ScriptArgs& args, const Options& options,
                       SourceLocation where) {
  ArgumentList list;
  list.put("src", file_argument(host, args.src, where)).add("args", args.args);
  return ask(host, name, "server.script", list.take(), options, where);
}

}  // namespace server

}  // namespace ashlar::fleet
