#pragma once

#include <atomic>
#include <map>
#include <string>
#include <thread>
#include <vector>

namespace ashlar {

/// An EC2 on 127.0.0.1 with what programs ask while they run: zones a to f of us-east-1, regions, and the VPCs that
/// were put there. Point AWS_ENDPOINT_URL to it.
class FakeEc2 {
 public:
  FakeEc2();
  ~FakeEc2();
  FakeEc2(const FakeEc2&) = delete;
  FakeEc2& operator=(const FakeEc2&) = delete;

  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

  /// Before the first request.
  void add_vpc(const std::string& id, const std::string& cidr, const std::map<std::string, std::string>& tags);

 private:
  void serve();
  void answer_one(int connection) const;
  [[nodiscard]] std::string answer(const std::string& form) const;

  int listener_ = -1;
  int port_ = 0;
  std::string vpcs_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace ashlar
