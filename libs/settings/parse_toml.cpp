/// TOML by toml11. Dates and times become text.

#include <sstream>
#include <toml.hpp>

#include "settings/parse.hpp"

namespace ashlar::settings {

namespace {

Origin origin_of(const toml::source_location& where, const SourceName& name) {
  return {name, static_cast<unsigned>(where.line()), static_cast<unsigned>(where.column())};
}

template <typename T>
std::string written(const T& time) {
  std::ostringstream out;
  out << time;
  return out.str();
}

Value value_of(const toml::value& from, const SourceName& name);

Value map_of(const toml::table& table, const SourceName& name) {
  // toml11 keeps tables unordered: the order of the file comes back from the positions.
  Value::Map members;
  for (const auto& [key, value] : table) {
    auto converted = value_of(value, name);
    const auto origin = converted.origin;
    members.push_back({key, std::move(converted), origin});
  }
  std::sort(members.begin(), members.end(), [](const Member& a, const Member& b) {
    return std::tie(a.origin.line, a.origin.column, a.key) < std::tie(b.origin.line, b.origin.column, b.key);
  });
  return members;
}

Value content_of(const toml::value& from, const SourceName& name) {
  switch (from.type()) {
    case toml::value_t::boolean:
      return from.as_boolean();
    case toml::value_t::integer:
      return static_cast<std::int64_t>(from.as_integer());
    case toml::value_t::floating:
      return from.as_floating();
    case toml::value_t::string:
      return from.as_string().str;
    case toml::value_t::offset_datetime:
      return written(from.as_offset_datetime());
    case toml::value_t::local_datetime:
      return written(from.as_local_datetime());
    case toml::value_t::local_date:
      return written(from.as_local_date());
    case toml::value_t::local_time:
      return written(from.as_local_time());
    case toml::value_t::table:
      return map_of(from.as_table(), name);
    case toml::value_t::array: {
      Value::List items;
      for (const auto& item : from.as_array()) items.push_back(value_of(item, name));
      return items;
    }
    default:
      return {};
  }
}

Value value_of(const toml::value& from, const SourceName& name) {
  auto value = content_of(from, name);
  value.origin = origin_of(from.location(), name);
  return value;
}

/// The first line of toml11's message, without its own name for the error.
std::string first_line(const std::string& message) {
  auto line = message.substr(0, message.find('\n'));
  if (const auto close = line.find("] "); line.starts_with('[') && close != std::string::npos)
    line = line.substr(close + 2);
  for (const std::string prefix : {"toml::", "error: "}) {
    if (line.starts_with(prefix)) line = line.substr(prefix.size());
  }
  return line;
}

}  // namespace

Parsed parse_toml(const std::string& text, const SourceName& name) {
  std::istringstream in(text);
  try {
    return value_of(toml::parse(in, *name), name);
  } catch (const toml::exception& error) {
    return Malformed{"malformed TOML: " + first_line(error.what()), origin_of(error.location(), name)};
  } catch (const std::exception& error) {
    return Malformed{"malformed TOML: " + first_line(error.what()), {name}};
  }
}

}  // namespace ashlar::settings
