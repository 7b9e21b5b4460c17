#include "fleet/runner/host_run.hpp"

#include <algorithm>

namespace ashlar::fleet {

namespace {

/// Between two attempts to reach a host that is lost, or that boots.
constexpr auto reconnect_delay = std::chrono::seconds(1);
constexpr auto reboot_patience = 300;  // attempts

OperationRequest request_for(const OperationMessage& asked, const RunSettings& settings, Identity identity) {
  OperationRequest request{.id = asked.operation, .type = asked.type, .name = asked.name};
  request.arguments = asked.arguments;
  request.mode = settings.check ? Mode::check : Mode::apply;
  request.want_diff = settings.want_diff;
  request.stream_output = settings.stream_output;
  request.ignore_errors = asked.ignore_errors.value_or(false);
  request.identity = std::move(identity);
  request.environment = asked.env;
  request.directory = asked.chdir;
  request.timeout = asked.timeout_seconds.value_or(0);
  request.retries = static_cast<std::uint32_t>(std::max(0, asked.retries.value_or(0)));
  constexpr int default_retry_delay = 5;
  request.retry_delay = asked.retry_delay_seconds.value_or(default_retry_delay);
  request.condition.of = asked.if_all_changed ? Condition::Of::all : Condition::Of::any;
  for (const auto id : asked.if_changed) {
    request.condition.terms.push_back({.operation = id, .is = ConditionTerm::Is::changed});
  }
  return request;
}

}  // namespace

HostRun::HostRun(IoLoop& loop, const AgentSupply& supply, const RunSettings& settings, HostWatcher& watcher,
                 std::uint32_t number, const InventoryHost& host, std::unique_ptr<Connector> connector)
    : loop_(loop),
      supply_(supply),
      settings_(settings),
      watcher_(watcher),
      number_(number),
      host_(host),
      connector_(std::move(connector)) {}

void HostRun::start() { connect(); }

void HostRun::connect() {
  timer_ = loop_.timer(settings_.connect_timeout, [this] {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(settings_.connect_timeout).count();
    connector_->disconnect();
    connection_is(
        fail_with_help("no connection to " + host_.name + " within " + std::to_string(seconds) + " s",
                       "see whether the host is up and may be reached, or allow more with --connect-timeout"));
  });
  connector_->connect([this, alive = std::weak_ptr<bool>(alive_)](const Status& status) {
    if (!alive.expired()) connection_is(status);
  });
}

void HostRun::connection_is(const Status& status) {
  timer_.cancel();
  if (ending_ != Ending::running || connected_) return;
  if (status) {
    connected_ = true;
    watcher_.connected(number_);
    return pump();
  }
  const int patience = rebooting_from_.empty() ? settings_.retries : reboot_patience;
  // A host that was never reached is retried only while it boots: the cause is rarely one that goes away.
  if ((!boot_id_.empty() || !rebooting_from_.empty()) && losses_++ < patience) return reconnect(reconnect_delay);
  give_up(boot_id_.empty() ? Ending::unreachable : Ending::failed, status.error());
}

void HostRun::reconnect(std::chrono::milliseconds delay) {
  session_.reset();
  connected_ = session_started_ = finish_sent_ = false;
  for (auto& pending : pending_) pending.sent = false;
  connector_->disconnect();
  timer_ = loop_.timer(delay, [this] { connect(); });
}

void HostRun::ask(OperationMessage operation) {
  if (ending_ != Ending::running || failure_) return;
  const auto id = operation.operation;
  if (!operation.skipped_because.empty()) {
    OperationResult result{.id = id, .status = OperationStatus::skipped};
    result.skipped_because = operation.skipped_because;
    outcomes_.push_back({.id = id, .status = OperationStatus::skipped});
    return watcher_.result(number_, operation, result);
  }
  pending_.push_back({.id = id, .request = std::move(operation)});
  pump();
}

void HostRun::ask(FactMessage fact) {
  if (ending_ != Ending::running || failure_) return;
  const auto id = fact.request;
  pending_.push_back({.id = id, .request = std::move(fact)});
  pump();
}

void HostRun::finish(std::optional<Error> error) {
  no_more_ = true;
  if (error && !failure_) failure_ = std::move(error);
  pump();
}

void HostRun::cancel() {
  if (ending_ != Ending::running) return;
  if (session_ && session_started_) session_->send(Cancel{});
  std::erase_if(pending_, [](const Pending& pending) { return !pending.sent; });
  give_up(Ending::cancelled, Error{.message = "cancelled", .notes = {}, .help = {}, .kind = ErrorKind::cancelled});
}

void HostRun::pump() {
  if (!connected_ || ending_ != Ending::running) return;
  if (pending_.empty() && no_more_ && !session_) return close(failure_ ? Ending::failed : Ending::done);
  if (!session_) {
    if (pending_.empty()) return;
    const bool root = std::any_of(pending_.begin(), pending_.end(),
                                  [this](const Pending& pending) { return wants_root(pending.request); });
    return open_session(root);
  }
  if (!session_started_ || finish_sent_) return;
  bool switches = false;
  for (auto& pending : pending_) {
    if (pending.sent) continue;
    // This session cannot become root. Another one can, and goes on where this one ends.
    switches = wants_root(pending.request) && !session_elevated_ && login_user_ != "root";
    if (switches) break;
    send(pending);
  }
  if (switches || no_more_) {
    session_->send(Finish{});
    finish_sent_ = true;
  }
}

void HostRun::open_session(bool elevated) {
  session_elevated_ = elevated;
  session_started_ = finish_sent_ = false;
  SessionOptions options;
  options.bootstrap.elevation = elevated ? elevation() : Elevation::none;
  options.bootstrap.directory = text_setting("agent_directory");
  if (host_.target.connector == "local") options.bootstrap.present = supply_.agents.front().path.string();
  options.password = text_setting(elevation() == Elevation::su ? "su_password" : "sudo_password");
  if (options.password.empty()) options.password = settings_.sudo_password;
  options.hello.run = settings_.run_name;
  options.hello.lock_wait = settings_.lock_wait;
  options.hello.finished = outcomes_;
  session_ = std::make_unique<AgentSession>(loop_, *connector_, supply_, std::move(options), session_callbacks());
}

AgentSession::Callbacks HostRun::session_callbacks() {
  return {
      .on_start =
          [this](const std::string&, std::string user) {
            login_user_ = std::move(user);
            session_started_ = true;
            pump();
          },
      .on_welcome = [this](const Welcome& welcome) { take(welcome); },
      .on_result = [this](const OperationResult& result) { take(result); },
      .on_fact = [this](const FactResult& result) { take(result); },
      .on_content = [this](const Content& piece) { watcher_.content(number_, piece); },
      .on_output =
          [this](const Output& output) {
            for (const auto& pending : pending_) {
              if (pending.id == output.id) {
                return watcher_.output(number_, std::get<OperationMessage>(pending.request), output);
              }
            }
          },
      .on_waiting = [this](const Waiting& waiting) { watcher_.waiting(number_, waiting.text); },
      .on_end = [this](const Status& status, bool lost) { session_ended(status, lost); },
  };
}

/// Called by the session, which must live until that has returned.
void HostRun::session_ended(const Status& status, bool lost) {
  loop_.post([this, status, lost, alive = std::weak_ptr<bool>(alive_)] {
    if (alive.expired() || ending_ != Ending::running) return;
    session_.reset();
    session_started_ = finish_sent_ = false;
    if (failure_) pending_.clear();
    if (!rebooting_from_.empty()) return reconnect(reconnect_delay);
    if (status || failure_) return pump();  // the next session, or the end
    if (lost && losses_++ < settings_.retries) {
      watcher_.waiting(number_, status.error().message + "; connecting again");
      return reconnect(std::chrono::milliseconds(0));
    }
    give_up(Ending::failed, status.error());
  });
}

bool HostRun::wants_root(const Request& request) const {
  const bool by_default = settings_.sudo || flag_setting("sudo") || flag_setting("su") || flag_setting("doas");
  if (const auto* operation = std::get_if<OperationMessage>(&request)) {
    return operation->sudo.value_or(by_default) || !operation->user.empty();
  }
  return by_default || !std::get<FactMessage>(request).user.empty();
}

Identity HostRun::identity_for(const std::string& user, bool root) const {
  Identity identity;
  if (!user.empty()) {
    identity.user = user;
  } else if (root) {
    identity.user = text_setting("sudo_user");
  } else if (session_elevated_ && login_user_ != "root") {
    identity.user = login_user_;
  }
  return identity;
}

void HostRun::send(Pending& pending) {
  pending.sent = true;
  const bool root = wants_root(pending.request);
  if (const auto* operation = std::get_if<OperationMessage>(&pending.request)) {
    return session_->send(request_for(*operation, settings_, identity_for(operation->user, root)));
  }
  const auto& asked = std::get<FactMessage>(pending.request);
  FactRequest request{.id = asked.request, .name = asked.name, .arguments = asked.arguments};
  request.identity = identity_for(asked.user, root);
  session_->send(request);
}

void HostRun::take(const Welcome& welcome) {
  boot_id_ = welcome.boot_id;
  if (rebooting_from_.empty()) return;
  if (rebooting_from_ == boot_id_ && losses_++ < reboot_patience) {
    // It is still going down. The session must outlive this call.
    loop_.post([this, alive = std::weak_ptr<bool>(alive_)] {
      if (!alive.expired() && ending_ == Ending::running) reconnect(reconnect_delay);
    });
    return;
  }
  rebooting_from_.clear();
  losses_ = 0;
}

std::optional<HostRun::Pending> HostRun::answered(RequestId id) {
  const auto found =
      std::find_if(pending_.begin(), pending_.end(), [id](const Pending& pending) { return pending.id == id; });
  if (found == pending_.end()) return std::nullopt;
  auto pending = std::move(*found);
  pending_.erase(found);
  return pending;
}

void HostRun::take(const OperationResult& result) {
  const auto pending = answered(result.id);
  if (!pending) return;
  outcomes_.push_back({.id = result.id, .status = result.status, .changed = result.changed});
  const auto& operation = std::get<OperationMessage>(pending->request);
  const bool failed = result.status == OperationStatus::failed && !result.ignored;
  const bool after_failure = failure_.has_value();
  if (failed && !failure_) {
    failure_ = result.error.value_or(fail("it failed"));
    no_more_ = true;
    std::erase_if(pending_, [](const Pending& other) { return !other.sent; });
  }
  if (result.reboots && !settings_.check) rebooting_from_ = boot_id_;
  if (!after_failure) watcher_.result(number_, operation, result);
  if (failed && !after_failure) watcher_.lost(number_, *failure_);
  pump();
}

void HostRun::take(const FactResult& result) {
  if (const auto pending = answered(result.id)) {
    watcher_.fact(number_, std::get<FactMessage>(pending->request), result);
  }
}

void HostRun::give_up(Ending ending, Error error) {
  error_ = error;
  pending_.clear();
  watcher_.lost(number_, error);
  close(ending);
}

void HostRun::close(Ending ending) {
  if (ending_ != Ending::running) return;
  ending_ = ending;
  if (failure_ && !error_) error_ = failure_;
  timer_.cancel();
  loop_.post([this, alive = std::weak_ptr<bool>(alive_)] {
    if (alive.expired()) return;
    session_.reset();
    connector_->disconnect();
    watcher_.finished(number_);
  });
}

std::string HostRun::text_setting(std::string_view name) const {
  const auto* value = find(host_.connection, name);
  return value == nullptr ? "" : value->as_string().value_or("");
}

bool HostRun::flag_setting(std::string_view name) const {
  const auto* value = find(host_.connection, name);
  const auto* flag = value == nullptr ? nullptr : value->unwrapped().get<bool>();
  return flag != nullptr && *flag;
}

Elevation HostRun::elevation() const {
  if (flag_setting("su")) return Elevation::su;
  if (flag_setting("doas")) return Elevation::doas;
  return Elevation::sudo;
}

}  // namespace ashlar::fleet
