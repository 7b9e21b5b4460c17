#include "project/yaml_write.hpp"

#include <array>
#include <cmath>
#include <cstdio>

#include "base/strings.hpp"
#include "project/yaml_scalar.hpp"

namespace ashlar::project {

namespace {

/// One character of UTF-8 text, with the number of its bytes.
struct Character {
  char32_t code = 0;
  std::size_t size = 1;
};

/// REQUIRES: valid UTF-8.
Character character_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const auto rest = [&](std::size_t i) { return static_cast<char32_t>(byte(i) & 0x3FU); };
  if (byte(0) < 0x80) return {byte(0), 1};
  if (byte(0) < 0xE0) return {static_cast<char32_t>(byte(0) & 0x1FU) << 6U | rest(1), 2};
  if (byte(0) < 0xF0) return {static_cast<char32_t>(byte(0) & 0x0FU) << 12U | rest(1) << 6U | rest(2), 3};
  return {static_cast<char32_t>(byte(0) & 0x07U) << 18U | rest(1) << 12U | rest(2) << 6U | rest(3), 4};
}

/// Whether a character may stand in text that has no escapes. Line breaks other than `\n`, and what many terminals
/// cannot show, may not.
bool is_printable(char32_t code) {
  if (code < 0x20 || code == 0x7F) return code == '\n';
  if (code < 0x7F) return true;
  return code >= 0xA0 && code != 0x2028 && code != 0x2029 && code != 0xFEFF && code < 0xFFFE;
}

bool all_printable(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto character = character_at(text, i);
    if (!is_printable(character.code)) return false;
    i += character.size;
  }
  return true;
}

bool is_blank_or_end(std::string_view text, std::size_t at) {
  return at >= text.size() || text[at] == ' ' || text[at] == '\t';
}

bool is_safe_plain(std::string_view text, bool in_flow) {
  if (text.empty() || is_ambiguous_plain(text) || text.front() == ' ' || text.back() == ' ' || text.back() == ':')
    return false;
  if (text.starts_with("---") || text.starts_with("...")) return false;
  if (text.find_first_of("\n\t") != std::string_view::npos || !all_printable(text)) return false;
  if (std::string_view(",[]{}#&*!|>'\"%@`").find(text.front()) != std::string_view::npos) return false;
  if (std::string_view("-?:").find(text.front()) != std::string_view::npos && (in_flow || is_blank_or_end(text, 1)))
    return false;
  if (in_flow && text.find_first_of(",?[]{}:") != std::string_view::npos) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ':' && is_blank_or_end(text, i + 1)) return false;
    if (text[i] == '#' && is_blank_or_end(text, i - 1)) return false;
  }
  return true;
}

std::string double_quoted(std::string_view text) {
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size();) {
    const auto character = character_at(text, i);
    const auto code = static_cast<unsigned>(character.code);
    std::array<char, 16> escape{};
    if (code == '"' || code == '\\') {
      out += '\\';
      out += static_cast<char>(code);
    } else if (code == '\n') {
      out += "\\n";
    } else if (code == '\t') {
      out += "\\t";
    } else if (code == '\r') {
      out += "\\r";
    } else if (is_printable(character.code)) {
      out += text.substr(i, character.size);
    } else {
      const char* format = code <= 0xFF ? "\\x%02X" : code <= 0xFFFF ? "\\u%04X" : "\\U%08X";
      std::snprintf(escape.data(), escape.size(), format, code);
      out += escape.data();
    }
    i += character.size;
  }
  return out + '"';
}

std::string string_text(std::string_view text, bool in_flow, YamlNode::Style style) {
  if (!is_valid_utf8(text)) return "!!binary " + to_base64(text);
  const bool single_allowed =
      text.find('\n') == std::string_view::npos && text.find('\t') == std::string_view::npos && all_printable(text);
  if (style == YamlNode::Style::double_quoted || text.empty() || !single_allowed) return double_quoted(text);
  if (style != YamlNode::Style::single_quoted) {
    if (is_safe_plain(text, in_flow)) return std::string(text);
    if (is_ambiguous_plain(text)) return double_quoted(text);
  }
  return "'" + replace_all(std::string(text), "'", "''") + "'";
}

std::string number_text(double value) {
  if (std::isnan(value)) return ".nan";
  if (std::isinf(value)) return value < 0 ? "-.inf" : ".inf";
  return format_number(value);
}

/// Whether a text of several lines reads back the same when written as `|` and indented lines.
bool is_literal(std::string_view text) {
  const auto first_break = text.find('\n');
  if (first_break == std::string_view::npos || first_break == 0 || text.front() == ' ' || text.front() == '\t')
    return false;
  if (!is_valid_utf8(text) || !all_printable(replace_all(std::string(text), "\t", ""))) return false;
  for (auto at = first_break; at != std::string_view::npos; at = text.find('\n', at + 1)) {
    if (text[at - 1] == ' ' || text[at - 1] == '\t') return false;
  }
  // Several line breaks at the end would need `|+`, which takes in blank lines that happen to follow.
  return text.back() != ' ' && text.back() != '\t' && !text.ends_with("\n\n");
}

/// ` |` with its chomping indicator, and the lines.
std::string literal_text(std::string_view text, std::size_t column) {
  std::string out = " |";
  if (!text.ends_with('\n')) out += '-';
  if (text.ends_with('\n')) text.remove_suffix(1);
  for (const auto& line : split(text, '\n')) {
    out += '\n';
    if (!line.empty()) out += std::string(column, ' ') + line;
  }
  return out;
}

/// The entries or items of a container, each on lines of its own from `column` on.
std::string block_lines(const YamlValue& container, std::size_t column, std::size_t step) {
  std::string out;
  const auto begin_line = [&] {
    if (!out.empty()) out += '\n';
    out += std::string(column, ' ');
  };
  if (const auto* array = container.get<YamlArray>()) {
    for (const auto& item : *array) {
      begin_line();
      out += "-" + block_text(item, BlockPlace::after_dash, column, step);
    }
  } else {
    for (const auto& [key, value] : *container.get<YamlMap>()) {
      if (!out.empty()) out += '\n';
      out += block_entry(key, value, column, step);
    }
  }
  return out;
}

bool is_empty_container(const YamlValue& value) {
  const auto* array = value.get<YamlArray>();
  const auto* map = value.get<YamlMap>();
  return (array != nullptr && array->empty()) || (map != nullptr && map->empty());
}

}  // namespace

std::string scalar_text(const YamlValue& value, bool in_flow, YamlNode::Style style) {
  if (const auto* text = value.get<std::string>()) return string_text(*text, in_flow, style);
  if (const auto* number = value.get<double>()) return number_text(*number);
  return to_json(value);
}

std::string block_text(const YamlValue& value, BlockPlace place, std::size_t column, std::size_t step) {
  const std::string separator = place == BlockPlace::document ? "" : " ";
  if (!value.is_container()) {
    const auto* text = value.get<std::string>();
    if (text != nullptr && place != BlockPlace::document && is_literal(*text))
      return literal_text(*text, column + step);
    return separator + scalar_text(value, false);
  }
  if (is_empty_container(value)) return separator + flow_text(value, YamlDocument::Format::yaml);
  switch (place) {
    case BlockPlace::document:
      return block_lines(value, 0, step);
    case BlockPlace::after_dash:  // the first line goes beside the dash
      return " " + block_lines(value, column + 2, step).substr(column + 2);
    case BlockPlace::after_key:
      return "\n" + block_lines(value, column + step, step);
  }
  return {};
}

std::string block_entry(std::string_view key, const YamlValue& value, std::size_t column, std::size_t step) {
  const std::string indentation(column, ' ');
  const auto key_text = scalar_text(YamlValue(key), false);
  constexpr std::size_t longest_simple_key = 1000;  // the syntax allows 1024 characters
  const std::string mark = key_text.size() > longest_simple_key ? "? " : "";
  const std::string colon = mark.empty() ? ":" : "\n" + indentation + ":";
  return indentation + mark + key_text + colon + block_text(value, BlockPlace::after_key, column, step);
}

std::string flow_key(std::string_view key, YamlDocument::Format format) {
  if (format == YamlDocument::Format::yaml) return scalar_text(YamlValue(key), true);
  std::string out;
  append_json_string(out, key);
  return out;
}

std::string flow_text(const YamlValue& value, YamlDocument::Format format) {
  std::string out;
  if (const auto* array = value.get<YamlArray>()) {
    for (const auto& item : *array) out += (out.empty() ? "" : ", ") + flow_text(item, format);
    return "[" + out + "]";
  }
  if (const auto* map = value.get<YamlMap>()) {
    for (const auto& [key, member] : *map) {
      out += (out.empty() ? "" : ", ") + flow_key(key, format) + ": " + flow_text(member, format);
    }
    return "{" + out + "}";
  }
  if (format == YamlDocument::Format::yaml) return scalar_text(value, true);
  if (const auto* text = value.get<std::string>()) {
    append_json_string(out, *text);
    return out;
  }
  return to_json(value);
}

std::string pretty_json(const YamlValue& value, std::size_t step, std::size_t column) {
  if (!value.is_container() || is_empty_container(value)) return flow_text(value, YamlDocument::Format::json);
  const std::string line = "\n" + std::string(column + step, ' ');
  std::string out;
  if (const auto* array = value.get<YamlArray>()) {
    for (const auto& item : *array) out += (out.empty() ? "" : ",") + line + pretty_json(item, step, column + step);
  } else {
    for (const auto& [key, member] : *value.get<YamlMap>()) {
      out += (out.empty() ? "" : ",") + line + flow_key(key, YamlDocument::Format::json) + ": " +
             pretty_json(member, step, column + step);
    }
  }
  const auto close = "\n" + std::string(column, ' ');
  return value.is<YamlArray>() ? "[" + out + close + "]" : "{" + out + close + "}";
}

}  // namespace ashlar::project
