#pragma once
/// How filters find what they sort, group or compare by.

#include "templating/runtime.hpp"

namespace ashlar::templating {

/// `attribute="a.b.0"`: names and indexes to follow; without one, the item itself.
class ItemGetter {
 public:
  ItemGetter(Runtime& runtime, const Value& attribute, bool ignore_case = false, Value otherwise = {});
  [[nodiscard]] Value operator()(const Value& item) const;

 private:
  Runtime& runtime_;
  std::vector<Value> path_;
  bool ignore_case_;
  Value otherwise_;  ///< for what is undefined; None: leave it so
};

/// `attribute="a,b.c"`: several, which are compared one after the other.
class ItemsGetter {
 public:
  ItemsGetter(Runtime& runtime, const Value& attribute, bool ignore_case);
  [[nodiscard]] Value operator()(const Value& item) const;

 private:
  std::vector<ItemGetter> getters_;
};

/// Strings in lower case, all else as it is.
[[nodiscard]] Value without_case(const Value& value);

/// Items in the order of their keys; equal ones keep their order, also when it is reversed.
[[nodiscard]] List sorted_by_keys(const List& items, const List& keys, bool reverse);

}  // namespace ashlar::templating
