#pragma once

#include <string>

#include "cmd/ashlar/command_line/command.hpp"
#include "cmd/ashlar/terminal/palette.hpp"

namespace ashlar::cli {

/// What `ashlar` alone prints: what it is for and the commands by what people want to do.
[[nodiscard]] std::string short_help(const Palette& palette);

/// Everything about one command: usage, aliases, commands below, flags.
[[nodiscard]] std::string command_help(const CommandEntry& entry, const Palette& palette);

}  // namespace ashlar::cli
