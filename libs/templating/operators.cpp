#include "templating/operators.hpp"

#include <cmath>
#include <limits>

#include "templating/dict.hpp"
#include "templating/failure.hpp"
#include "templating/format.hpp"
#include "templating/object.hpp"
#include "templating/printing.hpp"
#include "templating/unicode.hpp"

namespace ashlar::templating {

namespace {

constexpr int deepest_comparison = 200;

[[noreturn]] void raise_operands(std::string_view symbol, const Value& left, const Value& right) {
  if (left.is_undefined()) raise_undefined(left);
  if (right.is_undefined()) raise_undefined(right);
  raise_type("unsupported operand type(s) for " + std::string(symbol) + ": '" + type_name(left) + "' and '" +
             type_name(right) + "'");
}

[[noreturn]] void raise_overflow() {
  raise(FailureKind::arithmetic, "the result does not fit a 64-bit integer", "calculate with floats: `x * 1.0`");
}

bool both_integral(const Value& left, const Value& right) { return left.is_integral() && right.is_integral(); }
bool both_numbers(const Value& left, const Value& right) { return left.is_number() && right.is_number(); }

Value finite(double number) {
  if (std::isinf(number)) raise(FailureKind::arithmetic, "the result is too large for a float");
  return number;
}

// An integer and a float are compared by what they are worth: long double holds both exactly.
long double wide(const Value& number) {
  return number.is(Kind::floating) ? static_cast<long double>(number.as_double())
                                   : static_cast<long double>(number.as_integer());
}

bool equal_at(const Value& left, const Value& right, int depth);

bool equal_sequences(const List& left, const List& right, int depth) {
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (!equal_at(left[i], right[i], depth)) return false;
  }
  return true;
}

bool equal_dicts(const Dict& left, const Dict& right, int depth) {
  if (left.size() != right.size()) return false;
  bool same = true;
  left.each([&](const Value& key, const Value& value) {
    if (!same) return;
    const auto* other = right.find(key);
    same = other != nullptr && equal_at(value, *other, depth);
  });
  return same;
}

bool equal_objects(const Value& left, const Value& right) {
  const auto* range = left.object<Range>();
  const auto* other = right.object<Range>();
  if (range != nullptr && other != nullptr) return range->equals(*other);
  return left.as_object() == right.as_object();
}

bool equal_at(const Value& left, const Value& right, int depth) {
  if (depth > deepest_comparison) raise(FailureKind::limit, "the values are nested too deeply to be compared");
  require_lenient(left);
  require_lenient(right);
  if (both_numbers(left, right)) {
    if (both_integral(left, right)) return left.as_integer() == right.as_integer();
    return wide(left) == wide(right);
  }
  if (left.kind() != right.kind()) return false;
  switch (left.kind()) {
    case Kind::none:
    case Kind::undefined:
      return true;
    case Kind::string:
      return left.as_text() == right.as_text();
    case Kind::list:
    case Kind::tuple:
      return equal_sequences(*left.sequence(), *right.sequence(), depth + 1);
    case Kind::dict:
      return left.as_dict() == right.as_dict() || equal_dicts(*left.as_dict(), *right.as_dict(), depth + 1);
    case Kind::object:
      return equal_objects(left, right);
    default:
      return false;
  }
}

// The first items that differ decide, else the lengths.
bool ordered_sequences(const List& left, const List& right, std::string_view symbol, bool or_equal) {
  const auto common = std::min(left.size(), right.size());
  for (std::size_t i = 0; i < common; ++i) {
    if (equal(left[i], right[i])) continue;
    return or_equal ? less_or_equal(left[i], right[i], symbol) : less(left[i], right[i], symbol);
  }
  return or_equal ? left.size() <= right.size() : left.size() < right.size();
}

bool ordered(const Value& left, const Value& right, std::string_view symbol, bool or_equal) {
  if (both_numbers(left, right)) {
    if (both_integral(left, right)) {
      return or_equal ? left.as_integer() <= right.as_integer() : left.as_integer() < right.as_integer();
    }
    return or_equal ? wide(left) <= wide(right) : wide(left) < wide(right);
  }
  if (left.is_string() && right.is_string()) {
    // The order of UTF-8's bytes is that of the characters.
    return or_equal ? left.as_text() <= right.as_text() : left.as_text() < right.as_text();
  }
  if (left.kind() == right.kind() && left.sequence() != nullptr) {
    return ordered_sequences(*left.sequence(), *right.sequence(), symbol, or_equal);
  }
  if (left.is_undefined()) raise_undefined(left);
  if (right.is_undefined()) raise_undefined(right);
  raise_type("'" + std::string(symbol) + "' not supported between instances of '" + type_name(left) + "' and '" +
             type_name(right) + "'");
}

bool any_equal(const List& items, const Value& wanted) {
  for (const auto& item : items) {
    if (item.same_as(wanted) || equal(item, wanted)) return true;
  }
  return false;
}

Value repeated(const Value& value, std::int64_t count) {
  const auto times = static_cast<std::size_t>(std::max<std::int64_t>(count, 0));
  constexpr std::size_t largest = 256U << 20U;
  const auto check = [&](std::size_t size) {
    if (size != 0 && times > largest / size) raise(FailureKind::limit, "the result of * is too large");
  };
  if (value.is_string()) {
    const auto& unit = value.as_text();
    check(unit.size());
    std::string text;
    text.reserve(unit.size() * times);
    for (std::size_t i = 0; i < times; ++i) text += unit;
    return Value::text(std::move(text), value.is_markup());
  }
  const auto& unit = *value.sequence();
  check(unit.size() * sizeof(Value));
  List items;
  items.reserve(unit.size() * times);
  for (std::size_t i = 0; i < times; ++i) items.insert(items.end(), unit.begin(), unit.end());
  return value.is(Kind::tuple) ? Value::tuple(std::move(items)) : Value(std::move(items));
}

Value concatenated(const Value& left, const Value& right) {
  if (left.is_markup() || right.is_markup()) {
    std::string text;
    append_escaped_value(text, left);
    append_escaped_value(text, right);
    return Value::markup(std::move(text));
  }
  return left.as_text() + right.as_text();
}

std::int64_t integer_power(std::int64_t base, std::int64_t exponent) {
  std::int64_t result = 1;
  while (exponent > 0) {
    if ((exponent & 1) != 0 && __builtin_mul_overflow(result, base, &result)) raise_overflow();
    exponent >>= 1;
    if (exponent > 0 && __builtin_mul_overflow(base, base, &base)) raise_overflow();
  }
  return result;
}

}  // namespace

std::string type_name(const Value& value) {
  switch (value.kind()) {
    case Kind::none:
      return "NoneType";
    case Kind::undefined:
      return "Undefined";
    case Kind::boolean:
      return "bool";
    case Kind::integer:
      return "int";
    case Kind::floating:
      return "float";
    case Kind::string:
      return value.is_markup() ? "Markup" : "str";
    case Kind::list:
      return "list";
    case Kind::tuple:
      return "tuple";
    case Kind::dict:
      return "dict";
    case Kind::object:
      return value.as_object()->type_name();
  }
  return "";
}

void raise_undefined(const Value& undefined) {
  raise(FailureKind::undefined, undefined.as_undefined().message,
        "give it a value, or a default: `{{ x | default('') }}`");
}

void require_lenient(const Value& value) {
  if (value.is_undefined() && value.as_undefined().mode == UndefinedMode::strict) raise_undefined(value);
}

bool truthy(const Value& value) {
  switch (value.kind()) {
    case Kind::none:
      return false;
    case Kind::undefined:
      require_lenient(value);
      return false;
    case Kind::boolean:
    case Kind::integer:
      return value.as_integer() != 0;
    case Kind::floating:
      return value.as_double() != 0;
    case Kind::string:
      return !value.as_text().empty();
    case Kind::list:
    case Kind::tuple:
      return !value.sequence()->empty();
    case Kind::dict:
      return !value.as_dict()->empty();
    case Kind::object:
      return value.as_object()->truthy();
  }
  return false;
}

bool equal(const Value& left, const Value& right) { return equal_at(left, right, 0); }

bool less(const Value& left, const Value& right, std::string_view symbol) {
  return ordered(left, right, symbol, false);
}

bool less_or_equal(const Value& left, const Value& right, std::string_view symbol) {
  return ordered(left, right, symbol, true);
}

bool contains(const Value& container, const Value& item) {
  if (container.is_string()) {
    if (item.is_undefined()) raise_undefined(item);
    if (!item.is_string()) raise_type("'in <string>' requires string as left operand, not " + type_name(item));
    return container.as_text().find(item.as_text()) != std::string::npos;
  }
  if (container.is(Kind::dict)) return container.as_dict()->find(item) != nullptr;
  if (const auto* items = container.sequence()) return any_equal(*items, item);
  if (const auto* range = container.object<Range>(); range != nullptr && item.is_integral()) {
    return range->contains(item.as_integer());
  }
  if (!is_iterable(container)) raise_type("argument of type '" + type_name(container) + "' is not iterable");
  return any_equal(items_of(container), item);
}

std::size_t length_of(const Value& value) {
  if (value.is_string()) return count_characters(value.as_text());
  if (const auto* items = value.sequence()) return items->size();
  if (value.is(Kind::dict)) return value.as_dict()->size();
  if (value.is_undefined()) {
    require_lenient(value);
    return 0;
  }
  if (value.is(Kind::object)) {
    if (const auto length = value.as_object()->length()) return *length;
  }
  raise_type("object of type '" + type_name(value) + "' has no len()");
}

bool is_iterable(const Value& value) {
  switch (value.kind()) {
    case Kind::undefined:
      require_lenient(value);
      return true;
    case Kind::string:
    case Kind::list:
    case Kind::tuple:
    case Kind::dict:
      return true;
    case Kind::object:
      return value.as_object()->is_iterable();
    default:
      return false;
  }
}

List items_of(const Value& value) {
  if (const auto* items = value.sequence()) return *items;
  switch (value.kind()) {
    case Kind::undefined:
      require_lenient(value);
      return {};
    case Kind::string: {
      List items;
      for (const auto character : characters(value.as_text())) {
        items.emplace_back(character);
      }
      return items;
    }
    case Kind::dict:
      return value.as_dict()->keys();
    case Kind::object:
      if (value.as_object()->is_iterable()) return value.as_object()->iterate();
      break;
    default:
      break;
  }
  raise_type("'" + type_name(value) + "' object is not iterable");
}

Value add(const Value& left, const Value& right) {
  if (both_integral(left, right)) {
    std::int64_t sum = 0;
    if (__builtin_add_overflow(left.as_integer(), right.as_integer(), &sum)) raise_overflow();
    return sum;
  }
  if (both_numbers(left, right)) return left.as_double() + right.as_double();
  if (left.is_string() && right.is_string()) return concatenated(left, right);
  if (left.kind() == right.kind() && left.sequence() != nullptr) {
    List items = *left.sequence();
    items.insert(items.end(), right.sequence()->begin(), right.sequence()->end());
    return left.is(Kind::tuple) ? Value::tuple(std::move(items)) : Value(std::move(items));
  }
  raise_operands("+", left, right);
}

Value subtract(const Value& left, const Value& right) {
  if (both_integral(left, right)) {
    std::int64_t difference = 0;
    if (__builtin_sub_overflow(left.as_integer(), right.as_integer(), &difference)) raise_overflow();
    return difference;
  }
  if (both_numbers(left, right)) return left.as_double() - right.as_double();
  raise_operands("-", left, right);
}

Value multiply(const Value& left, const Value& right) {
  if (both_integral(left, right)) {
    std::int64_t product = 0;
    if (__builtin_mul_overflow(left.as_integer(), right.as_integer(), &product)) raise_overflow();
    return product;
  }
  if (both_numbers(left, right)) return left.as_double() * right.as_double();
  const auto repeats = [](const Value& value) { return value.is_string() || value.sequence() != nullptr; };
  if (repeats(left) && right.is_integral()) return repeated(left, right.as_integer());
  if (left.is_integral() && repeats(right)) return repeated(right, left.as_integer());
  raise_operands("*", left, right);
}

Value divide(const Value& left, const Value& right) {
  if (!both_numbers(left, right)) raise_operands("/", left, right);
  if (right.as_double() == 0) raise(FailureKind::arithmetic, "division by zero");
  if (both_integral(left, right)) return static_cast<double>(wide(left) / wide(right));
  return left.as_double() / right.as_double();
}

Value floor_divide(const Value& left, const Value& right) {
  if (!both_numbers(left, right)) raise_operands("//", left, right);
  if (right.as_double() == 0) raise(FailureKind::arithmetic, "integer division or modulo by zero");
  if (both_integral(left, right)) {
    const auto dividend = left.as_integer();
    const auto divisor = right.as_integer();
    if (divisor == -1) return negative(left);
    const auto quotient = dividend / divisor;
    return dividend % divisor != 0 && (dividend < 0) != (divisor < 0) ? quotient - 1 : quotient;
  }
  const double remainder = modulo(left, right).as_double();
  const double quotient = (left.as_double() - remainder) / right.as_double();
  const double floored = std::floor(quotient);
  return quotient - floored > 0.5
             ? floored + 1
             : (quotient == 0 ? std::copysign(0.0, left.as_double() / right.as_double()) : floored);
}

Value modulo(const Value& left, const Value& right) {
  if (left.is_string()) return format_percent(left, right);
  if (!both_numbers(left, right)) raise_operands("%", left, right);
  if (right.as_double() == 0) raise(FailureKind::arithmetic, "integer modulo by zero");
  if (both_integral(left, right)) {
    const auto divisor = right.as_integer();
    if (divisor == -1) return 0;
    const auto remainder = left.as_integer() % divisor;
    return remainder != 0 && (remainder < 0) != (divisor < 0) ? remainder + divisor : remainder;
  }
  const double divisor = right.as_double();
  double remainder = std::fmod(left.as_double(), divisor);
  if (remainder == 0) return std::copysign(0.0, divisor);
  if ((remainder < 0) != (divisor < 0)) remainder += divisor;
  return remainder;
}

Value power(const Value& left, const Value& right) {
  if (!both_numbers(left, right)) raise_operands("** or pow()", left, right);
  if (both_integral(left, right) && right.as_integer() >= 0) {
    return integer_power(left.as_integer(), right.as_integer());
  }
  const double base = left.as_double();
  const double exponent = right.as_double();
  if (base == 0 && exponent < 0) raise(FailureKind::arithmetic, "0.0 cannot be raised to a negative power");
  if (base < 0 && std::isfinite(exponent) && std::trunc(exponent) != exponent) {
    raise(FailureKind::arithmetic, "a negative number has no such power that is a real number");
  }
  const double result = std::pow(base, exponent);
  return std::isfinite(base) && std::isfinite(exponent) ? finite(result) : Value(result);
}

Value negative(const Value& value) {
  if (value.is_integral()) {
    if (value.as_integer() == std::numeric_limits<std::int64_t>::min()) raise_overflow();
    return -value.as_integer();
  }
  if (value.is_number()) return -value.as_double();
  if (value.is_undefined()) raise_undefined(value);
  raise_type("bad operand type for unary -: '" + type_name(value) + "'");
}

Value positive(const Value& value) {
  if (value.is_integral()) return value.as_integer();
  if (value.is_number()) return value;
  if (value.is_undefined()) raise_undefined(value);
  raise_type("bad operand type for unary +: '" + type_name(value) + "'");
}

}  // namespace ashlar::templating
