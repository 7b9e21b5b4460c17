#include "state/json_layout.hpp"

namespace ashlar::state {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

/// The length of the string token at `at`, quotes included.
std::size_t string_length(std::string_view text, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
  return end + 1 - at;
}

void new_line(std::string& out, int depth, int width) {
  out += '\n';
  out.append(static_cast<std::size_t>(depth) * static_cast<std::size_t>(width), ' ');
}

}  // namespace

std::string indent_json(std::string_view text, int width) {
  std::string out;
  out.reserve(text.size() * 2);
  int depth = 0;
  bool just_opened = false;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (is_blank(c)) {
      ++i;
      continue;
    }
    const bool closes = c == '}' || c == ']';
    if (closes) {
      --depth;
      if (!just_opened) new_line(out, depth, width);
    } else if (just_opened) {
      new_line(out, depth, width);
    }
    just_opened = c == '{' || c == '[';
    if (just_opened) ++depth;
    if (c == '"') {
      const auto length = string_length(text, i);
      out += text.substr(i, length);
      i += length;
      continue;
    }
    out += c;
    if (c == ',') new_line(out, depth, width);
    if (c == ':') out += ' ';
    ++i;
  }
  return out;
}

std::string compact_json(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '"') {
      const auto length = string_length(text, i);
      out += text.substr(i, length);
      i += length;
      continue;
    }
    if (!is_blank(text[i])) out += text[i];
    ++i;
  }
  return out;
}

std::string escape_html(std::string text) {
  if (text.find_first_of("<>&") == std::string::npos) return text;
  std::string out;
  out.reserve(text.size() + 32);
  for (const char c : text) {
    switch (c) {
      case '<':
        out += "\\u003c";
        break;
      case '>':
        out += "\\u003e";
        break;
      case '&':
        out += "\\u0026";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace ashlar::state
