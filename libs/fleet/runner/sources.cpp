#include "fleet/runner/sources.hpp"

namespace ashlar::fleet {

Status DeploySource::start(IoLoop& loop, const std::filesystem::path& executable, const BeginMessage& begin) {
  DeployProcess::Callbacks callbacks{
      .on_content =
          [this](ContentMessage content) {
            if (content.path.empty()) {
              supply_.contents.add_bytes(content.sha256, std::move(content.bytes));
            } else {
              supply_.contents.add_file(content.sha256, std::move(content.path));
            }
          },
      .on_operation =
          [this](OperationMessage operation) {
            if (run_.is_running(operation.host)) run_.host(operation.host).ask(std::move(operation));
          },
      .on_fact =
          [this](FactMessage fact) {
            if (run_.is_running(fact.host)) run_.host(fact.host).ask(std::move(fact));
          },
      .on_log = [this](const LogMessage& log) { run_.observer().note(log.host, log.line); },
      .on_done = [this](const DoneMessage& message) { done(message); },
      .on_inventory = {},
      .on_print = [this](const std::string& text) { run_.observer().printed(text); },
      .on_end = [this](const Status& status) { program_ended(status); },
  };
  auto process = DeployProcess::start(loop, executable, begin, std::move(callbacks));
  if (!process) return process.error();
  process_ = *std::move(process);
  return {};
}

void DeploySource::begin(std::uint32_t number) {
  const auto& host = run_.inventory().hosts[number];
  if (ended_) return program_ended(*ended_);
  process_->send(DeployFrame::host,
                 HostMessage{.host = number, .name = host.name, .groups = host.groups, .data = host.data});
}

void DeploySource::result(std::uint32_t host, const OperationMessage& operation, const OperationResult& result) {
  process_->send(DeployFrame::result, ResultMessage{.host = host,
                                                    .operation = operation.operation,
                                                    .status = result.status,
                                                    .changed = result.changed,
                                                    .ignored = result.ignored,
                                                    .output = result.output,
                                                    .error = result.error ? result.error->message : ""});
}

void DeploySource::fact(std::uint32_t host, const FactMessage& request, const FactResult& result) {
  process_->send(DeployFrame::fact_result, FactResultMessage{.host = host,
                                                             .request = request.request,
                                                             .value = result.value,
                                                             .error = result.error ? result.error->message : ""});
}

void DeploySource::lost(std::uint32_t host, const Error& error) {
  process_->send(DeployFrame::lost, LostMessage{.host = host, .reason = error.message});
}

void DeploySource::done(const DoneMessage& message) {
  if (!run_.is_running(message.host)) return;
  std::optional<Error> error;
  if (!message.error.empty()) {
    error = fail(message.error);
    if (!message.where.empty()) error->notes.push_back("at " + message.where);
  }
  run_.host(message.host).finish(std::move(error));
}

/// It ends by itself after `end_hosts`. Before, its hosts cannot go on.
void DeploySource::program_ended(const Status& status) {
  ended_ = status;
  if (done_) return std::exchange(done_, nullptr)(status);
  const auto error = status ? fail_with_help("the deploy program ended before its hosts were done",
                                             "a deploy's main returns what `deploy` returns, and calls it once")
                            : status.error();
  for (std::uint32_t host = 0; host < run_.inventory().hosts.size(); ++host) {
    if (run_.is_running(host)) run_.host(host).finish(error);
  }
}

void DeploySource::end(std::function<void(Status)> done) {
  if (ended_) return done(*ended_);
  done_ = std::move(done);
  process_->end_hosts();
}

void FixedSource::begin(std::uint32_t host) {
  auto& run = run_.host(host);
  RequestId id = 0;
  for (auto operation : operations_) {
    operation.host = host;
    operation.operation = ++id;
    run.ask(std::move(operation));
  }
  for (auto fact : facts_) {
    fact.host = host;
    fact.request = ++id;
    run.ask(std::move(fact));
  }
  run.finish();
}

}  // namespace ashlar::fleet
