#include "templating/slice.hpp"

#include <algorithm>
#include <limits>

#include "templating/failure.hpp"
#include "templating/object.hpp"
#include "templating/unicode.hpp"

namespace ashlar::templating {

namespace {

struct Bounds {
  std::int64_t start = 0, step = 1;
  std::size_t count = 0;
};

// As Python's slice.indices does: bounds count from the end when negative, and are cut to what is there.
Bounds bounds_of(std::size_t size, const Value& start, const Value& stop, const Value& step) {
  const auto length = static_cast<std::int64_t>(size);
  Bounds found;
  if (!step.is_none()) found.step = step.as_integer();
  if (found.step == 0) raise_value("slice step cannot be zero");
  found.step = std::max(found.step, -std::numeric_limits<std::int64_t>::max());
  const bool backward = found.step < 0;
  const auto lowest = backward ? std::int64_t{-1} : std::int64_t{0};
  const auto highest = backward ? length - 1 : length;
  const auto cut = [&](const Value& bound, std::int64_t otherwise) {
    if (bound.is_none()) return otherwise;
    auto at = bound.as_integer();
    if (at < 0) at = at < -length ? lowest : at + length;
    return std::clamp(at, lowest, highest);
  };
  found.start = cut(start, backward ? highest : lowest);
  const auto end = cut(stop, backward ? lowest : highest);
  if (backward ? found.start <= end : found.start >= end) return found;
  const auto distance = static_cast<std::uint64_t>(backward ? found.start - end : end - found.start);
  const auto stride = static_cast<std::uint64_t>(backward ? -found.step : found.step);
  found.count = (distance - 1) / stride + 1;
  return found;
}

template <typename Items, typename Add>
void pick(const Items& items, const Bounds& bounds, const Add& add) {
  auto at = bounds.start;
  for (std::size_t i = 0; i < bounds.count; ++i) {
    add(items[static_cast<std::size_t>(at)]);
    if (i + 1 < bounds.count) at += bounds.step;
  }
}

}  // namespace

std::optional<Value> sliced(const Value& value, const Value& start, const Value& stop, const Value& step) {
  for (const auto* bound : {&start, &stop, &step}) {
    if (!bound->is_none() && !bound->is_integral()) return std::nullopt;
  }
  if (value.is_string()) {
    std::string text;
    const auto add = [&](const auto& character) { text += character; };
    if (is_ascii(value.as_text())) {
      pick(value.as_text(), bounds_of(value.as_text().size(), start, stop, step), add);
    } else {
      const auto parts = characters(value.as_text());
      pick(parts, bounds_of(parts.size(), start, stop, step), add);
    }
    return Value::text(std::move(text), value.is_markup());
  }
  List items;
  const auto add = [&](const Value& item) { items.push_back(item); };
  if (const auto* sequence = value.sequence()) {
    pick(*sequence, bounds_of(sequence->size(), start, stop, step), add);
    return value.is(Kind::tuple) ? Value::tuple(std::move(items)) : Value(std::move(items));
  }
  if (auto* range = value.object<Range>()) {
    const auto all = range->iterate();
    pick(all, bounds_of(all.size(), start, stop, step), add);
    return Value(std::move(items));
  }
  return std::nullopt;
}

}  // namespace ashlar::templating
