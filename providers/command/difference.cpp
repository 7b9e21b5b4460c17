#include "providers/command/difference.hpp"

#include <algorithm>

namespace ashlar::providers::command {

namespace {

class Comparison {
 public:
  DetailedDiff run(const PropertyMap& before, const PropertyMap& after) {
    compare(before, after);
    return std::move(diff_);
  }

 private:
  void compare(const PropertyMap& before, const PropertyMap& after) {
    for (const auto& [key, old] : before) {
      const auto* now = find(after, key);
      below(key, [&] { now == nullptr ? note(DiffKind::remove) : compare(old, *now); });
    }
    for (const auto& [key, now] : after) {
      if (!before.contains(key)) below(key, [&] { note(DiffKind::add); });
    }
  }

  void compare(const PropertyArray& before, const PropertyArray& after) {
    for (std::size_t i = 0; i < std::max(before.size(), after.size()); ++i) {
      below(i, [&] {
        if (i >= after.size()) return note(DiffKind::remove);
        if (i >= before.size()) return note(DiffKind::add);
        compare(before[i], after[i]);
      });
    }
  }

  void compare(const PropertyValue& before, const PropertyValue& after) {
    const auto* old_map = before.get<PropertyMap>();
    const auto* new_map = after.get<PropertyMap>();
    const auto* old_list = before.get<PropertyArray>();
    const auto* new_list = after.get<PropertyArray>();
    if (old_map != nullptr && new_map != nullptr) return compare(*old_map, *new_map);
    if (old_list != nullptr && new_list != nullptr) return compare(*old_list, *new_list);
    if (!(before == after) || after.contains_unknowns()) note(DiffKind::update);
  }

  template <typename Inside>
  void below(PathStep step, Inside inside) {
    steps_.push_back(std::move(step));
    inside();
    steps_.pop_back();
  }

  void note(DiffKind kind) {
    const bool replaces = steps_.front() == PathStep("triggers");
    diff_.emplace(PropertyPath::of(steps_).text(), PropertyChange{replaces ? as_replace(kind) : kind, false});
  }

  std::vector<PathStep> steps_;
  DetailedDiff diff_;
};

}  // namespace

DetailedDiff difference(const PropertyMap& before, const PropertyMap& after) { return Comparison().run(before, after); }

}  // namespace ashlar::providers::command
