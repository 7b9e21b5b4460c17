#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/event_loop.hpp"
#include "deploy/program.hpp"
#include "plugin/deployment_facts.hpp"
#include "plugin/plugin_process.hpp"
#include "plugin/plugin_search.hpp"

namespace ashlar::plugin {

/// A program as language hosts are told of it.
struct ProgramInfo {
  std::filesystem::path root_directory;     ///< where Pulumi.yaml lies
  std::filesystem::path program_directory;  ///< `main` of Pulumi.yaml when that is a folder, else the root
  std::string entry_point = ".";            ///< `main` when that is a file
  PropertyMap options;                      ///< `runtime.options` of Pulumi.yaml
};

struct LanguageHostOptions {
  PluginSearch search;
  std::string engine_address;
  std::filesystem::path directory;                 ///< where the host runs
  std::map<std::string, std::string> environment;  ///< what it gets beside our own variables
  std::map<std::string, int> running;  ///< ports of hosts that are running already, by runtime (PULUMI_DEBUG_LANGUAGES)
  std::shared_ptr<CallLog> call_log;   ///< null not to log calls
  /// What the host and its programs print, in pieces, and whether to standard error. For the user to see.
  std::function<void(std::string text, bool is_stderr)> on_output;
};

/// A running `pulumi-language-*`: knows how to prepare and run programs of one language (reference 1.3, 4.4). One
/// serves all runs of a command. The loop's thread only; answers come there.
class LanguageHost {
 public:
  /// Finds the host of `runtime` (as in Pulumi.yaml) and starts it. Returns its process, to abandon it before it has
  /// answered; null when there is none.
  static std::shared_ptr<PluginProcess> start(const std::string& runtime, const LanguageHostOptions& options,
                                              EventLoop& loop, deploy::Done<std::shared_ptr<LanguageHost>> done);
  ~LanguageHost();
  LanguageHost(const LanguageHost&) = delete;
  LanguageHost& operator=(const LanguageHost&) = delete;

  /// The packages whose providers the program needs.
  void required_packages(const ProgramInfo& info, deploy::Done<std::vector<PackageDescriptor>> done);

  /// Installs what the program depends on; `on_output` gets what the installer prints.
  void install_dependencies(const ProgramInfo& info, bool is_terminal,
                            std::function<void(std::string text, bool is_stderr)> on_output, deploy::Done<void> done);

  /// Runs the program to its end against the monitor at `monitor_address`.
  void run(const ProgramInfo& info, const DeploymentFacts& facts, const std::string& monitor_address,
           const std::vector<std::string>& arguments, deploy::Done<deploy::ProgramResult> done);

  /// Asks what is running to end: the Cancel call, and SIGINT to the host and its programs two seconds later.
  void interrupt();

  /// Ends the host and calls `done` when it is gone.
  void shut_down(std::function<void()> done);

 private:
  class Impl;
  explicit LanguageHost(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace ashlar::plugin
