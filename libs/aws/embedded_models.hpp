#pragma once
/// The generated side of the service models (models/generate.py): text that the build put into the library.

#include <string_view>

namespace ashlar::awsapi {

/// The model of a service (`ec2`, `rds` …) as JSON in botocore's notation, or nothing when the build was not asked for
/// it.
[[nodiscard]] std::string_view embedded_model(std::string_view service);

}  // namespace ashlar::awsapi
