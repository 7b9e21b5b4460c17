#pragma once

#include "fleet/connectors/ssh_link.hpp"

namespace ashlar::fleet {

/// One channel of a connection: a process there, or a connection forwarded from there.
class SshChannel final : public SshChannelDriver {
 public:
  /// Called later, on the loop's thread; any may destroy the channel.
  struct Callbacks {
    std::function<void(Status)> on_open;  ///< once, first; after an error nothing follows
    std::function<void(std::string)> on_output, on_error_output;
    std::function<void(Result<ExitStatus>)> on_end;  ///< once, last
  };

  /// REQUIRES: `link` is up.
  SshChannel(std::shared_ptr<SshLink> link, Callbacks callbacks);
  ~SshChannel() override;

  /// One of these, once. `command` is what the user's login shell is given.
  void open_process(std::string command);
  void open_forward(std::string host, std::uint16_t port);

  void write(std::string bytes);
  void close_input();
  void kill();

  void advance() override;
  void lost(const Error& error) override;

 private:
  enum class Stage { opening, requesting, open, ended };

  static int on_data(ssh_session, ssh_channel, void* data, std::uint32_t size, int is_error, void* self);
  static void on_close(ssh_session, ssh_channel, void* self);
  static void on_exit_status(ssh_session, ssh_channel, int code, void* self);
  static void on_exit_signal(ssh_session, ssh_channel, const char* name, int, const char*, const char*, void* self);

  void set_up_callbacks();
  int ask();
  void opened(Status status);
  void send();
  bool deliver(std::string& buffered, std::function<void(std::string)> Callbacks::*target);
  void end(Result<ExitStatus> status);
  void release();

  std::shared_ptr<SshLink> link_;
  Callbacks callbacks_;
  ssh_channel channel_ = nullptr;
  ssh_channel_callbacks_struct libssh_callbacks_{};
  Stage stage_ = Stage::opening;
  std::string command_;  ///< of a process
  std::string host_;     ///< of a forwarded connection
  std::uint16_t port_ = 0;

  std::string out_, err_;  ///< came, and is still to be delivered
  bool closed_ = false;
  std::optional<ExitStatus> status_;
  std::string unsent_;
  std::size_t sent_ = 0;  ///< of `unsent_`
  bool input_ends_ = false, end_is_sent_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace ashlar::fleet
