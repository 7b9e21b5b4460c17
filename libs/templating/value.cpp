#include "templating/value.hpp"

#include <array>

#include "templating/object.hpp"

namespace ashlar::templating {

Value::Value(std::string text) : content_(Text{std::make_shared<const std::string>(std::move(text)), false}) {}
Value::Value(List items) : content_(std::make_shared<List>(std::move(items))) {}
Value::Value(std::shared_ptr<Object> object) : content_(std::move(object)) {}
Value::Value(Undefined undefined) : content_(std::make_shared<const Undefined>(std::move(undefined))) {}

// Values inside of values that are given up do the same, on the stack: beyond a few levels they wait for the outermost.
void Value::release() noexcept {
  constexpr int few = 50;
  thread_local int depth = 0;
  thread_local std::vector<Content> waiting;
  if (depth >= few) {
    waiting.push_back(std::move(content_));
    content_ = std::monostate();
    return;
  }
  ++depth;
  content_ = std::monostate();
  while (depth == 1 && !waiting.empty()) {
    const auto next = std::move(waiting.back());
    waiting.pop_back();
  }
  --depth;
}

Value Value::markup(std::string text) { return Value::text(std::move(text), true); }

Value Value::text(std::string text, bool safe) {
  Value value(std::move(text));
  std::get<Text>(value.content_).safe = safe;
  return value;
}

Value Value::tuple(List items, std::vector<std::string> fields) {
  Value value;
  value.content_ = std::make_shared<const Tuple>(Tuple{std::move(items), std::move(fields)});
  return value;
}

Kind Value::kind() const {
  static constexpr std::array kinds = {Kind::none,   Kind::undefined, Kind::boolean, Kind::integer, Kind::floating,
                                       Kind::string, Kind::list,      Kind::tuple,   Kind::dict,    Kind::object};
  return kinds[content_.index()];
}

bool Value::is_markup() const {
  const auto* text = std::get_if<Text>(&content_);
  return text != nullptr && text->safe;
}

bool Value::is_number() const { return is(Kind::boolean) || is(Kind::integer) || is(Kind::floating); }

std::int64_t Value::as_integer() const {
  const auto* boolean = std::get_if<bool>(&content_);
  return boolean != nullptr ? static_cast<std::int64_t>(*boolean) : std::get<std::int64_t>(content_);
}

double Value::as_double() const {
  const auto* floating = std::get_if<double>(&content_);
  return floating != nullptr ? *floating : static_cast<double>(as_integer());
}

const List* Value::sequence() const {
  if (const auto* list = std::get_if<std::shared_ptr<List>>(&content_)) return list->get();
  if (const auto* tuple = std::get_if<TupleRef>(&content_)) return &(*tuple)->items;
  return nullptr;
}

bool Value::same_as(const Value& other) const {
  if (content_.index() != other.content_.index()) return false;
  switch (kind()) {
    case Kind::none:
      return true;
    case Kind::boolean:
      return as_bool() == other.as_bool();
    case Kind::integer:
      return as_integer() == other.as_integer();
    case Kind::floating:
      return as_double() == other.as_double();
    case Kind::string:
      return is_markup() == other.is_markup() && as_text() == other.as_text();
    case Kind::undefined:
      return &as_undefined() == &other.as_undefined();
    case Kind::list:
      return as_list() == other.as_list();
    case Kind::tuple:
      return &as_tuple() == &other.as_tuple();
    case Kind::dict:
      return as_dict() == other.as_dict();
    case Kind::object:
      return as_object() == other.as_object();
  }
  return false;
}

}  // namespace ashlar::templating
