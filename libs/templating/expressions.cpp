// How the evaluator finds what expressions are worth.
#include "templating/builtin.hpp"
#include "templating/evaluator.hpp"
#include "templating/operators.hpp"
#include "templating/printing.hpp"
#include "templating/slice.hpp"

namespace ashlar::templating {

Value Evaluator::evaluate(const Expression& expression) {
  const Deeper deeper(*this);
  line_ = expression.line;
  return std::visit([this](const auto& node) { return evaluate(node); }, expression.node);
}

Value Evaluator::evaluate(const Name& node) {
  if (const auto* found = frame_->scope->find(node.name)) return *found;
  if (const auto* function = find_function(node.name)) {
    return Value(std::shared_ptr<Object>(std::make_shared<BoundBuiltin>(*function, Value(), false)));
  }
  return undefined_name(node.name);
}

Value Evaluator::evaluate(const ListDisplay& node) {
  List items;
  items.reserve(node.items.size());
  for (const auto& item : node.items) items.push_back(evaluate(*item));
  return items;
}

Value Evaluator::evaluate(const TupleDisplay& node) {
  List items;
  items.reserve(node.items.size());
  for (const auto& item : node.items) items.push_back(evaluate(*item));
  return Value::tuple(std::move(items));
}

Value Evaluator::evaluate(const DictDisplay& node) {
  auto dict = std::make_shared<Dict>();
  for (const auto& [key, value] : node.entries) {
    const auto name = evaluate(*key);
    dict->set(name, evaluate(*value));
  }
  return dict;
}

Value Evaluator::evaluate(const Not& node) { return !truthy(evaluate(*node.operand)); }

Value Evaluator::evaluate(const Negation& node) {
  const auto operand = evaluate(*node.operand);
  return node.negates ? negative(operand) : positive(operand);
}

Value Evaluator::evaluate(const Binary& node) {
  const auto left = evaluate(*node.left);
  return node.apply(left, evaluate(*node.right));
}

Value Evaluator::evaluate(const Logical& node) {
  auto left = evaluate(*node.left);
  if (truthy(left) != node.is_and) return left;
  return evaluate(*node.right);
}

Value Evaluator::evaluate(const Concatenation& node) {
  List parts;
  parts.reserve(node.parts.size());
  bool safe = false;
  for (const auto& part : node.parts) {
    parts.push_back(evaluate(*part));
    safe = safe || (autoescape_ && parts.back().is_markup());
  }
  std::string text;
  for (const auto& part : parts) {
    if (safe) {
      append_escaped_value(text, part);
    } else {
      append_text(text, part);
    }
  }
  return Value::text(std::move(text), safe);
}

namespace {

bool compare(Comparator comparator, const Value& left, const Value& right) {
  switch (comparator) {
    case Comparator::equal:
      return equal(left, right);
    case Comparator::unequal:
      return !equal(left, right);
    case Comparator::less:
      return less(left, right);
    case Comparator::less_or_equal:
      return less_or_equal(left, right);
    case Comparator::greater:
      return less(right, left, ">");
    case Comparator::greater_or_equal:
      return less_or_equal(right, left, ">=");
    case Comparator::in:
      return contains(right, left);
    case Comparator::not_in:
      return !contains(right, left);
  }
  return false;
}

}  // namespace

Value Evaluator::evaluate(const Comparison& node) {
  auto left = evaluate(*node.first);
  for (const auto& [comparator, operand] : node.others) {
    auto right = evaluate(*operand);
    if (!compare(comparator, left, right)) return false;
    left = std::move(right);
  }
  return true;
}

Value Evaluator::evaluate(const Conditional& node) {
  if (truthy(evaluate(*node.condition))) return evaluate(*node.then);
  if (node.otherwise) return evaluate(*node.otherwise);
  // Lenient whatever the mode is: the condition was meant to decide whether there is something to print.
  return Undefined{UndefinedMode::lenient, "the inline if-expression evaluated to false and has no else", ""};
}

Value Evaluator::evaluate(const Filter& node) {
  const auto subject = node.subject ? evaluate(*node.subject) : filter_input_;
  const auto arguments = evaluate_arguments(node.arguments);
  if (node.filter == nullptr) raise_unknown("filter", node.name, FailureKind::runtime);
  return run(*node.filter, *this, subject, arguments);
}

Value Evaluator::evaluate(const Test& node) {
  const auto subject = evaluate(*node.subject);
  const auto arguments = evaluate_arguments(node.arguments);
  if (node.test == nullptr) raise_unknown("test", node.name, FailureKind::runtime);
  return run(*node.test, *this, subject, arguments);
}

Value Evaluator::evaluate(const CallExpression& node) {
  const auto callee = evaluate(*node.callee);
  return call(callee, evaluate_arguments(node.arguments));
}

Value Evaluator::evaluate(const Attribute& node) { return attribute(evaluate(*node.object), node.name); }

Value Evaluator::evaluate(const Subscript& node) {
  const auto object = evaluate(*node.object);
  return subscript(object, evaluate(*node.key));
}

Value Evaluator::evaluate(const Slice& node) {
  const auto object = evaluate(*node.object);
  const auto bound = [this](const ExpressionRef& expression) { return expression ? evaluate(*expression) : Value(); };
  const auto start = bound(node.start);
  const auto stop = bound(node.stop);
  const auto step = bound(node.step);
  if (auto found = sliced(object, start, stop, step)) return *found;
  if (object.is_undefined()) return subscript(object, Value());
  raise_type("'" + type_name(object) + "' object cannot be sliced so");
}

Arguments Evaluator::evaluate_arguments(const CallArguments& arguments) {
  Arguments found;
  found.positional.reserve(arguments.positional.size());
  for (const auto& argument : arguments.positional) found.positional.push_back(evaluate(*argument));
  for (const auto& [name, value] : arguments.named) found.named.emplace_back(name, evaluate(*value));
  if (arguments.rest) {
    for (auto& item : items_of(evaluate(*arguments.rest))) found.positional.push_back(std::move(item));
  }
  if (!arguments.named_rest) return found;
  const auto rest = evaluate(*arguments.named_rest);
  if (!rest.is(Kind::dict)) raise_type("argument after ** must be a mapping, not " + type_name(rest));
  rest.as_dict()->each([&](const Value& key, const Value& value) {
    if (!key.is_string()) raise_type("keywords must be strings");
    for (const auto& [known, old] : found.named) {
      if (known == key.as_text()) raise_type("got multiple values for keyword argument '" + known + "'");
    }
    found.named.emplace_back(key.as_text(), value);
  });
  return found;
}

}  // namespace ashlar::templating
