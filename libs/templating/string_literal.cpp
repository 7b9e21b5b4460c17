#include "templating/string_literal.hpp"

#include <charconv>

#include "templating/lexer.hpp"
#include "templating/unicode.hpp"

namespace ashlar::templating {

namespace {

char simple_escape(char c) {
  switch (c) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    case 'a':
      return '\a';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'v':
      return '\v';
    case '\\':
    case '\'':
    case '"':
      return c;
    default:
      return '\0';
  }
}

std::size_t hex_digits(char c) { return c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0; }

char32_t hex_code(std::string_view text, std::size_t count, int line) {
  std::uint32_t code = 0;
  const auto digits = text.substr(0, count);
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
  if (digits.size() < count || read.ec != std::errc{} || read.ptr != digits.data() + count) {
    raise_syntax("a string has an escape with too few hexadecimal digits", line);
  }
  if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
    raise_syntax("illegal Unicode character in a string", line);
  return code;
}

}  // namespace

std::string unescape_literal(std::string_view text, int line) {
  std::string out;
  while (!text.empty()) {
    const char c = text.front();
    if (c != '\\' || text.size() < 2) {
      out += c;
      text.remove_prefix(1);
      continue;
    }
    const char escape = text[1];
    text.remove_prefix(2);
    if (escape == '\n') continue;
    if (const char plain = simple_escape(escape); plain != '\0') {
      out += plain;
    } else if (const auto count = hex_digits(escape); count > 0) {
      append_code_point(out, hex_code(text, count, line));
      text.remove_prefix(count);
    } else if (escape >= '0' && escape <= '7') {
      char32_t code = static_cast<char32_t>(escape - '0');
      for (int more = 0; more < 2 && !text.empty() && text.front() >= '0' && text.front() <= '7'; ++more) {
        code = code * 8 + static_cast<char32_t>(text.front() - '0');
        text.remove_prefix(1);
      }
      append_code_point(out, code);
    } else if (escape == 'N') {
      raise_syntax("a string names a character by \\N, which is not supported", line,
                   "write the character itself, or \\uXXXX");
    } else {
      out += '\\';
      out += escape;
    }
  }
  return out;
}

}  // namespace ashlar::templating
