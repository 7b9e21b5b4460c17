#pragma once
/// Files and directories of hosts. The arguments' names and meanings are pyinfra's.
///
/// `src` names a file here: relative to the folder of the source that calls, else to the deploy's directory.

#include "ashlar/fleet/operation.hpp"
#include "ashlar/fleet/vars.hpp"

namespace ashlar::fleet::files {

struct FileArgs {
  std::string path{};
  bool present = true;
  std::string user{};
  std::string group{};
  std::string mode{};  ///< octal
  bool touch = false;
  bool create_remote_dir = true;
  bool force = false;  ///< replace what is there and no file
};
OperationHandle file(Host& host, std::string_view name, const FileArgs& args, const Options& options = {},
                     SourceLocation where = SourceLocation::current());

struct DirectoryArgs {
  std::string path{};
  bool present = true;
  std::string user{};
  std::string group{};
  std::string mode{};
  bool recursive = false;  ///< owner and mode count for everything inside too
  bool force = false;
};
OperationHandle directory(Host& host, std::string_view name, const DirectoryArgs& args, const Options& options = {},
                          SourceLocation where = SourceLocation::current());

struct LinkArgs {
  std::string path{};
  std::string target{};
  bool present = true;
  std::string user{};
  std::string group{};
  bool symbolic = true;
  bool create_remote_dir = true;
  bool force = false;
};
OperationHandle link(Host& host, std::string_view name, const LinkArgs& args, const Options& options = {},
                     SourceLocation where = SourceLocation::current());

struct LineArgs {
  std::string path{};
  Text line{};  ///< a text, or a regular expression with `replace`
  bool present = true;
  std::optional<Text> replace{};
  std::vector<std::string> flags{};  ///< of the expression: `I` for any case
  bool backup = false;
  bool escape_regex_characters = false;
  bool ensure_newline = false;
};
OperationHandle line(Host& host, std::string_view name, const LineArgs& args, const Options& options = {},
                     SourceLocation where = SourceLocation::current());

struct BlockArgs {
  std::string path{};
  Text content{};
  bool present = true;
  std::string line{};  ///< the line, a regular expression, that it stands `before` or `after`
  bool before = false;
  bool after = false;
  std::string marker{};  ///< `# {mark} PYINFRA BLOCK` when it is left out
  std::string begin{};
  std::string end{};
  bool backup = false;
};
OperationHandle block(Host& host, std::string_view name, const BlockArgs& args, const Options& options = {},
                      SourceLocation where = SourceLocation::current());

struct ReplaceArgs {
  std::string path{};
  Text text{};  ///< a regular expression
  Text replace{};
  std::vector<std::string> flags{};
  bool backup = false;
};
OperationHandle replace(Host& host, std::string_view name, const ReplaceArgs& args, const Options& options = {},
                        SourceLocation where = SourceLocation::current());

struct PutArgs {
  std::string src{};
  std::optional<Text> content{};  ///< in place of `src`
  std::string dest{};
  std::string user{};
  std::string group{};
  std::string mode{};
  bool create_remote_dir = true;
  bool force = false;
};
OperationHandle put(Host& host, std::string_view name, const PutArgs& args, const Options& options = {},
                    SourceLocation where = SourceLocation::current());

struct TemplateArgs {
  std::string src{};
  std::string dest{};
  Vars vars{};  ///< in the template beside `host` (`name`, `groups`, `data`)
  std::string user{};
  std::string group{};
  std::string mode{};
  bool create_remote_dir = true;
  bool secret = false;  ///< keep what is rendered out of diffs; it is so too when a secret is among the variables
};
/// Renders a Jinja2 template here and puts it there.
OperationHandle template_(Host& host, std::string_view name, const TemplateArgs& args, const Options& options = {},
                          SourceLocation where = SourceLocation::current());

struct SyncArgs {
  std::string src{};  ///< a folder
  std::string dest{};
  std::string user{};
  std::string group{};
  std::string mode{};
  std::string dir_mode{};
  bool delete_ = false;                ///< remove what is there and not here
  std::vector<std::string> exclude{};  ///< shell patterns of paths below `src`
};
OperationHandle sync(Host& host, std::string_view name, const SyncArgs& args, const Options& options = {},
                     SourceLocation where = SourceLocation::current());

struct DownloadArgs {
  std::string src{};  ///< a URL
  std::string dest{};
  std::string user{};
  std::string group{};
  std::string mode{};
  std::optional<int> cache_time{};
  bool force = false;
  std::string sha256sum{};
  std::string sha1sum{};
  std::string md5sum{};
  bool insecure = false;
};
OperationHandle download(Host& host, std::string_view name, const DownloadArgs& args, const Options& options = {},
                         SourceLocation where = SourceLocation::current());

struct ArchiveArgs {
  std::string src{};  ///< a path on the host
  std::string dest{};
  std::string creates{};  ///< nothing is done when this path is there
  int strip_components = 0;
  std::string user{};
  std::string group{};
};
OperationHandle archive(Host& host, std::string_view name, const ArchiveArgs& args, const Options& options = {},
                        SourceLocation where = SourceLocation::current());

struct FlagsArgs {
  std::string path{};
  std::vector<std::string> flags{};
  bool present = true;
};
OperationHandle flags(Host& host, std::string_view name, const FlagsArgs& args, const Options& options = {},
                      SourceLocation where = SourceLocation::current());

}  // namespace ashlar::fleet::files
