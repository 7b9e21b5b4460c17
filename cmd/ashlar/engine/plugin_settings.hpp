#pragma once

#include <map>
#include <string>

#include "cmd/ashlar/engine/prepared_run.hpp"
#include "plugin/call_log.hpp"
#include "plugin/plugin_search.hpp"

namespace ashlar::cli {

/// What project and environment say about plugins (reference 4.2, 4.3).
struct PluginSettings {
  plugin::PluginSearch search;
  /// What plugins get beside our own variables: the project's name, the options of its runtime, and the configuration
  /// with its secrets in clear, as the protocol has it.
  std::map<std::string, std::string> environment;
  std::map<std::string, int> running_providers;  ///< ports by package (PULUMI_DEBUG_PROVIDERS)
  std::map<std::string, int> running_languages;  ///< ports by runtime (PULUMI_DEBUG_LANGUAGES)
  std::shared_ptr<plugin::CallLog> call_log;     ///< null without PULUMI_DEBUG_GRPC
};

[[nodiscard]] Result<PluginSettings> plugin_settings(const Shell& shell, const PreparedRun& prepared);

/// The options of the project's runtime, for its language host to interpret.
[[nodiscard]] PropertyMap runtime_options(const project::Runtime& runtime);

}  // namespace ashlar::cli
