#pragma once
/// What commands are described by. Pure functions.

#include <string>
#include <string_view>
#include <vector>

#include "deploy/provider.hpp"
#include "resource/property_value.hpp"

namespace ashlar::providers::command {

inline constexpr std::string_view command_type = "command:local:Command";
inline constexpr std::string_view run_function = "command:local:run";

/// The names of a Command's inputs.
[[nodiscard]] std::vector<std::string> command_inputs();

/// The inputs without those that are null, which count as not given.
[[nodiscard]] PropertyMap given(PropertyMap inputs);

/// What is wrong with the inputs of a Command, or with the arguments of `run`: names, and kinds of known values. Values
/// never appear in the failures.
[[nodiscard]] std::vector<deploy::CheckFailure> check_command(const PropertyMap& inputs);
[[nodiscard]] std::vector<deploy::CheckFailure> check_run(const PropertyMap& arguments);

// Readers through secret marks; absent and null give the empty value.
[[nodiscard]] std::string text(const PropertyMap& map, std::string_view name);
[[nodiscard]] std::vector<std::string> texts(const PropertyMap& map, std::string_view name);
[[nodiscard]] bool is_set(const PropertyMap& map, std::string_view name);

}  // namespace ashlar::providers::command
