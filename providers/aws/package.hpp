#pragma once
/// The `aws` package, built in.

#include <memory>
#include <string_view>

#include "aws/caller.hpp"
#include "deploy/provider.hpp"

namespace ashlar::providers::aws {

inline constexpr std::string_view package_name = "aws";
/// The published release whose types, outputs and state this provider mirrors.
inline constexpr std::string_view package_version = "7.41.0";

/// A new instance. `surroundings` outlive it and every call made of it; `awsapi::SystemSurroundings` has the real ones.
[[nodiscard]] std::shared_ptr<deploy::Provider> make_aws_provider(awsapi::Surroundings surroundings);

}  // namespace ashlar::providers::aws
