#pragma once
/// Joining the pages of an answer: pure functions over documents.

#include <optional>

#include "aws/model.hpp"

namespace ashlar::awsapi {

/// The parameters of the next page's request, or nothing when `page` was the last.
[[nodiscard]] Result<std::optional<Value>> next_page(const Paginator& paginator, const Value& parameters,
                                                     const Value& page);

/// Adds the lists that `page` holds under the paginator's result keys to those of `joined`.
void join_page(const Paginator& paginator, Value& joined, const Value& page);

}  // namespace ashlar::awsapi
