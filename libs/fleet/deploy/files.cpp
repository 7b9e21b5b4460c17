#include "ashlar/fleet/files.hpp"

#include "fleet/deploy/arguments.hpp"

namespace ashlar::fleet::files {

OperationHandle file(Host& host, std::string_view name, const FileArgs& args, const Options& options,
                     SourceLocation where) {
  ArgumentList list;
  list.add("path", args.path);
  list.add("present", args.present, true);
  list.add("user", args.user);
  list.add("group", args.group);
  list.add("mode", args.mode);
  list.add("touch", args.touch, false);
  list.add("create_remote_dir", args.create_remote_dir, true);
  list.add("force", args.force, false);
  return ask(host, name, "files.file", list.take(), options, where);
}

OperationHandle directory(Host& host, std::string_view name, const DirectoryArgs& args, const Options& options,
                          SourceLocation where) {
  ArgumentList list;
  list.add("path", args.path);
  list.add("present", args.present, true);
  list.add("user", args.user);
  list.add("group", args.group);
  list.add("mode", args.mode);
  list.add("recursive", args.recursive, false);
  list.add("force", args.force, false);
  return ask(host, name, "files.directory", list.take(), options, where);
}

OperationHandle link(Host& host, std::string_view name, const LinkArgs& args, const Options& options,
                     SourceLocation where) {
  ArgumentList list;
  list.add("path", args.path);
  list.add("target", args.target);
  list.add("present", args.present, true);
  list.add("user", args.user);
  list.add("group", args.group);
  list.add("symbolic", args.symbolic, true);
  list.add("create_remote_dir", args.create_remote_dir, true);
  list.add("force", args.force, false);
  return ask(host, name, "files.link", list.take(), options, where);
}

OperationHandle line(Host& host, std::string_view name, const LineArgs& args, const Options& options,
                     SourceLocation where) {
  ArgumentList list;
  list.add("path", args.path);
  list.add("line", args.line);
  list.add("present", args.present, true);
  list.add("replace", args.replace);
  list.add("flags", args.flags);
  list.add("backup", args.backup, false);
  list.add("escape_regex_characters", args.escape_regex_characters, false);
  list.add("ensure_newline", args.ensure_newline, false);
  return ask(host, name, "files.line", list.take(), options, where);
}

OperationHandle block(Host& host, std::string_view name, const BlockArgs& args, const Options& options,
                      SourceLocation where) {
  ArgumentList list;
  list.add("path", args.path);
  list.add("content", args.content);
  list.add("present", args.present, true);
  list.add("line", args.line);
  list.add("before", args.before, false);
  list.add("after", args.after, false);
  list.add("marker", args.marker);
  list.add("begin", args.begin);
  list.add("end", args.end);
  list.add("backup", args.backup, false);
  return ask(host, name, "files.block", list.take(), options, where);
}

OperationHandle replace(Host& host, std::string_view name, const ReplaceArgs& args, const Options& options,
                        SourceLocation where) {
  ArgumentList list;
  list.add("path", args.path);
  list.add("text", args.text);
  list.put("replace", property_of(args.replace));  // an empty one removes the text
  list.add("flags", args.flags);
  list.add("backup", args.backup, false);
  return ask(host, name, "files.replace", list.take(), options, where);
}

OperationHandle put(Host& host, std::string_view name, const PutArgs& args, const Options& options,
                    SourceLocation where) {
  if (args.src.empty() != args.content.has_value()) {
    throw ProgramError("files::put \"" + std::string(name) + "\" takes either src or content", where);
  }
  ArgumentList list;
  list.put("src", args.content ? content_argument(host, *args.content) : file_argument(host, args.src, where));
  list.add("dest", args.dest).add("user", args.user).add("group", args.group).add("mode", args.mode);
  list.add("create_remote_dir", args.create_remote_dir, true).add("force", args.force, false);
  return ask(host, name, "files.put", list.take(), options, where);
}

OperationHandle download(Host& host, std::string_view name, const DownloadArgs& args, const Options& options,
                         SourceLocation where) {
  ArgumentList list;
  list.add("src", args.src);
  list.add("dest", args.dest);
  list.add("user", args.user);
  list.add("group", args.group);
  list.add("mode", args.mode);
  list.add("cache_time", args.cache_time);
  list.add("force", args.force, false);
  list.add("sha256sum", args.sha256sum);
  list.add("sha1sum", args.sha1sum);
  list.add("md5sum", args.md5sum);
  list.add("insecure", args.insecure, false);
  return ask(host, name, "files.download", list.take(), options, where);
}

OperationHandle archive(Host& host, std::string_view name, const ArchiveArgs& args, const Options& options,
                        SourceLocation where) {
  ArgumentList list;
  list.add("src", args.src);
  list.add("dest", args.dest);
  list.add("creates", args.creates);
  list.add("strip_components", args.strip_components);
  list.add("user", args.user);
  list.add("group", args.group);
  return ask(host, name, "files.archive", list.take(), options, where);
}

OperationHandle flags(Host& host, std::string_view name, const FlagsArgs& args, const Options& options,
                      SourceLocation where) {
  ArgumentList list;
  list.add("path", args.path);
  list.add("flags", args.flags);
  list.add("present", args.present, true);
  return ask(host, name, "files.flags", list.take(), options, where);
}

}  // namespace ashlar::fleet::files
