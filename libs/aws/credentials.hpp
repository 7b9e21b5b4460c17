#pragma once
/// Who asks AWS: the keys that requests are signed with, and where they come from.

#include <functional>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/task.hpp"

namespace ashlar::awsapi {

struct Credentials {
  std::string access_key;
  std::string secret_key;
  std::string session_token;           ///< empty for long-lived keys
  std::optional<Clock::Time> expires;  ///< long-lived keys have none
  std::string source;                  ///< where they came from, for messages; never their content
};

/// Belongs to the event loop's thread.
class CredentialsProvider {
 public:
  virtual ~CredentialsProvider() = default;
  virtual Task<Result<Credentials>> get() = 0;
  /// AWS said that what `get` gave has expired. True when another `get` may give something else.
  virtual bool renew() = 0;
};

/// Keys that are given and stay.
class FixedCredentials final : public CredentialsProvider {
 public:
  explicit FixedCredentials(Credentials credentials) : credentials_(std::move(credentials)) {}
  Task<Result<Credentials>> get() override;
  bool renew() override { return false; }

 private:
  Credentials credentials_;
};

/// Keeps what `find` found until shortly before it expires. Whoever asks while `find` is at work waits for the same
/// answer.
class CachedCredentials final : public CredentialsProvider {
 public:
  using Find = std::function<Task<Result<Credentials>>()>;
  CachedCredentials(Clock& clock, Find find) : clock_(clock), find_(std::move(find)) {}
  Task<Result<Credentials>> get() override;
  bool renew() override;

 private:
  [[nodiscard]] bool fresh() const;

  Clock& clock_;
  Find find_;
  std::optional<Credentials> found_;
  std::optional<Promised<Result<Credentials>>> under_way_;
};

}  // namespace ashlar::awsapi
