#include "templating/evaluator.hpp"

#include "templating/builtin.hpp"
#include "templating/operators.hpp"
#include "templating/printing.hpp"
#include "templating/unicode.hpp"

namespace ashlar::templating {

namespace {

// "dict object", as messages about what is not there name a value.
std::string describe_type(const Value& value) {
  if (value.is_none()) return "None";
  return type_name(value) + " object";
}

std::optional<Value> item_of(const List& items, const Value& key) {
  if (!key.is_integral()) return std::nullopt;
  auto index = key.as_integer();
  if (index < 0) index += static_cast<std::int64_t>(items.size());
  if (index < 0 || static_cast<std::size_t>(index) >= items.size()) return std::nullopt;
  return items[static_cast<std::size_t>(index)];
}

std::optional<Value> character_of(const Value& text, const Value& key) {
  if (!key.is_integral()) return std::nullopt;
  if (is_ascii(text.as_text())) {
    const auto length = static_cast<std::int64_t>(text.as_text().size());
    auto index = key.as_integer();
    if (index < 0) index += length;
    if (index < 0 || index >= length) return std::nullopt;
    return Value::text(std::string(1, text.as_text()[static_cast<std::size_t>(index)]), text.is_markup());
  }
  const auto found = item_of(items_of(text), key);
  return found ? std::optional(Value::text(found->as_text(), text.is_markup())) : std::nullopt;
}

// Nothing also for what cannot be a key.
std::optional<Value> dict_entry(const Dict& dict, const Value& key) {
  try {
    const auto* found = dict.find(key);
    return found == nullptr ? std::nullopt : std::optional(*found);
  } catch (const Raised& raised) {
    if (raised.failure.kind == FailureKind::type) return std::nullopt;
    throw;
  }
}

std::optional<Value> entry_of(const Value& value, const Value& key) {
  switch (value.kind()) {
    case Kind::list:
    case Kind::tuple:
      return item_of(*value.sequence(), key);
    case Kind::string:
      return character_of(value, key);
    case Kind::dict:
      return dict_entry(*value.as_dict(), key);
    case Kind::object:
      return value.as_object()->item(key);
    default:
      return std::nullopt;
  }
}

std::optional<Value> attribute_of(const Value& value, std::string_view name) {
  if (value.is(Kind::object)) return value.as_object()->attribute(name);
  if (value.is(Kind::tuple)) {
    const auto& tuple = value.as_tuple();
    for (std::size_t i = 0; i < tuple.fields.size(); ++i) {
      if (tuple.fields[i] == name) return tuple.items[i];
    }
  }
  const auto* method = find_method(value, name);
  if (method == nullptr) return std::nullopt;
  return Value(std::shared_ptr<Object>(std::make_shared<BoundBuiltin>(*method, value, true)));
}

}  // namespace

Evaluator::Evaluator(Environment& environment, const std::shared_ptr<Dict>& data)
    : environment_(environment),
      data_(std::make_shared<Scope>(Scope{.parent = nullptr, .data = data, .names = {}})),
      nothing_(std::make_shared<Scope>()),
      autoescape_(environment.options_.autoescape) {}

// Scopes hold macros, and macros their scopes.
Evaluator::~Evaluator() {
  for (const auto& scope : captured_) scope->names.clear();
  for (const auto& context : contexts_) context.root->names.clear();
}

Rendering Evaluator::render(const ParsedTemplate& parsed) {
  std::string text;
  out_ = &text;
  try {
    run_template(parsed, new_context(parsed, data_));
  } catch (Raised& raised) {
    auto& failure = raised.failure;
    if (failure.template_name.empty()) {  // a malformed template that was included knows its own place
      failure.template_name = running_ != nullptr ? running_->name : parsed.name;
      failure.line = line_;
    }
    return {.text = {}, .failure = std::move(failure)};
  }
  return {.text = std::move(text), .failure = std::nullopt};
}

void Evaluator::capture(const ScopeRef& scope) {
  for (auto inner = scope; inner != nullptr && !inner->captured; inner = inner->parent) {
    inner->captured = true;
    captured_.push_back(inner);
  }
}

Value Evaluator::undefined(std::string message) const {
  auto as_debug = "{{ undefined value printed: " + message + " }}";
  return Undefined{environment_.options_.undefined, std::move(message), std::move(as_debug)};
}

Value Evaluator::undefined_name(std::string_view name) const {
  const std::string text(name);
  return Undefined{environment_.options_.undefined, "'" + text + "' is undefined", "{{ " + text + " }}"};
}

Value Evaluator::undefined_attribute(const Value& value, const Value& name) const {
  const auto what = describe_type(value);
  auto message =
      name.is_string() ? "'" + what + "' has no attribute " + repr(name) : what + " has no element " + repr(name);
  return Undefined{environment_.options_.undefined, std::move(message),
                   "{{ no such element: " + what + "[" + repr(name) + "] }}"};
}

Value Evaluator::attribute(const Value& value, std::string_view name) {
  if (value.is_undefined()) {
    if (value.as_undefined().mode == UndefinedMode::chainable) return value;
    raise_undefined(value);
  }
  if (auto found = attribute_of(value, name)) return *found;
  if (value.is(Kind::dict)) {
    if (const auto* found = value.as_dict()->find(name)) return *found;
  }
  return undefined_attribute(value, Value(name));
}

Value Evaluator::subscript(const Value& value, const Value& key) {
  if (value.is_undefined()) {
    if (value.as_undefined().mode == UndefinedMode::chainable) return value;
    raise_undefined(value);
  }
  if (auto found = entry_of(value, key)) return *found;
  if (key.is_string()) {
    if (auto found = attribute_of(value, key.as_text())) return *found;
  }
  return undefined_attribute(value, key);
}

Value Evaluator::call(const Value& callee, const Arguments& arguments) {
  if (callee.is_undefined()) raise_undefined(callee);
  if (!callee.is(Kind::object) || !callee.as_object()->is_callable()) {
    raise_type("'" + type_name(callee) + "' object is not callable");
  }
  const Deeper deeper(*this);
  return callee.as_object()->call(*this, arguments);
}

Value Evaluator::filter(std::string_view name, const Value& value, const Arguments& arguments) {
  const auto* found = find_filter(name);
  if (found == nullptr) raise_unknown("filter", name, FailureKind::runtime);
  return run(*found, *this, value, arguments);
}

bool Evaluator::test(std::string_view name, const Value& value, const Arguments& arguments) {
  const auto* found = find_test(name);
  if (found == nullptr) raise_unknown("test", name, FailureKind::runtime);
  return truthy(run(*found, *this, value, arguments));
}

}  // namespace ashlar::templating
