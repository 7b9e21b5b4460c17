#include "tests/lab/lab.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "base/child.hpp"

namespace ashlar::lab {
namespace {

/// Blocks for one line, or what there is at the end.
std::string read_line(int fd) {
  std::string line;
  char byte = 0;
  while (true) {
    const auto count = ::read(fd, &byte, 1);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0 || byte == '\n') return line;
    line += byte;
  }
}

}  // namespace

Result<std::unique_ptr<Lab>> Lab::start(int hosts) {
  auto in = make_pipe();
  auto out = make_pipe();
  if (!in || !out) return fail("needs lab: no pipes are left");
  const std::string program = std::string(ASHLAR_SOURCE_DIR) + "/tests/lab/lab";
  const auto count = std::to_string(hosts);
  std::unique_ptr<Lab> lab(new Lab);
  lab->pid_ = fork();
  if (lab->pid_ == 0) {
    setpgid(0, 0);  // the terminal's Ctrl-C ends the test, and that ends the lab
    dup2(in->read_end.get(), 0);
    dup2(out->write_end.get(), 1);
    execl(program.c_str(), program.c_str(), count.c_str(), nullptr);
    _exit(127);
  }
  in->read_end.close();
  out->write_end.close();
  lab->hold_ = in->write_end.release();
  const auto said = nlohmann::json::parse(read_line(out->read_end.get()), nullptr, false);
  if (!said.is_object()) return fail("needs lab: " + program + " could not be run");
  if (said.contains("needs")) return fail("needs lab: " + said["needs"].get<std::string>());
  lab->folder_ = said["folder"];
  for (const auto& host : said["hosts"]) lab->hosts_.push_back({host["name"], host["address"]});
  return lab;
}

Lab::~Lab() {
  if (hold_ >= 0) ::close(hold_);
  if (pid_ > 0) waitpid(pid_, nullptr, 0);
}

fleet::SshRequest Lab::request(const LabHost& host, const std::string& user) const {
  fleet::SshRequest request;
  request.host = host.address;
  request.user = user;
  request.key_files = {key_file()};
  request.known_hosts_files = {known_hosts_file()};
  request.ignore_config = true;
  request.connect_timeout = std::chrono::minutes(1);  // the machine may be busy
  return request;
}

fleet::SshOptions Lab::options(const LabHost& host, const std::string& user) const {
  fleet::SshSurroundings surroundings;
  surroundings.home = "/nonexistent";  // whoever runs the tests has keys and an agent of no concern here
  surroundings.local_user = "nobody";
  const auto options = fleet::ssh_options(request(host, user), surroundings);
  return options ? *options : fleet::SshOptions{};
}

}  // namespace ashlar::lab
