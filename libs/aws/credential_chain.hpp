#pragma once
/// Where credentials come from, in the order in which AWS's SDKs look (AWS SDKs reference guide, "Standardized
/// credential providers"): the program's own, the environment, a web identity, the profile, the container's service,
/// the instance's.

#include "aws/caller.hpp"

namespace ashlar::awsapi {

/// Looks in all places. Fails with the kind `authentication`: where a place is set up but gives nothing, with its
/// reason; where none is, with the list of what was tried. `caller` must outlive the task.
[[nodiscard]] Task<Result<Credentials>> find_credentials(Caller& caller);

}  // namespace ashlar::awsapi
