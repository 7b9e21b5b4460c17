#pragma once
/// Python's operators on values. Each raises what Python would raise; integers have 64 bits, and one that does not fit
/// is an arithmetic failure.

#include "templating/value.hpp"

namespace ashlar::templating {

/// "str", "int", "NoneType" …
[[nodiscard]] std::string type_name(const Value& value);

[[nodiscard]] bool truthy(const Value& value);
[[nodiscard]] bool equal(const Value& left, const Value& right);
/// `left < right`; `symbol` is the operator that the message names.
[[nodiscard]] bool less(const Value& left, const Value& right, std::string_view symbol = "<");
[[nodiscard]] bool less_or_equal(const Value& left, const Value& right, std::string_view symbol = "<=");
[[nodiscard]] bool contains(const Value& container, const Value& item);
/// In items, characters or entries.
[[nodiscard]] std::size_t length_of(const Value& value);
[[nodiscard]] bool is_iterable(const Value& value);
/// What an iteration gives: items, keys, characters. An iterator is used up.
[[nodiscard]] List items_of(const Value& value);

[[nodiscard]] Value add(const Value& left, const Value& right);
[[nodiscard]] Value subtract(const Value& left, const Value& right);
[[nodiscard]] Value multiply(const Value& left, const Value& right);
[[nodiscard]] Value divide(const Value& left, const Value& right);
[[nodiscard]] Value floor_divide(const Value& left, const Value& right);
[[nodiscard]] Value modulo(const Value& left, const Value& right);  ///< formats when `left` is a string
[[nodiscard]] Value power(const Value& left, const Value& right);
[[nodiscard]] Value negative(const Value& value);
[[nodiscard]] Value positive(const Value& value);

/// Raises what using an undefined value for more than printing or testing raises.
[[noreturn]] void raise_undefined(const Value& undefined);
/// Raises when `value` is undefined and strict.
void require_lenient(const Value& value);

}  // namespace ashlar::templating
