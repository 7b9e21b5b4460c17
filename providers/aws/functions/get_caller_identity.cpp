#include "providers/aws/functions/functions.hpp"

namespace ashlar::providers::aws {
namespace {

Task<Result<PropertyMap>> run(Session& session, PropertyMap) {
  auto asking = ask_service(session, "sts", "GetCallerIdentity", {}, session.region());
  const auto outcome = co_await asking;
  if (!outcome) co_return outcome.error().error();
  const auto account = (*outcome)["Account"].text();
  co_return PropertyMap{{"accountId", account},
                        {"arn", (*outcome)["Arn"].text()},
                        {"id", account},
                        {"userId", (*outcome)["UserId"].text()}};
}

}  // namespace

const Function& get_caller_identity() {
  static const Function function{"aws:index/getCallerIdentity:getCallerIdentity", {"id"}, run};
  return function;
}

}  // namespace ashlar::providers::aws
