#include "aws/retry.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace ashlar::awsapi {
namespace {

constexpr std::array<std::string_view, 14> throttling_codes = {"Throttling",
                                                               "ThrottlingException",
                                                               "ThrottledException",
                                                               "RequestThrottledException",
                                                               "TooManyRequestsException",
                                                               "ProvisionedThroughputExceededException",
                                                               "TransactionInProgressException",
                                                               "RequestLimitExceeded",
                                                               "BandwidthLimitExceeded",
                                                               "LimitExceededException",
                                                               "RequestThrottled",
                                                               "SlowDown",
                                                               "PriorRequestNotComplete",
                                                               "EC2ThrottledException"};
constexpr std::array<std::string_view, 3> transient_codes = {"RequestTimeout", "RequestTimeoutException",
                                                             "IDPCommunicationError"};

constexpr int cost_of(RetryReason reason) { return reason == RetryReason::timeout ? 10 : 5; }

/// A number in [0, 1).
double unit(Entropy& entropy) {
  const auto bytes = entropy.bytes(sizeof(std::uint32_t));
  std::uint32_t number = 0;
  std::memcpy(&number, bytes.data(), sizeof number);
  return number / 4294967296.0;
}

}  // namespace

RetryReason retry_reason(const Operation& operation, const ApiError& error, const std::optional<HttpFailure>& failure) {
  if (failure) {
    switch (failure->cause) {
      case HttpFailure::Cause::cancelled:
        return RetryReason::none;
      case HttpFailure::Cause::timeout:
        return RetryReason::timeout;
      case HttpFailure::Cause::connection:
        return RetryReason::transient;
    }
  }
  if (std::ranges::find(throttling_codes, error.code) != throttling_codes.end()) return RetryReason::throttling;
  if (std::ranges::find(transient_codes, error.code) != transient_codes.end()) return RetryReason::transient;
  if (std::ranges::find(operation.retryable_errors, error.code) != operation.retryable_errors.end()) {
    return RetryReason::transient;
  }
  const int status = error.status;
  const bool server = status == 500 || status == 502 || status == 503 || status == 504;
  if (status == 429) return RetryReason::throttling;
  return server ? RetryReason::transient : RetryReason::none;
}

std::chrono::milliseconds retry_delay(int attempt, Entropy& entropy) {
  const double seconds = std::min(unit(entropy) * std::pow(2.0, attempt - 1), 20.0);
  return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
}

bool RetryQuota::acquire(RetryReason reason) {
  if (cost_of(reason) > available_) return false;
  available_ -= cost_of(reason);
  return true;
}

void RetryQuota::release(RetryReason last) {
  available_ = std::min(capacity, available_ + (last == RetryReason::none ? 1 : cost_of(last)));
}

}  // namespace ashlar::awsapi
