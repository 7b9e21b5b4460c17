#include <algorithm>
#include <cmath>

#include "ashlar/settings.hpp"
#include "base/strings.hpp"
#include "settings/scalars.hpp"

namespace ashlar::settings {

namespace {

bool is_word_of_yaml(const std::string& text) {
  const auto word = to_lower(text);
  for (const auto* other : {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"}) {
    if (word == other) return true;
  }
  return false;
}

/// Whether every reader of YAML 1.1 or 1.2 takes it for this text without quotes.
bool is_plain(const std::string& text) {
  if (text.empty() || is_word_of_yaml(text)) return false;
  const auto first = static_cast<unsigned char>(text.front());
  if (std::isalpha(first) == 0 && first != '/' && first != '_') return false;
  const bool is_clean = std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || std::string_view("_-./:@+ ").find(static_cast<char>(c)) != std::string_view::npos;
  });
  return is_clean && text.back() != ':' && text.back() != ' ' && text.find(": ") == std::string::npos;
}

/// A JSON string, in which what YAML takes for line breaks or refuses is escaped too.
std::string quoted(const std::string& text) {
  std::string json;
  append_json_string(json, text);
  std::string out;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const auto rest = std::string_view(json).substr(i);
    if (rest.front() == '\x7f') {
      out += "\\u007f";
    } else if (rest.front() == '\xc2' && static_cast<unsigned char>(rest[1]) < 0xa0) {
      out += "\\u00" + to_hex(rest.substr(1, 1));
      i += 1;
    } else if (rest.starts_with("\xe2\x80\xa8") || rest.starts_with("\xe2\x80\xa9")) {
      out += rest[2] == '\xa8' ? "\\u2028" : "\\u2029";
      i += 2;
    } else if (rest.starts_with("\xef\xbb\xbf")) {
      out += "\\ufeff";
      i += 2;
    } else if (rest.starts_with("\xef\xbf\xbe") || rest.starts_with("\xef\xbf\xbf")) {
      out += rest[2] == '\xbe' ? "\\ufffe" : "\\uffff";
      i += 2;
    } else {
      out += rest.front();
    }
  }
  return out;
}

/// Whether it may stand as a literal block: more than one line, nothing that YAML would change.
bool is_block(const std::string& text) {
  if (text.find('\n') == std::string::npos || text.front() == ' ' || text.front() == '\n' || !is_valid_utf8(text))
    return false;
  if (quoted(text).find("\\u") != std::string::npos) return false;
  for (const auto& line : split(text, '\n')) {
    if (!line.empty() && line.find_first_not_of(' ') == std::string::npos) return false;
  }
  return std::none_of(text.begin(), text.end(), [](unsigned char c) { return (c < ' ' && c != '\n') || c == 0x7f; });
}

std::string scalar(const Value& value) {
  if (const auto* text = value.get<std::string>()) return is_plain(*text) ? *text : quoted(*text);
  if (const auto* number = value.get<double>()) {
    if (std::isnan(*number)) return ".nan";
    if (std::isinf(*number)) return *number > 0 ? ".inf" : "-.inf";
  }
  return compact_json(value);
}

void write_block(std::string& out, const std::string& text, std::size_t indent) {
  std::string_view body = text;
  out += '|';
  if (!body.ends_with('\n')) {
    out += '-';
  } else if (body.ends_with("\n\n")) {
    out += '+';
  }
  if (body.ends_with('\n')) body.remove_suffix(1);
  for (const auto& line : split(body, '\n')) {
    out += '\n';
    if (!line.empty()) out += std::string(indent, ' ') + line;
  }
  out += '\n';
}

void write(std::string& out, const Value& value, std::size_t indent);

/// A value behind `key:` or `-`.
void write_behind(std::string& out, const Value& value, std::size_t indent, bool behind_dash) {
  const auto* items = value.get<Value::List>();
  const auto* members = value.get<Value::Map>();
  const auto* text = value.get<std::string>();
  if (text != nullptr && is_block(*text)) {
    out += ' ';
    return write_block(out, *text, indent + 2);
  }
  const bool is_empty = (items == nullptr || items->empty()) && (members == nullptr || members->empty());
  if (is_empty) {
    out += ' ' + scalar(value) + '\n';
  } else if (behind_dash) {
    std::string inside;
    write(inside, value, indent + 2);
    out += ' ' + inside.substr(indent + 2);
  } else {
    out += '\n';
    write(out, value, indent + 2);
  }
}

/// A list or map that is not empty.
void write(std::string& out, const Value& value, std::size_t indent) {
  const std::string margin(indent, ' ');
  if (const auto* items = value.get<Value::List>()) {
    for (const auto& item : *items) {
      out += margin + '-';
      write_behind(out, item, indent, true);
    }
  } else if (const auto* members = value.get<Value::Map>()) {
    for (const auto& member : *members) {
      out += margin + scalar(member.key) + ':';
      write_behind(out, member.value, indent, false);
    }
  }
}

}  // namespace

std::string yaml_text(const Value& value) {
  const auto resolved = value.resolved();
  std::string out;
  write(out, resolved, 0);
  if (!out.empty()) return out;
  write_behind(out, resolved, 0, false);
  return out.substr(1);
}

}  // namespace ashlar::settings
