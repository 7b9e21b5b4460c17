#pragma once
/// What a test says of a machine that a deploy has configured:
///
///   #include <ashlar/fleet/testing.hpp>      (in CMake: USES fleet_testing)
///   TestHost host = TestHost::ssh("root@web1");
///   EXPECT_EQ(host.file("/etc/caddy/Caddyfile").mode(), 0640U);
///   EXPECT_TRUE(host.service("caddy").running());
///   EXPECT_TRUE(host.socket("tcp://443").listening());
///
/// The questions are testinfra's. Each asks the machine anew, and waits for the answer; one that cannot be asked (the
/// connection is lost, a tool is missing) throws std::runtime_error.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ashlar {
class IoLoop;
}

namespace ashlar::fleet {

class Connector;

/// How a command there ended.
struct CommandResult {
  int code = 0;  ///< 128 and the signal's number, if that ended it
  std::string out, err;
  [[nodiscard]] bool ok() const { return code == 0; }
};

class TestHost {
 public:
  class File;
  class Service;
  class User;
  class Group;
  class Package;
  class Socket;

  [[nodiscard]] static TestHost local();
  /// `[USER@]HOST[:PORT]`, by the user's ssh configuration.
  [[nodiscard]] static TestHost ssh(const std::string& destination);
  /// Any other way; it may be connected already. `loop` must outlive this, and not be running.
  TestHost(IoLoop& loop, std::unique_ptr<Connector> connector);
  TestHost(TestHost&&) noexcept;
  ~TestHost();

  /// Runs `argv`, without a shell in between.
  CommandResult run(const std::vector<std::string>& argv, const std::string& input = {}) const;
  /// Runs a line of shell.
  [[nodiscard]] CommandResult shell(const std::string& line) const;
  /// What `argv` prints, less the last line's end. Throws if it fails.
  [[nodiscard]] std::string output(const std::vector<std::string>& argv) const;

  [[nodiscard]] File file(const std::string& path) const;
  [[nodiscard]] Service service(const std::string& name) const;
  [[nodiscard]] User user(const std::string& name) const;
  [[nodiscard]] Group group(const std::string& name) const;
  [[nodiscard]] Package package(const std::string& name) const;
  /// `tcp://443`, `tcp://127.0.0.1:8080`, `tcp://:::22` (IPv6), `udp://53`, `unix:///run/x.sock`.
  [[nodiscard]] Socket socket(const std::string& address) const;

 private:
  struct Machine;
  std::shared_ptr<Machine> machine_;
};

class TestHost::File {
 public:
  File(const TestHost& host, std::string path) : host_(host), path_(std::move(path)) {}

  [[nodiscard]] bool exists() const;  ///< a link that leads nowhere does
  [[nodiscard]] bool is_file() const;
  [[nodiscard]] bool is_directory() const;
  [[nodiscard]] bool is_link() const;
  [[nodiscard]] unsigned mode() const;  ///< `0640`; of a link its target's
  [[nodiscard]] std::string user() const;
  [[nodiscard]] std::string group() const;
  [[nodiscard]] std::uint64_t size() const;
  [[nodiscard]] std::string linked_to() const;
  [[nodiscard]] std::string content() const;
  [[nodiscard]] bool contains(const std::string& text) const;
  [[nodiscard]] std::string sha256() const;

 private:
  [[nodiscard]] std::string stat(const std::string& format) const;
  const TestHost& host_;
  std::string path_;
};

/// A unit of systemd.
class TestHost::Service {
 public:
  Service(const TestHost& host, std::string name) : host_(host), name_(std::move(name)) {}

  [[nodiscard]] bool exists() const;
  [[nodiscard]] bool running() const;
  [[nodiscard]] bool enabled() const;
  [[nodiscard]] bool masked() const;
  /// One of `systemctl show`'s.
  [[nodiscard]] std::string property(const std::string& name) const;

 private:
  const TestHost& host_;
  std::string name_;
};

class TestHost::User {
 public:
  User(const TestHost& host, std::string name) : host_(host), name_(std::move(name)) {}

  [[nodiscard]] bool exists() const;
  [[nodiscard]] unsigned uid() const;
  [[nodiscard]] unsigned gid() const;
  [[nodiscard]] std::string group() const;                ///< its primary one
  [[nodiscard]] std::vector<std::string> groups() const;  ///< all, sorted
  [[nodiscard]] std::string home() const;
  [[nodiscard]] std::string shell() const;

 private:
  [[nodiscard]] std::string field(std::size_t number) const;
  const TestHost& host_;
  std::string name_;
};

class TestHost::Group {
 public:
  Group(const TestHost& host, std::string name) : host_(host), name_(std::move(name)) {}

  [[nodiscard]] bool exists() const;
  [[nodiscard]] unsigned gid() const;
  [[nodiscard]] std::vector<std::string> members() const;  ///< those that the group's entry lists, sorted

 private:
  const TestHost& host_;
  std::string name_;
};

/// Of dpkg, rpm or apk, whichever the machine has.
class TestHost::Package {
 public:
  Package(const TestHost& host, std::string name) : host_(host), name_(std::move(name)) {}

  [[nodiscard]] bool installed() const { return find().has_value(); }
  [[nodiscard]] std::string version() const;

 private:
  [[nodiscard]] std::optional<std::string> find() const;
  const TestHost& host_;
  std::string name_;
};

class TestHost::Socket {
 public:
  Socket(const TestHost& host, std::string address) : host_(host), address_(std::move(address)) {}

  /// Without an address in it, any will do.
  [[nodiscard]] bool listening() const;

 private:
  const TestHost& host_;
  std::string address_;
};

}  // namespace ashlar::fleet
