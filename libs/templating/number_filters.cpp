// Filters of numbers.
#include <array>
#include <cmath>

#include "templating/builtin.hpp"
#include "templating/format.hpp"
#include "templating/numbers.hpp"
#include "templating/operators.hpp"
#include "templating/printing.hpp"

namespace ashlar::templating {

namespace {

// A float without its fraction.
std::int64_t truncated(double number) {
  constexpr double limit = 9.2233720368547758e18;
  if (!std::isfinite(number) || std::fabs(number) >= limit) {
    raise(FailureKind::arithmetic, "cannot convert " + print_double(number) + " to a 64-bit integer");
  }
  return static_cast<std::int64_t>(number);
}

Value int_filter(Call& call) {
  const auto otherwise = call.given(0) ? call[0] : Value(0);
  const auto& value = call.subject;
  if (value.is_undefined()) raise_undefined(value);
  if (value.is_integral()) return value.as_integer();
  if (value.is(Kind::floating)) return std::isnan(value.as_double()) ? otherwise : Value(truncated(value.as_double()));
  if (!value.is_string()) return otherwise;
  if (const auto number = parse_integer(value.as_text(), static_cast<int>(call.integer(1, 10)))) return *number;
  const auto number = parse_float(value.as_text());
  return number && !std::isnan(*number) ? Value(truncated(*number)) : otherwise;
}

Value float_filter(Call& call) {
  const auto otherwise = call.given(0) ? call[0] : Value(0.0);
  const auto& value = call.subject;
  if (value.is_undefined()) raise_undefined(value);
  if (value.is_number()) return value.as_double();
  if (!value.is_string()) return otherwise;
  const auto number = parse_float(value.as_text());
  return number ? Value(*number) : otherwise;
}

Value abs_filter(Call& call) {
  const auto& value = call.subject;
  if (value.is_undefined()) raise_undefined(value);
  if (!value.is_number()) raise_type("bad operand type for abs(): '" + type_name(value) + "'");
  if (value.is_integral()) return value.as_integer() < 0 ? negative(value) : Value(value.as_integer());
  return std::fabs(value.as_double());
}

// To the nearest, halves to the even one. `places` are in front of the point when negative.
Value rounded(const Value& value, std::int64_t places) {
  if (value.is_integral()) {
    if (places >= 0) return value.as_integer();
    if (places < -18) return 0;
    const auto unit = power(Value(10), Value(-places)).as_integer();
    const auto number = value.as_integer();
    auto rest = number % unit;
    if (rest < 0) rest += unit;
    const auto below = (number - rest) / unit;
    const bool up = rest > unit - rest || (rest == unit - rest && below % 2 != 0);
    return multiply(Value(below + (up ? 1 : 0)), Value(unit));
  }
  const double number = value.as_double();
  constexpr std::int64_t most = 400;
  if (!std::isfinite(number) || places > most) return number;
  if (places < -most) return std::copysign(0.0, number);
  if (places >= 0) return *parse_float(print_fixed(number, static_cast<int>(places)));
  const double unit = std::pow(10.0, static_cast<double>(-places));
  return std::nearbyint(number / unit) * unit;
}

Value round_filter(Call& call) {
  const auto method = call.given(1) ? to_text(call[1]) : "common";
  if (method != "common" && method != "ceil" && method != "floor") {
    raise(FailureKind::runtime, "method must be common, ceil or floor");
  }
  if (call.subject.is_undefined()) raise_undefined(call.subject);
  if (!call.subject.is_number()) raise_type("type " + type_name(call.subject) + " doesn't define __round__ method");
  const auto places = call.integer(0, 0);
  if (method == "common") return rounded(call.subject, places);
  const double unit = std::pow(10.0, static_cast<double>(places));
  const double scaled = call.subject.as_double() * unit;
  if (!std::isfinite(scaled)) raise(FailureKind::arithmetic, "cannot round " + print_double(scaled));
  const double whole = method == "ceil" ? std::ceil(scaled) : std::floor(scaled);
  return (whole == 0 ? 0.0 : whole) / unit;
}

Value filesize_filter(Call& call) {
  const auto& value = call.subject;
  double bytes = 0;
  if (value.is_undefined()) raise_undefined(value);
  if (value.is_number()) {
    bytes = value.as_double();
  } else if (value.is_string()) {
    const auto number = parse_float(value.as_text());
    if (!number) raise_value("could not convert string to float: " + repr(value));
    bytes = *number;
  } else {
    raise_type("float() argument must be a string or a real number, not '" + type_name(value) + "'");
  }
  const bool binary = call.flag(0);
  const double base = binary ? 1024 : 1000;
  static constexpr std::array prefixes = {"k", "M", "G", "T", "P", "E", "Z", "Y"};
  if (bytes == 1) return "1 Byte";
  if (bytes < base) return std::to_string(truncated(bytes)) + " Bytes";
  double unit = base;
  std::string_view prefix;
  for (const auto* next : prefixes) {
    unit *= base;
    prefix = next;
    if (bytes < unit) break;
  }
  const auto symbol = binary ? (prefix == "k" ? "Ki" : std::string(prefix) + "i") : std::string(prefix);
  return print_fixed(base * bytes / unit, 1) + " " + symbol + "B";
}

constexpr Builtin filters[] = {
    {"int", {"default", "base"}, 0, int_filter},
    {"float", {"default"}, 0, float_filter},
    {"abs", {}, 0, abs_filter},
    {"round", {"precision", "method"}, 0, round_filter},
    {"filesizeformat", {"binary"}, 0, filesize_filter},
};

}  // namespace

std::span<const Builtin> number_filters() { return filters; }

}  // namespace ashlar::templating
