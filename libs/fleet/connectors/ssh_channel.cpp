#include "fleet/connectors/ssh_channel.hpp"

#include <csignal>
#include <string_view>

namespace ashlar::fleet {
namespace {

/// The number of `TERM`, as RFC 4254 names signals.
int signal_number(std::string_view name) {
  for (int number = 1; number < NSIG; ++number) {
    const char* known = sigabbrev_np(number);
    if (known != nullptr && name == known) return number;
  }
  return SIGKILL;  // an exotic one: that it was a signal is what matters
}

}  // namespace

SshChannel::SshChannel(std::shared_ptr<SshLink> link, Callbacks callbacks)
    : link_(std::move(link)), callbacks_(std::move(callbacks)) {
  channel_ = ssh_channel_new(link_->session());
  set_up_callbacks();
  link_->add(*this);
}

SshChannel::~SshChannel() {
  *alive_ = false;
  release();
}

/// Leaves the connection.
void SshChannel::release() {
  link_->remove(*this);
  if (channel_ == nullptr) return;
  ssh_remove_channel_callbacks(channel_, &libssh_callbacks_);
  ssh_channel_free(std::exchange(channel_, nullptr));
  link_->sent_something();
}

void SshChannel::set_up_callbacks() {
  libssh_callbacks_.size = sizeof libssh_callbacks_;
  libssh_callbacks_.userdata = this;
  libssh_callbacks_.channel_data_function = on_data;
  libssh_callbacks_.channel_close_function = on_close;
  libssh_callbacks_.channel_exit_status_function = on_exit_status;
  libssh_callbacks_.channel_exit_signal_function = on_exit_signal;
  ssh_set_channel_callbacks(channel_, &libssh_callbacks_);
}

// libssh calls these while it reads packets. They only take notes: what a user's callback does could free the channel.

int SshChannel::on_data(ssh_session, ssh_channel, void* data, std::uint32_t size, int is_error, void* self) {
  auto& channel = *static_cast<SshChannel*>(self);
  (is_error != 0 ? channel.err_ : channel.out_).append(static_cast<const char*>(data), size);
  return static_cast<int>(size);
}

void SshChannel::on_close(ssh_session, ssh_channel, void* self) { static_cast<SshChannel*>(self)->closed_ = true; }

void SshChannel::on_exit_status(ssh_session, ssh_channel, int code, void* self) {
  static_cast<SshChannel*>(self)->status_ = ExitStatus{code, 0};
}

void SshChannel::on_exit_signal(ssh_session, ssh_channel, const char* name, int, const char*, const char*, void* self) {
  static_cast<SshChannel*>(self)->status_ = ExitStatus{0, signal_number(name)};
}

void SshChannel::open_process(std::string command) {
  command_ = std::move(command);
  ask();
  link_->sent_something();
}

void SshChannel::open_forward(std::string host, std::uint16_t port) {
  host_ = std::move(host);
  port_ = port;
  ask();
  link_->sent_something();
}

/// Asks the server for what comes next, or looks whether it has answered: SSH_AGAIN if not.
int SshChannel::ask() {
  if (stage_ == Stage::requesting) return ssh_channel_request_exec(channel_, command_.c_str());
  if (!host_.empty()) return ssh_channel_open_forward(channel_, host_.c_str(), port_, "127.0.0.1", 0);
  return ssh_channel_open_session(channel_);
}

void SshChannel::advance() {
  const auto alive = alive_;
  while (stage_ == Stage::opening || stage_ == Stage::requesting) {
    const int answer = ask();
    if (answer == SSH_AGAIN) return;
    if (answer != SSH_OK) {
      if (ssh_is_connected(link_->session()) == 0) return;  // `lost` follows
      const std::string cause = ssh_get_error(link_->session());
      stage_ = Stage::ended;
      release();
      return opened(fail(link_->options().name + " refused: " + cause));
    }
    stage_ = stage_ == Stage::opening && host_.empty() ? Stage::requesting : Stage::open;
    if (stage_ == Stage::open) opened({});
    if (!*alive) return;
  }
  if (stage_ != Stage::open || !deliver(out_, &Callbacks::on_output) || !deliver(err_, &Callbacks::on_error_output))
    return;
  send();
  if (!closed_) return;
  if (!status_ && host_.empty()) return end(fail(link_->options().name + " closed the channel without a status"));
  end(status_.value_or(ExitStatus{}));
}

void SshChannel::opened(Status status) {
  const auto call = std::exchange(callbacks_.on_open, nullptr);  // it may destroy this, and must not with it end itself
  call(std::move(status));
}

/// False if this is destroyed, or has ended.
bool SshChannel::deliver(std::string& buffered, std::function<void(std::string)> Callbacks::*target) {
  if (buffered.empty()) return true;
  const auto alive = alive_;
  auto bytes = std::exchange(buffered, {});
  if (const auto call = callbacks_.*target) call(std::move(bytes));
  return *alive && stage_ == Stage::open;
}

void SshChannel::end(Result<ExitStatus> status) {
  stage_ = Stage::ended;
  release();
  if (const auto call = callbacks_.on_end) call(std::move(status));
}

void SshChannel::write(std::string bytes) {
  if (stage_ == Stage::ended || input_ends_) return;
  if (unsent_.empty()) {
    unsent_ = std::move(bytes);
  } else {
    unsent_ += bytes;
  }
  send();
  link_->sent_something();
}

void SshChannel::close_input() {
  if (stage_ == Stage::ended) return;
  input_ends_ = true;
  send();
  link_->sent_something();
}

void SshChannel::send() {
  if (stage_ != Stage::open || closed_) return;
  while (sent_ < unsent_.size()) {
    const int count =
        ssh_channel_write(channel_, unsent_.data() + sent_, static_cast<std::uint32_t>(unsent_.size() - sent_));
    if (count <= 0) return;  // the window is full, or nobody reads any more
    sent_ += static_cast<std::size_t>(count);
  }
  unsent_.clear();
  sent_ = 0;
  if (!input_ends_ || end_is_sent_) return;
  end_is_sent_ = true;
  ssh_channel_send_eof(channel_);
}

void SshChannel::kill() {
  if (stage_ == Stage::ended) return;
  if (stage_ == Stage::open) ssh_channel_request_send_signal(channel_, "KILL");
  stage_ = Stage::ended;
  release();
  // The server reports nothing of a channel that we have closed.
  link_->loop().post([this, alive = alive_] {
    if (!*alive) return;
    if (const auto call = callbacks_.on_end) call(ExitStatus{0, SIGKILL});
  });
}

void SshChannel::lost(const Error& error) {
  if (stage_ == Stage::ended) return;
  const bool was_open = stage_ == Stage::open;
  stage_ = Stage::ended;
  release();
  link_->loop().post([this, alive = alive_, was_open, error] {
    if (!*alive) return;
    if (!was_open) return opened(error);
    if (const auto call = callbacks_.on_end) call(error);
  });
}

}  // namespace ashlar::fleet
