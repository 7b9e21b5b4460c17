#pragma once
/// What routes of a table and routes on their own have in common: where to, and through what.

#include <optional>
#include <string>
#include <vector>

#include "aws/value.hpp"
#include "resource/property_value.hpp"

namespace ashlar::providers::aws {

/// A target: the property, and the member of CreateRoute and ReplaceRoute that takes it.
struct RouteTarget {
  const char* property;
  const char* member;
};
[[nodiscard]] const std::vector<RouteTarget>& route_targets();
[[nodiscard]] std::vector<std::string> route_target_names();

/// A destination: the member of requests and answers, and its value.
struct RouteDestination {
  std::string member;
  std::string value;
};

/// The destination of a route with the properties `destinationCidrBlock` … or, inside a route table, `cidrBlock` …
[[nodiscard]] std::optional<RouteDestination> destination_of(const PropertyMap& route);
/// The destination that a text is: a network of either family, or a prefix list's id.
[[nodiscard]] RouteDestination parse_destination(const std::string& text);

/// The request that makes or replaces that route of a table.
[[nodiscard]] awsapi::Value route_request(const std::string& table, const PropertyMap& route);

/// The table's route to that destination, or null. Networks are compared in their shortest form.
[[nodiscard]] awsapi::Value find_route(const awsapi::Value& table, const RouteDestination& destination);

/// The targets of a route as AWS tells it; a VPC endpoint comes as a gateway there.
[[nodiscard]] PropertyMap targets_of(const awsapi::Value& route);

}  // namespace ashlar::providers::aws
