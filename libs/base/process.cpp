#include "base/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <thread>

#include "base/child.hpp"
#include "base/process_guard.hpp"
#include "base/strings.hpp"

namespace ashlar {

std::string ExitStatus::text() const {
  if (signal != 0) return "was ended by signal " + std::to_string(signal) + " (" + strsignal(signal) + ")";
  return "exited with code " + std::to_string(code);
}

/// Shared by the owner, the watching thread and the events that the thread has posted.
struct Process::State {
  State(EventLoop& event_loop, Callbacks to_call) : loop(event_loop), callbacks(std::move(to_call)) {}

  EventLoop& loop;
  Callbacks callbacks;  ///< the loop's thread only; emptied when the owner is gone
  pid_t pid = 0;
  std::string input;
  bool ends_with_group = true;
  Descriptor in, out, err, exited, stop;
  bool guarded = false;
  std::thread watcher;
  std::mutex mutex;
  bool reaped = false;  ///< under `mutex`: the pid may belong to someone else

  void signal(int number) {
    const std::lock_guard lock(mutex);
    if (!reaped) ::kill(-pid, number);
  }

  static void watch(const std::shared_ptr<State>& self);
  void write_input(short events);
  static void read_output(const std::shared_ptr<State>& self, Descriptor& from,
                          std::function<void(std::string)> Callbacks::*target);
  ExitStatus reap();
};

void Process::State::write_input(short events) {
  if ((events & POLLOUT) != 0) {
    const auto written = ::write(in.get(), input.data(), input.size());
    if (written > 0) input.erase(0, static_cast<std::size_t>(written));
    if (written > 0 && !input.empty()) return;
    if (written < 0 && errno == EAGAIN) return;
  }
  in.close();  // all is written, or nobody reads it
}

void Process::State::read_output(const std::shared_ptr<State>& self, Descriptor& from,
                                 std::function<void(std::string)> Callbacks::*target) {
  std::string chunk(std::size_t{64} * 1024, '\0');
  while (from.is_open()) {
    const auto count = ::read(from.get(), chunk.data(), chunk.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) return;
    if (count <= 0) return from.close();
    self->loop.post([self, target, text = chunk.substr(0, static_cast<std::size_t>(count))]() mutable {
      // A copy: the callback may destroy the process and with it the callbacks.
      if (const auto call = self->callbacks.*target) call(std::move(text));
    });
  }
}

ExitStatus Process::State::reap() {
  std::unique_lock lock(mutex, std::defer_lock);
  const auto status = reap_child(pid, ends_with_group, [&] {
    lock.lock();
    if (guarded) release_group(pid);
    reaped = true;
  });
  return status;
}

void Process::State::watch(const std::shared_ptr<State>& self) {
  // Signals are for other threads; and writing to a child that no longer reads must fail, not end us.
  sigset_t every;
  sigfillset(&every);
  pthread_sigmask(SIG_BLOCK, &every, nullptr);
  while (true) {
    std::array<pollfd, 5> polled{{{self->stop.get(), POLLIN, 0},
                                  {self->exited.get(), POLLIN, 0},
                                  {self->out.get(), POLLIN, 0},
                                  {self->err.get(), POLLIN, 0},
                                  {self->in.get(), POLLOUT, 0}}};
    if (poll(polled.data(), polled.size(), -1) < 0 && errno != EINTR) break;
    const auto& [stop, exited, out, err, in] = polled;
    if (stop.revents != 0) break;
    if (in.revents != 0) self->write_input(in.revents);
    if (out.revents != 0 || exited.revents != 0) read_output(self, self->out, &Callbacks::on_stdout);
    if (err.revents != 0 || exited.revents != 0) read_output(self, self->err, &Callbacks::on_stderr);
    if (exited.revents != 0) {
      const auto status = self->reap();
      self->loop.post([self, status] {
        if (const auto call = self->callbacks.on_exit) call(status);
      });
      return;
    }
  }
  self->signal(SIGKILL);
  self->reap();
}

Result<std::unique_ptr<Process>> Process::start(const ProcessOptions& options, EventLoop& loop, Callbacks callbacks) {
  auto child = start_child(options);
  if (!child) return child.error();
  auto state = std::make_shared<State>(loop, std::move(callbacks));
  state->pid = child->pid;
  if (options.dies_with_us) {
    if (const auto guarded = guard_group(state->pid); !guarded) {
      ::kill(-state->pid, SIGKILL);
      waitpid(state->pid, nullptr, 0);
      return guarded.error().within("cannot start `" + options.argv.front() + "`");
    }
    state->guarded = true;
  }
  state->in = std::move(child->in);
  state->out = std::move(child->out);
  state->err = std::move(child->err);
  state->exited = std::move(child->ended);
  if (options.input.empty()) state->in.close();
  state->input = options.input;
  state->ends_with_group = options.ends_with_group;
  state->stop = Descriptor(eventfd(0, EFD_CLOEXEC));
  state->watcher = std::thread([state] { State::watch(state); });
  return std::unique_ptr<Process>(new Process(std::move(state)));
}

Process::~Process() {
  state_->callbacks = {};
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(state_->stop.get(), &one, sizeof one);
  state_->watcher.join();
}

pid_t Process::pid() const { return state_->pid; }
void Process::interrupt() { state_->signal(SIGINT); }
void Process::kill() { state_->signal(SIGKILL); }

Result<ProcessOutput> run_process(const ProcessOptions& options, const std::stop_token& stop) {
  ThreadEventLoop loop;
  ProcessOutput output;
  auto process = Process::start(options, loop,
                                {.on_stdout = [&](const std::string& text) { output.out += text; },
                                 .on_stderr = [&](const std::string& text) { output.err += text; },
                                 .on_exit =
                                     [&](ExitStatus status) {
                                       output.status = status;
                                       loop.stop();
                                     }});
  if (!process) return process.error();
  const std::stop_callback on_stop(stop, [&] { loop.post([&] { (*process)->interrupt(); }); });
  loop.run();
  return output;
}

std::optional<std::filesystem::path> find_executable(const std::string& name, std::string_view path_variable) {
  for (const auto& folder : split(path_variable, ':')) {
    const auto candidate = std::filesystem::path(folder.empty() ? "." : folder) / name;
    std::error_code error;
    if (std::filesystem::is_regular_file(candidate, error) && access(candidate.c_str(), X_OK) == 0) return candidate;
  }
  return std::nullopt;
}

std::optional<std::filesystem::path> find_executable(const std::string& name) {
  const char* path = std::getenv("PATH");
  return find_executable(name, path == nullptr ? "" : path);
}

}  // namespace ashlar
