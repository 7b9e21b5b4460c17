// The methods of lists, tuples, dicts and numbers.
#include <algorithm>
#include <cmath>

#include "templating/builtin.hpp"
#include "templating/dict.hpp"
#include "templating/item_getter.hpp"
#include "templating/operators.hpp"
#include "templating/printing.hpp"

namespace ashlar::templating {

namespace {

List& list_of(const Call& call) { return *call.subject.as_list(); }
Dict& dict_of(const Call& call) { return *call.subject.as_dict(); }

Value view(const Call& call, DictView::What what) {
  return Value(std::shared_ptr<Object>(std::make_shared<DictView>(call.subject.as_dict(), what)));
}

// Where index `at` is in a list of that length; nothing when it is outside.
std::optional<std::size_t> position(std::int64_t at, std::size_t length) {
  if (at < 0) at += static_cast<std::int64_t>(length);
  if (at < 0 || at >= static_cast<std::int64_t>(length)) return std::nullopt;
  return static_cast<std::size_t>(at);
}

Value index_of(Call& call) {
  const auto& items = *call.subject.sequence();
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (equal(items[i], call[0])) return static_cast<std::int64_t>(i);
  }
  raise_value(repr(call[0]) + " is not in " + type_name(call.subject));
}

Value count_of(Call& call) {
  const auto& items = *call.subject.sequence();
  return static_cast<std::int64_t>(
      std::count_if(items.begin(), items.end(), [&](const Value& item) { return equal(item, call[0]); }));
}

Value append_method(Call& call) {
  list_of(call).push_back(call[0]);
  return {};
}

Value extend_method(Call& call) {
  auto more = items_of(call[0]);
  auto& items = list_of(call);
  items.insert(items.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  return {};
}

Value insert_method(Call& call) {
  auto& items = list_of(call);
  const auto length = static_cast<std::int64_t>(items.size());
  auto at = call.integer(0, 0);
  if (at < 0) at += length;
  items.insert(items.begin() + std::clamp<std::int64_t>(at, 0, length), call[1]);
  return {};
}

Value list_pop(Call& call) {
  auto& items = list_of(call);
  if (items.empty()) raise(FailureKind::lookup, "pop from empty list");
  const auto at = position(call.integer(0, -1), items.size());
  if (!at) raise(FailureKind::lookup, "pop index out of range");
  auto item = std::move(items[*at]);
  items.erase(items.begin() + static_cast<std::ptrdiff_t>(*at));
  return item;
}

Value remove_method(Call& call) {
  auto& items = list_of(call);
  const auto found = std::find_if(items.begin(), items.end(), [&](const Value& item) { return equal(item, call[0]); });
  if (found == items.end()) raise_value("list.remove(x): x not in list");
  items.erase(found);
  return {};
}

Value reverse_method(Call& call) {
  std::reverse(list_of(call).begin(), list_of(call).end());
  return {};
}

Value sort_method(Call& call) {
  auto& items = list_of(call);
  items = sorted_by_keys(items, List(items), call.flag(0));
  return {};
}

Value clear_list(Call& call) {
  list_of(call).clear();
  return {};
}

Value get_method(Call& call) {
  const auto* found = dict_of(call).find(call[0]);
  return found == nullptr ? call[1] : *found;
}

Value dict_pop(Call& call) {
  const auto* found = dict_of(call).find(call[0]);
  if (found == nullptr) {
    if (call.given(1)) return call[1];
    raise(FailureKind::lookup, "there is no key " + repr(call[0]));
  }
  auto value = *found;
  dict_of(call).erase(call[0]);
  return value;
}

Value popitem_method(Call& call) {
  auto items = dict_of(call).items();
  if (items.empty()) raise(FailureKind::lookup, "popitem(): dictionary is empty");
  dict_of(call).erase(items.back().as_tuple().items[0]);
  return items.back();
}

Value setdefault_method(Call& call) {
  if (const auto* found = dict_of(call).find(call[0])) return *found;
  dict_of(call).set(call[0], call[1]);
  return call[1];
}

Value update_method(Call& call) {
  if (call.all.positional.size() > 1) raise_type("update expected at most 1 argument");
  if (!call.all.positional.empty()) update(dict_of(call), call.all.positional.front());
  for (const auto& [name, value] : call.all.named) dict_of(call).set(Value(name), value);
  return {};
}

Value clear_dict(Call& call) {
  dict_of(call).clear();
  return {};
}

Value copy_dict(Call& call) { return std::make_shared<Dict>(dict_of(call)); }

Value is_whole(Call& call) {
  const double number = call.subject.as_double();
  return std::isfinite(number) && std::trunc(number) == number;
}

Value bit_length(Call& call) {
  const auto number = call.subject.as_integer();
  auto rest = number < 0 ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
  int bits = 0;
  for (; rest != 0; rest >>= 1) ++bits;
  return bits;
}

constexpr Builtin of_lists[] = {
    {"append", {"object"}, 1, append_method},
    {"extend", {"iterable"}, 1, extend_method},
    {"insert", {"index", "object"}, 2, insert_method},
    {"pop", {"index"}, 0, list_pop},
    {"remove", {"value"}, 1, remove_method},
    {"index", {"value"}, 1, index_of},
    {"count", {"value"}, 1, count_of},
    {"reverse", {}, 0, reverse_method},
    {"sort", {"reverse"}, 0, sort_method},
    {"copy", {}, 0, [](Call& c) -> Value { return List(list_of(c)); }},
    {"clear", {}, 0, clear_list},
};

constexpr Builtin of_tuples[] = {
    {"index", {"value"}, 1, index_of},
    {"count", {"value"}, 1, count_of},
};

constexpr Builtin of_dicts[] = {
    {"items", {}, 0, [](Call& c) { return view(c, DictView::What::items); }},
    {"keys", {}, 0, [](Call& c) { return view(c, DictView::What::keys); }},
    {"values", {}, 0, [](Call& c) { return view(c, DictView::What::values); }},
    {"get", {"key", "default"}, 1, get_method},
    {"pop", {"key", "default"}, 1, dict_pop},
    {"popitem", {}, 0, popitem_method},
    {"setdefault", {"key", "default"}, 1, setdefault_method},
    {"update", {}, 0, update_method, true},
    {"copy", {}, 0, copy_dict},
    {"clear", {}, 0, clear_dict},
};

constexpr Builtin of_numbers[] = {
    {"is_integer", {}, 0, is_whole},
    {"bit_length", {}, 0, bit_length},
};

}  // namespace

void update(Dict& dict, const Value& source) {
  if (source.is_undefined()) require_lenient(source);
  if (source.is(Kind::dict)) {
    const auto from = source.as_dict();  // may be `dict` itself
    for (const auto& item : from->items()) dict.set(item.as_tuple().items[0], item.as_tuple().items[1]);
    return;
  }
  std::int64_t index = 0;
  for (const auto& pair : items_of(source)) {
    const auto parts = items_of(pair);
    if (parts.size() != 2) {
      raise_value("element #" + std::to_string(index) + " of what a dict is made of is no pair of key and value");
    }
    dict.set(parts[0], parts[1]);
    ++index;
  }
}

std::span<const Builtin> list_methods() { return of_lists; }
std::span<const Builtin> tuple_methods() { return of_tuples; }
std::span<const Builtin> dict_methods() { return of_dicts; }
std::span<const Builtin> number_methods() { return of_numbers; }

}  // namespace ashlar::templating
