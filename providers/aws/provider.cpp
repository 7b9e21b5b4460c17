#include "providers/aws/provider.hpp"

#include <algorithm>

#include "providers/aws/check.hpp"
#include "providers/aws/difference.hpp"
#include "providers/aws/functions/functions.hpp"
#include "providers/aws/lifecycle.hpp"
#include "providers/aws/package.hpp"
#include "providers/aws/types/types.hpp"
#include "providers/support/diagnose.hpp"
#include "providers/support/secrets.hpp"

namespace ashlar::providers::aws {

using namespace deploy;

namespace {

Result<const ResourceType*> type_of(const Urn& urn) {
  std::vector<std::string> tokens;
  for (const auto* type : resource_types()) {
    if (type->token == urn.type()) return type;
    tokens.push_back(type->token);
  }
  return unknown_name("resource type", urn.type(), package_name, tokens);
}

Result<const Function*> function_of(const std::string& token) {
  std::vector<std::string> tokens;
  for (const auto* function : functions()) {
    if (function->token == token) return function;
    tokens.push_back(function->token);
  }
  return unknown_name("function", token, package_name, tokens);
}

Error not_configured() {
  return fail_with_help("the aws provider is not configured yet",
                        "its configuration depends on something that is not known before the update");
}

/// The defaults that the published provider puts into its own inputs.
void fill_in_config(const Environment& environment, PropertyMap& inputs) {
  auto region = environment.text("AWS_REGION");
  if (region.empty()) region = environment.text("AWS_DEFAULT_REGION");
  if (!region.empty()) inputs.emplace("region", region);
  inputs.emplace("skipCredentialsValidation", "false");
  inputs.emplace("skipRegionValidation", "true");
}

Status check_account(const Config& config, const std::string& account) {
  const auto listed = [&](const std::vector<std::string>& list) {
    return std::ranges::find(list, account) != list.end();
  };
  const bool forbidden =
      listed(config.forbidden_accounts) || (!config.allowed_accounts.empty() && !listed(config.allowed_accounts));
  if (!forbidden) return {};
  return fail_with_help(
      "the AWS account " + account + " is not one that this stack may change",
      "use credentials of another account, or correct aws:allowedAccountIds and aws:forbiddenAccountIds",
      ErrorKind::authentication);
}

/// Runs a task to its end and answers with what it yields.
template <typename Answer>
void run(Task<Result<Answer>> work, Done<Answer> done) {
  spawn([](Task<Result<Answer>> owned, Done<Answer> answer) -> Task<void> {
    auto result = co_await owned;
    answer(std::move(result));
  }(std::move(work), std::move(done)));
}

}  // namespace

std::shared_ptr<Provider> make_aws_provider(awsapi::Surroundings surroundings) {
  return std::make_shared<AwsProvider>(surroundings);
}

void AwsProvider::check_config(CheckRequest request, Done<CheckAnswer> done) {
  CheckAnswer result;
  const auto given = plain(request.new_inputs);
  result.warnings = warn_of_unknown_properties("pulumi:providers:aws", given, config_keys());
  for (auto& warning : warn_of_inert_config(given)) result.warnings.push_back(std::move(warning));
  result.inputs = std::move(request.new_inputs);
  fill_in_config(surroundings_.environment, result.inputs);
  if (!contains_unknowns(given)) {
    if (const auto config = read_config(given); !config) {
      result.failures.push_back({"", config.error().message});
      for (const auto& note : config.error().notes) result.failures.push_back({"", note});
    }
  }
  answer(done, Result<CheckAnswer>(std::move(result)));
}

Task<Status> AwsProvider::start_session(Config config) {
  auto settings = awsapi::resolve_settings(config.client, surroundings_.files, surroundings_.environment);
  if (!settings) co_return settings.error();
  if (settings->region.empty()) {
    co_return fail_with_help("no AWS region is set", "run `ashlar config set aws:region <region>`, or set AWS_REGION",
                             ErrorKind::usage);
  }
  session_ = std::make_shared<Session>(surroundings_, std::move(config), std::move(*settings));
  const auto& rules = session_->config();
  const bool any_account = rules.allowed_accounts.empty() && rules.forbidden_accounts.empty();
  if (rules.skip_credentials_validation && rules.skip_requesting_account_id && any_account) co_return Status();
  auto asking = ask_service(*session_, "sts", "GetCallerIdentity", {}, session_->region());
  const auto identity = co_await asking;
  if (!identity) co_return identity.error().error().within("the AWS credentials could not be checked");
  const auto account = (*identity)["Account"].text();
  if (!rules.skip_requesting_account_id) session_->set_account(account);
  co_return check_account(rules, account);
}

void AwsProvider::configure(Urn, std::string, PropertyMap inputs, Done<void> done) {
  auto config = read_config(plain(inputs));
  if (!config) return answer(done, Status(config.error()));
  spawn([](AwsProvider* self, Config read, Done<void> finished) -> Task<void> {
    auto starting = self->start_session(std::move(read));
    auto started = co_await starting;
    self->answer(finished, std::move(started));
  }(this, std::move(*config), std::move(done)));
}

void AwsProvider::check(CheckRequest request, Done<CheckAnswer> done) {
  const auto type = type_of(request.urn);
  if (!type) return answer(done, Result<CheckAnswer>(type.error()));
  answer(done, check_resource(**type, request, session_ ? session_->config() : Config()));
}

void AwsProvider::diff(DiffRequest request, Done<DiffAnswer> done) {
  const auto type = type_of(request.urn);
  if (!type) return answer(done, Result<DiffAnswer>(type.error()));
  answer(done, Result<DiffAnswer>(difference(**type, request)));
}

template <typename Answer, typename Request>
void AwsProvider::carry_out(Request request, Task<Result<Answer>> (*work)(Session&, const ResourceType&, Request),
                            Done<Answer> done) {
  const auto type = type_of(request.urn);
  if (!type) return answer(done, Result<Answer>(type.error()));
  if (!session_) return answer(done, Result<Answer>(not_configured()));
  // An answer that comes at once, as that of a preview does, still arrives as an event of its own.
  run<Answer>(work(*session_, **type, std::move(request)),
              [this, done](Result<Answer> result) { answer(done, std::move(result)); });
}

void AwsProvider::create(CreateRequest request, Done<CreateAnswer> done) {
  carry_out<CreateAnswer>(std::move(request), create_resource, std::move(done));
}

void AwsProvider::read(ReadRequest request, Done<ReadAnswer> done) {
  carry_out<ReadAnswer>(std::move(request), read_resource, std::move(done));
}

void AwsProvider::update(UpdateRequest request, Done<UpdateAnswer> done) {
  carry_out<UpdateAnswer>(std::move(request), update_resource, std::move(done));
}

void AwsProvider::remove(DeleteRequest request, Done<void> done) {
  carry_out<void>(std::move(request), remove_resource, std::move(done));
}

void AwsProvider::recover_create(RecoverRequest request, Done<RecoverAnswer> done) {
  carry_out<RecoverAnswer>(std::move(request), recover_resource, std::move(done));
}

void AwsProvider::invoke(InvokeRequest request, Done<InvokeAnswer> done) {
  const auto function = function_of(request.token);
  if (!function) return answer(done, Result<InvokeAnswer>(function.error()));
  if (!session_) return answer(done, Result<InvokeAnswer>(not_configured()));
  spawn([](AwsProvider* self, const Function* asked, PropertyMap args, Done<InvokeAnswer> finished) -> Task<void> {
    auto running = asked->run(*self->session_, std::move(args));
    auto result = co_await running;
    if (result) {
      self->answer(finished, Result<InvokeAnswer>(InvokeAnswer{std::move(*result), {}}));
    } else {
      self->answer(finished, Result<InvokeAnswer>(result.error().within(asked->token)));
    }
  }(this, *function, plain(request.args), std::move(done)));
}

void AwsProvider::cancel() {
  if (session_) session_->cancellation()->cancel();
}

}  // namespace ashlar::providers::aws
