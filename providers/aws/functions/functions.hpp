#pragma once
/// The functions that are built in: one file each.

#include <functional>
#include <string>
#include <vector>

#include "base/task.hpp"
#include "providers/aws/session.hpp"
#include "resource/property_value.hpp"

namespace ashlar::providers::aws {

/// A question to AWS. `args` are plain and known.
struct Function {
  std::string token;
  std::vector<std::string> arguments;
  std::function<Task<Result<PropertyMap>>(Session&, PropertyMap args)> run;
};

[[nodiscard]] const Function& get_caller_identity();
[[nodiscard]] const Function& get_region();
[[nodiscard]] const Function& get_availability_zones();
[[nodiscard]] const Function& get_ami();
[[nodiscard]] const Function& get_security_group();
[[nodiscard]] const Function& get_subnet();

/// Whether `getRegion` knows it.
[[nodiscard]] bool is_known_region(const std::string& region);

/// All of the above.
[[nodiscard]] const std::vector<const Function*>& functions();

/// What functions have in common.

/// The region that a call is about: the argument's, else the provider's.
[[nodiscard]] std::string region_of_call(const Session& session, const PropertyMap& args);
/// One request of a function, all pages of it.
[[nodiscard]] Task<awsapi::Outcome> ask_service(Session& session, std::string service, std::string operation,
                                                awsapi::Value parameters, std::string region);
/// The `filters` argument, `[{name, values}]`, as ec2 takes it.
[[nodiscard]] awsapi::Value::List filters_in(const PropertyMap& args);
/// Adds `{Name, Values: [value]}`, unless the value is empty.
void add_filter(awsapi::Value::List& filters, const std::string& name, const std::string& value);
/// Of ec2, the one in the answer's list `list` that `parameters` mean; fails when it is none or several.
[[nodiscard]] Task<Result<awsapi::Value>> ask_for_one(Session& session, std::string noun, std::string operation,
                                                      std::string list, awsapi::Value parameters, std::string region);

}  // namespace ashlar::providers::aws
