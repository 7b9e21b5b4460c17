#include "templating/object.hpp"

#include "templating/dict.hpp"
#include "templating/failure.hpp"
#include "templating/operators.hpp"
#include "templating/printing.hpp"

namespace ashlar::templating {

namespace {

constexpr std::size_t longest_range = 10'000'000;  // items that are made at once

}  // namespace

List Iterator::iterate() {
  List rest(std::make_move_iterator(items_.begin() + static_cast<std::ptrdiff_t>(next_)),
            std::make_move_iterator(items_.end()));
  next_ = items_.size();
  return rest;
}

std::optional<Value> Iterator::next() {
  if (next_ == items_.size()) return std::nullopt;
  return std::move(items_[next_++]);
}

Range::Range(std::int64_t start, std::int64_t stop, std::int64_t step) : start_(start), stop_(stop), step_(step) {
  if (step == 0) raise_value("range() arg 3 must not be zero");
  const bool forward = step > 0;
  if (forward ? start >= stop : start <= stop) return;
  // Unsigned, because the distance may not fit a signed number.
  const auto distance = forward ? static_cast<std::uint64_t>(stop) - static_cast<std::uint64_t>(start)
                                : static_cast<std::uint64_t>(start) - static_cast<std::uint64_t>(stop);
  const auto stride = forward ? static_cast<std::uint64_t>(step) : 0 - static_cast<std::uint64_t>(step);
  length_ = (distance - 1) / stride + 1;
}

std::string Range::print() const {
  std::string text = "range(" + std::to_string(start_) + ", " + std::to_string(stop_);
  if (step_ != 1) text += ", " + std::to_string(step_);
  return text + ")";
}

std::int64_t Range::at(std::size_t index) const {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(start_) + index * static_cast<std::uint64_t>(step_));
}

List Range::iterate() {
  if (length_ > longest_range) {
    raise(FailureKind::limit, "a range of " + std::to_string(length_) + " items is too long",
          "at most " + std::to_string(longest_range) + " items are made");
  }
  List items;
  items.reserve(length_);
  for (std::size_t i = 0; i < length_; ++i) items.emplace_back(at(i));
  return items;
}

std::optional<Value> Range::item(const Value& key) {
  if (!key.is_integral()) return std::nullopt;
  auto index = key.as_integer();
  if (index < 0) index += static_cast<std::int64_t>(length_);
  if (index < 0 || static_cast<std::size_t>(index) >= length_) return std::nullopt;
  return Value(at(static_cast<std::size_t>(index)));
}

bool Range::contains(std::int64_t number) const {
  if (length_ == 0) return false;
  const auto last = at(length_ - 1);
  if (step_ > 0 ? (number < start_ || number > last) : (number > start_ || number < last)) return false;
  const auto distance = step_ > 0 ? static_cast<std::uint64_t>(number) - static_cast<std::uint64_t>(start_)
                                  : static_cast<std::uint64_t>(start_) - static_cast<std::uint64_t>(number);
  const auto stride = step_ > 0 ? static_cast<std::uint64_t>(step_) : 0 - static_cast<std::uint64_t>(step_);
  return distance % stride == 0;
}

std::shared_ptr<Range> Range::reversed() const {
  if (length_ == 0) return std::make_shared<Range>(0, 0, 1);
  return std::make_shared<Range>(at(length_ - 1), start_ - (step_ > 0 ? 1 : -1), -step_);
}

bool Range::equals(const Range& other) const {
  if (length_ != other.length_) return false;
  return length_ == 0 || (start_ == other.start_ && (length_ == 1 || step_ == other.step_));
}

std::string DictView::type_name() const {
  switch (what_) {
    case What::keys:
      return "dict_keys";
    case What::values:
      return "dict_values";
    case What::items:
      return "dict_items";
  }
  return "";
}

std::string DictView::print() const {
  std::string text = type_name() + "([";
  bool first = true;
  for (const auto& item : const_cast<DictView*>(this)->iterate()) {
    if (!first) text += ", ";
    first = false;
    append_repr(text, item);
  }
  return text + "])";
}

std::optional<std::size_t> DictView::length() const { return dict_->size(); }

List DictView::iterate() {
  switch (what_) {
    case What::keys:
      return dict_->keys();
    case What::values:
      return dict_->values();
    case What::items:
      return dict_->items();
  }
  return {};
}

}  // namespace ashlar::templating
