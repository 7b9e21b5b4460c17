#include "fleet/operations/perform.hpp"

#include <grp.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>

#include "base/strings.hpp"
#include "fleet/operations/operation.hpp"
#include "fleet/operations/unified_diff.hpp"

namespace ashlar::fleet {
namespace {

/// As much of what commands print as a result carries.
constexpr std::size_t output_tail = std::size_t{64} << 10;

std::string tail(const std::string& text) {
  if (text.size() <= output_tail) return text;
  return "…" + text.substr(text.find('\n', text.size() - output_tail) + 1);
}

bool holds(const ConditionTerm& term, const RunSoFar& run) {
  const auto found = run.outcomes.find(term.operation);
  if (found == run.outcomes.end() || found->second.status == OperationStatus::skipped) return false;
  const auto& outcome = found->second;
  switch (term.is) {
    case ConditionTerm::Is::changed:
      return outcome.changed;
    case ConditionTerm::Is::unchanged:
      return !outcome.changed;
    case ConditionTerm::Is::succeeded:
      return outcome.status == OperationStatus::ok;
    case ConditionTerm::Is::failed:
      return outcome.status == OperationStatus::failed;
    case ConditionTerm::Is::count_:
      break;
  }
  return false;
}

std::string diff_of(const WriteFile& write, const Machine& machine, bool secret) {
  if (!write.content || !write.content->kept_in.empty()) return {};
  auto before = machine.read_if_there(write.path);
  if (!before) return {};
  const DiffNames names{*before ? write.path : "/dev/null", write.path};
  const auto old_text = before->value_or("");
  return secret || write.secret ? counted_diff(old_text, write.content->bytes, names)
                                : unified_diff(old_text, write.content->bytes, names);
}

/// One attempt: everything about it goes into `result`.
class Attempt {
 public:
  Attempt(const OperationRequest& request, Machine& machine, OperationResult& result)
      : request_(request), machine_(machine), result_(result) {}

  Status run(const OperationType& type) {
    Arguments arguments(request_.arguments);
    auto plan = type.plan(arguments, machine_);
    if (auto checked = arguments.check(); !checked) return checked;
    while (plan) {
      result_.outputs.merge(plan->outputs);
      result_.reboots = result_.reboots || plan->reboots;
      for (const auto& step : plan->steps) {
        if (auto done = carry_out(step); !done) return done;
      }
      if (!plan->then) return {};
      const auto then = std::move(plan->then);
      plan = then(machine_);
    }
    return plan.error();
  }

 private:
  Status carry_out(const Step& step) {
    if (const auto* write = std::get_if<WriteFile>(&step.action); write != nullptr && request_.want_diff) {
      result_.diff += diff_of(*write, machine_, contains_secrets(request_.arguments));
    }
    if (auto done = machine_.carry_out(step.action); !done) {
      return step.change.empty() ? done : Status(done.error().within(step.change));
    }
    if (step.change.empty()) return {};
    result_.changed = true;
    result_.changes.push_back(step.change);
    return {};
  }

  const OperationRequest& request_;
  Machine& machine_;
  OperationResult& result_;
};

void hide_secrets(OperationResult& result, const SecretMask& mask) {
  if (mask.empty()) return;
  for (auto* text : {&result.diff, &result.output, &result.error_output, &result.skipped_because}) {
    *text = mask.hide(std::move(*text));
  }
  for (auto& change : result.changes) change = mask.hide(std::move(change));
  if (!result.error) return;
  result.error->message = mask.hide(std::move(result.error->message));
  result.error->help = mask.hide(std::move(result.error->help));
  for (auto& note : result.error->notes) note = mask.hide(std::move(note));
}

/// Tells only whole lines, so that a secret in two pieces is seen.
class LineWatch {
 public:
  LineWatch(const SecretMask& mask, const PerformHooks& hooks) : mask_(mask), hooks_(hooks) {}
  void operator()(bool is_error, const std::string& text) {
    auto& rest = rest_[is_error ? 1 : 0];
    rest += text;
    const auto end = rest.rfind('\n');
    if (end == std::string::npos) return;
    hooks_.on_output(is_error, mask_.hide(rest.substr(0, end + 1)));
    rest.erase(0, end + 1);
  }

 private:
  const SecretMask& mask_;
  const PerformHooks& hooks_;
  std::array<std::string, 2> rest_;
};

Result<CommandSettings> settings_of(const OperationRequest& request, const Machine& machine) {
  auto settings = command_settings(request.identity, machine);
  if (!settings) return settings.error();
  for (const auto& [name, value] : request.environment) {
    auto text = value.as_string();
    if (!text) return fail("the environment variable " + name + " must be a text", ErrorKind::usage);
    settings->environment[name] = *text;
  }
  settings->directory = request.directory;
  settings->timeout = request.timeout;
  if (!request.shell.empty()) settings->shell = request.shell;
  if (!request.success_codes.empty()) settings->good_codes = request.success_codes;
  return settings;
}

void attempt_all(const OperationType& type, const OperationRequest& request, Machine& machine,
                 const PerformHooks& hooks, OperationResult& result) {
  const auto attempts = request.mode == Mode::apply ? request.retries + 1 : 1;
  for (result.attempts = 1;; ++result.attempts) {
    ActingAs acting(machine.settings());
    auto done = acting.status() ? Attempt(request, machine, result).run(type) : acting.status();
    if (done) return;
    const bool wrong_arguments = done.error().kind == ErrorKind::usage;
    if (!wrong_arguments && result.attempts < attempts && hooks.pause(request.retry_delay)) {
      result.diff.clear();
      result.changes.clear();
      continue;
    }
    result.status = OperationStatus::failed;
    result.error = done.error();
    return;
  }
}

}  // namespace

bool holds(const Condition& condition, const RunSoFar& run) {
  const auto& terms = condition.terms;
  const auto test = [&](const ConditionTerm& term) { return holds(term, run); };
  if (terms.empty()) return true;
  switch (condition.of) {
    case Condition::Of::all:
      return std::all_of(terms.begin(), terms.end(), test);
    case Condition::Of::any:
      return std::any_of(terms.begin(), terms.end(), test);
    case Condition::Of::none:
      return std::none_of(terms.begin(), terms.end(), test);
    case Condition::Of::count_:
      break;
  }
  return false;
}

Result<CommandSettings> command_settings(const Identity& identity, const Machine& machine) {
  CommandSettings settings;
  if (identity.user.empty()) return settings;
  settings.login = identity.login;
  auto account = machine.account(identity.user, identity.group);
  if (!account) return account.error();
  if (::getuid() != 0 && account->user != ::getuid()) {
    return fail_with_help("cannot act as user '" + identity.user + "': the agent does not run as root",
                          "use sudo for this host, or connect as root");
  }
  if (::getuid() == 0) settings.account = std::move(*account);
  return settings;
}

ActingAs::ActingAs(const CommandSettings& settings) {
  if (!settings.account || ::geteuid() != 0 || settings.account->user == 0) return;
  groups_.resize(64);
  const int count = ::getgroups(static_cast<int>(groups_.size()), groups_.data());
  groups_.resize(static_cast<std::size_t>(std::max(count, 0)));
  changed_ = true;
  const auto& account = *settings.account;
  if (::setgroups(account.groups.size(), account.groups.data()) != 0 || ::setegid(account.group) != 0 ||
      ::seteuid(account.user) != 0) {
    status_ = fail("cannot act as user '" + account.name + "': " + std::strerror(errno));
  }
}

ActingAs::~ActingAs() {
  if (!changed_) return;
  // Root's own identity can always be had back; with the wrong one nothing may go on.
  if (::seteuid(0) != 0 || ::setegid(::getgid()) != 0 || ::setgroups(groups_.size(), groups_.data()) != 0) ::abort();
}

OperationResult perform(const OperationRequest& request, Machine& machine, const RunSoFar& run, SecretMask& mask,
                        const PerformHooks& hooks) {
  OperationResult result{.id = request.id};
  const auto begin = std::chrono::steady_clock::now();
  mask.learn(request.arguments);
  mask.learn(request.environment);
  const auto* type = find_operation(request.type);
  machine.only_plan(request.mode == Mode::check, request.want_diff);
  auto settings = settings_of(request, machine);
  if (!holds(request.condition, run)) {
    result.status = OperationStatus::skipped;
    result.skipped_because = "its condition does not hold";
  } else if (type == nullptr) {
    const auto meant = nearest(request.type, operation_names());
    result.status = OperationStatus::failed;
    result.error = fail_with_help("there is no operation " + request.type, meant ? "did you mean " + *meant + "?" : "");
  } else if (!settings) {
    result.status = OperationStatus::failed;
    result.error = settings.error();
  } else {
    if (request.stream_output && hooks.on_output) settings->on_output = LineWatch(mask, hooks);
    machine.use(std::move(*settings));
    attempt_all(*type, request, machine, hooks, result);
    if (const auto& printed = machine.printed()) {
      result.output = tail(printed->output);
      result.error_output = tail(printed->error_output);
      result.exit_code = printed->exit_code;
    }
    machine.use({});
  }
  const bool wrong_use = result.error && result.error->kind == ErrorKind::usage;
  if (result.error && request.mode == Mode::check && (run.planned_changes || result.changed) && !wrong_use &&
      type != nullptr) {
    // What it needs may be what an earlier operation makes.
    result.status = OperationStatus::ok;
    result.changed = result.uncertain = true;
    result.changes.push_back("cannot be told before earlier operations are applied: " + result.error->message);
    result.error.reset();
  }
  result.ignored = result.error && request.ignore_errors;
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  hide_secrets(result, mask);
  return result;
}

}  // namespace ashlar::fleet
