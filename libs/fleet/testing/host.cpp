#include "ashlar/fleet/testing.hpp"

#include <algorithm>
#include <stdexcept>

#include "base/strings.hpp"
#include "fleet/connectors/command_connector.hpp"
#include "fleet/connectors/ssh_connector.hpp"
#include "fleet/testing/listening.hpp"

namespace ashlar::fleet {
namespace {

[[noreturn]] void give_up(const Error& error) {
  throw std::runtime_error(error.message + (error.help.empty() ? "" : " (" + error.help + ")"));
}

}  // namespace

/// A connection, and the loop that drives it when a question is asked.
struct TestHost::Machine {
  std::unique_ptr<IoLoop> own_loop;
  IoLoop* loop = nullptr;
  std::unique_ptr<SshPool> pool;
  std::unique_ptr<Connector> connector;
  bool connected = false;

  void connect() {
    Status result;
    connector->connect([&](Status status) {
      result = std::move(status);
      loop->stop();
    });
    loop->run();
    if (!result) give_up(result.error());
    connected = true;
  }

  CommandResult run(const std::vector<std::string>& argv, const std::string& input) {
    if (!connected) connect();
    CommandResult result;
    std::optional<Error> failure;
    std::unique_ptr<Stream> stream;
    StreamCallbacks callbacks;
    callbacks.on_output = [&](const std::string& text) { result.out += text; };
    callbacks.on_error_output = [&](const std::string& text) { result.err += text; };
    callbacks.on_end = [&](const Result<ExitStatus>& end) {
      if (end) result.code = end->signal != 0 ? 128 + end->signal : end->code;
      if (!end) failure = end.error();
      loop->stop();
    };
    connector->start(argv, std::move(callbacks), [&](Result<std::unique_ptr<Stream>> started) {
      if (!started) {
        failure = started.error();
        return loop->stop();
      }
      stream = std::move(*started);
      stream->write(input);
      stream->close_input();
    });
    loop->run();
    if (failure) give_up(*failure);
    return result;
  }
};

TestHost TestHost::local() {
  auto loop = std::make_unique<IoLoop>();
  TestHost host(*loop, local_connector(*loop));
  host.machine_->own_loop = std::move(loop);
  return host;
}

TestHost TestHost::ssh(const std::string& destination) {
  SshRequest request;
  request.host = destination;
  const auto options = ssh_options(request, SshSurroundings::of_process(Environment::of_process()));
  if (!options) give_up(options.error());
  auto loop = std::make_unique<IoLoop>();
  auto pool = std::make_unique<SshPool>(*loop);
  TestHost host(*loop, pool->connector(*options));
  host.machine_->own_loop = std::move(loop);
  host.machine_->pool = std::move(pool);
  return host;
}

TestHost::TestHost(IoLoop& loop, std::unique_ptr<Connector> connector) : machine_(std::make_shared<Machine>()) {
  machine_->loop = &loop;
  machine_->connector = std::move(connector);
}

TestHost::TestHost(TestHost&&) noexcept = default;
TestHost::~TestHost() = default;

CommandResult TestHost::run(const std::vector<std::string>& argv, const std::string& input) const {
  return machine_->run(argv, input);
}

CommandResult TestHost::shell(const std::string& line) const { return run({"sh", "-c", line}); }

std::string TestHost::output(const std::vector<std::string>& argv) const {
  auto result = run(argv);
  if (!result.ok()) {
    throw std::runtime_error(machine_->connector->name() + ": `" + join(argv, " ") + "` failed with code " +
                             std::to_string(result.code) + ": " + std::string(trim(result.err)));
  }
  if (result.out.ends_with('\n')) result.out.pop_back();
  return result.out;
}

TestHost::File TestHost::file(const std::string& path) const { return {*this, path}; }
TestHost::Service TestHost::service(const std::string& name) const { return {*this, name}; }
TestHost::User TestHost::user(const std::string& name) const { return {*this, name}; }
TestHost::Group TestHost::group(const std::string& name) const { return {*this, name}; }
TestHost::Package TestHost::package(const std::string& name) const { return {*this, name}; }
TestHost::Socket TestHost::socket(const std::string& address) const { return {*this, address}; }

bool TestHost::File::exists() const {
  return host_.run({"sh", "-c", R"(test -e "$1" || test -L "$1")", "sh", path_}).ok();
}
bool TestHost::File::is_file() const { return host_.run({"test", "-f", path_}).ok(); }
bool TestHost::File::is_directory() const { return host_.run({"test", "-d", path_}).ok(); }
bool TestHost::File::is_link() const { return host_.run({"test", "-L", path_}).ok(); }

std::string TestHost::File::stat(const std::string& format) const {
  return host_.output({"stat", "-L", "-c", format, "--", path_});
}

unsigned TestHost::File::mode() const { return static_cast<unsigned>(std::stoul(stat("%a"), nullptr, 8)); }
std::string TestHost::File::user() const { return stat("%U"); }
std::string TestHost::File::group() const { return stat("%G"); }
std::uint64_t TestHost::File::size() const { return std::stoull(stat("%s")); }
std::string TestHost::File::linked_to() const { return host_.output({"readlink", "--", path_}); }

std::string TestHost::File::content() const {
  auto result = host_.run({"cat", "--", path_});
  if (!result.ok()) throw std::runtime_error(std::string(trim(result.err)));
  return result.out;
}

bool TestHost::File::contains(const std::string& text) const { return content().find(text) != std::string::npos; }
std::string TestHost::File::sha256() const { return host_.output({"sha256sum", "--", path_}).substr(0, 64); }

std::string TestHost::Service::property(const std::string& name) const {
  return host_.output({"systemctl", "show", "--value", "--property=" + name, "--", name_});
}
bool TestHost::Service::exists() const { return property("LoadState") != "not-found"; }
bool TestHost::Service::masked() const { return property("LoadState") == "masked"; }
bool TestHost::Service::running() const { return property("ActiveState") == "active"; }
bool TestHost::Service::enabled() const { return host_.run({"systemctl", "is-enabled", "--quiet", "--", name_}).ok(); }

bool TestHost::User::exists() const { return host_.run({"getent", "passwd", name_}).ok(); }
std::string TestHost::User::field(std::size_t number) const {
  return split(host_.output({"getent", "passwd", name_}), ':').at(number);
}
unsigned TestHost::User::uid() const { return static_cast<unsigned>(std::stoul(field(2))); }
unsigned TestHost::User::gid() const { return static_cast<unsigned>(std::stoul(field(3))); }
std::string TestHost::User::home() const { return field(5); }
std::string TestHost::User::shell() const { return field(6); }
std::string TestHost::User::group() const { return host_.output({"id", "-gn", "--", name_}); }
std::vector<std::string> TestHost::User::groups() const {
  auto names = split(host_.output({"id", "-Gn", "--", name_}), ' ');
  std::sort(names.begin(), names.end());
  return names;
}

bool TestHost::Group::exists() const { return host_.run({"getent", "group", name_}).ok(); }
unsigned TestHost::Group::gid() const {
  return static_cast<unsigned>(std::stoul(split(host_.output({"getent", "group", name_}), ':').at(2)));
}
std::vector<std::string> TestHost::Group::members() const {
  auto names = split(split(host_.output({"getent", "group", name_}), ':').at(3), ',');
  std::erase(names, "");
  std::sort(names.begin(), names.end());
  return names;
}

std::optional<std::string> TestHost::Package::find() const {
  static const std::string question = R"sh(
if command -v dpkg-query >/dev/null; then
  dpkg-query --show --showformat='${db:Status-Status} ${Version}' "$1" 2>/dev/null | sed -n 's/^installed //p'
elif command -v rpm >/dev/null; then rpm --query --queryformat '%{VERSION}-%{RELEASE}' "$1" || true
elif command -v apk >/dev/null; then apk list --installed "$1" 2>/dev/null | sed -n "s/^$1-\([^ ]*\).*/\1/p"
else echo 'neither dpkg nor rpm nor apk is there' >&2; exit 3; fi
)sh";
  auto version = host_.output({"sh", "-c", question, "sh", name_});
  if (version.empty() || version.ends_with("is not installed")) return std::nullopt;
  return version;
}

std::string TestHost::Package::version() const {
  const auto found = find();
  if (!found) throw std::runtime_error("the package " + name_ + " is not installed");
  return *found;
}

bool TestHost::Socket::listening() const {
  const auto address = SocketAddress::parse(address_);
  if (!address) throw std::runtime_error("`" + address_ + "` is no socket: tcp://[HOST:]PORT, udp://…, unix://PATH");
  if (address->protocol == "unix") return listens_at(host_.output({"cat", "/proc/net/unix"}), *address);
  const auto all = host_.shell("cat /proc/net/" + address->protocol + " /proc/net/" + address->protocol + "6");
  return listens_at(all.out, *address);
}

}  // namespace ashlar::fleet
