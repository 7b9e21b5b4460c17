#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>

#include "cmd/ashlar/run.hpp"

namespace {

std::string current_directory() {
  std::string path(4096, '\0');
  while (::getcwd(path.data(), path.size()) == nullptr && errno == ERANGE) path.resize(path.size() * 2);
  path.resize(path.find('\0'));
  return path;
}

int run_command(int argc, char** argv) {
  using namespace ashlar;
  // A closed pipe must not end a deployment before its records are written.
  std::signal(SIGPIPE, SIG_IGN);
  // A file that may not grow any further is a full disk, of which the journal knows what to do.
  std::signal(SIGXFSZ, SIG_IGN);
  RealFileSystem files;
  SystemClock clock;
  SystemEntropy entropy;
  cli::FileOutput out(STDOUT_FILENO);
  cli::FileOutput err(STDERR_FILENO);
  // In the background nobody is at the terminal: reading from it would stop the process.
  const bool attended =
      ::isatty(STDIN_FILENO) != 0 && ::isatty(STDOUT_FILENO) != 0 && ::tcgetpgrp(STDIN_FILENO) == ::getpgrp();
  const auto terminal = attended ? cli::open_terminal() : nullptr;
  const std::vector<std::string> words(argv + 1, argv + argc);
  return cli::run(words, {.environment = Environment::of_process(),
                          .files = files,
                          .clock = clock,
                          .entropy = entropy,
                          .out = out,
                          .err = err,
                          .terminal = terminal.get(),
                          .err_is_terminal = ::isatty(STDERR_FILENO) != 0,
                          .working_directory = current_directory(),
                          .command_line = {argv, argv + argc}});
}

}  // namespace

int main(int argc, char** argv) {
  constexpr int internal_error = 255;
  try {
    return run_command(argc, argv);
  } catch (const std::exception& bug) {
    ashlar::cli::restore_terminal();
    std::fprintf(
        stderr, "error: internal error: %s\nhelp: this is a bug of ashlar; please report it with the command you ran\n",
        bug.what());
  } catch (...) {
    ashlar::cli::restore_terminal();
    std::fprintf(stderr,
                 "error: internal error\nhelp: this is a bug of ashlar; please report it with the command you ran\n");
  }
  return internal_error;
}
