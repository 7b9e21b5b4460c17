#include <algorithm>
#include <cmath>
#include <cstdio>

#include "ashlar/settings.hpp"
#include "base/strings.hpp"
#include "settings/scalars.hpp"

namespace ashlar::settings {

namespace {

/// A basic string. JSON's escapes are TOML's, except that DEL needs one.
std::string quoted(const std::string& text) {
  std::string out;
  append_json_string(out, text);
  return replace_all(std::move(out), "\x7f", "\\u007F");
}

std::string key_text(const std::string& key) {
  const bool is_bare = !key.empty() && std::all_of(key.begin(), key.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_' || c == '-';
  });
  return is_bare ? key : quoted(key);
}

bool is_table(const Value& value) { return value.get<Value::Map>() != nullptr; }
bool is_table_array(const Value& value) {
  const auto* items = value.get<Value::List>();
  return items != nullptr && !items->empty() && std::all_of(items->begin(), items->end(), is_table);
}

std::string number_text(double number) {
  if (std::isnan(number)) return "nan";
  if (std::isinf(number)) return number > 0 ? "inf" : "-inf";
  auto text = format_number(number);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

std::string inline_text(const Value& value) {
  if (const auto* text = value.get<std::string>()) return quoted(*text);
  if (const auto* number = value.get<double>()) return number_text(*number);
  std::vector<std::string> parts;
  if (const auto* items = value.get<Value::List>()) {
    for (const auto& item : *items) {
      if (!item.is_null()) parts.push_back(inline_text(item));
    }
    return "[" + join(parts, ", ") + "]";
  }
  if (const auto* members = value.get<Value::Map>()) {
    for (const auto& member : *members) {
      if (!member.value.is_null()) parts.push_back(key_text(member.key) + " = " + inline_text(member.value));
    }
    return parts.empty() ? "{}" : "{ " + join(parts, ", ") + " }";
  }
  return compact_json(value);
}

/// A table's own values first, then the tables in it: everything behind a header belongs to that header.
void write_table(std::string& out, const Value::Map& members, const std::string& path) {
  for (const auto& member : members) {
    if (member.value.is_null() || is_table(member.value) || is_table_array(member.value)) continue;
    out += key_text(member.key) + " = " + inline_text(member.value) + "\n";
  }
  const auto header = [&](const std::string& text) { out += (out.empty() ? "" : "\n") + text + "\n"; };
  for (const auto& member : members) {
    const auto inner = path.empty() ? key_text(member.key) : path + "." + key_text(member.key);
    if (const auto* table = member.value.get<Value::Map>()) {
      header("[" + inner + "]");
      write_table(out, *table, inner);
    } else if (is_table_array(member.value)) {
      for (const auto& item : *member.value.get<Value::List>()) {
        header("[[" + inner + "]]");
        write_table(out, *item.get<Value::Map>(), inner);
      }
    }
  }
}

}  // namespace

std::string toml_text(const Value& value) {
  std::string out;
  const auto resolved = value.resolved();
  if (const auto* members = resolved.get<Value::Map>()) write_table(out, *members, {});
  return out;
}

}  // namespace ashlar::settings
