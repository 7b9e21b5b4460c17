#include "aws/credentials.hpp"

namespace ashlar::awsapi {

using namespace std::chrono_literals;

/// Renewed this long before they expire: a request may take a while to arrive.
constexpr auto margin = 5min;

Task<Result<Credentials>> FixedCredentials::get() { co_return credentials_; }

bool CachedCredentials::fresh() const {
  return found_ && (!found_->expires || clock_.now() + margin < *found_->expires);
}

Task<Result<Credentials>> CachedCredentials::get() {
  if (fresh()) co_return *found_;
  if (under_way_) {
    auto shared = *under_way_;
    co_return co_await shared;
  }
  Promised<Result<Credentials>> answer;
  under_way_ = answer;
  auto finding = find_();
  auto found = co_await finding;
  under_way_.reset();
  if (found) {
    found_ = *found;
  } else if (found_ && found_->expires && clock_.now() < *found_->expires) {
    found = *found_;  // the renewal failed, but what we have still holds
  }
  answer.set(found);
  co_return found;
}

bool CachedCredentials::renew() {
  const bool can_change = found_ && found_->expires;
  if (can_change) found_.reset();
  return can_change;
}

}  // namespace ashlar::awsapi
