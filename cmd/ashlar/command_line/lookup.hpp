#pragma once
/// Finds the command that a command line means.

#include <string>
#include <vector>

#include "base/result.hpp"
#include "cmd/ashlar/command_line/command.hpp"

namespace ashlar::cli {

struct FoundCommand {
  const CommandEntry* entry = nullptr;  ///< null: no command was named
  std::vector<std::string> rest;        ///< the words that are not its path, in their order
};

/// Flags that all commands share may stand before, between and after the words of the path.
[[nodiscard]] Result<FoundCommand> find_command(const std::vector<std::string>& words);

/// The entries directly below `path`; those of the top level for the empty path.
[[nodiscard]] std::vector<const CommandEntry*> commands_below(std::string_view path);

/// The last word of a path.
[[nodiscard]] std::string_view last_word(std::string_view path);

}  // namespace ashlar::cli
