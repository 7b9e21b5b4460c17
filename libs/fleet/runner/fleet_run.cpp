#include "fleet/runner/fleet_run.hpp"

namespace ashlar::fleet {

FleetRun::FleetRun(IoLoop& loop, AgentSupply& supply, const RunSettings& settings, const Pace& pace,
                   const Inventory& inventory, MakeConnector make_connector, RunObserver& observer)
    : loop_(loop),
      supply_(supply),
      settings_(settings),
      pace_(pace),
      inventory_(inventory),
      make_connector_(std::move(make_connector)),
      observer_(observer) {
  for (const auto& host : inventory.hosts) reports_.push_back({.name = host.name});
  runs_.resize(inventory.hosts.size());
  begun_.resize(inventory.hosts.size());
}

FleetRun::~FleetRun() = default;

void FleetRun::start(RequestSource& source, std::function<void(Status)> done) {
  source_ = &source;
  done_ = std::move(done);
  begin_more();
}

void FleetRun::begin_more() {
  while (!stopped_ && next_ < runs_.size() && running_ < pace_.concurrency) begin(next_++);
  if (running_ > 0 || (next_ < runs_.size() && !stopped_) || std::exchange(ended_, true)) return;
  source_->end(done_);
}

void FleetRun::begin(std::uint32_t number) {
  const auto& host = inventory_.hosts[number];
  ++running_;
  begun_[number] = std::chrono::steady_clock::now();
  observer_.host_begins(number);
  auto connector = make_connector_(host);
  if (!connector) {
    reports_[number].ending = HostRun::Ending::unreachable;
    reports_[number].error = connector.error();
    loop_.post([this, number, alive = std::weak_ptr<bool>(alive_)] {
      if (!alive.expired()) finished(number);
    });
    return;
  }
  runs_[number] = std::make_unique<HostRun>(loop_, supply_, settings_, *this, number, host, *std::move(connector));
  runs_[number]->start();
  source_->begin(number);
}

bool FleetRun::is_running(std::uint32_t number) const {
  return number < runs_.size() && runs_[number] && runs_[number]->ending() == HostRun::Ending::running;
}

void FleetRun::result(std::uint32_t host, const OperationMessage& operation, const OperationResult& result) {
  auto& report = reports_[host];
  if (result.status == OperationStatus::failed) ++report.failed;
  if (result.status == OperationStatus::skipped) ++report.skipped;
  if (result.status == OperationStatus::ok) ++(result.changed ? report.changed : report.unchanged);
  observer_.operation_ended(host, operation, result);
  source_->result(host, operation, result);
}

void FleetRun::fact(std::uint32_t host, const FactMessage& request, const FactResult& result) {
  observer_.fact_known(host, request, result);
  source_->fact(host, request, result);
}

void FleetRun::finished(std::uint32_t number) {
  auto& report = reports_[number];
  if (const auto& run = runs_[number]) {
    report.ending = run->ending();
    report.error = run->error();
    report.traffic = run->traffic();
  }
  using Milliseconds = std::chrono::milliseconds;
  report.took = std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now() - begun_[number]);
  runs_[number].reset();
  --running_;
  failed_ += report.ending == HostRun::Ending::done ? 0 : 1;
  observer_.host_ended(number, report);
  if (!stopped_ && too_many_failed()) cancel();
  begin_more();
}

bool FleetRun::too_many_failed() const {
  constexpr double all = 100;
  return pace_.fail_percent < all && failed_ * all > pace_.fail_percent * static_cast<double>(runs_.size());
}

void FleetRun::cancel() {
  if (std::exchange(stopped_, true)) return;
  for (const auto& run : runs_) {
    if (run) run->cancel();
  }
  begin_more();
}

}  // namespace ashlar::fleet
