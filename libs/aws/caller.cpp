#include "aws/caller.hpp"

#include <algorithm>

#include "aws/sigv4.hpp"
#include "base/strings.hpp"

namespace ashlar::awsapi {

struct Caller::Plan {
  const ServiceModel* service = nullptr;
  const Operation* operation = nullptr;
  const Protocol* protocol = nullptr;
  HttpRequest http;  // without a signature
  SigningScope scope;
  std::string endpoint;
};

struct Caller::Attempt {
  Outcome outcome;
  std::optional<HttpFailure> failure;
};

namespace {

/// Attempts that nobody answers: patience is for services that are busy, not for endpoints that are not there.
constexpr int max_unanswered = 4;

/// Gives every idempotency token that the caller left out a value of its own, which all attempts of the call share.
void fill_idempotency_tokens(const Operation& operation, Value& parameters, Entropy& entropy) {
  if (operation.input.shape == nullptr) return;
  for (const auto& [name, use] : operation.input.shape->members) {
    if (use.idempotency_token && parameters[name].is_null()) parameters.set(name, entropy.uuid());
  }
}

HttpRequest http_request(const WireRequest& wire, const std::string& endpoint, const Settings& settings) {
  HttpRequest http;
  http.method = wire.method;
  http.url = endpoint + wire.path + (wire.query.empty() ? "" : "?" + wire.query);
  http.headers = wire.headers;
  http.body = wire.body;
  http.ca_bundle = settings.ca_bundle;
  const auto& options = settings.options;
  http.proxy = endpoint.starts_with("https:") ? options.https_proxy : options.http_proxy;
  http.no_proxy = options.no_proxy;
  http.verify_server = !options.insecure;
  return http;
}

ApiError local_error(std::string_view code, const Error& error) {
  ApiError local;
  local.code = code;
  local.message = error.message;
  for (const auto& note : error.notes) local.message += "\n  " + note;
  local.help = error.help;
  local.kind = error.kind;
  return local;
}

ApiError of_request(ApiError error, const Request& request) {
  error.service = request.service;
  error.operation = request.operation;
  return error;
}

bool says_expired(const ApiError& error) {
  return error.code == "ExpiredToken" || error.code == "ExpiredTokenException" || error.code == "RequestExpired";
}

}  // namespace

Caller::Caller(Surroundings surroundings, Settings settings)
    : surroundings_(surroundings), settings_(std::move(settings)) {}

Result<Caller::Plan> Caller::plan(const Request& request) {
  const auto service = models_.service(request.service);
  if (!service) return service.error();
  const auto operation = models_.operation(**service, request.operation);
  if (!operation) return operation.error();
  auto parameters = request.parameters.is_null() ? Value(Value::Map()) : request.parameters;
  if (const auto checked = check_request(**operation, parameters); !checked) return checked.error();
  fill_idempotency_tokens(**operation, parameters, surroundings_.entropy);
  const bool elsewhere = request.service == "sts" && !settings_.options.sts_region.empty();
  const auto& region = elsewhere                ? settings_.options.sts_region
                       : request.region.empty() ? settings_.region
                                                : request.region;
  const auto endpoint = endpoint_for(**service, region, settings_, surroundings_.environment);
  if (!endpoint) return endpoint.error();
  Plan plan;
  plan.service = *service;
  plan.operation = *operation;
  plan.protocol = find_protocol((*service)->protocol);
  if (plan.protocol == nullptr) {
    return fail(request.service + " speaks the protocol " + (*service)->protocol + ", which is not built in",
                ErrorKind::internal);
  }
  plan.http = http_request(plan.protocol->encode(**service, **operation, parameters), *endpoint, settings_);
  std::string user_agent = "ashlar";
  for (const auto& more : settings_.options.user_agents) user_agent += " " + more;
  plan.http.headers.push_back({"User-Agent", std::move(user_agent)});
  plan.scope = {region, (*service)->signing_name};
  plan.endpoint = *endpoint;
  return plan;
}

Caller::Attempt Caller::judge(const Plan& plan, HttpResult result, const std::string& credentials_source) const {
  if (auto* failure = std::get_if<HttpFailure>(&result)) {
    ApiError error;
    const bool cancelled = failure->cause == HttpFailure::Cause::cancelled;
    error.code = cancelled ? local_codes::cancelled : local_codes::unreachable;
    error.message = failure->message;
    error.kind = cancelled ? ErrorKind::cancelled : ErrorKind::failed;
    explain(error, credentials_source, plan.endpoint);
    return {std::move(error), std::move(*failure)};
  }
  const auto& response = std::get<HttpResponse>(result);
  if (response.status >= 300) {
    auto error = plan.protocol->decode_error(response);
    explain(error, credentials_source, plan.endpoint);
    return {std::move(error), std::nullopt};
  }
  auto value = plan.protocol->decode(*plan.operation, response);
  if (value) return {std::move(*value), std::nullopt};
  auto error = local_error(local_codes::malformed, value.error());
  error.status = response.status;
  error.help = "check that " + plan.endpoint + " is an AWS endpoint";
  return {std::move(error), std::nullopt};
}

Task<Caller::Attempt> Caller::attempt(const Plan& plan, CredentialsProvider* credentials,
                                      CancellationPtr cancellation) {
  auto request = plan.http;
  std::string source;
  if (credentials != nullptr) {
    auto getting = credentials->get();
    const auto keys = co_await getting;
    if (!keys) co_return Attempt{local_error(local_codes::no_credentials, keys.error()), std::nullopt};
    source = keys->source;
    // The user agent may be changed on the way: it goes along unsigned.
    auto user_agent = std::move(request.headers.back());
    request.headers.pop_back();
    sign(request, *keys, plan.scope, surroundings_.clock.now());
    request.headers.push_back(std::move(user_agent));
  }
  auto exchanging = exchange(surroundings_.http, std::move(request), std::move(cancellation));
  auto result = co_await exchanging;
  co_return judge(plan, std::move(result), source);
}

Task<Outcome> Caller::call(Request request, CredentialsProvider* credentials) {
  const auto planned = plan(request);
  if (!planned) co_return of_request(local_error(local_codes::invalid_request, planned.error()), request);
  auto& quota = quotas_[request.service];
  auto last_reason = RetryReason::none;
  bool renewed = false;
  for (int count = 1;; ++count) {
    auto attempting = attempt(*planned, credentials, request.cancellation);
    auto result = co_await attempting;
    if (result.outcome) {
      quota.release(last_reason);
      co_return std::move(result.outcome);
    }
    const auto error = of_request(result.outcome.error(), request);
    if (says_expired(error) && credentials != nullptr && !renewed && credentials->renew()) {
      renewed = true;
      continue;
    }
    const auto reason = retry_reason(*planned->operation, error, result.failure);
    // A server error without AWS's own document comes from something that is not AWS, or not there.
    const bool unanswered = result.failure || error.code == std::to_string(error.status);
    const int limit = unanswered ? std::min(settings_.max_attempts, max_unanswered) : settings_.max_attempts;
    if (reason == RetryReason::none || count >= limit || !quota.acquire(reason)) co_return error;
    last_reason = reason;
    auto sleeping = sleep_for(surroundings_.loop, retry_delay(count, surroundings_.entropy), request.cancellation);
    if (!co_await sleeping) co_return error;
  }
}

}  // namespace ashlar::awsapi
