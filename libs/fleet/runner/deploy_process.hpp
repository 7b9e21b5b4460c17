#pragma once
/// A compiled deploy as a child of ours, and our end of the channel to it (docs/formats/deploy.md).

#include <filesystem>
#include <functional>
#include <memory>

#include "base/io_loop.hpp"
#include "fleet/connectors/child_stream.hpp"
#include "fleet/deploy/messages.hpp"

namespace ashlar::fleet {

/// Used on the loop's thread. Destroying it kills the program; no callback follows.
class DeployProcess {
 public:
  /// All are called on the loop's thread, none from within a call to it.
  struct Callbacks {
    std::function<void(ContentMessage)> on_content;
    std::function<void(OperationMessage)> on_operation;
    std::function<void(FactMessage)> on_fact;
    std::function<void(LogMessage)> on_log;
    std::function<void(DoneMessage)> on_done;
    std::function<void(InventoryMessage)> on_inventory;
    std::function<void(std::string text)> on_print;  ///< what the program writes to its two outputs
    std::function<void(Status)> on_end;              ///< once, last
  };

  /// `loop` must outlive it.
  [[nodiscard]] static Result<std::unique_ptr<DeployProcess>> start(IoLoop& loop,
                                                                    const std::filesystem::path& executable,
                                                                    const BeginMessage& begin, Callbacks callbacks);

  template <typename Message>
  void send(DeployFrame kind, const Message& message) {
    append_message(unsent_, kind, message);
    send_soon();
  }
  /// No more hosts: it ends when those it has are done.
  void end_hosts();

 private:
  DeployProcess(IoLoop& loop, Callbacks callbacks) : loop_(loop), callbacks_(std::move(callbacks)) {}

  void send_soon();
  void flush();
  void receive();
  [[nodiscard]] Status take(const Frame& frame);
  void ended(const Result<ExitStatus>& status);

  IoLoop& loop_;
  Callbacks callbacks_;
  Descriptor channel_;
  IoLoop::Watch watch_;
  std::unique_ptr<ChildStream> child_;
  FrameReader frames_;
  std::string unsent_;
  bool flush_posted_ = false;
  std::optional<Error> error_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace ashlar::fleet
