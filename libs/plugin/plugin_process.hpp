#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/event_loop.hpp"
#include "base/process.hpp"
#include "deploy/provider.hpp"
#include "plugin/call_log.hpp"

namespace grpc {
class Channel;
}  // namespace grpc

namespace ashlar::plugin {

/// How to start a plugin (reference 4.1).
struct PluginLaunch {
  std::string label;  ///< for messages, such as `the provider plugin random`
  std::filesystem::path executable;
  std::vector<std::string> arguments;  ///< the engine's address comes last
  std::map<std::string, std::string> environment;
  std::filesystem::path directory;
  /// What it prints after its port line, in pieces, and whether to standard error; unset to keep only the end of it for
  /// messages.
  std::function<void(std::string text, bool is_stderr)> on_output;
  std::shared_ptr<CallLog> call_log;  ///< null not to log calls
  CallPeer peer;                      ///< as the log names it
};

/// A plugin process and the way to talk to it. The loop's thread only. Destroying it kills the process group.
class PluginProcess : public std::enable_shared_from_this<PluginProcess> {
 public:
  /// Starts the plugin and answers once it has said its port. Returns it as well, for `abandon`; null when it could not
  /// be started.
  static std::shared_ptr<PluginProcess> start(const PluginLaunch& launch, EventLoop& loop,
                                              deploy::Done<std::shared_ptr<PluginProcess>> done);
  /// One that runs already and is not ours to stop.
  [[nodiscard]] static std::shared_ptr<PluginProcess> attach(std::string label, const std::string& address,
                                                             EventLoop& loop, std::shared_ptr<CallLog> call_log = {},
                                                             const CallPeer& peer = {});

  [[nodiscard]] const std::string& label() const { return label_; }
  [[nodiscard]] const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  [[nodiscard]] EventLoop& loop() const { return loop_; }

  /// Completes the error of a call on which the connection broke: when the process has ended, or does within a second,
  /// it is that which the error says, with the last lines of its output.
  void explain_lost_connection(Error error, std::function<void(Error)> done);

  /// Calls `then` when the process has ended; at once when it has already, never for one that is not ours.
  void at_exit(std::function<void()> then);
  [[nodiscard]] bool has_ended() const { return ended_.has_value(); }

  void interrupt();  ///< SIGINT to its group
  /// Kills it now. What waits for it gets no answer.
  void abandon();
  /// Asks it to end with SIGINT, kills its group after five seconds, and calls `done` when it is gone.
  void stop(std::function<void()> done);

 private:
  PluginProcess(std::string label, EventLoop& loop) : label_(std::move(label)), loop_(loop) {}

  void on_stdout(const std::string& text);
  void on_exit(ExitStatus status);
  void keep_tail(const std::string& text);
  [[nodiscard]] Error death(const std::string& what) const;

  std::string label_;
  EventLoop& loop_;
  std::function<void(std::string, bool)> on_output_;
  std::shared_ptr<CallLog> call_log_;
  CallPeer peer_;
  std::unique_ptr<Process> process_;
  std::shared_ptr<grpc::Channel> channel_;
  deploy::Done<std::shared_ptr<PluginProcess>> starting_;  ///< until the port line has come
  std::string port_line_;
  std::string tail_;  ///< the end of what it printed
  std::optional<ExitStatus> ended_;
  std::vector<std::function<void()>> at_exit_;
};

}  // namespace ashlar::plugin
