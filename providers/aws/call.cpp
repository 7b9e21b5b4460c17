#include "providers/aws/call.hpp"

#include <algorithm>

#include "base/strings.hpp"
#include "providers/aws/convert.hpp"

namespace ashlar::providers::aws {

using awsapi::Outcome;
using awsapi::Value;

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds longest_pause = 10s;

bool contains(const std::vector<std::string>& list, const std::string& text) {
  return std::ranges::find(list, text) != list.end();
}

Value reading_request(const Reading& read, const std::string& id) {
  Value request = Value::Map();
  if (!read.ids.empty()) request.set(read.ids, Value::list({id}));
  if (!read.id.empty()) request.set(read.id, id);
  if (!read.filter.empty()) request.set(read.filters, filter(read.filter, id));
  return request;
}

}  // namespace

Value::List filter(const std::string& name, const std::string& value) {
  return {Value::map({{"Name", name}, {"Values", Value::list({value})}})};
}

Task<Outcome> Call::ask(std::string operation, Value parameters) {
  awsapi::Request request{.service = type_.service,
                          .operation = std::move(operation),
                          .parameters = std::move(parameters),
                          .region = region_,
                          .cancellation = nullptr};
  const bool reads = request.operation.starts_with("Describe") || request.operation.starts_with("List");
  ++requests_;
  auto calling = session_.client().collect(std::move(request));
  auto outcome = co_await calling;
  if (outcome && !reads) ++changes_;
  co_return outcome;
}

Task<Outcome> Call::ask_while(std::string operation, Value parameters, std::vector<std::string> codes) {
  while (true) {
    auto asking = ask(operation, parameters);
    auto outcome = co_await asking;
    if (outcome || !contains(codes, outcome.error().code)) co_return outcome;
    auto pausing = pause();
    const bool again = co_await pausing;
    if (!again) co_return outcome;
  }
}

Task<Status> Call::tell(std::string operation, Value parameters) {
  auto asking = ask(std::move(operation), std::move(parameters));
  const auto outcome = co_await asking;
  if (!outcome) co_return outcome.error().error();
  co_return Status();
}

Task<Outcome> Call::find(PropertyMap known) {
  const auto& read = type_.read;
  Outcome outcome = Value();
  if (type_.find) {
    auto finding = type_.find(*this, known);
    outcome = co_await finding;
  } else {
    auto asking = ask(read.operation, reading_request(read, id));
    outcome = co_await asking;
    if (outcome) outcome = Outcome(at(*outcome, read.item));
  }
  if (!outcome && contains(read.gone, outcome.error().code)) co_return Value();
  if (!outcome || outcome->is_null()) co_return outcome;
  if (!read.state.empty() && contains(read.not_there, to_lower(at(*outcome, read.state).text()))) co_return Value();
  co_return outcome;
}

awsapi::ApiError Call::not_ready(std::string_view code, const std::string& how) const {
  awsapi::ApiError error{.service = type_.service, .operation = type_.read.operation, .code = std::string(code)};
  error.message = "the " + type_.noun + " " + id + " " + how;
  return error;
}

Task<Outcome> Call::wait_until_ready(PropertyMap known, bool just_created) {
  using namespace awsapi::local_codes;
  const auto& read = type_.read;
  while (true) {
    auto finding = find(known);
    auto outcome = co_await finding;
    if (!outcome) co_return outcome;
    if (!outcome->is_null()) {
      const auto state = read.state.empty() ? std::string() : to_lower(at(*outcome, read.state).text());
      if (read.ready.empty() || contains(read.ready, state)) co_return outcome;
      if (!contains(read.on_the_way, state)) {
        const auto reason = read.failure.empty() ? "" : at(*outcome, read.failure).text();
        co_return not_ready(wait_failed,
                            "is " + (state.empty() ? "in no state" : state) + (reason.empty() ? "" : ": " + reason));
      }
    } else if (!just_created) {
      auto error = not_ready(wait_failed, "does not exist any more");
      error.help = "run `ashlar refresh`, then the command again";
      co_return error;
    }
    auto pausing = pause();
    const bool again = co_await pausing;
    if (!again) co_return not_ready(wait_timed_out, "did not get ready in time");
  }
}

Task<Status> Call::wait_until_gone(PropertyMap known) {
  while (true) {
    auto finding = find(known);
    const auto outcome = co_await finding;
    if (!outcome) co_return error("looking whether it is gone", outcome.error());
    if (outcome->is_null()) co_return Status();
    auto pausing = pause();
    const bool again = co_await pausing;
    if (!again) co_return gave_up("it is still there");
  }
}

Task<bool> Call::pause() {
  const auto& surroundings = session_.surroundings();
  if (surroundings.clock.now() + next_pause_ > deadline_) co_return false;
  auto sleeping = awsapi::sleep_for(surroundings.loop, next_pause_, session_.cancellation());
  next_pause_ = std::min(next_pause_ * 2, longest_pause);
  co_return co_await sleeping;
}

Error Call::error(const std::string& what, const awsapi::ApiError& cause) const { return cause.error().within(what); }

Error Call::gave_up(const std::string& what) const {
  const bool cancelled = session_.cancellation()->cancelled();
  return fail_with_help("the " + type_.noun + " " + id + ": " + what + (cancelled ? " (the run was cancelled)" : ""),
                        cancelled ? "" : "run the command again, or allow more time with `customTimeouts`",
                        cancelled ? ErrorKind::cancelled : ErrorKind::failed);
}

}  // namespace ashlar::providers::aws
