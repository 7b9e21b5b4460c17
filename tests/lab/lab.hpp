#pragma once
/// Real Debian hosts for tests: systemd as PID 1 and sshd, each in a network namespace of its own (tests/lab/lab).

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "fleet/connectors/ssh_options.hpp"

namespace ashlar::lab {

struct LabHost {
  std::string name;
  std::string address;  ///< its sshd listens on port 22
};

/// Hosts that live as long as this does, or this process. What is written on one is gone with it. The accounts are
/// root, `deploy` (whose sudo and doas ask for its password) and `admin` (whose do not), each with the password
/// `<account>-secret`; tests/lab/make-root says the rest.
class Lab {
 public:
  /// Blocks until all have booted. The error begins with `needs lab:` and is for GTEST_SKIP.
  [[nodiscard]] static Result<std::unique_ptr<Lab>> start(int hosts);
  ~Lab();
  Lab(const Lab&) = delete;
  Lab& operator=(const Lab&) = delete;

  [[nodiscard]] const std::vector<LabHost>& hosts() const { return hosts_; }
  [[nodiscard]] const LabHost& host(std::size_t index = 0) const { return hosts_.at(index); }
  [[nodiscard]] std::string key_file() const { return folder_ + "/key"; }
  [[nodiscard]] std::string key_file_with_passphrase() const { return folder_ + "/key_with_passphrase"; }
  [[nodiscard]] std::string known_hosts_file() const { return folder_ + "/known_hosts"; }
  /// The directory of the root file system that all share. Not to be written to.
  [[nodiscard]] std::string root() const { return folder_ + "/root"; }

  /// How to log in to `host` with the lab's key.
  [[nodiscard]] fleet::SshRequest request(const LabHost& host, const std::string& user = "root") const;
  [[nodiscard]] fleet::SshOptions options(const LabHost& host, const std::string& user = "root") const;

 private:
  Lab() = default;

  pid_t pid_ = 0;
  int hold_ = -1;  ///< the lab ends when nobody has this open
  std::string folder_;
  std::vector<LabHost> hosts_;
};

/// For a test suite: `hosts` of a lab that all its tests share, or the reason why there are none.
class LabTest : public ::testing::Test {
 protected:
  static void start_lab(int hosts) {
    auto started = Lab::start(hosts);
    if (started) shared_ = std::move(*started);
    if (!started) missing_ = started.error().message;
  }
  static void TearDownTestSuite() { shared_.reset(); }
  void SetUp() override {
    if (!shared_) GTEST_SKIP() << missing_;
  }
  [[nodiscard]] static bool has_lab() { return shared_ != nullptr; }
  [[nodiscard]] static Lab& lab() { return *shared_; }

 private:
  static inline std::unique_ptr<Lab> shared_;
  static inline std::string missing_;
};

}  // namespace ashlar::lab
