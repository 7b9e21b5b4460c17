#pragma once
/// A configured provider: the client, and who it is.

#include <memory>
#include <string>

#include "aws/client.hpp"
#include "providers/aws/config.hpp"

namespace ashlar::providers::aws {

/// Engine's thread only. Outlives the calls that use it.
class Session {
 public:
  Session(awsapi::Surroundings surroundings, Config config, awsapi::Settings settings)
      : surroundings_(surroundings), config_(std::move(config)), client_(surroundings, std::move(settings)) {}

  [[nodiscard]] awsapi::Client& client() { return client_; }
  [[nodiscard]] const awsapi::Surroundings& surroundings() const { return surroundings_; }
  [[nodiscard]] const Config& config() const { return config_; }
  [[nodiscard]] const std::string& region() const { return client_.settings().region; }

  /// Empty while it is not known: the configuration may say not to ask.
  [[nodiscard]] const std::string& account() const { return account_; }
  void set_account(std::string account) { account_ = std::move(account); }

  /// Cuts waits short; requests that are under way are answered.
  [[nodiscard]] const awsapi::CancellationPtr& cancellation() const { return cancellation_; }

 private:
  awsapi::Surroundings surroundings_;
  Config config_;
  awsapi::Client client_;
  std::string account_;
  awsapi::CancellationPtr cancellation_ = std::make_shared<awsapi::Cancellation>();
};

/// `arn:<partition>:<service>:<region>:<account>:<resource>`, the partition after the region.
[[nodiscard]] std::string make_arn(const std::string& service, const std::string& region, const std::string& account,
                                   const std::string& resource);

}  // namespace ashlar::providers::aws
