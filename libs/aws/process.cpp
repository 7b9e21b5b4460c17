#include "aws/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/strings.hpp"

extern char** environ;

namespace ashlar::awsapi {
namespace {

/// Both ends of a pipe; what is open is closed at the end.
struct Pipe {
  std::array<int, 2> ends{-1, -1};
  Pipe() {
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) ends = {-1, -1};
  }
  ~Pipe() {
    close_end(0);
    close_end(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  void close_end(std::size_t end) {
    if (ends[end] >= 0) ::close(ends[end]);
    ends[end] = -1;
  }
};

/// Reads both pipes to their ends.
void drain(Pipe& out, Pipe& err, std::string& out_text, std::string& err_text) {
  std::array<char, 4096> buffer;
  while (out.ends[0] >= 0 || err.ends[0] >= 0) {
    std::array<pollfd, 2> waits{{{out.ends[0], POLLIN, 0}, {err.ends[0], POLLIN, 0}}};
    if (::poll(waits.data(), waits.size(), -1) < 0 && errno != EINTR) return;
    for (std::size_t i = 0; i < waits.size(); ++i) {
      if (waits[i].revents == 0) continue;
      auto& pipe = i == 0 ? out : err;
      const auto count = ::read(pipe.ends[0], buffer.data(), buffer.size());
      if (count > 0) (i == 0 ? out_text : err_text).append(buffer.data(), static_cast<std::size_t>(count));
      if (count == 0 || (count < 0 && errno != EINTR)) pipe.close_end(0);
    }
  }
}

Result<std::string> run_now(const std::string& command) {
  Pipe out;
  Pipe err;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, out.ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.ends[1], STDERR_FILENO);
  const std::array<char*, 4> argv = {const_cast<char*>("sh"), const_cast<char*>("-c"),
                                     const_cast<char*>(command.c_str()), nullptr};
  pid_t child = 0;
  const int problem = ::posix_spawn(&child, "/bin/sh", &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (problem != 0) return fail(std::string("cannot start /bin/sh: ") + std::strerror(problem));
  out.close_end(1);
  err.close_end(1);
  std::string output;
  std::string words;
  drain(out, err, output, words);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return output;
  const auto how = WIFEXITED(status) ? "exited with status " + std::to_string(WEXITSTATUS(status))
                                     : "was ended by signal " + std::to_string(WTERMSIG(status));
  return fail("it " + how + (words.empty() ? "" : ": " + std::string(trim(words))));
}

}  // namespace

void ShellRunner::run(std::string command, std::function<void(Result<std::string>)> done) {
  threads_.emplace_back([&loop = loop_, command = std::move(command), done = std::move(done)]() mutable {
    auto result = run_now(command);
    loop.post([done = std::move(done), result = std::move(result)] { done(result); });
  });
}

}  // namespace ashlar::awsapi
