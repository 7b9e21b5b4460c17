#include "fleet/runner/deploy_process.hpp"

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace ashlar::fleet {

Result<std::unique_ptr<DeployProcess>> DeployProcess::start(IoLoop& loop, const std::filesystem::path& executable,
                                                            const BeginMessage& begin, Callbacks callbacks) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return fail(std::string("cannot make a channel for the deploy: ") + std::strerror(errno));
  }
  std::unique_ptr<DeployProcess> self(new DeployProcess(loop, std::move(callbacks)));
  self->channel_ = Descriptor(ends[0]);
  const Descriptor theirs(ends[1]);
  ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  ProcessOptions options;
  options.argv = {executable.string()};
  options.environment = {{deploy_channel_variable, "1"}};
  options.directory = begin.directory;
  options.channel = theirs.get();
  const auto print = [raw = self.get()](std::string text) { raw->callbacks_.on_print(std::move(text)); };
  auto child = ChildStream::start(loop, options,
                                  {.on_output = print,
                                   .on_error_output = print,
                                   .on_end = [raw = self.get()](const Result<ExitStatus>& how) { raw->ended(how); }},
                                  nullptr);
  if (!child) return child.error();
  self->child_ = *std::move(child);
  self->child_->close_input();
  self->watch_ = loop.watch(ends[0], EPOLLIN, [raw = self.get()](std::uint32_t events) {
    const std::weak_ptr<bool> alive(raw->alive_);
    if ((events & EPOLLOUT) != 0) raw->flush();
    if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0) raw->receive();
  });
  self->send(DeployFrame::begin, begin);
  return self;
}

void DeployProcess::end_hosts() {
  append_frame(unsent_, static_cast<FrameKind>(DeployFrame::end), {});
  send_soon();
}

/// What is sent in one turn of the loop shares a write.
void DeployProcess::send_soon() {
  if (std::exchange(flush_posted_, true)) return;
  loop_.post([this, alive = std::weak_ptr<bool>(alive_)] {
    if (!alive.expired()) flush();
  });
}

void DeployProcess::flush() {
  flush_posted_ = false;
  std::size_t sent = 0;
  while (sent < unsent_.size()) {
    const auto count = ::send(channel_.get(), unsent_.data() + sent, unsent_.size() - sent, MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) break;  // it has no room, or is gone, which `ended` will tell
    sent += static_cast<std::size_t>(count);
  }
  unsent_.erase(0, sent);
  watch_.set_events(unsent_.empty() ? EPOLLIN : EPOLLIN | EPOLLOUT);
}

void DeployProcess::receive() {
  std::array<char, std::size_t{64} * 1024> chunk{};
  const std::weak_ptr<bool> alive(alive_);
  while (!error_) {
    const auto count = ::recv(channel_.get(), chunk.data(), chunk.size(), 0);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) return;
    if (count <= 0) return watch_.end();  // the end of the process follows
    frames_.append(std::string_view(chunk.data(), static_cast<std::size_t>(count)));
    while (!error_) {
      auto frame = frames_.next();
      if (frame && !*frame) break;
      const auto taken = frame ? take(**frame) : Status(frame.error());
      if (alive.expired()) return;
      if (taken) continue;
      error_ = taken.error();
      child_->kill();
    }
  }
}

namespace {

template <typename Message>
Status give(const Frame& frame, const std::function<void(Message)>& to) {
  auto message = message_of<Message>(frame);
  if (!message) return message.error();
  if (to) to(*std::move(message));
  return {};
}

}  // namespace

Status DeployProcess::take(const Frame& frame) {
  switch (static_cast<DeployFrame>(frame.kind)) {
    case DeployFrame::ready: {
      const auto ready = message_of<ReadyMessage>(frame);
      if (ready && ready->version == deploy_protocol_version) return {};
      return fail_with_help("the deploy was built for another version of ashlar",
                            "build it with the SDK that belongs to this ashlar");
    }
    case DeployFrame::content:
      return give(frame, callbacks_.on_content);
    case DeployFrame::operation:
      return give(frame, callbacks_.on_operation);
    case DeployFrame::fact:
      return give(frame, callbacks_.on_fact);
    case DeployFrame::log:
      return give(frame, callbacks_.on_log);
    case DeployFrame::done:
      return give(frame, callbacks_.on_done);
    case DeployFrame::inventory:
      return give(frame, callbacks_.on_inventory);
    default:
      return fail("the deploy sent a frame of kind " + std::to_string(static_cast<int>(frame.kind)));
  }
}

void DeployProcess::ended(const Result<ExitStatus>& status) {
  const std::weak_ptr<bool> alive(alive_);
  receive();  // what it wrote before its end
  if (alive.expired()) return;
  if (error_) return callbacks_.on_end(*error_);
  if (!status) return callbacks_.on_end(status.error());
  callbacks_.on_end(status->ok() ? Status() : Status(fail("the deploy program " + status->text())));
}

}  // namespace ashlar::fleet
