#include "aws/value.hpp"

#include <utility>

#include "base/strings.hpp"

namespace ashlar::awsapi {

const Value& Value::operator[](std::string_view member) const {
  static const Value null;
  const auto* map = get<Map>();
  if (map == nullptr) return null;
  const auto found = map->find(member);
  return found == map->end() ? null : found->second;
}

const Value::List& Value::elements() const {
  static const List none;
  const auto* list = get<List>();
  return list == nullptr ? none : *list;
}

const Value::Map& Value::members() const {
  static const Map none;
  const auto* map = get<Map>();
  return map == nullptr ? none : *map;
}

std::string Value::text(std::string_view otherwise) const {
  const auto* text = get<std::string>();
  return text == nullptr ? std::string(otherwise) : *text;
}

bool Value::boolean(bool otherwise) const {
  const auto* value = get<bool>();
  return value == nullptr ? otherwise : *value;
}

std::int64_t Value::integer(std::int64_t otherwise) const {
  const auto* value = get<std::int64_t>();
  return value == nullptr ? otherwise : *value;
}

void Value::set(std::string member, Value value) {
  if (is_null()) content_ = Map();
  std::get<Map>(content_).insert_or_assign(std::move(member), std::move(value));
}

void Value::append(Value element) {
  if (is_null()) content_ = List();
  std::get<List>(content_).push_back(std::move(element));
}

namespace {

struct JsonWriter {
  std::string& out;

  void write(const Value& value) { std::visit(*this, value.content()); }

  void operator()(std::monostate) { out += "null"; }
  void operator()(bool value) { out += value ? "true" : "false"; }
  void operator()(std::int64_t value) { out += std::to_string(value); }
  void operator()(double value) { out += format_number(value); }
  void operator()(const std::string& value) { append_json_string(out, value); }
  void operator()(const Value::List& list) {
    out += '[';
    for (bool first = true; const auto& element : list) {
      if (!std::exchange(first, false)) out += ',';
      write(element);
    }
    out += ']';
  }
  void operator()(const Value::Map& map) {
    out += '{';
    for (bool first = true; const auto& [name, member] : map) {
      if (!std::exchange(first, false)) out += ',';
      append_json_string(out, name);
      out += ':';
      write(member);
    }
    out += '}';
  }
};

}  // namespace

std::string to_json(const Value& value) {
  std::string out;
  JsonWriter{out}.write(value);
  return out;
}

}  // namespace ashlar::awsapi
