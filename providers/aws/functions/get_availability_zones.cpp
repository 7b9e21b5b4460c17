#include <algorithm>
#include <set>

#include "providers/aws/convert.hpp"
#include "providers/aws/functions/functions.hpp"

namespace ashlar::providers::aws {

using awsapi::Value;

namespace {

bool contains(const std::vector<std::string>& list, const std::string& text) {
  return std::ranges::find(list, text) != list.end();
}

Task<Result<PropertyMap>> run(Session& session, PropertyMap args) {
  Value parameters = Value::Map();
  if (flag_in(args, "allAvailabilityZones")) parameters.set("AllAvailabilityZones", true);
  auto filters = filters_in(args);
  if (const auto state = text_in(args, "state"); !state.empty()) {
    filters.push_back(Value::map({{"Name", "state"}, {"Values", Value::list({state})}}));
  }
  if (!filters.empty()) parameters.set("Filters", std::move(filters));
  const auto region = region_of_call(session, args);
  auto asking = ask_service(session, "ec2", "DescribeAvailabilityZones", std::move(parameters), region);
  const auto outcome = co_await asking;
  if (!outcome) co_return outcome.error().error();
  auto zones = (*outcome)["AvailabilityZones"].elements();
  std::ranges::sort(zones, {}, [](const Value& zone) { return zone["ZoneName"].text(); });
  PropertyArray names;
  PropertyArray ids;
  std::set<std::string> groups;
  for (const auto& zone : zones) {
    const auto name = zone["ZoneName"].text();
    const auto id = zone["ZoneId"].text();
    if (contains(strings_in(args, "excludeNames"), name) || contains(strings_in(args, "excludeZoneIds"), id)) continue;
    names.emplace_back(name);
    ids.emplace_back(id);
    groups.insert(zone["GroupName"].text());
  }
  args.insert_or_assign("names", std::move(names));
  args.insert_or_assign("zoneIds", std::move(ids));
  args.insert_or_assign("groupNames", PropertyArray(groups.begin(), groups.end()));
  args.insert_or_assign("id", region);
  args.insert_or_assign("region", region);
  co_return args;
}

}  // namespace

const Function& get_availability_zones() {
  static const Function function{
      "aws:index/getAvailabilityZones:getAvailabilityZones",
      {"allAvailabilityZones", "excludeNames", "excludeZoneIds", "filters", "region", "state"},
      run};
  return function;
}

}  // namespace ashlar::providers::aws
