#include "templating/operators.hpp"
#include "templating/render_objects.hpp"

namespace ashlar::templating {

std::string LoopObject::print() const {
  return "<LoopContext " + std::to_string(index_ + 1) + "/" + std::to_string(items_.size()) + ">";
}

std::optional<Value> LoopObject::attribute(std::string_view name) {
  const auto number = [](std::size_t value) { return Value(static_cast<std::int64_t>(value)); };
  if (name == "index") return number(index_ + 1);
  if (name == "index0") return number(index_);
  if (name == "revindex") return number(items_.size() - index_);
  if (name == "revindex0") return number(items_.size() - index_ - 1);
  if (name == "first") return Value(index_ == 0);
  if (name == "last") return Value(index_ + 1 == items_.size());
  if (name == "length") return number(items_.size());
  if (name == "depth") return Value(depth + 1);
  if (name == "depth0") return Value(depth);
  if (name == "cycle" || name == "changed") {
    return Value(std::shared_ptr<Object>(std::make_shared<LoopMethod>(shared_from_this(), name == "cycle")));
  }
  if (name == "previtem") {
    return index_ > 0 ? items_[index_ - 1] : evaluator_.undefined("there is no previous item");
  }
  if (name == "nextitem") {
    return index_ + 1 < items_.size() ? items_[index_ + 1] : evaluator_.undefined("there is no next item");
  }
  return std::nullopt;
}

Value LoopObject::call(Runtime&, const Arguments& arguments) {
  if (arguments.positional.size() != 1 || !arguments.named.empty())
    raise_type("loop() takes one argument: what to loop over");
  return evaluator_.loop_again(*this, arguments.positional.front());
}

Value LoopObject::cycle(const Arguments& arguments) const {
  if (arguments.positional.empty()) raise_type("no items for cycling given");
  return arguments.positional[index_ % arguments.positional.size()];
}

Value LoopObject::changed(const Arguments& arguments) {
  const auto same = [&] {
    if (!last_ || last_->size() != arguments.positional.size()) return false;
    for (std::size_t i = 0; i < last_->size(); ++i) {
      if (!equal((*last_)[i], arguments.positional[i])) return false;
    }
    return true;
  };
  if (same()) return false;
  last_ = arguments.positional;
  return true;
}

Value LoopMethod::call(Runtime&, const Arguments& arguments) {
  return is_cycle_ ? loop_->cycle(arguments) : loop_->changed(arguments);
}

}  // namespace ashlar::templating
