#pragma once
/// Commands, and the list of them.

#include <memory>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "cmd/ashlar/command_line/arguments.hpp"

namespace ashlar::cli {

class Shell;

/// One command, made for one run of it.
class Command {
 public:
  virtual ~Command() = default;
  virtual void declare(Arguments& arguments) = 0;
  /// An error without a message ends the process with its kind's exit code and prints nothing: the user has been told.
  virtual Status run(Shell& shell) = 0;
};

/// A command as help and lookup know it. What has other entries below its path and no `make` is a mere group.
struct CommandEntry {
  std::string_view path;                  ///< `stack init`
  std::vector<std::string_view> aliases;  ///< other last words: `new`
  std::string_view summary;               ///< one line
  std::string_view details;               ///< more lines, may be empty
  std::unique_ptr<Command> (*make)() = nullptr;
  bool hidden = false;
};

/// Every command, groups before what they contain, in the order of the help.
[[nodiscard]] const std::vector<CommandEntry>& all_commands();

/// A heading of the short help and the commands under it.
struct HelpGroup {
  std::string_view title;
  std::vector<std::string_view> paths;
};
[[nodiscard]] const std::vector<HelpGroup>& help_groups();

}  // namespace ashlar::cli
