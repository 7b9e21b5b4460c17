#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "base/loopback_http.hpp"

namespace ashlar::e2e {

struct AwsAnswer {
  int status = 200;
  std::string body;
};

/// The query services of AWS on 127.0.0.1: AWS_ENDPOINT_URL points there. Answers the actions that it was told about,
/// each call of an action by its number, from 1; who asks (sts GetCallerIdentity) is known from the start.
class FakeAws {
 public:
  using Script = std::function<AwsAnswer(int call)>;
  explicit FakeAws(std::map<std::string, Script> scripts);

  [[nodiscard]] std::string url() const { return server_.url(); }
  [[nodiscard]] int calls(const std::string& action) const;

 private:
  LoopbackResponse answer(const std::string& action);

  std::map<std::string, Script> scripts_;
  mutable std::mutex mutex_;
  std::map<std::string, int> calls_;
  LoopbackHttp server_;
};

/// What ec2 answers when it refuses a call.
[[nodiscard]] AwsAnswer ec2_error(int status, const std::string& code, const std::string& message);
/// What the other query services answer.
[[nodiscard]] AwsAnswer query_error(int status, const std::string& code, const std::string& message);

}  // namespace ashlar::e2e
