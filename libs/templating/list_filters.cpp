// Filters of lists and dicts.
#include <algorithm>
#include <random>

#include "templating/builtin.hpp"
#include "templating/dict.hpp"
#include "templating/item_getter.hpp"
#include "templating/operators.hpp"
#include "templating/printing.hpp"

namespace ashlar::templating {

namespace {

Value generator(List items, std::string type = "generator") {
  return Value(std::shared_ptr<Object>(std::make_shared<Iterator>(std::move(items), std::move(type))));
}

template <typename Getter>
List keys_of(const List& items, const Getter& getter) {
  List keys;
  keys.reserve(items.size());
  for (const auto& item : items) keys.push_back(getter(item));
  return keys;
}

const Dict& require_dict(const Value& value) {
  if (value.is_undefined()) raise_undefined(value);
  if (!value.is(Kind::dict)) raise_type("'" + type_name(value) + "' is not a mapping");
  return *value.as_dict();
}

Value default_filter(Call& call) {
  if (call.subject.is_undefined() || (call.flag(1) && !truthy(call.subject))) {
    return call.given(0) ? call[0] : Value("");
  }
  return call.subject;
}

Value first_filter(Call& call) {
  if (auto* iterator = call.subject.object<Iterator>()) {
    if (auto item = iterator->next()) return *item;
  } else if (const auto* items = call.subject.sequence()) {
    if (!items->empty()) return items->front();
  } else if (auto all = items_of(call.subject); !all.empty()) {
    return all.front();
  }
  return call.runtime.undefined("No first item, sequence was empty.");
}

Value last_filter(Call& call) {
  if (call.subject.object<Iterator>() != nullptr) raise_type("'generator' object is not reversible");
  const auto items = items_of(call.subject);
  return items.empty() ? call.runtime.undefined("No last item, sequence was empty.") : items.back();
}

Value random_filter(Call& call) {
  const auto items = items_of(call.subject);
  if (items.empty()) return call.runtime.undefined("No random item, sequence was empty.");
  std::random_device device;
  return items[std::uniform_int_distribution<std::size_t>(0, items.size() - 1)(device)];
}

Value join_filter(Call& call) {
  auto items = items_of(call.subject);
  if (!call[1].is_none()) {
    const ItemGetter getter(call.runtime, call[1]);
    for (auto& item : items) item = getter(item);
  }
  const auto separator = call.given(0) ? call[0] : Value("");
  const auto is_safe = [](const Value& item) { return item.is_markup(); };
  const bool safe =
      call.runtime.autoescape() && (separator.is_markup() || std::any_of(items.begin(), items.end(), is_safe));
  const auto append = safe ? append_escaped_value : append_text;
  std::string between, text;
  append(between, separator);
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) text += between;
    append(text, items[i]);
  }
  return Value::text(std::move(text), safe);
}

Value sort_filter(Call& call) {
  const auto items = items_of(call.subject);
  const ItemsGetter getter(call.runtime, call[2], !call.flag(1));
  return sorted_by_keys(items, keys_of(items, getter), call.flag(0));
}

Value dictsort_filter(Call& call) {
  const auto by = call.given(1) ? to_text(call[1]) : "key";
  if (by != "key" && by != "value") {
    raise(FailureKind::runtime, "You can only sort by either \"key\" or \"value\"");
  }
  const auto items = require_dict(call.subject).items();
  const std::size_t at = by == "key" ? 0 : 1;
  const bool ignore_case = !call.flag(0);
  const auto keys = keys_of(items, [&](const Value& item) {
    const auto& key = item.as_tuple().items[at];
    return ignore_case ? without_case(key) : key;
  });
  return sorted_by_keys(items, keys, call.flag(2));
}

Value unique_filter(Call& call) {
  const ItemGetter getter(call.runtime, call[1], !call.flag(0));
  Dict seen;
  List chosen;
  for (auto& item : items_of(call.subject)) {
    const auto key = getter(item);
    if (seen.find(key) != nullptr) continue;
    seen.set(key, {});
    chosen.push_back(std::move(item));
  }
  return generator(std::move(chosen));
}

Value extreme(Call& call, bool largest) {
  const auto items = items_of(call.subject);
  if (items.empty()) return call.runtime.undefined("No aggregated item, sequence was empty.");
  const ItemGetter getter(call.runtime, call[1], !call.flag(0));
  std::size_t best = 0;
  auto best_key = getter(items[0]);
  for (std::size_t i = 1; i < items.size(); ++i) {
    auto key = getter(items[i]);
    if (largest ? !less(best_key, key, ">") : !less(key, best_key)) continue;
    best = i;
    best_key = std::move(key);
  }
  return items[best];
}

Value sum_filter(Call& call) {
  const ItemGetter getter(call.runtime, call[0]);
  auto total = call.given(1) ? call[1] : Value(0);
  if (total.is_string()) raise_type("sum() can't sum strings [use ''.join(seq) instead]");
  for (const auto& item : items_of(call.subject)) total = add(total, getter(item));
  return total;
}

Value batch_filter(Call& call) {
  const auto size = call.integer(0, 0);
  List batches, current;
  for (auto& item : items_of(call.subject)) {
    if (static_cast<std::int64_t>(current.size()) == size) batches.emplace_back(std::exchange(current, {}));
    current.push_back(std::move(item));
  }
  if (!current.empty()) {
    if (!call[1].is_none() && static_cast<std::int64_t>(current.size()) < size) {
      if (size > 1'000'000) raise(FailureKind::limit, "a batch of that size is too large to be filled up");
      current.resize(static_cast<std::size_t>(size), call[1]);
    }
    batches.emplace_back(std::move(current));
  }
  return generator(std::move(batches));
}

Value slice_filter(Call& call) {
  const auto items = items_of(call.subject);
  const auto count = call.integer(0, 0);
  if (count == 0) raise(FailureKind::arithmetic, "integer division or modulo by zero");
  if (count > 1'000'000) raise(FailureKind::limit, "too many slices");
  List slices;
  if (count < 0) return generator(std::move(slices));
  const auto length = static_cast<std::int64_t>(items.size());
  const auto each = length / count;
  const auto longer = length % count;
  auto begin = items.begin();
  for (std::int64_t i = 0; i < count; ++i) {
    const auto end = begin + each + (i < longer ? 1 : 0);
    List part(begin, end);
    begin = end;
    if (!call[1].is_none() && i >= longer) part.push_back(call[1]);
    slices.emplace_back(std::move(part));
  }
  return generator(std::move(slices));
}

Value groupby_filter(Call& call) {
  const auto items = items_of(call.subject);
  const bool ignore_case = !call.flag(2);
  const ItemGetter key_of(call.runtime, call[0], ignore_case, call[1]);
  const ItemGetter shown(call.runtime, call[0], false, call[1]);
  const auto sorted = sorted_by_keys(items, keys_of(items, key_of), false);
  List groups, members;
  Value key;
  const auto finish = [&] {
    if (members.empty()) return;
    auto name = ignore_case ? shown(members.front()) : key;
    groups.push_back(Value::tuple({std::move(name), Value(std::exchange(members, {}))}, {"grouper", "list"}));
  };
  for (const auto& item : sorted) {
    auto next = key_of(item);
    if (!members.empty() && !equal(next, key)) finish();
    key = std::move(next);
    members.push_back(item);
  }
  finish();
  return groups;
}

Value items_filter(Call& call) {
  if (call.subject.is_undefined()) return generator({});
  if (!call.subject.is(Kind::dict)) raise_type("Can only get item pairs from a mapping.");
  return generator(call.subject.as_dict()->items());
}

Value length_filter(Call& call) { return static_cast<std::int64_t>(length_of(call.subject)); }

constexpr Builtin filters[] = {
    {"default", {"default_value", "boolean"}, 0, default_filter},
    {"d", {"default_value", "boolean"}, 0, default_filter},
    {"first", {}, 0, first_filter},
    {"last", {}, 0, last_filter},
    {"random", {}, 0, random_filter},
    {"length", {}, 0, length_filter},
    {"count", {}, 0, length_filter},
    {"list", {}, 0, [](Call& c) -> Value { return items_of(c.subject); }},
    {"join", {"d", "attribute"}, 0, join_filter},
    {"sort", {"reverse", "case_sensitive", "attribute"}, 0, sort_filter},
    {"dictsort", {"case_sensitive", "by", "reverse"}, 0, dictsort_filter},
    {"unique", {"case_sensitive", "attribute"}, 0, unique_filter},
    {"min", {"case_sensitive", "attribute"}, 0, [](Call& c) { return extreme(c, false); }},
    {"max", {"case_sensitive", "attribute"}, 0, [](Call& c) { return extreme(c, true); }},
    {"sum", {"attribute", "start"}, 0, sum_filter},
    {"batch", {"linecount", "fill_with"}, 1, batch_filter},
    {"slice", {"slices", "fill_with"}, 1, slice_filter},
    {"groupby", {"attribute", "default", "case_sensitive"}, 1, groupby_filter},
    {"items", {}, 0, items_filter},
};

}  // namespace

std::span<const Builtin> list_filters() { return filters; }

}  // namespace ashlar::templating
