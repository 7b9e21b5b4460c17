#pragma once

#include <string>
#include <vector>

#include "cmd/ashlar/terminal/keys.hpp"

namespace ashlar::cli {

/// A list of choices with one of them marked: what keys do to it. Drawing is the prompt's.
class SelectList {
 public:
  /// REQUIRES: `initial` is an index of `choices`.
  SelectList(std::vector<std::string> choices, std::size_t initial);

  void press(const Key& key);

  [[nodiscard]] const std::string& filter() const { return filter_; }
  /// Indexes of the choices that contain the filter, ignoring case, in order.
  [[nodiscard]] const std::vector<std::size_t>& matching() const { return matching_; }
  [[nodiscard]] std::size_t marked() const { return marked_; }  ///< a position in `matching`
  /// The first position and the number of those to show when `height` fit, around the marked one.
  struct Window {
    std::size_t first, count;
  };
  [[nodiscard]] Window window(std::size_t height) const;
  [[nodiscard]] const std::string& choice(std::size_t index) const { return choices_[index]; }

 private:
  void apply_filter();

  std::vector<std::string> choices_;
  std::string filter_;
  std::vector<std::size_t> matching_;
  std::size_t marked_ = 0;
};

}  // namespace ashlar::cli
