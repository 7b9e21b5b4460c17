// What can stand behind `is`.
#include <algorithm>

#include "templating/builtin.hpp"
#include "templating/operators.hpp"
#include "templating/printing.hpp"
#include "templating/unicode.hpp"

namespace ashlar::templating {

namespace {

// Whether all letters have that case, and there is one.
template <typename Has, typename HasOther>
bool all_letters(std::string_view text, const Has& has, const HasOther& has_other) {
  bool any = false;
  for (const auto character : characters(text)) {
    const auto code = code_point(character);
    if (has_other(code)) return false;
    any = any || has(code);
  }
  return any;
}

bool divisible(const Value& value, const Value& by) { return equal(modulo(value, by), Value(0)); }

bool is_sequence(const Value& value) {
  if (value.is_undefined()) return value.as_undefined().mode != UndefinedMode::strict;
  if (value.is_string() || value.sequence() != nullptr || value.is(Kind::dict)) return true;
  return value.is(Kind::object) && value.as_object()->is_sequence();
}

constexpr Builtin tests[] = {
    {"odd", {}, 0, [](Call& c) -> Value { return equal(modulo(c.subject, Value(2)), Value(1)); }},
    {"even", {}, 0, [](Call& c) -> Value { return divisible(c.subject, Value(2)); }},
    {"divisibleby", {"num"}, 1, [](Call& c) -> Value { return divisible(c.subject, c[0]); }},
    {"defined", {}, 0, [](Call& c) -> Value { return !c.subject.is_undefined(); }},
    {"undefined", {}, 0, [](Call& c) -> Value { return c.subject.is_undefined(); }},
    {"filter",
     {},
     0,
     [](Call& c) -> Value { return c.subject.is_string() && find_filter(c.subject.as_text()) != nullptr; }},
    {"test",
     {},
     0,
     [](Call& c) -> Value { return c.subject.is_string() && find_test(c.subject.as_text()) != nullptr; }},
    {"none", {}, 0, [](Call& c) -> Value { return c.subject.is_none(); }},
    {"boolean", {}, 0, [](Call& c) -> Value { return c.subject.is(Kind::boolean); }},
    {"false", {}, 0, [](Call& c) -> Value { return c.subject.is(Kind::boolean) && !c.subject.as_bool(); }},
    {"true", {}, 0, [](Call& c) -> Value { return c.subject.is(Kind::boolean) && c.subject.as_bool(); }},
    {"integer", {}, 0, [](Call& c) -> Value { return c.subject.is(Kind::integer); }},
    {"float", {}, 0, [](Call& c) -> Value { return c.subject.is(Kind::floating); }},
    {"lower", {}, 0, [](Call& c) -> Value { return all_letters(to_text(c.subject), is_lower, is_upper); }},
    {"upper", {}, 0, [](Call& c) -> Value { return all_letters(to_text(c.subject), is_upper, is_lower); }},
    {"string", {}, 0, [](Call& c) -> Value { return c.subject.is_string(); }},
    {"mapping", {}, 0, [](Call& c) -> Value { return c.subject.is(Kind::dict); }},
    {"number", {}, 0, [](Call& c) -> Value { return c.subject.is_number(); }},
    {"sequence", {}, 0, [](Call& c) -> Value { return is_sequence(c.subject); }},
    {"iterable", {}, 0, [](Call& c) -> Value { return is_iterable(c.subject); }},
    {"callable",
     {},
     0,
     [](Call& c) -> Value { return c.subject.is(Kind::object) && c.subject.as_object()->is_callable(); }},
    {"sameas", {"other"}, 1, [](Call& c) -> Value { return c.subject.same_as(c[0]); }},
    {"escaped",
     {},
     0,
     [](Call& c) -> Value {
       return c.subject.is_markup() || (c.subject.is(Kind::object) && c.subject.as_object()->is_safe());
     }},
    {"in", {"seq"}, 1, [](Call& c) -> Value { return contains(c[0], c.subject); }},
    {"eq", {"other"}, 1, [](Call& c) -> Value { return equal(c.subject, c[0]); }},
    {"==", {"other"}, 1, [](Call& c) -> Value { return equal(c.subject, c[0]); }},
    {"equalto", {"other"}, 1, [](Call& c) -> Value { return equal(c.subject, c[0]); }},
    {"ne", {"other"}, 1, [](Call& c) -> Value { return !equal(c.subject, c[0]); }},
    {"!=", {"other"}, 1, [](Call& c) -> Value { return !equal(c.subject, c[0]); }},
    {"gt", {"other"}, 1, [](Call& c) -> Value { return less(c[0], c.subject, ">"); }},
    {">", {"other"}, 1, [](Call& c) -> Value { return less(c[0], c.subject, ">"); }},
    {"greaterthan", {"other"}, 1, [](Call& c) -> Value { return less(c[0], c.subject, ">"); }},
    {"ge", {"other"}, 1, [](Call& c) -> Value { return less_or_equal(c[0], c.subject, ">="); }},
    {">=", {"other"}, 1, [](Call& c) -> Value { return less_or_equal(c[0], c.subject, ">="); }},
    {"lt", {"other"}, 1, [](Call& c) -> Value { return less(c.subject, c[0]); }},
    {"<", {"other"}, 1, [](Call& c) -> Value { return less(c.subject, c[0]); }},
    {"lessthan", {"other"}, 1, [](Call& c) -> Value { return less(c.subject, c[0]); }},
    {"le", {"other"}, 1, [](Call& c) -> Value { return less_or_equal(c.subject, c[0]); }},
    {"<=", {"other"}, 1, [](Call& c) -> Value { return less_or_equal(c.subject, c[0]); }},
};

}  // namespace

std::span<const Builtin> all_tests() { return tests; }

}  // namespace ashlar::templating
