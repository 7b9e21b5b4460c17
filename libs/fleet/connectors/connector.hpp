#pragma once
/// The one way to another machine, container or folder: start a process there, get a duplex stream.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/process.hpp"
#include "base/result.hpp"

namespace ashlar::fleet {

/// What a started process does. All are called on the loop's thread, none from within a call to the stream, and none
/// once the stream is destroyed. Any may destroy the stream.
struct StreamCallbacks {
  std::function<void(std::string)> on_output;  ///< in the pieces in which it comes
  std::function<void(std::string)> on_error_output;
  /// Once, last, after all output: how the process ended, or why we cannot know (the connection was lost).
  std::function<void(Result<ExitStatus>)> on_end;
};

/// A process there. Destroying it kills the process as far as the connector can, without waiting.
class Stream {
 public:
  virtual ~Stream() = default;
  /// Queues input for the process. Never blocks; what a process that has ended does not read is dropped.
  virtual void write(std::string bytes) = 0;
  /// Its input ends after what was written.
  virtual void close_input() = 0;
  /// Ends it at once; `on_end` follows. Over ssh as root the process only loses its input and output: OpenSSH passes
  /// signals on to other users' processes alone.
  virtual void kill() = 0;
};

/// What went over a connection. A round trip is counted whenever an answer comes after something was sent, those of
/// connecting included: it is what latency multiplies.
struct Traffic {
  std::uint64_t bytes_sent = 0;
  std::uint64_t bytes_received = 0;
  std::uint64_t round_trips = 0;

  void sent(std::uint64_t bytes) {
    bytes_sent += bytes;
    if (bytes > 0) awaiting_ = true;
  }
  void received(std::uint64_t bytes) {
    bytes_received += bytes;
    if (bytes > 0 && awaiting_) ++round_trips;
    if (bytes > 0) awaiting_ = false;
  }

 private:
  bool awaiting_ = false;
};

/// Used on the loop's thread only. Destroying it disconnects; no callback follows, and its streams must be gone.
class Connector {
 public:
  using Started = std::function<void(Result<std::unique_ptr<Stream>>)>;

  virtual ~Connector() = default;
  /// What messages call the machine: `web1.example.com`, `@docker/web`.
  [[nodiscard]] virtual const std::string& name() const = 0;
  /// Calls `done` later, once. REQUIRES: not connected. Errors name the machine, the cause and what to do.
  virtual void connect(std::function<void(Status)> done) = 0;
  /// Starts `argv` there without a shell's interpretation, as the connection's user, and calls `done` later, once. Any
  /// number may run at a time. REQUIRES: connected, `argv` not empty.
  virtual void start(std::vector<std::string> argv, StreamCallbacks callbacks, Started done) = 0;
  /// Ends the connection and all its processes: the streams' `on_end` gets an error.
  virtual void disconnect() = 0;
  /// What was sent and received so far.
  [[nodiscard]] virtual const Traffic& traffic() const = 0;
};

}  // namespace ashlar::fleet
