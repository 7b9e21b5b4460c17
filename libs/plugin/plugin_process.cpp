#include "plugin/plugin_process.hpp"

#include <algorithm>

#include "base/strings.hpp"
#include "plugin/grpc_support.hpp"

namespace ashlar::plugin {
namespace {

using namespace std::chrono_literals;

/// The port in a plugin's first line, or 0. Some runtimes put escape sequences of their own around it.
int parse_port(std::string line) {
  for (const auto* noise : {"\x1b]9;4;3;\x1b\\", "\x1b]9;4;0;\x1b\\"}) line = replace_all(std::move(line), noise, "");
  const auto digits = trim(line);
  constexpr std::size_t longest = 5;
  if (digits.empty() || digits.size() > longest) return 0;
  if (digits.find_first_not_of("0123456789") != std::string_view::npos) return 0;
  return std::stoi(std::string(digits));
}

}  // namespace

std::shared_ptr<PluginProcess> PluginProcess::start(const PluginLaunch& launch, EventLoop& loop,
                                                    deploy::Done<std::shared_ptr<PluginProcess>> done) {
  std::shared_ptr<PluginProcess> self(new PluginProcess(launch.label, loop));
  self->on_output_ = launch.on_output;
  self->call_log_ = launch.call_log;
  self->peer_ = launch.peer;
  ProcessOptions options{.argv = {launch.executable.string()},
                         .environment = launch.environment,
                         .directory = launch.directory,
                         .dies_with_us = true};
  options.argv.insert(options.argv.end(), launch.arguments.begin(), launch.arguments.end());
  // The callbacks belong to the process, and that to `self`: they never outlive it, and must not keep it.
  auto* raw = self.get();
  Process::Callbacks callbacks;
  callbacks.on_stdout = [raw](const std::string& text) { raw->on_stdout(text); };
  callbacks.on_stderr = [raw](std::string text) {
    raw->keep_tail(text);
    if (raw->on_output_) raw->on_output_(std::move(text), true);
  };
  callbacks.on_exit = [raw](ExitStatus status) { raw->on_exit(status); };
  auto process = Process::start(options, loop, std::move(callbacks));
  if (!process) {
    done(process.error().within(launch.label));
    return nullptr;
  }
  self->process_ = std::move(*process);
  // Until it has answered, the pending answer keeps the plugin.
  self->starting_ = [self, done = std::move(done)](Result<std::shared_ptr<PluginProcess>> result) {
    done(std::move(result));
  };
  return self;
}

std::shared_ptr<PluginProcess> PluginProcess::attach(std::string label, const std::string& address, EventLoop& loop,
                                                     std::shared_ptr<CallLog> call_log, const CallPeer& peer) {
  std::shared_ptr<PluginProcess> self(new PluginProcess(std::move(label), loop));
  self->channel_ = open_channel(address, logging_client(call_log, peer));
  return self;
}

void PluginProcess::on_stdout(const std::string& text) {
  const auto keep = shared_from_this();
  std::string rest = text;
  if (starting_) {
    port_line_ += text;
    const auto end = port_line_.find('\n');
    if (end == std::string::npos) return;
    rest = port_line_.substr(end + 1);
    const int port = parse_port(port_line_.substr(0, end));
    const auto done = std::exchange(starting_, nullptr);
    if (port == 0) {
      done(fail(label_ + " printed `" + port_line_.substr(0, end) + "` where the number of its port should be"));
      return;
    }
    channel_ = open_channel("127.0.0.1:" + std::to_string(port), logging_client(call_log_, peer_));
    done(keep);
  }
  if (rest.empty()) return;
  keep_tail(rest);
  if (on_output_) on_output_(std::move(rest), false);
}

void PluginProcess::on_exit(ExitStatus status) {
  const auto keep = shared_from_this();
  ended_ = status;
  if (const auto done = std::exchange(starting_, nullptr)) done(death("ended before it was ready"));
  for (const auto& waiting : std::exchange(at_exit_, {})) waiting();
}

void PluginProcess::keep_tail(const std::string& text) {
  constexpr std::size_t kept = 8192;
  tail_ += text;
  if (tail_.size() > 2 * kept) tail_.erase(0, tail_.size() - kept);
}

Error PluginProcess::death(const std::string& what) const {
  auto error = fail(label_ + " " + what + (ended_ ? ": it " + ended_->text() : std::string()));
  constexpr std::size_t shown = 20;
  auto lines = split(trim(tail_), '\n');
  if (lines.size() > shown) lines.erase(lines.begin(), lines.end() - shown);
  if (!lines.front().empty()) {
    error.notes.emplace_back("it printed at last:");
    for (const auto& line : lines) error.notes.push_back("  " + line);
  }
  return error;
}

void PluginProcess::explain_lost_connection(Error error, std::function<void(Error)> done) {
  if (ended_) return done(death("died"));
  if (!process_) return done(std::move(error));
  // The connection breaks a moment before the end of the process is seen.
  const auto answered = std::make_shared<bool>(false);
  const auto answer = [answered, error, done = std::move(done), weak = weak_from_this()] {
    if (std::exchange(*answered, true)) return;
    const auto self = weak.lock();
    done(self && self->ended_ ? self->death("died") : error);
  };
  at_exit_.emplace_back(answer);
  loop_.after(1s, answer);
}

void PluginProcess::at_exit(std::function<void()> then) {
  if (ended_) return then();
  at_exit_.push_back(std::move(then));
}

void PluginProcess::abandon() {
  const auto keep = shared_from_this();
  process_.reset();
  starting_ = nullptr;
  at_exit_.clear();
}

void PluginProcess::interrupt() {
  if (process_ && !ended_) process_->interrupt();
}

void PluginProcess::stop(std::function<void()> done) {
  if (!process_ || ended_) return done();
  at_exit_.push_back(std::move(done));
  process_->interrupt();
  loop_.after(5s, [weak = weak_from_this()] {
    if (const auto self = weak.lock(); self && !self->ended_) self->process_->kill();
  });
}

}  // namespace ashlar::plugin
