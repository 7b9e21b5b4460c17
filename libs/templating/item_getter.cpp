#include "templating/item_getter.hpp"

#include <algorithm>
#include <charconv>
#include <numeric>

#include "base/strings.hpp"
#include "templating/operators.hpp"
#include "templating/unicode.hpp"

namespace ashlar::templating {

namespace {

Value part_of_path(const std::string& text) {
  std::int64_t index = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), index);
  const bool is_number =
      !text.empty() && text.front() != '-' && end.ec == std::errc{} && end.ptr == text.data() + text.size();
  return is_number ? Value(index) : Value(text);
}

}  // namespace

Value without_case(const Value& value) {
  return value.is_string() ? Value::text(to_lower(value.as_text()), value.is_markup()) : value;
}

ItemGetter::ItemGetter(Runtime& runtime, const Value& attribute, bool ignore_case, Value otherwise)
    : runtime_(runtime), ignore_case_(ignore_case), otherwise_(std::move(otherwise)) {
  if (attribute.is_none()) return;
  if (!attribute.is_string()) {
    path_.push_back(attribute);
    return;
  }
  for (const auto& part : split(attribute.as_text(), '.')) path_.push_back(part_of_path(part));
}

Value ItemGetter::operator()(const Value& item) const {
  auto found = item;
  for (const auto& part : path_) {
    found = runtime_.subscript(found, part);
    if (!otherwise_.is_none() && found.is_undefined()) found = otherwise_;
  }
  return ignore_case_ ? without_case(found) : found;
}

ItemsGetter::ItemsGetter(Runtime& runtime, const Value& attribute, bool ignore_case) {
  if (!attribute.is_string()) {
    getters_.emplace_back(runtime, attribute, ignore_case);
    return;
  }
  for (const auto& part : split(attribute.as_text(), ',')) getters_.emplace_back(runtime, Value(part), ignore_case);
}

Value ItemsGetter::operator()(const Value& item) const {
  List keys;
  for (const auto& getter : getters_) keys.push_back(getter(item));
  return keys;
}

List sorted_by_keys(const List& items, const List& keys, bool reverse) {
  std::vector<std::size_t> order(items.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return reverse ? less(keys[b], keys[a]) : less(keys[a], keys[b]);
  });
  List sorted;
  sorted.reserve(items.size());
  for (const auto at : order) sorted.push_back(items[at]);
  return sorted;
}

}  // namespace ashlar::templating
