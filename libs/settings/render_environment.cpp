#include <algorithm>

#include "ashlar/settings.hpp"
#include "base/strings.hpp"
#include "settings/scalars.hpp"

namespace ashlar::settings {

namespace {

bool is_single(const Value& value) { return value.get<Value::List>() == nullptr && value.get<Value::Map>() == nullptr; }

std::string plain_text(const Value& value, const EnvironmentFile& style) {
  if (const auto* boolean = value.get<bool>()) return *boolean ? style.true_text : style.false_text;
  if (const auto* text = value.get<std::string>()) return *text;
  if (value.is_null()) return {};
  const auto* items = value.get<Value::List>();
  if (items == nullptr || !std::all_of(items->begin(), items->end(), is_single)) return compact_json(value);
  std::vector<std::string> parts;
  for (const auto& item : *items) parts.push_back(plain_text(item, style));
  return join(parts, ",");
}

/// In double quotes, where systemd and shells know the same escapes, unless no character needs it.
std::string quoted_where_needed(const std::string& text) {
  const bool is_safe = std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c >= 0x80 ||
           std::string_view("_-./:,@%+=").find(static_cast<char>(c)) != std::string_view::npos;
  });
  if (is_safe) return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\' || c == '$' || c == '`') out += '\\';
    out += c;
  }
  return out + "\"";
}

}  // namespace

std::string environment_text(const Value& value, const EnvironmentFile& style) {
  std::string out;
  const auto resolved = value.resolved();
  if (const auto* members = resolved.get<Value::Map>()) {
    for (const auto& member : *members) {
      const auto text = plain_text(member.value, style);
      out += member.key + "=" + (style.quoted ? quoted_where_needed(text) : text) + "\n";
    }
  }
  return out;
}

}  // namespace ashlar::settings
