#pragma once
/// All hosts of a run: who is on when, and what came of it.

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "fleet/runner/host_run.hpp"

namespace ashlar::fleet {

/// What became of a host.
struct HostReport {
  std::string name;
  HostRun::Ending ending = HostRun::Ending::running;  ///< `running`: it was not begun
  std::optional<Error> error;
  unsigned changed = 0, unchanged = 0, skipped = 0, failed = 0;  ///< operations
  std::chrono::milliseconds took{0};
  Traffic traffic;
};

/// For displays. Called on the loop's thread.
class RunObserver {
 public:
  virtual ~RunObserver() = default;
  virtual void host_begins(std::uint32_t /*host*/) {}
  virtual void host_connected(std::uint32_t /*host*/) {}
  virtual void operation_ended(std::uint32_t /*host*/, const OperationMessage& /*operation*/,
                               const OperationResult& /*result*/) {}
  virtual void fact_known(std::uint32_t /*host*/, const FactMessage& /*request*/, const FactResult& /*result*/) {}
  virtual void output(std::uint32_t /*host*/, const OperationMessage& /*operation*/, const Output& /*output*/) {}
  /// What the host is doing, or waits for; what the deploy logs for it.
  virtual void note(std::uint32_t /*host*/, const std::string& /*line*/) {}
  virtual void host_ended(std::uint32_t /*host*/, const HostReport& /*report*/) {}
  /// What the deploy program prints for itself.
  virtual void printed(const std::string& /*text*/) {}
};

class FleetRun;

/// Where requests come from: a deploy program, or a command.
class RequestSource {
 public:
  virtual ~RequestSource() = default;
  /// Requests for this host from now on.
  virtual void begin(std::uint32_t host) = 0;
  virtual void result(std::uint32_t /*host*/, const OperationMessage& /*operation*/,
                      const OperationResult& /*result*/) {}
  virtual void fact(std::uint32_t /*host*/, const FactMessage& /*request*/, const FactResult& /*result*/) {}
  virtual void lost(std::uint32_t /*host*/, const Error& /*error*/) {}
  /// All hosts have ended. Calls `done` once the source has, too.
  virtual void end(std::function<void(Status)> done) = 0;
};

struct Pace {
  unsigned concurrency = 100;  ///< hosts at a time
  /// Stop when a greater part of the hosts has failed. 100: never.
  double fail_percent = 100;
};

/// Used on the loop's thread.
class FleetRun final : public HostWatcher {
 public:
  using MakeConnector = std::function<Result<std::unique_ptr<Connector>>(const InventoryHost& host)>;

  /// The references outlive it.
  FleetRun(IoLoop& loop, AgentSupply& supply, const RunSettings& settings, const Pace& pace, const Inventory& inventory,
           MakeConnector make_connector, RunObserver& observer);
  ~FleetRun() override;

  /// Begins. `done` is called once: after every host has ended, with an error of the source itself, if there is one.
  void start(RequestSource& source, std::function<void(Status)> done);
  /// No further hosts; those under way skip what they have not begun.
  void cancel();

  /// REQUIRES: the host was begun and has not ended.
  [[nodiscard]] HostRun& host(std::uint32_t number) { return *runs_[number]; }
  /// Whether requests for it make sense.
  [[nodiscard]] bool is_running(std::uint32_t number) const;
  [[nodiscard]] const Inventory& inventory() const { return inventory_; }
  [[nodiscard]] const std::vector<HostReport>& reports() const { return reports_; }
  [[nodiscard]] RunObserver& observer() { return observer_; }

 private:
  void connected(std::uint32_t host) override { observer_.host_connected(host); }
  void result(std::uint32_t host, const OperationMessage& operation, const OperationResult& result) override;
  void fact(std::uint32_t host, const FactMessage& request, const FactResult& result) override;
  void output(std::uint32_t host, const OperationMessage& operation, const Output& output) override {
    observer_.output(host, operation, output);
  }
  void waiting(std::uint32_t host, const std::string& what) override { observer_.note(host, what); }
  void lost(std::uint32_t host, const Error& error) override { source_->lost(host, error); }
  void finished(std::uint32_t host) override;

  void begin_more();
  void begin(std::uint32_t host);
  [[nodiscard]] bool too_many_failed() const;

  IoLoop& loop_;
  AgentSupply& supply_;
  const RunSettings& settings_;
  Pace pace_;
  const Inventory& inventory_;
  MakeConnector make_connector_;
  RunObserver& observer_;
  RequestSource* source_ = nullptr;
  std::function<void(Status)> done_;
  std::vector<std::unique_ptr<HostRun>> runs_;
  std::vector<HostReport> reports_;
  std::vector<std::chrono::steady_clock::time_point> begun_;
  std::uint32_t next_ = 0;
  unsigned running_ = 0;
  unsigned failed_ = 0;
  bool stopped_ = false, ended_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace ashlar::fleet
