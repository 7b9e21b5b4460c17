#pragma once
/// One API call: checked, encoded, signed, sent, decoded, and tried again where that helps.

#include <map>
#include <memory>
#include <string>

#include "aws/credentials.hpp"
#include "aws/http.hpp"
#include "aws/model.hpp"
#include "aws/outcome.hpp"
#include "aws/process.hpp"
#include "aws/protocol.hpp"
#include "aws/retry.hpp"
#include "aws/settings.hpp"
#include "aws/waiting.hpp"
#include "base/clock.hpp"
#include "base/environment.hpp"
#include "base/event_loop.hpp"
#include "base/filesystem.hpp"

namespace ashlar::awsapi {

/// The world as the client sees it. All of it outlives the client.
struct Surroundings {
  EventLoop& loop;
  HttpTransport& http;
  Clock& clock;
  Entropy& entropy;
  FileSystem& files;
  const Environment& environment;
  ProcessRunner& processes;
};

struct Request {
  std::string service;           ///< by the model's name: ec2, rds …
  std::string operation;         ///< CreateVpc
  Value parameters;              ///< a map, or null for none
  std::string region;            ///< empty: the client's
  CancellationPtr cancellation;  ///< null: only the client's own
};

/// Belongs to the event loop's thread. REQUIRES: outlives the calls it has under way.
class Caller {
 public:
  Caller(Surroundings surroundings, Settings settings);

  /// `credentials` may be null for operations that need no signature.
  [[nodiscard]] Task<Outcome> call(Request request, CredentialsProvider* credentials);

  [[nodiscard]] const Surroundings& surroundings() const { return surroundings_; }
  [[nodiscard]] const Settings& settings() const { return settings_; }
  [[nodiscard]] Models& models() { return models_; }

 private:
  struct Plan;     // what stays the same over all attempts
  struct Attempt;  // what one attempt came to

  [[nodiscard]] Result<Plan> plan(const Request& request);
  [[nodiscard]] Task<Attempt> attempt(const Plan& plan, CredentialsProvider* credentials, CancellationPtr cancellation);
  [[nodiscard]] Attempt judge(const Plan& plan, HttpResult result, const std::string& credentials_source) const;

  Surroundings surroundings_;
  Settings settings_;
  Models models_;
  std::map<std::string, RetryQuota, std::less<>> quotas_;  // by service
};

/// Puts help into an error that people run into: expired sessions, missing permissions, unreachable endpoints.
void explain(ApiError& error, const std::string& credentials_source, const std::string& endpoint);

}  // namespace ashlar::awsapi
