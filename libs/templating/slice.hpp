#pragma once

#include <optional>

#include "templating/value.hpp"

namespace ashlar::templating {

/// `value[start:stop:step]`, with None for what is left out; nothing when the value or a bound does not allow it.
/// Raises when the step is 0.
[[nodiscard]] std::optional<Value> sliced(const Value& value, const Value& start, const Value& stop, const Value& step);

}  // namespace ashlar::templating
