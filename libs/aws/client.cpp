#include "aws/client.hpp"

#include "aws/credential_chain.hpp"
#include "aws/curl_transport.hpp"
#include "aws/paging.hpp"
#include "aws/waiters.hpp"

namespace ashlar::awsapi {
namespace {

ApiError error_of(const Request& request, std::string_view code, std::string message) {
  ApiError error;
  error.service = request.service;
  error.operation = request.operation;
  error.code = code;
  error.message = std::move(message);
  return error;
}

}  // namespace

Client::Client(Surroundings surroundings, Settings settings, std::shared_ptr<CredentialsProvider> credentials)
    : caller_(surroundings, std::move(settings)), credentials_(std::move(credentials)) {
  if (!credentials_) {
    credentials_ =
        std::make_shared<CachedCredentials>(surroundings.clock, [this] { return find_credentials(caller_); });
  }
}

Client::~Client() = default;

Task<Outcome> Client::call(Request request) {
  if (request.cancellation == nullptr) request.cancellation = cancellation_;
  if (cancellation_->cancelled()) co_return error_of(request, local_codes::cancelled, "the run was cancelled");
  auto calling = caller_.call(std::move(request), credentials_.get());
  co_return co_await calling;
}

void Client::call(Request request, std::function<void(Outcome)> done) {
  spawn([](Client* self, Request asked, std::function<void(Outcome)> answer) -> Task<void> {
    auto calling = self->call(std::move(asked));
    auto outcome = co_await calling;
    answer(std::move(outcome));
  }(this, std::move(request), std::move(done)));
}

Task<Outcome> Client::collect(Request request) {
  const auto service = caller_.models().service(request.service);
  const Paginator* paginator = nullptr;
  if (service) {
    const auto found = (*service)->paginators.find(request.operation);
    if (found != (*service)->paginators.end()) paginator = &found->second;
  }
  Value joined;
  while (true) {
    auto calling = call(request);
    auto page = co_await calling;
    if (!page || paginator == nullptr) co_return page;
    auto next = next_page(*paginator, request.parameters, *page);
    if (!next) co_return error_of(request, local_codes::malformed, next.error().message);
    join_page(*paginator, joined, *page);
    if (!*next) co_return joined;
    request.parameters = std::move(**next);
  }
}

Task<Outcome> Client::wait_until(std::string waiter, Request request, WaitOptions options) {
  const auto service = caller_.models().service(request.service);
  if (!service) co_return error_of(request, local_codes::invalid_request, service.error().message);
  const auto found = (*service)->waiters.find(waiter);
  if (found == (*service)->waiters.end()) {
    co_return error_of(request, local_codes::invalid_request, "there is no waiter " + waiter);
  }
  const auto& rules = found->second;
  request.operation = rules.operation;
  if (request.cancellation == nullptr) request.cancellation = cancellation_;
  const std::chrono::milliseconds delay = options.delay.count() > 0 ? options.delay : rules.delay;
  const std::chrono::milliseconds limit = options.limit.count() > 0 ? options.limit : rules.delay * rules.max_attempts;
  const auto& surroundings = caller_.surroundings();
  const auto start = surroundings.clock.now();
  while (true) {
    auto calling = collect(request);
    auto outcome = co_await calling;
    const auto verdict = judge_wait(rules, outcome);
    if (!verdict) co_return error_of(request, local_codes::malformed, verdict.error().message);
    if (*verdict == WaitVerdict::success) co_return outcome.ok() ? std::move(outcome) : Outcome(Value());
    if (*verdict == WaitVerdict::failure) {
      if (!outcome.ok()) co_return outcome;
      co_return error_of(request, local_codes::wait_failed,
                         "it came to a state from which it will not get to " + waiter);
    }
    if (surroundings.clock.now() + delay > start + limit) {
      co_return error_of(request, local_codes::wait_timed_out,
                         "it did not get to " + waiter + " within " + std::to_string(limit.count() / 1000) + " s");
    }
    auto sleeping = sleep_for(surroundings.loop, delay, request.cancellation);
    const bool slept = co_await sleeping;
    if (!slept) co_return error_of(request, local_codes::cancelled, "the wait for " + waiter + " was cancelled");
  }
}

Task<Result<Credentials>> Client::credentials() { return credentials_->get(); }

struct SystemSurroundings::Parts {
  EventLoop& loop;
  CurlTransport http{loop, {}};
  SystemClock clock;
  SystemEntropy entropy;
  RealFileSystem files;
  Environment environment;
  ShellRunner processes{loop};
};

SystemSurroundings::SystemSurroundings(EventLoop& loop, Environment environment)
    : parts_(new Parts{.loop = loop, .environment = std::move(environment)}) {}
SystemSurroundings::~SystemSurroundings() = default;

Surroundings SystemSurroundings::all() {
  return {parts_->loop,  parts_->http,        parts_->clock,    parts_->entropy,
          parts_->files, parts_->environment, parts_->processes};
}

}  // namespace ashlar::awsapi
