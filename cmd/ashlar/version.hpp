#pragma once

#include <string_view>

namespace ashlar::cli {

/// Ours, with its `v`.
inline constexpr std::string_view version_text = "v" ASHLAR_VERSION;

/// The release of the genuine tool whose behaviour is followed. Programs and projects ask for it
/// (`requiredPulumiVersion`).
inline constexpr std::string_view compatible_version = "3.260.0";

}  // namespace ashlar::cli
