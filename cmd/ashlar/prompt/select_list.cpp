#include "cmd/ashlar/prompt/select_list.hpp"

#include <algorithm>

#include "base/strings.hpp"

namespace ashlar::cli {

SelectList::SelectList(std::vector<std::string> choices, std::size_t initial)
    : choices_(std::move(choices)), marked_(initial) {
  for (std::size_t i = 0; i < choices_.size(); ++i) matching_.push_back(i);
}

void SelectList::apply_filter() {
  const auto wanted = to_lower(filter_);
  matching_.clear();
  for (std::size_t i = 0; i < choices_.size(); ++i) {
    if (to_lower(choices_[i]).find(wanted) != std::string::npos) matching_.push_back(i);
  }
  marked_ = 0;
}

void SelectList::press(const Key& key) {
  const auto count = matching_.size();
  switch (key.kind) {
    case Key::Kind::up:
      marked_ = count == 0 ? 0 : (marked_ + count - 1) % count;
      break;
    case Key::Kind::tab:
    case Key::Kind::down:
      marked_ = count == 0 ? 0 : (marked_ + 1) % count;
      break;
    case Key::Kind::page_up:
    case Key::Kind::home:
      marked_ = 0;
      break;
    case Key::Kind::page_down:
    case Key::Kind::end:
      marked_ = count == 0 ? 0 : count - 1;
      break;
    case Key::Kind::text:
      filter_ += key.text;
      apply_filter();
      break;
    case Key::Kind::backspace:
      while (!filter_.empty() && (static_cast<unsigned char>(filter_.back()) & 0xC0U) == 0x80U) filter_.pop_back();
      if (!filter_.empty()) filter_.pop_back();
      apply_filter();
      break;
    case Key::Kind::escape:
    case Key::Kind::clear_line:
      filter_.clear();
      apply_filter();
      break;
    default:
      break;
  }
}

SelectList::Window SelectList::window(std::size_t height) const {
  const auto count = std::min(height, matching_.size());
  const auto half = count / 2;
  const auto first = marked_ > half ? std::min(marked_ - half, matching_.size() - count) : 0;
  return {first, count};
}

}  // namespace ashlar::cli
