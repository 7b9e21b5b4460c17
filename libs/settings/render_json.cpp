#include "ashlar/settings.hpp"
#include "base/strings.hpp"
#include "settings/scalars.hpp"

namespace ashlar::settings {

namespace {

void write(std::string& out, const Value& value, std::size_t indent) {
  const auto break_line = [&](std::size_t width) { out += '\n' + std::string(width, ' '); };
  bool is_first = true;
  const auto separate = [&] {
    if (!is_first) out += ',';
    is_first = false;
    break_line(indent + 2);
  };
  if (const auto* items = value.get<Value::List>(); items != nullptr && !items->empty()) {
    out += '[';
    for (const auto& item : *items) {
      separate();
      write(out, item, indent + 2);
    }
    break_line(indent);
    out += ']';
  } else if (const auto* members = value.get<Value::Map>(); members != nullptr && !members->empty()) {
    out += '{';
    for (const auto& member : *members) {
      separate();
      append_json_string(out, member.key);
      out += ": ";
      write(out, member.value, indent + 2);
    }
    break_line(indent);
    out += '}';
  } else {
    out += compact_json(value);
  }
}

}  // namespace

std::string json_text(const Value& value) {
  std::string out;
  write(out, value.resolved(), 0);
  return out + "\n";
}

}  // namespace ashlar::settings
