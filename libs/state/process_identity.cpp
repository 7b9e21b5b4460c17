#include "state/process_identity.hpp"

#include <pwd.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>

#include "base/filesystem.hpp"
#include "base/strings.hpp"
#include "state/digest.hpp"

namespace ashlar::state {

namespace {

std::string line_of(const std::string& path) {
  const auto text = RealFileSystem().read_file(path);
  return text ? std::string(trim(*text)) : std::string();
}

std::string user_name() {
  std::array<char, 4096> buffer{};
  passwd entry{};
  passwd* found = nullptr;
  const bool known = getpwuid_r(geteuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr;
  return known ? entry.pw_name : std::to_string(geteuid());
}

std::string host_name() {
  std::array<char, 256> buffer{};
  return gethostname(buffer.data(), buffer.size() - 1) == 0 ? buffer.data() : "localhost";
}

std::string namespace_of_pids() {
  std::array<char, 128> buffer{};
  const auto length = readlink("/proc/self/ns/pid", buffer.data(), buffer.size());
  return length > 0 ? std::string(buffer.data(), static_cast<std::size_t>(length)) : std::string();
}

/// When the kernel started the process, to a hundredth of a second; nothing where that cannot be told.
std::optional<Clock::Time> start_of(int pid) {
  const auto stat = line_of("/proc/" + std::to_string(pid) + "/stat");
  const auto name_end = stat.rfind(')');  // the name before it may hold anything
  if (name_end == std::string::npos) return std::nullopt;
  const auto fields = split(std::string_view(stat).substr(name_end + 2), ' ');
  constexpr std::size_t start_field = 19;  // proc(5): the 22nd, counted here from the third
  const auto uptime = line_of("/proc/uptime");
  if (fields.size() <= start_field || uptime.empty()) return std::nullopt;
  const double since_boot = std::stod(fields[start_field]) / static_cast<double>(sysconf(_SC_CLK_TCK));
  const double age = std::stod(uptime) - since_boot;
  return SystemClock().now() - std::chrono::nanoseconds(static_cast<std::int64_t>(age * 1e9));
}

}  // namespace

ProcessIdentity ProcessIdentity::of_this_process() {
  ProcessIdentity self;
  self.pid = getpid();
  self.user = user_name();
  self.host = host_name();
  // machine-id(5) asks not to hand the number itself out.
  const auto machine = line_of("/etc/machine-id");
  if (!machine.empty()) self.machine = sha256_hex("ashlar lock " + machine).substr(0, 16);
  self.boot = line_of("/proc/sys/kernel/random/boot_id");
  self.pid_namespace = namespace_of_pids();
  return self;
}

bool SystemProcessTable::runs(int pid, Clock::Time time) {
  if (pid <= 0) return true;
  if (kill(pid, 0) != 0 && errno == ESRCH) return false;
  const auto start = start_of(pid);
  constexpr auto tolerance = std::chrono::seconds(2);  // the clock may have been set meanwhile
  return !start || *start <= time + tolerance;
}

}  // namespace ashlar::state
