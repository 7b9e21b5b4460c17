#pragma once
/// When to ask again, and how long to wait: the "standard" retry mode that AWS's SDKs share (AWS SDKs reference guide,
/// "Retry behavior"; numbers as in botocore).

#include <chrono>
#include <optional>

#include "aws/http.hpp"
#include "aws/model.hpp"
#include "aws/outcome.hpp"
#include "base/clock.hpp"

namespace ashlar::awsapi {

enum class RetryReason { none, transient, timeout, throttling };

/// Why the failure of `operation` is worth another attempt. `failure` is there when no answer arrived.
[[nodiscard]] RetryReason retry_reason(const Operation& operation, const ApiError& error,
                                       const std::optional<HttpFailure>& failure);

/// `random(0, 1) * 2^(attempt - 1)` seconds, at most 20. `attempt` counts from 1: the one that failed.
[[nodiscard]] std::chrono::milliseconds retry_delay(int attempt, Entropy& entropy);

/// Tokens that retries cost and successes give back, one bucket a service: when everything fails, retries stop early
/// instead of adding to the load.
class RetryQuota {
 public:
  /// Takes what a retry for that reason costs; false when the bucket does not hold as much.
  [[nodiscard]] bool acquire(RetryReason reason);
  /// After a success: `last` is why its last retry was, `none` when it had none.
  void release(RetryReason last);
  [[nodiscard]] int available() const { return available_; }

 private:
  static constexpr int capacity = 500;
  int available_ = capacity;
};

}  // namespace ashlar::awsapi
