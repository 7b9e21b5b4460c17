#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/diagnostic.hpp"
#include "base/environment.hpp"
#include "base/event_loop.hpp"
#include "deploy/provider.hpp"
#include "providers/pulumi/package.hpp"

namespace ashlar::cli {

/// What the built-in providers work with. All of it outlives them.
struct ProviderSurroundings {
  EventLoop& loop;
  Entropy& entropy;
  Clock& clock;
  Environment environment;
  std::filesystem::path project_directory;    ///< where commands run
  std::function<void(Diagnostic)> log;        ///< lines that commands print
  providers::pulumi::StackReader read_stack;  ///< for stack references
};

using ProviderFactory = std::function<std::shared_ptr<deploy::Provider>()>;

/// The packages that need no plugin, by name.
[[nodiscard]] std::map<std::string, ProviderFactory> builtin_providers(const ProviderSurroundings& with);

}  // namespace ashlar::cli
