#pragma once
/// The `command` package, built in: commands of this machine as resources.

#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>

#include "base/clock.hpp"
#include "base/diagnostic.hpp"
#include "base/event_loop.hpp"
#include "deploy/provider.hpp"

namespace ashlar::providers::command {

inline constexpr std::string_view package_name = "command";
/// The published release whose resource, function and state this provider has. Of its types, those of `local` are here.
inline constexpr std::string_view package_version = "1.2.1";

/// Where the lines that commands print go. Called on the engine's thread.
using LogSink = std::function<void(Diagnostic)>;

/// `loop` and `entropy` outlive the provider. `directory` is where commands run, and where a relative `dir` counts
/// from: that of the project.
[[nodiscard]] std::shared_ptr<deploy::Provider> make_command_provider(EventLoop& loop, Entropy& entropy, LogSink log,
                                                                      std::filesystem::path directory);

}  // namespace ashlar::providers::command
