#include "cmd/ashlar/engine/event_log.hpp"

namespace ashlar::cli {

Result<std::unique_ptr<EventLog>> EventLog::open(FileSystem& files, const std::string& path) {
  // Events may quote what the program prints: for nobody else to read.
  constexpr unsigned owner_only = 0600;
  constexpr std::string_view file_scheme = "file://";
  const auto name = path.starts_with(file_scheme) ? path.substr(file_scheme.size()) : path;
  if (name.find("://") != std::string::npos)
    return fail_with_help("the event log " + path + " is no file", "pass a path to --event-log", ErrorKind::usage);
  auto file = files.open_append(name, owner_only);
  if (!file) return file.error().within("opening the event log");
  if (auto emptied = (*file)->truncate(0); !emptied) return emptied.error().within("opening the event log");
  return std::unique_ptr<EventLog>(new EventLog(*std::move(file)));
}

}  // namespace ashlar::cli
