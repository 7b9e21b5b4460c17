#include "base/child.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

namespace ashlar {
Result<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return fail(std::string("cannot make a pipe: ") + std::strerror(errno));
  return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

namespace {

/// Our variables with `changes` applied, as `execve` takes them.
std::vector<std::string> environment_with(const std::map<std::string, std::string>& changes) {
  std::vector<std::string> result;
  for (char** at = environ; *at != nullptr; ++at) {
    const std::string_view entry = *at;
    if (!changes.contains(std::string(entry.substr(0, entry.find('='))))) result.emplace_back(entry);
  }
  for (const auto& [name, value] : changes) result.push_back(name + "=" + value);
  return result;
}

std::vector<char*> c_strings(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (auto& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

/// Starts `program` in a new group with these three files, the channel, and no others. Returns an errno.
int spawn(const std::string& program, const ProcessOptions& options, const std::array<int, 3>& files, pid_t& pid) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (int target = 0; target < 3; ++target)
    posix_spawn_file_actions_adddup2(&actions, files[static_cast<unsigned>(target)], target);
  constexpr int channel = 3;
  if (options.channel >= 0) posix_spawn_file_actions_adddup2(&actions, options.channel, channel);
  posix_spawn_file_actions_addclosefrom_np(&actions, options.channel >= 0 ? channel + 1 : channel);
  if (!options.directory.empty()) posix_spawn_file_actions_addchdir_np(&actions, options.directory.c_str());

  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigset_t every;
  sigemptyset(&none);
  sigfillset(&every);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &every);

  auto arguments = options.argv;
  auto environment = environment_with(options.environment);
  const int error = posix_spawn(&pid, program.c_str(), &actions, &attributes, c_strings(arguments).data(),
                                c_strings(environment).data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

/// The file to execute for the first of `argv`.
Result<std::string> program_of(const ProcessOptions& options) {
  const auto& name = options.argv.front();
  if (name.find('/') != std::string::npos) return name;
  const auto path = options.environment.find("PATH");
  const auto found = path == options.environment.end() ? find_executable(name) : find_executable(name, path->second);
  if (!found) return fail("cannot start `" + name + "`: there is no such program in PATH", ErrorKind::not_found);
  return found->string();
}

}  // namespace

Result<Child> start_child(const ProcessOptions& options) {
  const auto program = program_of(options);
  if (!program) return program.error();
  auto in = make_pipe();
  auto out = make_pipe();
  auto err = make_pipe();
  if (!in || !out || !err) return (!in ? in : !out ? out : err).error();
  Child child;
  const int error =
      spawn(*program, options, {in->read_end.get(), out->write_end.get(), err->write_end.get()}, child.pid);
  if (error != 0) {
    return fail("cannot start `" + *program + "`: " + std::strerror(error),
                error == ENOENT ? ErrorKind::not_found : ErrorKind::failed);
  }
  child.in = std::move(in->write_end);
  child.out = std::move(out->read_end);
  child.err = std::move(err->read_end);
  child.ended = Descriptor(static_cast<int>(syscall(SYS_pidfd_open, child.pid, 0)));
  for (const auto* end : {&child.in, &child.out, &child.err}) fcntl(end->get(), F_SETFL, O_NONBLOCK);
  return child;
}

ExitStatus reap_child(pid_t pid, bool with_group, const std::function<void()>& before_release) {
  siginfo_t info{};
  // First without taking the status: as long as the pid is a zombie's, its group is surely ours to signal.
  while (waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOWAIT) != 0 && errno == EINTR) {
  }
  if (with_group) ::kill(-pid, SIGKILL);
  if (before_release) before_release();
  waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED);
  if (info.si_code == CLD_EXITED) return {info.si_status, 0};
  return {0, info.si_status};
}

}  // namespace ashlar
