#pragma once

#include <string>
#include <vector>

namespace ashlar::providers::aws {

/// The names under which `aws:endpoints` may have services, sorted: those of the published provider, other names of one
/// service included. This provider calls few of them; the rest are for programs that are shared with it.
[[nodiscard]] const std::vector<std::string>& endpoint_services();

}  // namespace ashlar::providers::aws
