#include "providers/aws/call.hpp"
#include "providers/aws/convert.hpp"
#include "providers/aws/types/types.hpp"

namespace ashlar::providers::aws {

using awsapi::Value;

namespace {

Value attachment(const Call& call, const std::string& vpc) {
  return Value::map({{"InternetGatewayId", call.id}, {"VpcId", vpc}});
}

Task<Status> detach(Call& call, std::string vpc) {
  auto asking = call.ask_while("DetachInternetGateway", attachment(call, vpc), {"DependencyViolation"});
  const auto outcome = co_await asking;
  const bool detached =
      outcome || outcome.failed_with("Gateway.NotAttached") || outcome.failed_with("InvalidInternetGatewayID.NotFound");
  co_return detached ? Status() : Status(call.error("detaching it from " + vpc, outcome.error()));
}

Task<Status> attach(Call& call, std::string vpc) {
  auto asking = call.ask_while("AttachInternetGateway", attachment(call, vpc), {"InvalidInternetGatewayID.NotFound"});
  const auto outcome = co_await asking;
  if (!outcome) co_return call.error("attaching it to " + vpc, outcome.error());
  while (true) {
    auto finding = call.find({});
    const auto found = co_await finding;
    if (!found) co_return call.error("waiting for the attachment to " + vpc, found.error());
    if (at(*found, "Attachments[0].VpcId").text() == vpc) co_return Status();
    auto pausing = call.pause();
    const bool again = co_await pausing;
    if (!again) co_return call.gave_up("it was not attached to " + vpc + " in time");
  }
}

Task<Status> apply(Call& call, Change change) {
  if (!change.asks_for("vpcId")) co_return Status();
  if (const auto old = text_in(change.before, "vpcId"); !old.empty()) {
    auto detaching = detach(call, old);
    const auto detached = co_await detaching;
    if (!detached) co_return detached;
  }
  const auto vpc = text_in(change.after, "vpcId");
  if (vpc.empty()) co_return Status();
  auto attaching = attach(call, vpc);
  co_return co_await attaching;
}

Task<Status> before_remove(Call& call, const PropertyMap& outputs) {
  const auto vpc = text_in(outputs, "vpcId");
  if (vpc.empty()) co_return Status();
  auto detaching = detach(call, vpc);
  co_return co_await detaching;
}

}  // namespace

const ResourceType& internet_gateway() {
  static const ResourceType type = {
      .token = "aws:ec2/internetGateway:InternetGateway",
      .noun = "internet gateway",
      .create = {.operation = "CreateInternetGateway",
                 .id = "InternetGateway.InternetGatewayId",
                 .tag_type = "internet-gateway"},
      .read = {.operation = "DescribeInternetGateways",
               .ids = "InternetGatewayIds",
               .item = "InternetGateways[0]",
               .gone = {"InvalidInternetGatewayID.NotFound"}},
      .remove = {.operation = "DeleteInternetGateway",
                 .id = "InternetGatewayId",
                 .retry_while = {"DependencyViolation"}},
      .arn = "internet-gateway/{id}",
      .timeouts = {.create = 20, .update = 20, .remove = 20},
      .properties = {string("ownerId").from_aws().read_from("OwnerId"),
                     string("vpcId").from_aws_unless_set().read_from("Attachments[0].VpcId")},
      .apply = apply,
      .before_remove = before_remove,
      .item_id = "InternetGatewayId",
  };
  return type;
}

}  // namespace ashlar::providers::aws
