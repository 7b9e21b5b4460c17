#include "templating/format.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "templating/dict.hpp"
#include "templating/failure.hpp"
#include "templating/operators.hpp"
#include "templating/printing.hpp"
#include "templating/runtime.hpp"
#include "templating/unicode.hpp"

namespace ashlar::templating {

namespace {

constexpr int widest = 1'000'000;  // of a field, so that a typing error does not take all memory

std::string in_base(std::uint64_t number, int base, bool upper) {
  std::string digits(64, '\0');
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, base);
  digits.resize(static_cast<std::size_t>(end.ptr - digits.data()));
  if (upper)
    std::transform(digits.begin(), digits.end(), digits.begin(),
                   [](char c) { return c >= 'a' ? static_cast<char>(c - 32) : c; });
  return digits;
}

std::uint64_t magnitude(std::int64_t number) {
  return number < 0 ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
}

int parse_width(std::string_view digits) {
  int width = 0;
  const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), width);
  if (end.ec != std::errc{} || width > widest) raise_value("width too big in format");
  return width;
}

std::int64_t truncated(const Value& value, char conversion) {
  if (value.is_integral()) return value.as_integer();
  if (value.is(Kind::floating) && (conversion == 'd' || conversion == 'i' || conversion == 'u')) {
    const double number = std::trunc(value.as_double());
    constexpr double limit = 9.2233720368547758e18;
    if (std::isfinite(number) && std::fabs(number) < limit) return static_cast<std::int64_t>(number);
    raise(FailureKind::arithmetic, "the number does not fit a 64-bit integer");
  }
  raise_type("%" + std::string(1, conversion) + " format: a number is required, not " + type_name(value));
}

// --- `'%05d' % 7`

struct Conversion {
  bool left = false, sign = false, space = false, zero = false, alternate = false;
  int width = 0;
  int precision = -1;
  char type = 's';
};

class PercentFormatter {
 public:
  PercentFormatter(const Value& text, const Value& values)
      : text_(text.as_text()), safe_(text.is_markup()), values_(values) {}

  std::string run() {
    while (at_ < text_.size()) {
      const auto percent = std::min(text_.find('%', at_), text_.size());
      out_.append(text_, at_, percent - at_);
      at_ = percent;
      if (at_ < text_.size()) convert();
    }
    if (left_over()) raise_type("not all arguments converted during string formatting");
    return std::move(out_);
  }

 private:
  char peek() const {
    if (at_ >= text_.size()) raise_value("incomplete format");
    return text_[at_];
  }

  // A single value that could be looked into need not be used.
  [[nodiscard]] bool left_over() const {
    if (values_.is(Kind::tuple)) return next_ < values_.as_tuple().items.size();
    return next_ == 0 && (values_.is_string() || values_.is_number() || values_.is_none());
  }

  const Value& next_value() {
    if (values_.is(Kind::tuple)) {
      if (next_ >= values_.as_tuple().items.size()) raise_type("not enough arguments for format string");
      return values_.as_tuple().items[next_++];
    }
    if (next_++ > 0) raise_type("not enough arguments for format string");
    return values_;
  }

  const Value& named_value() {
    ++at_;
    const auto begin = at_;
    int depth = 1;
    for (; depth > 0; ++at_) {
      const char c = at_ < text_.size() ? text_[at_] : '\0';
      if (at_ >= text_.size()) raise_value("incomplete format key");
      if (c == '(') ++depth;
      if (c == ')') --depth;
    }
    const auto name = text_.substr(begin, at_ - begin - 1);
    if (!values_.is(Kind::dict)) raise_type("format requires a mapping");
    const auto* value = values_.as_dict()->find(std::string_view(name));
    if (value == nullptr) raise(FailureKind::lookup, "the format names '" + name + "', which is not given");
    return *value;
  }

  int number_or_star() {
    if (peek() == '*') {
      ++at_;
      const auto& value = next_value();
      if (!value.is_integral()) raise_type("* wants int");
      return static_cast<int>(std::clamp<std::int64_t>(value.as_integer(), -widest, widest));
    }
    const auto begin = at_;
    while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') ++at_;
    return at_ == begin ? 0 : parse_width(std::string_view(text_).substr(begin, at_ - begin));
  }

  void convert() {
    ++at_;
    const Value* named = nullptr;
    if (peek() == '(') named = &named_value();
    Conversion how;
    for (bool flags = true; flags;) {
      switch (peek()) {
        case '-':
          how.left = true;
          break;
        case '+':
          how.sign = true;
          break;
        case ' ':
          how.space = true;
          break;
        case '0':
          how.zero = true;
          break;
        case '#':
          how.alternate = true;
          break;
        default:
          flags = false;
          continue;
      }
      ++at_;
    }
    how.width = number_or_star();
    if (how.width < 0) {
      how.left = true;
      how.width = -how.width;
    }
    if (peek() == '.') {
      ++at_;
      how.precision = std::max(number_or_star(), 0);
    }
    while (peek() == 'l' || peek() == 'h' || peek() == 'L') ++at_;
    how.type = peek();
    ++at_;
    if (how.type == '%') {
      out_ += '%';
      return;
    }
    const auto& value = named != nullptr ? *named : next_value();
    append(how, value);
  }

  void append(const Conversion& how, const Value& value) {
    std::string sign, body;
    switch (how.type) {
      case 's':
      case 'r':
      case 'a':
        body = text_of(how, value);
        break;
      case 'c':
        body = character_of(value);
        break;
      case 'd':
      case 'i':
      case 'u':
      case 'x':
      case 'X':
      case 'o':
        body = integer_of(how, value, sign);
        break;
      case 'e':
      case 'E':
      case 'f':
      case 'F':
      case 'g':
      case 'G':
        body = float_of(how, value, sign);
        break;
      default:
        raise_value("unsupported format character '" + std::string(1, how.type) + "'");
    }
    const bool is_number = std::string_view("srac").find(how.type) == std::string_view::npos;
    const auto length = count_characters(body) + sign.size();
    const auto missing =
        static_cast<std::size_t>(how.width) > length ? static_cast<std::size_t>(how.width) - length : 0;
    if (how.left) {
      out_ += sign + body;
      out_.append(missing, ' ');
    } else if (how.zero && is_number) {
      out_ += sign;
      out_.append(missing, '0');
      out_ += body;
    } else {
      out_.append(missing, ' ');
      out_ += sign + body;
    }
  }

  std::string text_of(const Conversion& how, const Value& value) const {
    std::string text;
    if (how.type == 's') {
      if (safe_) {
        append_escaped_value(text, value);
      } else {
        append_text(text, value);
      }
    } else {
      text = safe_ ? escape_html(repr(value)) : repr(value);
    }
    return how.precision >= 0 ? std::string(first_characters(text, static_cast<std::size_t>(how.precision))) : text;
  }

  static std::string character_of(const Value& value) {
    std::string text;
    if (value.is_integral()) {
      append_code_point(text, static_cast<char32_t>(value.as_integer()));
    } else if (value.is_string() && count_characters(value.as_text()) == 1) {
      text = value.as_text();
    } else {
      raise_type("%c requires int or char");
    }
    return text;
  }

  static std::string integer_of(const Conversion& how, const Value& value, std::string& sign) {
    if (value.is_undefined()) raise_undefined(value);
    const auto number = truncated(value, how.type);
    sign = sign_of(number < 0, how);
    std::string digits;
    if (how.type == 'x' || how.type == 'X') {
      digits = in_base(magnitude(number), 16, how.type == 'X');
      if (how.alternate) sign += how.type == 'X' ? "0X" : "0x";
    } else if (how.type == 'o') {
      digits = in_base(magnitude(number), 8, false);
      if (how.alternate) sign += "0o";
    } else {
      digits = in_base(magnitude(number), 10, false);
    }
    if (how.precision > static_cast<int>(digits.size())) {
      digits.insert(0, static_cast<std::size_t>(how.precision) - digits.size(), '0');
    }
    return digits;
  }

  static std::string float_of(const Conversion& how, const Value& value, std::string& sign) {
    if (value.is_undefined()) raise_undefined(value);
    if (!value.is_number()) raise_type("must be real number, not " + type_name(value));
    const double number = value.as_double();
    sign = sign_of(std::signbit(number) && !std::isnan(number), how);
    return print_fixed(std::fabs(number), how.precision < 0 ? 6 : how.precision, how.type);
  }

  static std::string sign_of(bool is_negative, const Conversion& how) {
    if (is_negative) return "-";
    if (how.sign) return "+";
    return how.space ? " " : "";
  }

  const std::string& text_;
  bool safe_;
  const Value& values_;
  std::size_t at_ = 0;
  std::size_t next_ = 0;
  std::string out_;
};

}  // namespace

std::string print_fixed(double value, int precision, char conversion) {
  const bool upper = conversion >= 'A' && conversion <= 'Z';
  if (std::isnan(value)) return upper ? "NAN" : "nan";
  if (std::isinf(value)) return std::string(value < 0 ? "-" : "") + (upper ? "INF" : "inf");
  if (precision > widest) raise_value("precision too big");
  const char pattern[] = {'%', '.', '*', conversion, '\0'};
  const int size = std::snprintf(nullptr, 0, pattern, precision, value);
  std::string text(static_cast<std::size_t>(size) + 1, '\0');
  std::snprintf(text.data(), text.size(), pattern, precision, value);
  text.pop_back();
  return text;
}

Value format_percent(const Value& text, const Value& values) {
  return Value::text(PercentFormatter(text, values).run(), text.is_markup());
}

}  // namespace ashlar::templating
