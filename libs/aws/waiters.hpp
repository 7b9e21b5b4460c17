#pragma once
/// The rules of waiters: a pure function over an answer.

#include <optional>

#include "aws/model.hpp"
#include "aws/outcome.hpp"

namespace ashlar::awsapi {

enum class WaitVerdict { success, failure, retry };

/// What the waiter's rules say about `outcome`. An error that no rule names is a failure, an answer that none names
/// means to look again.
[[nodiscard]] Result<WaitVerdict> judge_wait(const Waiter& waiter, const Outcome& outcome);

}  // namespace ashlar::awsapi
