#pragma once
/// Where requests come from: a deploy program, or the same few for every host.

#include <filesystem>

#include "fleet/runner/deploy_process.hpp"
#include "fleet/runner/fleet_run.hpp"

namespace ashlar::fleet {

/// A compiled deploy. Contents that it announces go to `supply`.
class DeploySource final : public RequestSource {
 public:
  /// The references outlive it.
  DeploySource(FleetRun& run, AgentSupply& supply) : run_(run), supply_(supply) {}

  [[nodiscard]] Status start(IoLoop& loop, const std::filesystem::path& executable, const BeginMessage& begin);

  void begin(std::uint32_t host) override;
  void result(std::uint32_t host, const OperationMessage& operation, const OperationResult& result) override;
  void fact(std::uint32_t host, const FactMessage& request, const FactResult& result) override;
  void lost(std::uint32_t host, const Error& error) override;
  void end(std::function<void(Status)> done) override;

 private:
  void done(const DoneMessage& message);
  void program_ended(const Status& status);

  FleetRun& run_;
  AgentSupply& supply_;
  std::unique_ptr<DeployProcess> process_;
  std::function<void(Status)> done_;
  std::optional<Status> ended_;
};

/// The same requests for every host.
class FixedSource final : public RequestSource {
 public:
  FixedSource(FleetRun& run, std::vector<OperationMessage> operations, std::vector<FactMessage> facts)
      : run_(run), operations_(std::move(operations)), facts_(std::move(facts)) {}

  void begin(std::uint32_t host) override;
  void end(std::function<void(Status)> done) override { done({}); }

 private:
  FleetRun& run_;
  std::vector<OperationMessage> operations_;
  std::vector<FactMessage> facts_;
};

}  // namespace ashlar::fleet
