#pragma once

#include <memory>
#include <optional>
#include <string>

#include "aws/client.hpp"
#include "providers/aws/resource_type.hpp"
#include "providers/aws/session.hpp"
#include "providers/support/builtin_provider.hpp"

namespace ashlar::providers::aws {

/// The `aws` package: networks of EC2, subnet groups, and the questions that go with them. Engine's thread only.
class AwsProvider final : public BuiltinProvider {
 public:
  /// `surroundings` outlives the provider and every call made of it.
  explicit AwsProvider(awsapi::Surroundings surroundings)
      : BuiltinProvider(surroundings.loop), surroundings_(surroundings) {}

  void check_config(deploy::CheckRequest request, deploy::Done<deploy::CheckAnswer> done) override;
  /// Asks AWS who it is, unless the configuration says not to: credentials that do not work are known before anything
  /// is made.
  void configure(Urn urn, std::string id, PropertyMap inputs, deploy::Done<void> done) override;

  void check(deploy::CheckRequest request, deploy::Done<deploy::CheckAnswer> done) override;
  void diff(deploy::DiffRequest request, deploy::Done<deploy::DiffAnswer> done) override;
  void create(deploy::CreateRequest request, deploy::Done<deploy::CreateAnswer> done) override;
  void read(deploy::ReadRequest request, deploy::Done<deploy::ReadAnswer> done) override;
  void update(deploy::UpdateRequest request, deploy::Done<deploy::UpdateAnswer> done) override;
  void remove(deploy::DeleteRequest request, deploy::Done<void> done) override;
  void invoke(deploy::InvokeRequest request, deploy::Done<deploy::InvokeAnswer> done) override;
  void recover_create(deploy::RecoverRequest request, deploy::Done<deploy::RecoverAnswer> done) override;

  [[nodiscard]] bool supports_autonaming() const override { return true; }
  /// Ends waits. What AWS was asked to do is seen through.
  void cancel() override;

 private:
  [[nodiscard]] Task<Status> start_session(Config config);
  /// Runs `work` with the session, or answers that there is none.
  template <typename Answer, typename Request>
  void carry_out(Request request, Task<Result<Answer>> (*work)(Session&, const ResourceType&, Request),
                 deploy::Done<Answer> done);

  awsapi::Surroundings surroundings_;
  std::shared_ptr<Session> session_;  ///< null until it is configured
};

}  // namespace ashlar::providers::aws
