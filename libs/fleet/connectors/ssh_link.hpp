#pragma once
/// One ssh connection, driven by the loop: libssh never blocks here.

#include <libssh/callbacks.h>
#include <libssh/libssh.h>

#include <functional>
#include <memory>
#include <set>
#include <vector>

#include "base/io_loop.hpp"
#include "fleet/connectors/connector.hpp"
#include "fleet/connectors/ssh_authentication.hpp"
#include "fleet/connectors/ssh_keys.hpp"
#include "fleet/connectors/ssh_options.hpp"
#include "fleet/connectors/tcp_dial.hpp"

namespace ashlar::fleet {

class SshLink;

/// What a link drives: a channel of it.
class SshChannelDriver {
 public:
  virtual ~SshChannelDriver() = default;
  /// More has come, or more can be sent. May destroy this.
  virtual void advance() = 0;
  /// The connection is gone. May destroy this.
  virtual void lost(const Error& error) = 0;
};

/// Shared by all who use the connection: a jump host's serves every host behind it. The loop's thread only.
class SshLink : public std::enable_shared_from_this<SshLink> {
 public:
  /// Something that has a socket to the host, or makes one, and what must live as long as it.
  struct Road {
    Descriptor socket;
    std::shared_ptr<void> kept;
  };
  using Connected = std::function<void(Status)>;

  /// `via`: the connection to the jump host, if `options` name one. `loop` must outlive this.
  SshLink(IoLoop& loop, SshOptions options, std::shared_ptr<SshKeys> keys, std::shared_ptr<SshLink> via);
  ~SshLink();
  SshLink(const SshLink&) = delete;
  SshLink& operator=(const SshLink&) = delete;

  /// Connects, unless it is connected or about to be, and calls `done` later. Errors name the host, the cause, the
  /// help.
  void connect(Connected done);
  /// Ends the connection; its channels are lost.
  void close(const std::string& why);

  [[nodiscard]] bool is_up() const { return stage_ == Stage::up; }
  [[nodiscard]] const SshOptions& options() const { return options_; }
  [[nodiscard]] const Traffic& traffic() const { return traffic_; }
  [[nodiscard]] IoLoop& loop() { return loop_; }

  /// For channels. REQUIRES: up.
  [[nodiscard]] ssh_session session() const { return session_.get(); }
  void add(SshChannelDriver& driver) { drivers_.insert(&driver); }
  void remove(SshChannelDriver& driver) { drivers_.erase(&driver); }
  /// Something was queued for the server outside of `advance`.
  void sent_something();

 private:
  enum class Stage { idle, reaching, handshake, authentication, up, failed };

  void reach();
  void reach_through_jump();
  void begin(Road road);
  void set_session_options();
  void on_ready();
  void advance_handshake();
  void advance_authentication();
  void pump();
  void drive_channels();
  void after_turn();
  void tell(const Status& status);
  void fail_with(Error error);
  void keep_alive();
  void timed_out();
  [[nodiscard]] std::string address() const;
  [[nodiscard]] Error unreachable(const std::string& cause) const;

  IoLoop& loop_;
  SshOptions options_;
  std::shared_ptr<SshKeys> keys_;
  std::shared_ptr<SshLink> via_;
  Stage stage_ = Stage::idle;
  std::vector<Connected> waiting_;

  std::unique_ptr<TcpDial> dial_;
  std::shared_ptr<void> tunnel_;
  Descriptor socket_;  ///< libssh has a duplicate of its own
  IoLoop::Watch watch_;
  IoLoop::Timer deadline_, keep_alive_timer_;
  std::unique_ptr<std::remove_pointer_t<ssh_session>, decltype(&ssh_free)> session_{nullptr, ssh_free};
  std::unique_ptr<std::remove_pointer_t<ssh_event>, decltype(&ssh_event_free)> event_{nullptr, ssh_event_free};
  std::optional<SshAuthentication> authentication_;
  std::set<SshChannelDriver*> drivers_;

  ssh_counter_struct counter_{};  ///< bytes on the socket
  std::uint64_t counted_in_ = 0, counted_out_ = 0;
  std::uint64_t seen_by_keep_alive_ = 0;
  int silent_intervals_ = 0;
  bool turning_ = false;
  Traffic traffic_;
};

}  // namespace ashlar::fleet
