#include "fleet/operations/command.hpp"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>

#include "base/strings.hpp"

extern char** environ;

namespace ashlar::fleet {
namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* standard_path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// What is kept of one output. The middle of a longer one is nobody's interest.
constexpr std::size_t output_limit = std::size_t{16} << 20;

/// A file descriptor that is closed at the end of its scope.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  ~Descriptor() { reset(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return fd_; }
  void reset(int fd = -1) {
    if (fd_ >= 0) ::close(fd_);
    fd_ = fd;
  }

 private:
  int fd_;
};

struct Pipe {
  Descriptor read, write;
  [[nodiscard]] bool open() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
    read.reset(ends[0]);
    write.reset(ends[1]);
    return true;
  }
};

/// The variables of the new process, as `NAME=value`.
std::vector<std::string> environment_of(const Command& command, const CommandSettings& settings) {
  std::map<std::string, std::string> variables;
  if (!settings.login) {
    for (char** entry = environ; *entry != nullptr; ++entry) {
      const std::string_view text = *entry;
      const auto equals = text.find('=');
      if (equals != std::string_view::npos) variables[std::string(text.substr(0, equals))] = text.substr(equals + 1);
    }
  }
  auto& path = variables["PATH"];
  // A command over ssh often lacks the sbin folders, where half of the administrator's tools are.
  path = path.empty() ? standard_path : path + ":" + standard_path;
  if (!command.is_users) variables["LC_ALL"] = "C.UTF-8";
  if (settings.account) {
    variables["USER"] = variables["LOGNAME"] = settings.account->name;
    variables["HOME"] = settings.account->home;
    variables["SHELL"] = settings.account->shell;
  }
  for (const auto& [name, value] : settings.environment) variables[name] = value;
  for (const auto& [name, value] : command.environment) variables[name] = value;
  std::vector<std::string> entries;
  for (const auto& [name, value] : variables) entries.push_back(name + "=" + value);
  return entries;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (auto& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

/// In the child: becomes the account, for good.
bool become(const CommandSettings::Account& account) {
  // An operation may have lowered the effective identity; only root may set the real one.
  if (::geteuid() != 0 && ::seteuid(0) != 0) return false;
  return ::setgroups(account.groups.size(), account.groups.data()) == 0 && ::setgid(account.group) == 0 &&
         ::setuid(account.user) == 0;
}

struct Child {
  pid_t pid = 0;
  Pipe in, out, error, failure;
};

enum class Stage : int { identity, directory, execute };

[[noreturn]] void fail_in_child(int report, Stage stage) {
  const std::array<int, 2> message{static_cast<int>(stage), errno};
  (void)!::write(report, message.data(), sizeof message);
  ::_exit(127);
}

Error start_error(const Command& command, const CommandSettings& settings, Stage stage, int code) {
  const std::string reason = std::strerror(code);
  switch (stage) {
    case Stage::identity:
      return fail_with_help("cannot become user '" + settings.account->name + "': " + reason,
                            "connect as root, or let the agent run as root (sudo)");
    case Stage::directory:
      return fail("cannot run in " + settings.directory + ": " + reason);
    case Stage::execute:
      break;
  }
  return fail("cannot run " + command.argv.front() + ": " + (code == ENOENT ? "no such program on this host" : reason));
}

Status start(Child& child, const Command& command, const CommandSettings& settings) {
  if (!child.in.open() || !child.out.open() || !child.error.open() || !child.failure.open()) {
    return fail(std::string("cannot make a pipe: ") + std::strerror(errno));
  }
  auto argv_texts = command.argv;
  auto environment_texts = environment_of(command, settings);
  const auto argv = pointers(argv_texts);
  const auto environment = pointers(environment_texts);
  const auto directory =
      settings.directory.empty() && settings.login && settings.account ? settings.account->home : settings.directory;
  child.pid = ::fork();
  if (child.pid < 0) return fail(std::string("cannot start a process: ") + std::strerror(errno));
  if (child.pid == 0) {
    ::setpgid(0, 0);
    const int report = child.failure.write.get();
    if (::dup2(child.in.read.get(), 0) < 0 || ::dup2(child.out.write.get(), 1) < 0 ||
        ::dup2(child.error.write.get(), 2) < 0) {
      fail_in_child(report, Stage::execute);
    }
    ::signal(SIGPIPE, SIG_DFL);
    ::signal(SIGHUP, SIG_DFL);
    if (command.as_agent && ::geteuid() != ::getuid() && ::seteuid(::getuid()) != 0)
      fail_in_child(report, Stage::identity);
    if (settings.account && !command.as_agent && !become(*settings.account)) fail_in_child(report, Stage::identity);
    if (!directory.empty() && ::chdir(directory.c_str()) != 0) fail_in_child(report, Stage::directory);
    if (command.inside) {
      ::close(report);
      ::_exit(command.inside());
    }
    environ = const_cast<char**>(environment.data());
    ::execvp(argv.front(), argv.data());
    fail_in_child(report, Stage::execute);
  }
  ::setpgid(child.pid, child.pid);
  child.in.read.reset();
  child.out.write.reset();
  child.error.write.reset();
  child.failure.write.reset();
  std::array<int, 2> failure{};
  ssize_t got = 0;
  do got = ::read(child.failure.read.get(), failure.data(), sizeof failure);
  while (got < 0 && errno == EINTR);
  if (got != sizeof failure) return {};
  ::waitpid(child.pid, nullptr, 0);
  return start_error(command, settings, static_cast<Stage>(failure[0]), failure[1]);
}

/// Takes what is there; false when it has ended.
bool take(int fd, std::string& into, const std::function<void(const std::string&)>& watch) {
  std::array<char, 65536> buffer;
  const auto got = ::read(fd, buffer.data(), buffer.size());
  if (got < 0) return errno == EINTR || errno == EAGAIN;
  if (got == 0) return false;
  const std::string text(buffer.data(), static_cast<std::size_t>(got));
  into += text;
  if (into.size() > output_limit) into.erase(0, into.size() - output_limit / 2);
  if (watch) watch(text);
  return true;
}

/// Carries bytes to and from a running child until it has ended, or has closed its outputs. What it leaves running
/// behind keeps its outputs, but is not waited for.
class Conversation {
 public:
  Conversation(Child& child, const Command& command, const CommandSettings& settings)
      : child_(child), command_(command), settings_(settings) {
    if (settings.timeout > 0) {
      deadline_ =
          Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(settings.timeout));
    }
    ::fcntl(child.in.write.get(), F_SETFL, O_NONBLOCK);
    if (command.input.empty()) child.in.write.reset();
  }

  /// Watches `watched` too, as long as it is not -1.
  Result<CommandResult> run(const int& watched, const std::function<bool()>& on_watched);

 private:
  bool feed();
  [[nodiscard]] int time_left() const;
  Error end(const std::string& why);
  CommandResult finish();

  Child& child_;
  const Command& command_;
  const CommandSettings& settings_;
  std::optional<Clock::time_point> deadline_;
  std::size_t fed_ = 0;
  CommandResult result_;
};

int Conversation::time_left() const {
  if (!deadline_) return -1;
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(*deadline_ - Clock::now()).count();
  return static_cast<int>(std::clamp<long long>(left + 1, 0, 1 << 30));
}

/// Gives the child more of its input; false when it has it all, or wants no more.
bool Conversation::feed() {
  const auto wrote = ::write(child_.in.write.get(), command_.input.data() + fed_, command_.input.size() - fed_);
  if (wrote < 0) return errno == EAGAIN || errno == EINTR;
  fed_ += static_cast<std::size_t>(wrote);
  return fed_ < command_.input.size();
}

Error Conversation::end(const std::string& why) {
  ::kill(-child_.pid, SIGTERM);
  // One that does not end when it is asked to has five seconds.
  pollfd streams{child_.out.read.get(), POLLIN, 0};
  const auto give_up = Clock::now() + std::chrono::seconds(5);
  while (streams.fd >= 0 && Clock::now() < give_up) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(give_up - Clock::now()).count();
    if (::poll(&streams, 1, static_cast<int>(left) + 1) > 0 && !take(streams.fd, result_.output, {})) break;
  }
  ::kill(-child_.pid, SIGKILL);
  ::waitpid(child_.pid, nullptr, 0);
  auto error = fail(command_.argv.front() + " " + why);
  const auto last = trim(result_.error_output.empty() ? result_.output : result_.error_output);
  if (!last.empty())
    error.notes.push_back("it had printed: " +
                          std::string(last.substr(last.size() - std::min<std::size_t>(last.size(), 2000))));
  return error;
}

CommandResult Conversation::finish() {
  int status = 0;
  while (::waitpid(child_.pid, &status, 0) < 0 && errno == EINTR) {
  }
  result_.exit_code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  return std::move(result_);
}

Result<CommandResult> Conversation::run(const int& watched, const std::function<bool()>& on_watched) {
  const auto watcher = [this](bool is_error) -> std::function<void(const std::string&)> {
    if (!command_.is_users || !settings_.on_output) return {};
    return [this, is_error](const std::string& text) { settings_.on_output(is_error, text); };
  };
  const auto watch_out = watcher(false), watch_error = watcher(true);
  // Kernels before 5.3 cannot tell the end of a process so; there the end of its outputs counts.
  const Descriptor ended(static_cast<int>(::syscall(SYS_pidfd_open, child_.pid, 0)));
  while (child_.out.read.get() >= 0 || child_.error.read.get() >= 0 || ended.get() >= 0) {
    std::array<pollfd, 5> polled{{{child_.out.read.get(), POLLIN, 0},
                                  {child_.error.read.get(), POLLIN, 0},
                                  {child_.in.write.get(), POLLOUT, 0},
                                  {watched, POLLIN, 0},
                                  {ended.get(), POLLIN, 0}}};
    const int ready = ::poll(polled.data(), polled.size(), time_left());
    if (ready < 0 && errno != EINTR) return end(std::string("cannot be watched: ") + std::strerror(errno));
    if (ready == 0) return end("took longer than the " + format_number(settings_.timeout) + " s that it may take");
    if (ready < 0) continue;
    if (polled[0].revents != 0 && !take(polled[0].fd, result_.output, watch_out)) child_.out.read.reset();
    if (polled[1].revents != 0 && !take(polled[1].fd, result_.error_output, watch_error)) child_.error.read.reset();
    if (polled[2].revents != 0 && !feed()) child_.in.write.reset();
    if (polled[3].revents != 0 && on_watched()) return end("was cancelled");
    // Its last words came before its end, so they are all there when nothing more is.
    if (polled[4].revents != 0 && polled[0].revents == 0 && polled[1].revents == 0) break;
  }
  return finish();
}

}  // namespace

Result<CommandResult> ProcessRunner::run(const Command& command, const CommandSettings& settings) {
  Child child;
  if (auto started = start(child, command, settings); !started) return started.error();
  Conversation conversation(child, command, settings);
  return conversation.run(input_, on_input_);
}

}  // namespace ashlar::fleet
