#include "providers/aws/functions/functions.hpp"

#include "providers/aws/convert.hpp"

namespace ashlar::providers::aws {

using awsapi::Outcome;
using awsapi::Value;

const std::vector<const Function*>& functions() {
  static const std::vector<const Function*> all = {&get_caller_identity(),    &get_region(),
                                                   &get_availability_zones(), &get_ami(),
                                                   &get_security_group(),     &get_subnet()};
  return all;
}

std::string region_of_call(const Session& session, const PropertyMap& args) {
  const auto region = text_in(args, "region");
  return region.empty() ? session.region() : region;
}

Task<Outcome> ask_service(Session& session, std::string service, std::string operation, Value parameters,
                          std::string region) {
  awsapi::Request request{.service = std::move(service),
                          .operation = std::move(operation),
                          .parameters = std::move(parameters),
                          .region = std::move(region),
                          .cancellation = nullptr};
  auto calling = session.client().collect(std::move(request));
  co_return co_await calling;
}

Value::List filters_in(const PropertyMap& args) {
  Value::List filters;
  const auto* value = find(args, "filters");
  const auto* array = value == nullptr ? nullptr : value->get<PropertyArray>();
  for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
    const auto* filter = (*array)[i].get<PropertyMap>();
    if (filter != nullptr)
      filters.push_back(
          Value::map({{"Name", text_in(*filter, "name")}, {"Values", texts(strings_in(*filter, "values"))}}));
  }
  return filters;
}

void add_filter(Value::List& filters, const std::string& name, const std::string& value) {
  if (!value.empty()) filters.push_back(Value::map({{"Name", name}, {"Values", Value::list({value})}}));
}

Task<Result<Value>> ask_for_one(Session& session, std::string noun, std::string operation, std::string list,
                                Value parameters, std::string region) {
  auto asking = ask_service(session, "ec2", std::move(operation), std::move(parameters), std::move(region));
  const auto outcome = co_await asking;
  if (!outcome) co_return outcome.error().error();
  const auto& found = (*outcome)[list].elements();
  if (found.size() == 1) co_return found.front();
  co_return fail_with_help(
      found.empty() ? "no " + noun + " matches" : std::to_string(found.size()) + " " + noun + "s match",
      "change the arguments so that they mean exactly one");
}

}  // namespace ashlar::providers::aws
