#pragma once
/// Python's dict: entries in the order in which their keys came.

#include <cstddef>
#include <unordered_map>

#include "templating/value.hpp"

namespace ashlar::templating {

struct DictEntry {
  Value key;
  Value value;
  bool live = true;  ///< a removed entry stays until the next tidying
};

/// Finding, setting and removing take constant time. Keys are equal as Python's are: `1`, `1.0` and `True` are one key.
/// Every function raises a type failure for a key that cannot be one (a list, a dict).
class Dict {
 public:
  /// Null when there is none. What it points to lives until the next change.
  [[nodiscard]] const Value* find(const Value& key) const;
  [[nodiscard]] const Value* find(std::string_view key) const;
  void set(const Value& key, Value value);
  bool erase(const Value& key);
  void clear();

  [[nodiscard]] std::size_t size() const { return live_; }
  [[nodiscard]] bool empty() const { return live_ == 0; }

  [[nodiscard]] List keys() const;
  [[nodiscard]] List values() const;
  [[nodiscard]] List items() const;  ///< tuples of key and value

  /// Calls `visit(key, value)` for each entry.
  template <typename Visit>
  void each(const Visit& visit) const {
    for (const auto& entry : entries_) {
      if (entry.live) visit(entry.key, entry.value);
    }
  }

 private:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);
  [[nodiscard]] std::size_t position(const Value& key, std::size_t hash) const;
  [[nodiscard]] std::size_t position(std::string_view key) const;
  void index_all();
  void tidy();

  std::vector<DictEntry> entries_;
  std::unordered_multimap<std::size_t, std::size_t> index_;  ///< of the hash; empty while there are few entries
  std::size_t live_ = 0;
};

/// Equal values have equal hashes. Raises a type failure for what Python cannot hash.
[[nodiscard]] std::size_t hash_of(const Value& value);

}  // namespace ashlar::templating
