#pragma once
/// Whether inputs fit a type, and what they are with defaults and generated names. Pure functions.

#include "deploy/provider.hpp"
#include "providers/aws/config.hpp"
#include "providers/aws/resource_type.hpp"

namespace ashlar::providers::aws {

/// What every answer to `check` has: inputs in the form of the published provider (`__defaults` lists what was filled
/// in, in nested objects too; `tagsAll` and `region` are filled in from the configuration), failures, and warnings
/// about unknown properties.
[[nodiscard]] Result<deploy::CheckAnswer> check_resource(const ResourceType& type, const deploy::CheckRequest& request,
                                                         const Config& config);

/// Whether `inputs` lists `name` among what was filled in for the program.
[[nodiscard]] bool was_defaulted(const PropertyMap& inputs, std::string_view name);

/// Names of a type's inputs, `region` and `tags` included.
[[nodiscard]] std::vector<std::string> input_names(const ResourceType& type);

/// For `adjust_check`: a failure unless exactly one of `names` is set.
void require_one_of(const std::vector<std::string>& names, const PropertyMap& inputs,
                    std::vector<deploy::CheckFailure>& failures);
/// A failure when both are set.
void forbid_both(const std::string& one, const std::string& other, const PropertyMap& inputs,
                 std::vector<deploy::CheckFailure>& failures);
/// A failure when `one` is set without `other`.
void require_with(const std::string& one, const std::string& other, const PropertyMap& inputs,
                  std::vector<deploy::CheckFailure>& failures);

/// A check for texts: what is wrong, or nothing.
[[nodiscard]] std::function<std::optional<std::string>(const std::string&)> one_of(std::vector<std::string> allowed);

}  // namespace ashlar::providers::aws
