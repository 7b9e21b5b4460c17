#include "ashlar/settings/value.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "settings/scalars.hpp"

namespace ashlar::settings {

std::string Origin::text() const {
  std::string text = source == nullptr ? "" : *source;
  if (line > 0) text += ":" + std::to_string(line);
  if (line > 0 && column > 0) text += ":" + std::to_string(column);
  return text;
}

Value::Value(Map value) : content_(std::move(value)) {}

Value Value::map(std::initializer_list<Member> members) { return Map(members); }

Value Value::word(std::string text) {
  Value value(std::move(text));
  value.word_ = true;
  return value;
}

const Value* Value::find(std::string_view key) const {
  const auto* members = get<Map>();
  if (members == nullptr) return nullptr;
  const auto found = std::find_if(members->begin(), members->end(), [&](const auto& m) { return m.key == key; });
  return found == members->end() ? nullptr : &found->value;
}

Value& Value::set(std::string_view key, Value value) {
  if (is_null()) content_ = Map();
  auto& members = *get<Map>();
  const auto found = std::find_if(members.begin(), members.end(), [&](const auto& m) { return m.key == key; });
  if (found != members.end()) return found->value = std::move(value);
  return members.emplace_back(Member{std::string(key), std::move(value)}).value;
}

bool Value::contains_secrets() const {
  if (secret_) return true;
  const auto* items = get<List>();
  if (items != nullptr)
    return std::any_of(items->begin(), items->end(), [](const auto& i) { return i.contains_secrets(); });
  const auto* members = get<Map>();
  return members != nullptr &&
         std::any_of(members->begin(), members->end(), [](const auto& m) { return m.value.contains_secrets(); });
}

Value Value::as_secret() const {
  Value marked = *this;
  marked.secret_ = true;
  return marked;
}

Value Value::resolved() const {
  Value result = *this;
  if (word_) {
    result = resolve_word(*get<std::string>());
    result.origin = origin;
    result.secret_ = secret_;
  }
  if (auto* items = result.get<List>()) {
    for (auto& item : *items) item = item.resolved();
  }
  if (auto* members = result.get<Map>()) {
    for (auto& member : *members) member.value = member.value.resolved();
  }
  return result;
}

namespace {

std::optional<double> worth(const Value& value) {
  if (const auto* whole = value.get<std::int64_t>()) return static_cast<double>(*whole);
  if (const auto* number = value.get<double>()) return *number;
  return std::nullopt;
}

bool equal_maps(const Value::Map& left, const Value::Map& right) {
  if (left.size() != right.size()) return false;
  std::map<std::string_view, const Value*> by_key;
  for (const auto& member : right) by_key.emplace(member.key, &member.value);
  return std::all_of(left.begin(), left.end(), [&](const auto& member) {
    const auto found = by_key.find(member.key);
    return found != by_key.end() && member.value == *found->second;
  });
}

}  // namespace

bool operator==(const Value& left, const Value& right) {
  if (left.word_ || right.word_) return left.resolved() == right.resolved();
  if (left.kind() != right.kind()) {
    const auto a = worth(left);
    const auto b = worth(right);
    return a && b && *a == *b;
  }
  if (const auto* members = left.get<Value::Map>()) return equal_maps(*members, *right.get<Value::Map>());
  return left.content_ == right.content_;
}

}  // namespace ashlar::settings
