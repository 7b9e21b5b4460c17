#pragma once
/// An agent's conversation with its controller, from the first message to the last (docs/formats/agent.md).

#include <deque>
#include <string>
#include <variant>

#include "fleet/agent/content_store.hpp"
#include "fleet/agent/run_lock.hpp"
#include "fleet/operations/command.hpp"
#include "fleet/operations/machine.hpp"
#include "fleet/operations/operation.hpp"
#include "fleet/operations/perform.hpp"
#include "fleet/protocol/message_encoding.hpp"

namespace ashlar::fleet {

struct SessionOptions {
  int input = 0, output = 1;      ///< the stream; stay the caller's
  std::string version;            ///< of this build
  std::string root;               ///< put before every path of operations and facts; tests give a temporary directory
  std::string lock_directory;     ///< where the lock is
  std::string content_directory;  ///< where long contents are kept while they arrive
};

/// One thread, one thing at a time, in the order of the requests. While it waits, for a command, a content or a lock,
/// it reads what the controller sends.
class Session {
 public:
  explicit Session(SessionOptions options);

  /// Serves until the controller says that it has finished, or is gone. The process's exit code.
  int run();

 private:
  using Request = std::variant<OperationRequest, FactRequest>;

  bool greet();
  void serve(const OperationRequest& request);
  void serve(const FactRequest& request);
  void reboot();
  bool take_lock(const OperationRequest& request);
  OperationResult skipped(const OperationRequest& request, const std::string& because) const;

  /// Reads what has come, or waits until something does. False when there is nothing more to come.
  bool read_input(bool wait);
  void handle(const Frame& frame);
  void ask_early(const OperationRequest& request);
  void ask(const ContentWanted& wanted);
  Result<SharedContent> fetch(const std::string& hash);
  bool pause(double seconds);
  /// Ends the conversation: the controller broke the protocol.
  void refuse(const Error& error);

  template <typename Message>
  void send(const Message& message) {
    write(encode(message));
  }
  void write(std::string_view bytes);

  SessionOptions options_;
  FrameReader frames_;
  std::deque<Request> requests_;
  ContentStore contents_;
  ProcessRunner runner_;
  Machine machine_;
  RunLock lock_;
  RunSoFar run_;
  SecretMask mask_;
  std::set<std::string> secret_contents_;
  std::optional<Hello> hello_;
  RequestId current_ = 0;
  std::string failed_;  ///< the operation after which no other may run; empty: none
  int input_;           ///< -1 when it has ended
  bool finish_ = false, cancelled_ = false, refused_ = false, gone_ = false;
};

}  // namespace ashlar::fleet
