#include <algorithm>
#include <charconv>
#include <cmath>

#include "templating/dict.hpp"
#include "templating/failure.hpp"
#include "templating/format.hpp"
#include "templating/operators.hpp"
#include "templating/printing.hpp"
#include "templating/runtime.hpp"
#include "templating/unicode.hpp"

namespace ashlar::templating {

namespace {

constexpr int widest = 1'000'000;

struct Specification {
  std::string fill = " ";
  char align = 0;
  char sign = '-';
  bool alternate = false;
  bool zero = false;
  int width = 0;
  char grouping = 0;
  int precision = -1;
  char type = 0;
};

bool is_align(char c) { return c == '<' || c == '>' || c == '=' || c == '^'; }

int take_number(std::string_view& text) {
  int number = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
  if (end.ec != std::errc{} || number > widest) raise_value("Too many decimal digits in format string");
  text.remove_prefix(static_cast<std::size_t>(end.ptr - text.data()));
  return number;
}

bool take(std::string_view& text, char wanted) {
  if (text.empty() || text.front() != wanted) return false;
  text.remove_prefix(1);
  return true;
}

bool starts_with_digit(std::string_view text) { return !text.empty() && text.front() >= '0' && text.front() <= '9'; }

Specification parse_specification(std::string_view text) {
  Specification found;
  const auto whole = text;
  const auto first = text.empty() ? 0 : next_character(text, 0);
  if (first > 0 && first < text.size() && is_align(text[first])) {
    found.fill = text.substr(0, first);
    found.align = text[first];
    text.remove_prefix(first + 1);
  } else if (!text.empty() && is_align(text.front())) {
    found.align = text.front();
    text.remove_prefix(1);
  }
  if (!text.empty() && (text.front() == '+' || text.front() == '-' || text.front() == ' ')) {
    found.sign = text.front();
    text.remove_prefix(1);
  }
  found.alternate = take(text, '#');
  if (take(text, '0')) {
    found.zero = true;
    if (found.align == 0) {
      found.fill = "0";
      found.align = '=';
    }
  }
  if (starts_with_digit(text)) found.width = take_number(text);
  if (!text.empty() && (text.front() == ',' || text.front() == '_')) {
    found.grouping = text.front();
    text.remove_prefix(1);
  }
  if (take(text, '.')) {
    if (!starts_with_digit(text)) raise_value("Format specifier missing precision");
    found.precision = take_number(text);
  }
  if (!text.empty()) {
    found.type = text.front();
    text.remove_prefix(1);
  }
  if (!text.empty()) raise_value("Invalid format specifier '" + std::string(whole) + "'");
  return found;
}

std::string repeat(std::string_view unit, std::size_t times) {
  std::string text;
  text.reserve(unit.size() * times);
  for (std::size_t i = 0; i < times; ++i) text += unit;
  return text;
}

std::string padded(const Specification& how, const std::string& sign, const std::string& body, char usual_align) {
  const auto length = count_characters(sign) + count_characters(body);
  const auto width = static_cast<std::size_t>(how.width);
  if (length >= width) return sign + body;
  const auto missing = width - length;
  switch (how.align != 0 ? how.align : usual_align) {
    case '<':
      return sign + body + repeat(how.fill, missing);
    case '^':
      return repeat(how.fill, missing / 2) + sign + body + repeat(how.fill, missing - missing / 2);
    case '=':
      return sign + repeat(how.fill, missing) + body;
    default:
      return repeat(how.fill, missing) + sign + body;
  }
}

// Separators between groups of digits in front of the point.
std::string grouped(const std::string& digits, char separator, std::size_t size) {
  const auto whole = std::min(digits.find_first_not_of("0123456789abcdefABCDEF"), digits.size());
  std::string out;
  for (std::size_t i = 0; i < whole; ++i) {
    if (i > 0 && (whole - i) % size == 0) out += separator;
    out += digits[i];
  }
  return out + digits.substr(whole);
}

std::string sign_text(bool is_negative, char sign) {
  if (is_negative) return "-";
  return sign == '-' ? "" : std::string(1, sign);
}

[[noreturn]] void raise_unknown(char type, const Value& value) {
  raise_value("Unknown format code '" + std::string(1, type) + "' for object of type '" + type_name(value) + "'");
}

// Zeros that fill a grouped number belong to its groups.
std::string zero_filled(const Specification& how, std::string digits, const std::string& sign, std::size_t group) {
  while (true) {
    auto text = grouped(digits, how.grouping, group);
    if (how.fill != "0" || how.align != '=' || text.size() + sign.size() >= static_cast<std::size_t>(how.width)) {
      return text;
    }
    digits.insert(0, 1, '0');
  }
}

std::string format_double(const Specification& how, double number, const Value& original) {
  auto sign = sign_text(std::signbit(number) && !std::isnan(number), how.sign);
  const double size = std::fabs(number);
  std::string body;
  switch (how.type) {
    case 0:
      if (how.precision < 0) {
        body = print_double(size);
      } else {
        body = print_fixed(size, std::max(how.precision, 1), 'g');
        if (body.find_first_of(".en") == std::string::npos) body += ".0";
      }
      break;
    case '%':
      body = print_fixed(size * 100, how.precision < 0 ? 6 : how.precision) + "%";
      break;
    case 'e':
    case 'E':
    case 'f':
    case 'F':
      body = print_fixed(size, how.precision < 0 ? 6 : how.precision, how.type);
      break;
    case 'g':
    case 'G':
    case 'n':
      body = print_fixed(size, how.precision < 0 ? 6 : std::max(how.precision, 1), how.type == 'G' ? 'G' : 'g');
      break;
    default:
      raise_unknown(how.type, original);
  }
  if (how.grouping != 0) {
    const auto point = std::min(body.find_first_not_of("0123456789"), body.size());
    auto narrower = how;
    narrower.width = std::max(0, how.width - static_cast<int>(body.size() - point));
    body = zero_filled(narrower, body.substr(0, point), sign, 3) + body.substr(point);
  }
  return padded(how, sign, body, '>');
}

std::string format_integer(const Specification& how, const Value& value) {
  const auto number = value.as_integer();
  if (how.type != 0 && std::string_view("eEfFgG%").find(how.type) != std::string_view::npos) {
    return format_double(how, static_cast<double>(number), value);
  }
  if (how.precision >= 0) raise_value("Precision not allowed in integer format specifier");
  auto sign = sign_text(number < 0, how.sign);
  int base = 10;
  switch (how.type) {
    case 0:
    case 'd':
    case 'n':
      break;
    case 'b':
      base = 2;
      if (how.alternate) sign += "0b";
      break;
    case 'o':
      base = 8;
      if (how.alternate) sign += "0o";
      break;
    case 'x':
    case 'X':
      base = 16;
      if (how.alternate) sign += how.type == 'X' ? "0X" : "0x";
      break;
    case 'c': {
      std::string character;
      append_code_point(character, static_cast<char32_t>(number));
      return padded(how, "", character, '<');
    }
    default:
      raise_unknown(how.type, value);
  }
  std::string digits(66, '\0');
  const auto magnitude = number < 0 ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), magnitude, base);
  digits.resize(static_cast<std::size_t>(end.ptr - digits.data()));
  if (how.type == 'X') digits = to_upper(digits);
  if (how.grouping != 0) digits = zero_filled(how, digits, sign, base == 10 ? 3 : 4);
  return padded(how, sign, digits, '>');
}

// `{0.name[3]!r:>{width}}`, field by field.
class BraceFormatter {
 public:
  BraceFormatter(Runtime& runtime, const Value& text, const Arguments& arguments)
      : runtime_(runtime), safe_(text.is_markup()), arguments_(arguments) {}

  std::string run(std::string_view text, int depth) {
    if (depth > 2) raise_value("Max string recursion exceeded");
    std::string out;
    while (!text.empty()) {
      const auto brace = std::min(text.find_first_of("{}"), text.size());
      out += text.substr(0, brace);
      text.remove_prefix(brace);
      if (text.empty()) break;
      if (text.size() > 1 && text[1] == text[0]) {
        out += text[0];
        text.remove_prefix(2);
        continue;
      }
      if (text[0] == '}') raise_value("Single '}' encountered in format string");
      const auto end = closing(text);
      out += field(text.substr(1, end - 1), depth);
      text.remove_prefix(end + 1);
    }
    return out;
  }

 private:
  static std::size_t closing(std::string_view text) {
    int depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '{') ++depth;
      if (text[i] == '}' && --depth == 0) return i;
    }
    if (text.size() == 1) raise_value("Single '{' encountered in format string");
    raise_value("expected '}' before end of string");
  }

  std::string field(std::string_view text, int depth) {
    const auto name_end = std::min(text.find_first_of("!:"), text.size());
    const auto name = text.substr(0, name_end);
    text.remove_prefix(name_end);
    char conversion = 0;
    if (take(text, '!')) {
      if (text.empty()) raise_value("end of string while looking for conversion specifier");
      conversion = text.front();
      text.remove_prefix(1);
      if (!text.empty() && text.front() != ':') raise_value("expected ':' after conversion specifier");
    }
    auto value = look_up(name);
    std::string specification;
    if (take(text, ':')) specification = run(text, depth + 1);
    if (conversion == 'r' || conversion == 'a') value = Value(repr(value));
    if (conversion == 's') value = Value(to_text(value));
    if (conversion != 0 && std::string_view("rsa").find(conversion) == std::string_view::npos) {
      raise_value("Unknown conversion specifier '" + std::string(1, conversion) + "'");
    }
    if (safe_ && value.is_markup() && specification.empty()) return value.as_text();
    auto formatted = format_with(value, specification);
    return safe_ ? escape_html(formatted) : formatted;
  }

  Value look_up(std::string_view path) {
    const auto first = path.substr(0, std::min(path.find_first_of(".["), path.size()));
    path.remove_prefix(first.size());
    auto value = argument(first);
    while (!path.empty()) {
      if (take(path, '.')) {
        const auto name = path.substr(0, std::min(path.find_first_of(".["), path.size()));
        value = runtime_.attribute(value, name);
        if (value.is_undefined()) raise_type(value.as_undefined().message);
        path.remove_prefix(name.size());
      } else if (take(path, '[')) {
        const auto end = path.find(']');
        if (end == std::string_view::npos) raise_value("Missing ']' in format string");
        value = runtime_.subscript(value, key_of(path.substr(0, end)));
        if (value.is_undefined()) raise(FailureKind::lookup, value.as_undefined().message);
        path.remove_prefix(end + 1);
      } else {
        raise_value("Only '.' or '[' may follow ']' in format field specifier");
      }
    }
    return value;
  }

  static Value key_of(std::string_view text) {
    if (starts_with_digit(text) && text.find_first_not_of("0123456789") == std::string_view::npos) {
      return take_number(text);
    }
    return text;
  }

  const Value& argument(std::string_view name) {
    if (name.empty() || starts_with_digit(name)) {
      const auto index = name.empty() ? next_++ : static_cast<std::size_t>(take_number(name));
      if (index >= arguments_.positional.size()) {
        raise(FailureKind::lookup,
              "Replacement index " + std::to_string(index) + " out of range for positional args tuple");
      }
      return arguments_.positional[index];
    }
    for (const auto& [known, value] : arguments_.named) {
      if (known == name) return value;
    }
    raise(FailureKind::lookup, "the format names '" + std::string(name) + "', which is not given");
  }

  Runtime& runtime_;
  bool safe_;
  const Arguments& arguments_;
  std::size_t next_ = 0;
};

}  // namespace

std::string format_with(const Value& value, std::string_view specification) {
  if (specification.empty()) return to_text(value);
  if (value.is_undefined()) raise_undefined(value);
  if (!value.is_string() && !value.is_number()) {
    raise_type("unsupported format string passed to " + type_name(value) + ".__format__");
  }
  const auto how = parse_specification(specification);
  if (value.is_integral()) return format_integer(how, value);
  if (value.is_number()) return format_double(how, value.as_double(), value);
  if (how.type != 0 && how.type != 's') raise_unknown(how.type, value);
  if (how.sign != '-') raise_value("Sign not allowed in string format specifier");
  if (how.align == '=' && !how.zero) raise_value("'=' alignment not allowed in string format specifier");
  std::string_view text = value.as_text();
  if (how.precision >= 0) text = first_characters(text, static_cast<std::size_t>(how.precision));
  auto adjusted = how;
  if (how.align == '=') adjusted.align = '<';
  return padded(adjusted, "", std::string(text), '<');
}

Value format_braces(Runtime& runtime, const Value& text, const Arguments& arguments) {
  BraceFormatter formatter(runtime, text, arguments);
  return Value::text(formatter.run(text.as_text(), 1), text.is_markup());
}

}  // namespace ashlar::templating
