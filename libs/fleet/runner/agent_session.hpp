#pragma once
/// The conversation with one agent: brings it to life over a connector, then sends requests and hands out answers.

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/io_loop.hpp"
#include "fleet/connectors/connector.hpp"
#include "fleet/protocol/message_encoding.hpp"
#include "fleet/runner/bootstrap.hpp"
#include "fleet/runner/contents.hpp"

namespace ashlar::fleet {

/// What all hosts of a run have in common.
struct AgentSupply {
  std::vector<AgentFile> agents;
  Contents contents;
};

struct SessionOptions {
  BootstrapOptions bootstrap;
  std::string password;  ///< for sudo or su; empty: none is known
  Hello hello;
};

/// Used on the loop's thread. Destroying it ends the agent; no callback follows.
class AgentSession {
 public:
  /// All are called on the loop's thread, none from within a call to the session, and any may destroy it.
  struct Callbacks {
    /// The agent is about to start: what the host and the user that we came as are called. Requests may be sent now.
    std::function<void(std::string architecture, std::string user)> on_start;
    std::function<void(Welcome)> on_welcome;
    std::function<void(OperationResult)> on_result;
    std::function<void(FactResult)> on_fact;
    std::function<void(Content)> on_content;  ///< of files.get
    std::function<void(Output)> on_output;
    std::function<void(Waiting)> on_waiting;
    /// Last, once: it finished, or why it did not. `lost`: the conversation broke off, and another may go on with it.
    std::function<void(Status, bool lost)> on_end;
  };

  /// REQUIRES: `connector` is connected; it, `loop` and `supply` outlive the session.
  AgentSession(IoLoop& loop, Connector& connector, const AgentSupply& supply, SessionOptions options,
               Callbacks callbacks);
  ~AgentSession();
  AgentSession(const AgentSession&) = delete;
  AgentSession& operator=(const AgentSession&) = delete;

  /// What is sent before the agent has started waits for it.
  template <typename Message>
  void send(const Message& message) {
    queue(encode(message));
  }

 private:
  enum class Stage { bootstrap, talking, finished };

  void started(Result<std::unique_ptr<Stream>> stream);
  void queue(std::string bytes);
  void flush();
  void take_output(std::string bytes);
  void take_error_output(const std::string& text);
  /// One line of the bootstrap script. False when it ended the session.
  bool take_line(std::string_view line);
  void send_agent();
  bool take_frames();
  bool take_frame(const Frame& frame);
  template <typename Message>
  bool hand_out(const Frame& frame, const std::function<void(Message)>& to);
  void answer(const ContentNeeded& need);
  void ended(const Result<ExitStatus>& status);
  void end(const Status& status, bool lost = false);
  [[nodiscard]] Error unexpected_end(const std::string& how) const;

  IoLoop& loop_;
  Connector& connector_;
  const AgentSupply& supply_;
  SessionOptions options_;
  Callbacks callbacks_;
  Stage stage_ = Stage::bootstrap;
  std::unique_ptr<Stream> stream_;
  std::string architecture_;
  std::string lines_;         ///< of the bootstrap, the last one perhaps not whole
  std::string noise_;         ///< what came that is not ours
  std::string error_output_;  ///< the end of it
  std::string unsent_;
  bool flush_posted_ = false;
  bool password_sent_ = false;
  FrameReader frames_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace ashlar::fleet
