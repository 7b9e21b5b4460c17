#include "fleet/connectors/child_stream.hpp"

#include <sys/epoll.h>

#include <cerrno>
#include <csignal>

namespace ashlar::fleet {
namespace {

constexpr std::size_t chunk_size = std::size_t{64} * 1024;
constexpr int chunks_of_a_pipe = 16;  ///< no pipe holds more: pipe-max-size is 1 MiB

/// Writing to a child that stopped reading fails on this thread, instead of ending us.
void ignore_broken_pipes() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

}  // namespace

Result<std::unique_ptr<ChildStream>> ChildStream::start(IoLoop& loop, const ProcessOptions& options,
                                                        StreamCallbacks callbacks, std::shared_ptr<Activity> activity) {
  auto child = start_child(options);
  if (!child) return child.error();
  return std::unique_ptr<ChildStream>(
      new ChildStream(loop, std::move(*child), std::move(callbacks), std::move(activity)));
}

ChildStream::ChildStream(IoLoop& loop, Child child, StreamCallbacks callbacks, std::shared_ptr<Activity> activity)
    : loop_(loop),
      callbacks_(std::move(callbacks)),
      activity_(std::move(activity)),
      pid_(child.pid),
      in_(std::move(child.in)),
      ended_(std::move(child.ended)) {
  ignore_broken_pipes();
  if (activity_) activity_->running.insert(this);
  out_.pipe = std::move(child.out);
  err_.pipe = std::move(child.err);
  watch_output(out_, &StreamCallbacks::on_output);
  watch_output(err_, &StreamCallbacks::on_error_output);
  in_watch_ = loop_.watch(in_.get(), 0, [this](std::uint32_t events) {
    if ((events & EPOLLERR) != 0) return drop_input();
    send();
  });
  ended_watch_ = loop_.watch(ended_.get(), EPOLLIN, [this](std::uint32_t) { child_ended(); });
}

ChildStream::~ChildStream() {
  *alive_ = false;
  if (activity_) activity_->running.erase(this);
  if (pid_ == 0) return;
  ::kill(-pid_, SIGKILL);
  reap_child(pid_, true);  // it has been killed: the wait is the kernel's
}

void ChildStream::Incoming::close() {
  watch.end();
  pipe.close();
}

void ChildStream::watch_output(Incoming& from, std::function<void(std::string)> StreamCallbacks::*target) {
  from.watch = loop_.watch(from.pipe.get(), EPOLLIN, [this, &from, target](std::uint32_t) { read(from, target); });
}

/// Passes on what is there. False when nothing more is, or this is destroyed.
bool ChildStream::read(Incoming& from, std::function<void(std::string)> StreamCallbacks::*target) {
  std::string chunk(chunk_size, '\0');
  ssize_t count = 0;
  do {
    count = ::read(from.pipe.get(), chunk.data(), chunk.size());
  } while (count < 0 && errno == EINTR);
  if (count < 0 && errno == EAGAIN) return false;
  if (count <= 0) {
    from.close();
    return false;
  }
  chunk.resize(static_cast<std::size_t>(count));
  if (activity_) activity_->traffic.received(chunk.size());
  const auto alive = alive_;
  if (const auto call = callbacks_.*target) call(std::move(chunk));
  return *alive;
}

void ChildStream::write(std::string bytes) {
  if (!in_.is_open() || input_ends_ || bytes.empty()) return;
  const bool idle = unsent_.empty();
  if (idle) {
    unsent_ = std::move(bytes);
    send();
  } else {
    unsent_ += bytes;
  }
}

void ChildStream::close_input() {
  input_ends_ = true;
  if (unsent_.empty()) send();
}

void ChildStream::send() {
  while (sent_ < unsent_.size()) {
    const auto count = ::write(in_.get(), unsent_.data() + sent_, unsent_.size() - sent_);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) return in_watch_.set_events(EPOLLOUT);
    if (count <= 0) return drop_input();
    sent_ += static_cast<std::size_t>(count);
    if (activity_) activity_->traffic.sent(static_cast<std::uint64_t>(count));
  }
  unsent_.clear();
  sent_ = 0;
  in_watch_.set_events(0);
  if (input_ends_) drop_input();
}

/// Nobody reads it any more, or all is written.
void ChildStream::drop_input() {
  input_ends_ = true;
  unsent_.clear();
  in_watch_.end();
  in_.close();
}

void ChildStream::kill() {
  if (pid_ != 0) ::kill(-pid_, SIGKILL);
}

void ChildStream::child_ended() {
  ended_watch_.end();
  // What it wrote is in the pipes. Of what a process that it left behind writes, a pipe's worth at most is passed on.
  const auto alive = alive_;
  for (int i = 0; i < chunks_of_a_pipe && out_.pipe.is_open() && read(out_, &StreamCallbacks::on_output); ++i) {
  }
  if (!*alive) return;
  for (int i = 0; i < chunks_of_a_pipe && err_.pipe.is_open() && read(err_, &StreamCallbacks::on_error_output); ++i) {
  }
  if (!*alive) return;
  const auto status = reap_child(std::exchange(pid_, 0), false);
  out_.close();
  err_.close();
  drop_input();
  if (const auto call = callbacks_.on_end) call(status);
}

}  // namespace ashlar::fleet
