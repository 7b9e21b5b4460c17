#include <algorithm>
#include <array>

#include "providers/aws/convert.hpp"
#include "providers/aws/functions/functions.hpp"

namespace ashlar::providers::aws {
namespace {

/// AWS's regions and what it calls them (AWS General Reference, "Regions and Zones").
constexpr std::array<std::pair<std::string_view, std::string_view>, 38> regions = {
    {{"af-south-1", "Africa (Cape Town)"},
     {"ap-east-1", "Asia Pacific (Hong Kong)"},
     {"ap-east-2", "Asia Pacific (Taipei)"},
     {"ap-northeast-1", "Asia Pacific (Tokyo)"},
     {"ap-northeast-2", "Asia Pacific (Seoul)"},
     {"ap-northeast-3", "Asia Pacific (Osaka)"},
     {"ap-south-1", "Asia Pacific (Mumbai)"},
     {"ap-south-2", "Asia Pacific (Hyderabad)"},
     {"ap-southeast-1", "Asia Pacific (Singapore)"},
     {"ap-southeast-2", "Asia Pacific (Sydney)"},
     {"ap-southeast-3", "Asia Pacific (Jakarta)"},
     {"ap-southeast-4", "Asia Pacific (Melbourne)"},
     {"ap-southeast-5", "Asia Pacific (Malaysia)"},
     {"ap-southeast-6", "Asia Pacific (New Zealand)"},
     {"ap-southeast-7", "Asia Pacific (Thailand)"},
     {"ca-central-1", "Canada (Central)"},
     {"ca-west-1", "Canada West (Calgary)"},
     {"cn-north-1", "China (Beijing)"},
     {"cn-northwest-1", "China (Ningxia)"},
     {"eu-central-1", "Europe (Frankfurt)"},
     {"eu-central-2", "Europe (Zurich)"},
     {"eu-north-1", "Europe (Stockholm)"},
     {"eu-south-1", "Europe (Milan)"},
     {"eu-south-2", "Europe (Spain)"},
     {"eu-west-1", "Europe (Ireland)"},
     {"eu-west-2", "Europe (London)"},
     {"eu-west-3", "Europe (Paris)"},
     {"il-central-1", "Israel (Tel Aviv)"},
     {"me-central-1", "Middle East (UAE)"},
     {"me-south-1", "Middle East (Bahrain)"},
     {"mx-central-1", "Mexico (Central)"},
     {"sa-east-1", "South America (Sao Paulo)"},
     {"us-east-1", "US East (N. Virginia)"},
     {"us-east-2", "US East (Ohio)"},
     {"us-gov-east-1", "AWS GovCloud (US-East)"},
     {"us-gov-west-1", "AWS GovCloud (US-West)"},
     {"us-west-1", "US West (N. California)"},
     {"us-west-2", "US West (Oregon)"}}};

std::string endpoint_of(std::string_view region) {
  return "ec2." + std::string(region) + "." + awsapi::partition_of(region).dns_suffix;
}

PropertyMap facts(std::string_view region, std::string_view description) {
  return {{"description", description},
          {"endpoint", endpoint_of(region)},
          {"id", region},
          {"name", region},
          {"region", region}};
}

/// By endpoint or name, else the provider's own region. Asks nobody.
Task<Result<PropertyMap>> run(Session& session, PropertyMap args) {
  const auto endpoint = text_in(args, "endpoint");
  const auto name = text_in(args, "name");
  const auto wanted = !name.empty() ? name : region_of_call(session, args);
  for (const auto& [region, description] : regions) {
    const bool matches =
        endpoint.empty() ? region == wanted : endpoint_of(region) == endpoint && (name.empty() || region == name);
    if (matches) co_return facts(region, description);
  }
  if (!endpoint.empty() || !name.empty()) {
    co_return fail_with_help("there is no AWS region " +
                                 (endpoint.empty() ? "\"" + wanted + "\"" : "with the endpoint \"" + endpoint + "\""),
                             "see the list of regions in the AWS General Reference");
  }
  co_return facts(wanted, wanted);  // newer than this list
}

}  // namespace

bool is_known_region(const std::string& region) {
  return std::ranges::any_of(regions, [&](const auto& known) { return known.first == region; });
}

const Function& get_region() {
  static const Function function{"aws:index/getRegion:getRegion", {"endpoint", "id", "name", "region"}, run};
  return function;
}

}  // namespace ashlar::providers::aws
