#include "templating/dict.hpp"

#include <cmath>
#include <functional>

#include "templating/failure.hpp"
#include "templating/operators.hpp"

namespace ashlar::templating {

namespace {

constexpr std::size_t few = 8;  // entries that are searched one by one

std::size_t combined(std::size_t seed, std::size_t hash) { return (seed ^ hash) * 0x9E3779B97F4A7C15ULL + 1; }

std::size_t hash_at(const Value& value, int depth) {
  constexpr int deepest = 200;
  if (depth > deepest) raise(FailureKind::limit, "the value is nested too deeply to be a key");
  switch (value.kind()) {
    case Kind::none:
      return 0x6E6F6E65;
    case Kind::undefined:
      require_lenient(value);
      return 0x756E64;
    case Kind::boolean:
    case Kind::integer:
      return std::hash<std::int64_t>{}(value.as_integer());
    case Kind::floating: {
      const double number = value.as_double();
      constexpr double limit = 9.2e18;
      if (std::trunc(number) == number && std::fabs(number) < limit) {
        return std::hash<std::int64_t>{}(static_cast<std::int64_t>(number));
      }
      return std::hash<double>{}(number);
    }
    case Kind::string:
      return std::hash<std::string_view>{}(value.as_text());
    case Kind::tuple: {
      std::size_t hash = 1;
      for (const auto& item : value.as_tuple().items) hash = combined(hash, hash_at(item, depth + 1));
      return hash;
    }
    case Kind::object:
      return std::hash<const void*>{}(value.as_object().get());
    case Kind::list:
    case Kind::dict:
      break;
  }
  raise_type("unhashable type: '" + type_name(value) + "'");
}

}  // namespace

std::size_t hash_of(const Value& value) { return hash_at(value, 0); }

std::size_t Dict::position(const Value& key, std::size_t hash) const {
  if (index_.empty()) {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (entries_[i].live && equal(entries_[i].key, key)) return i;
    }
    return none;
  }
  const auto [begin, end] = index_.equal_range(hash);
  for (auto i = begin; i != end; ++i) {
    if (equal(entries_[i->second].key, key)) return i->second;
  }
  return none;
}

std::size_t Dict::position(std::string_view key) const {
  const auto is_it = [&](const DictEntry& entry) {
    return entry.live && entry.key.is_string() && entry.key.as_text() == key;
  };
  if (index_.empty()) {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (is_it(entries_[i])) return i;
    }
    return none;
  }
  const auto [begin, end] = index_.equal_range(std::hash<std::string_view>{}(key));
  for (auto i = begin; i != end; ++i) {
    if (is_it(entries_[i->second])) return i->second;
  }
  return none;
}

const Value* Dict::find(const Value& key) const {
  const auto at = position(key, hash_of(key));
  return at == none ? nullptr : &entries_[at].value;
}

const Value* Dict::find(std::string_view key) const {
  const auto at = position(key);
  return at == none ? nullptr : &entries_[at].value;
}

void Dict::set(const Value& key, Value value) {
  const auto hash = hash_of(key);
  if (const auto at = position(key, hash); at != none) {
    entries_[at].value = std::move(value);
    return;
  }
  entries_.push_back({key, std::move(value)});
  ++live_;
  if (!index_.empty()) {
    index_.emplace(hash, entries_.size() - 1);
  } else if (entries_.size() > few) {
    index_all();
  }
}

bool Dict::erase(const Value& key) {
  const auto hash = hash_of(key);
  const auto at = position(key, hash);
  if (at == none) return false;
  const auto [begin, end] = index_.equal_range(hash);
  for (auto i = begin; i != end; ++i) {
    if (i->second == at) {
      index_.erase(i);
      break;
    }
  }
  entries_[at] = {{}, {}, false};
  --live_;
  if (entries_.size() > few && live_ < entries_.size() / 2) tidy();
  return true;
}

void Dict::clear() {
  entries_.clear();
  index_.clear();
  live_ = 0;
}

void Dict::index_all() {
  index_.clear();
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (entries_[i].live) index_.emplace(hash_of(entries_[i].key), i);
  }
}

void Dict::tidy() {
  std::erase_if(entries_, [](const DictEntry& entry) { return !entry.live; });
  index_.clear();
  if (entries_.size() > few) index_all();
}

List Dict::keys() const {
  List keys;
  keys.reserve(live_);
  each([&](const Value& key, const Value&) { keys.push_back(key); });
  return keys;
}

List Dict::values() const {
  List values;
  values.reserve(live_);
  each([&](const Value&, const Value& value) { values.push_back(value); });
  return values;
}

List Dict::items() const {
  List items;
  items.reserve(live_);
  each([&](const Value& key, const Value& value) { items.push_back(Value::tuple({key, value})); });
  return items;
}

}  // namespace ashlar::templating
