#include "project/yaml_value.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "base/strings.hpp"

namespace ashlar::project {

YamlMap::YamlMap(std::initializer_list<YamlMember> members) : members_(members) {}

const YamlValue* YamlMap::find(std::string_view key) const {
  const auto found =
      std::find_if(members_.begin(), members_.end(), [&](const auto& member) { return member.key == key; });
  return found == members_.end() ? nullptr : &found->value;
}

YamlValue* YamlMap::find(std::string_view key) { return const_cast<YamlValue*>(std::as_const(*this).find(key)); }

YamlValue& YamlMap::set(std::string_view key, YamlValue value) {
  if (auto* present = find(key)) return *present = std::move(value);
  append(std::string(key), std::move(value));
  return members_.back().value;
}

void YamlMap::append(std::string key, YamlValue value) { members_.push_back({std::move(key), std::move(value)}); }

bool YamlMap::erase(std::string_view key) {
  return std::erase_if(members_, [&](const auto& member) { return member.key == key; }) != 0;
}

std::vector<YamlMember>::const_iterator YamlMap::begin() const { return members_.begin(); }
std::vector<YamlMember>::const_iterator YamlMap::end() const { return members_.end(); }

namespace {

std::map<std::string_view, const YamlValue*> sorted(const YamlMap& map) {
  std::map<std::string_view, const YamlValue*> members;
  for (const auto& [key, value] : map) members.emplace(key, &value);
  return members;
}

/// A number as the widest kind, exact when it is an integer.
struct Number {
  bool negative = false;
  std::optional<std::uint64_t> magnitude;  ///< of an integer
  double value = 0;

  friend bool operator==(const Number& left, const Number& right) {
    if (left.magnitude && right.magnitude) {
      return *left.magnitude == *right.magnitude && (left.negative == right.negative || *left.magnitude == 0);
    }
    return left.value == right.value || (std::isnan(left.value) && std::isnan(right.value));
  }
};

Number number_of(const YamlValue& value) {
  if (const auto* integer = value.get<std::int64_t>()) {
    const auto bits = static_cast<std::uint64_t>(*integer);
    return {*integer < 0, *integer < 0 ? ~bits + 1 : bits, static_cast<double>(*integer)};
  }
  if (const auto* integer = value.get<std::uint64_t>()) return {false, *integer, static_cast<double>(*integer)};
  return {false, std::nullopt, *value.get<double>()};
}

void append_json(std::string& out, const YamlValue& value);

struct JsonWriter {
  std::string& out;

  void operator()(std::monostate) const { out += "null"; }
  void operator()(bool value) const { out += value ? "true" : "false"; }
  void operator()(std::int64_t value) const { out += std::to_string(value); }
  void operator()(std::uint64_t value) const { out += std::to_string(value); }
  void operator()(double value) const { out += std::isfinite(value) ? format_number(value) : "null"; }
  void operator()(const std::string& value) const { append_json_string(out, value); }
  void operator()(const YamlArray& items) const {
    out += '[';
    for (const auto& item : items) {
      if (&item != items.data()) out += ',';
      append_json(out, item);
    }
    out += ']';
  }
  void operator()(const YamlMap& map) const {
    out += '{';
    bool first = true;
    for (const auto& [key, value] : sorted(map)) {
      if (!first) out += ',';
      first = false;
      append_json_string(out, key);
      out += ':';
      append_json(out, *value);
    }
    out += '}';
  }
};

void append_json(std::string& out, const YamlValue& value) { std::visit(JsonWriter{out}, value.content()); }

}  // namespace

bool operator==(const YamlMap& left, const YamlMap& right) {
  if (left.size() != right.size()) return false;
  const auto members = sorted(right);
  return std::all_of(left.begin(), left.end(), [&](const auto& member) {
    const auto found = members.find(member.key);
    return found != members.end() && member.value == *found->second;
  });
}

bool operator==(const YamlValue& left, const YamlValue& right) {
  if (left.is_number() && right.is_number()) return number_of(left) == number_of(right);
  return left.content_ == right.content_;
}

std::string_view kind_name(const YamlValue& value) {
  if (value.is_null()) return "nothing";
  if (value.is<bool>()) return "a boolean";
  if (value.is<std::string>()) return "a string";
  if (value.is<YamlArray>()) return "a list";
  if (value.is<YamlMap>()) return "a map";
  return "a number";
}

std::string to_json(const YamlValue& value) {
  std::string json;
  append_json(json, value);
  // These three stand only inside strings.
  json = replace_all(std::move(json), "<", "\\u003c");
  json = replace_all(std::move(json), ">", "\\u003e");
  return replace_all(std::move(json), "&", "\\u0026");
}

}  // namespace ashlar::project
