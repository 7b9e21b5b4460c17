#include "templating/printing.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "templating/dict.hpp"
#include "templating/failure.hpp"
#include "templating/object.hpp"
#include "templating/operators.hpp"
#include "templating/unicode.hpp"

namespace ashlar::templating {

namespace {

constexpr int deepest_print = 200;

// Where the printer is: a container inside itself is printed as `[...]`, as Python does.
using Path = std::vector<const void*>;

void append_repr_at(std::string& out, const Value& value, Path& path);

void append_items(std::string& out, const List& items, Path& path) {
  bool first = true;
  for (const auto& item : items) {
    if (!first) out += ", ";
    first = false;
    append_repr_at(out, item, path);
  }
}

void append_container(std::string& out, const Value& value, Path& path) {
  if (value.is(Kind::tuple)) {
    const auto& items = value.as_tuple().items;
    out += '(';
    append_items(out, items, path);
    out += items.size() == 1 ? ",)" : ")";
  } else if (value.is(Kind::list)) {
    out += '[';
    append_items(out, *value.as_list(), path);
    out += ']';
  } else {
    out += '{';
    bool first = true;
    value.as_dict()->each([&](const Value& key, const Value& entry) {
      if (!first) out += ", ";
      first = false;
      append_repr_at(out, key, path);
      out += ": ";
      append_repr_at(out, entry, path);
    });
    out += '}';
  }
}

const void* identity(const Value& value) {
  if (value.is(Kind::dict)) return value.as_dict().get();
  return value.sequence();
}

void append_repr_at(std::string& out, const Value& value, Path& path) {
  switch (value.kind()) {
    case Kind::undefined:
      out += "Undefined";
      return;
    case Kind::string:
      if (value.is_markup()) out += "Markup(";
      append_quoted(out, value.as_text());
      if (value.is_markup()) out += ")";
      return;
    case Kind::list:
    case Kind::tuple:
    case Kind::dict:
      break;
    default:
      append_text(out, value);
      return;
  }
  const auto* self = identity(value);
  for (const auto* above : path) {
    if (above != self) continue;
    out += value.is(Kind::dict) ? "{...}" : "[...]";
    return;
  }
  if (path.size() > deepest_print) raise(FailureKind::limit, "the value is nested too deeply to be printed");
  path.push_back(self);
  append_container(out, value, path);
  path.pop_back();
}

void append_hex(std::string& out, char32_t code, int digits) {
  static constexpr std::string_view symbols = "0123456789abcdef";
  for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) out += symbols[code >> shift & 0xF];
}

void append_unprintable(std::string& out, char32_t code) {
  if (code < 0x100) {
    out += "\\x";
    append_hex(out, code, 2);
  } else if (code < 0x10000) {
    out += "\\u";
    append_hex(out, code, 4);
  } else {
    out += "\\U";
    append_hex(out, code, 8);
  }
}

}  // namespace

void append_quoted(std::string& out, std::string_view text) {
  const bool has_single = text.find('\'') != std::string_view::npos;
  const char quote = has_single && text.find('"') == std::string_view::npos ? '"' : '\'';
  out += quote;
  for (std::size_t i = 0; i < text.size();) {
    const auto next = next_character(text, i);
    const auto character = text.substr(i, next - i);
    i = next;
    const auto code = code_point(character);
    if (code == static_cast<char32_t>(quote) || code == '\\') {
      out += '\\';
      out += character;
    } else if (code == '\n') {
      out += "\\n";
    } else if (code == '\r') {
      out += "\\r";
    } else if (code == '\t') {
      out += "\\t";
    } else if (!is_printable(code)) {
      append_unprintable(out, code);
    } else {
      out += character;
    }
  }
  out += quote;
}

std::string print_double(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  std::array<char, 40> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific);
  const std::string_view text(buffer.data(), static_cast<std::size_t>(end.ptr - buffer.data()));
  const auto e = text.find('e');
  const int exponent = std::atoi(text.data() + e + 1);
  const bool is_negative = text.front() == '-';
  std::string digits;
  for (const char c : text.substr(0, e)) {
    if (c >= '0' && c <= '9') digits += c;
  }
  std::string out = is_negative ? "-" : "";
  constexpr int first_exponent = 16;
  if (exponent < -4 || exponent >= first_exponent) {
    out += digits.front();
    if (digits.size() > 1) out += "." + digits.substr(1);
    out += exponent < 0 ? "e-" : "e+";
    const auto power = std::to_string(std::abs(exponent));
    return out + (power.size() < 2 ? "0" : "") + power;
  }
  if (exponent < 0) return out + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
  const auto whole = static_cast<std::size_t>(exponent) + 1;
  if (digits.size() < whole) digits.append(whole - digits.size(), '0');
  return out + digits.substr(0, whole) + "." + (digits.size() > whole ? digits.substr(whole) : "0");
}

// Objects that hold values print them by this, so that it can be inside of itself.
void append_repr(std::string& out, const Value& value) {
  constexpr int deepest_object = 50;
  thread_local int depth = 0;
  struct Deeper {
    Deeper() { ++depth; }
    ~Deeper() { --depth; }
  };
  const Deeper deeper;
  if (depth > deepest_object) raise(FailureKind::limit, "the value is nested too deeply to be printed");
  Path path;
  append_repr_at(out, value, path);
}

std::string repr(const Value& value) {
  std::string out;
  append_repr(out, value);
  return out;
}

void append_text(std::string& out, const Value& value) {
  switch (value.kind()) {
    case Kind::none:
      out += "None";
      return;
    case Kind::undefined:
      require_lenient(value);
      if (value.as_undefined().mode == UndefinedMode::debug) out += value.as_undefined().as_debug;
      return;
    case Kind::boolean:
      out += value.as_bool() ? "True" : "False";
      return;
    case Kind::integer: {
      std::array<char, 24> buffer{};
      const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value.as_integer());
      out.append(buffer.data(), end.ptr);
      return;
    }
    case Kind::floating:
      out += print_double(value.as_double());
      return;
    case Kind::string:
      out += value.as_text();
      return;
    case Kind::object:
      out += value.as_object()->print();
      return;
    default:
      append_repr(out, value);
  }
}

std::string to_text(const Value& value) {
  std::string out;
  append_text(out, value);
  return out;
}

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '\'':
        out += "&#39;";
        break;
      case '"':
        out += "&#34;";
        break;
      default:
        out += c;
    }
  }
}

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  append_escaped(out, text);
  return out;
}

void append_escaped_value(std::string& out, const Value& value) {
  if (value.is_markup()) {
    out += value.as_text();
  } else if (value.is_string()) {
    append_escaped(out, value.as_text());
  } else if (value.is(Kind::object) && value.as_object()->is_safe()) {
    out += value.as_object()->print();
  } else if (value.is_number()) {
    append_text(out, value);
  } else {
    append_escaped(out, to_text(value));
  }
}

Value escaped(const Value& value) {
  if (value.is_markup()) return value;
  std::string out;
  append_escaped_value(out, value);
  return Value::markup(std::move(out));
}

}  // namespace ashlar::templating
