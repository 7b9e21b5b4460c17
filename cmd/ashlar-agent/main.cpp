/// The agent: started on a host by the controller, it serves one conversation on its standard input and output.

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <string>
#include <string_view>

#include "fleet/agent/session.hpp"

int main(int argc, char** argv) {
  if (argc == 2 && std::string_view(argv[1]) == "--version") {
    std::puts(ASHLAR_VERSION);
    return 0;
  }
  if (argc != 1) {
    std::fputs("usage: ashlar-agent [--version]\nThe controller (ashlar apply) starts it.\n", stderr);
    return 2;
  }
  ::signal(SIGPIPE, SIG_IGN);   // a lost controller is told by errors and by the end of the input
  ::signal(SIGHUP, SIG_IGN);    // what is being done when the connection is lost is finished
  ::prctl(PR_SET_DUMPABLE, 0);  // secrets must be in no core dump
  ::umask(022);
  // The stream is moved away, so that nothing else can be written to it.
  const int input = ::fcntl(0, F_DUPFD_CLOEXEC, 3), output = ::fcntl(1, F_DUPFD_CLOEXEC, 3);
  const int nothing = ::open("/dev/null", O_RDWR);
  if (input < 0 || output < 0 || nothing < 0 || ::dup2(nothing, 0) < 0 || ::dup2(nothing, 1) < 0) {
    std::perror("ashlar-agent: cannot use the standard input and output");
    return 1;
  }
  const auto user = std::to_string(::getuid());
  ashlar::fleet::Session session({.input = input,
                                  .output = output,
                                  .version = ASHLAR_VERSION,
                                  .root = {},
                                  .lock_directory = ::getuid() == 0 ? "/run/ashlar" : "/tmp/ashlar-" + user,
                                  .content_directory = "/var/tmp/ashlar-" + user});
  return session.run();
}
