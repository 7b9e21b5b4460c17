// How the evaluator carries out statements.
#include "templating/builtin.hpp"
#include "templating/namespace_object.hpp"
#include "templating/operators.hpp"
#include "templating/printing.hpp"
#include "templating/render_objects.hpp"

namespace ashlar::templating {

Evaluator::Flow Evaluator::execute(const Body& body) {
  for (const auto& statement : body) {
    if (const auto flow = execute(*statement); flow != Flow::normal) return flow;
  }
  return Flow::normal;
}

Evaluator::Flow Evaluator::execute(const Statement& statement) {
  const Deeper deeper(*this);
  line_ = statement.line;
  return std::visit([this](const auto& node) { return execute(node); }, statement.node);
}

ScopeRef Evaluator::inner_scope() const {
  return std::make_shared<Scope>(Scope{.parent = frame_->scope, .data = nullptr, .names = {}});
}

// A part with names of its own.
Evaluator::Flow Evaluator::execute_in(const ScopeRef& scope, const Body& body) {
  const auto outer = std::exchange(frame_->scope, scope);
  const bool top_level = std::exchange(frame_->top_level, false);
  const auto flow = execute(body);
  frame_->scope = outer;
  frame_->top_level = top_level;
  return flow;
}

Evaluator::Flow Evaluator::execute(const Text& node) {
  if (!is_silent()) *out_ += node.text;
  return Flow::normal;
}

void Evaluator::print(const Value& value) {
  if (autoescape_) {
    append_escaped_value(*out_, value);
  } else {
    append_text(*out_, value);
  }
}

Evaluator::Flow Evaluator::execute(const Print& node) {
  if (!is_silent()) print(evaluate(*node.value));
  return Flow::normal;
}

Evaluator::Flow Evaluator::execute(const Evaluate& node) {
  (void)evaluate(*node.value);
  return Flow::normal;
}

Evaluator::Flow Evaluator::execute(const If& node) {
  for (const auto& [condition, body] : node.branches) {
    if (truthy(evaluate(*condition))) return execute(body);
  }
  return execute(node.otherwise);
}

Evaluator::Flow Evaluator::execute(const For& node) { return loop(node, evaluate(*node.iterable), 0); }

// With the condition applied, so that `loop.length` counts only what is looped over.
List Evaluator::looped_items(const For& node, const Value& iterable) {
  auto items = items_of(iterable);
  if (!node.condition) return items;
  List chosen;
  const auto scope = inner_scope();
  const auto outer = std::exchange(frame_->scope, scope);
  for (auto& item : items) {
    assign(node.target, item, *scope);
    if (truthy(evaluate(*node.condition))) chosen.push_back(std::move(item));
  }
  frame_->scope = outer;
  return chosen;
}

Evaluator::Flow Evaluator::loop(const For& node, const Value& iterable, int depth) {
  auto found = looped_items(node, iterable);
  if (found.empty()) return execute_in(inner_scope(), node.otherwise);
  if (node.recursive) capture(frame_->scope);
  const auto loop =
      std::make_shared<LoopObject>(*this, node, std::move(found), depth, node.recursive ? frame_->scope : nullptr);
  const auto& items = loop->items();
  ScopeRef scope;
  bool completed = false;  // an iteration ran to its end; without one, what stands behind `else` follows
  auto flow = Flow::normal;
  for (std::size_t i = 0; i < items.size() && flow != Flow::break_loop; ++i) {
    // A new scope for each iteration: what one sets the next does not see. It is used again if nobody kept it.
    if (scope != nullptr && scope.use_count() == 1) {
      scope->names.clear();
    } else {
      scope = inner_scope();
    }
    loop->go_to(i);
    assign(node.target, items[i], *scope);
    scope->set("loop", Value(std::shared_ptr<Object>(loop)));
    flow = execute_in(scope, node.body);
    completed = completed || flow == Flow::normal;
  }
  return completed ? Flow::normal : execute_in(inner_scope(), node.otherwise);
}

Value Evaluator::loop_again(LoopObject& loop, const Value& iterable) {
  const auto outer = std::exchange(frame_->scope, loop.outside);
  auto text = capture_output([&] { this->loop(loop.node, iterable, loop.depth + 1); });
  frame_->scope = outer;
  return rendered(std::move(text));
}

void Evaluator::assign(const Target& target, const Value& value, Scope& scope) {
  if (const auto* name = std::get_if<TargetName>(&target.place)) {
    scope.set(name->name, value);
    return;
  }
  if (const auto* place = std::get_if<TargetAttribute>(&target.place)) {
    const auto* held = frame_->scope->find(place->name);
    auto* names = held == nullptr ? nullptr : held->object<NamespaceObject>();
    if (names == nullptr) raise(FailureKind::runtime, "cannot assign attribute on non-namespace object");
    names->names.set(Value(place->attribute), value);
    return;
  }
  const auto& parts = std::get<std::vector<Target>>(target.place);
  if (!is_iterable(value)) raise_type("cannot unpack non-iterable " + type_name(value) + " object");
  const auto items = items_of(value);
  if (items.size() > parts.size()) {
    raise_value("too many values to unpack (expected " + std::to_string(parts.size()) + ")");
  }
  if (items.size() < parts.size()) {
    raise_value("not enough values to unpack (expected " + std::to_string(parts.size()) + ", got " +
                std::to_string(items.size()) + ")");
  }
  for (std::size_t i = 0; i < parts.size(); ++i) assign(parts[i], items[i], scope);
}

Evaluator::Flow Evaluator::execute(const Set& node) {
  assign(node.target, evaluate(*node.value), *frame_->scope);
  return Flow::normal;
}

Evaluator::Flow Evaluator::execute(const SetBlock& node) {
  auto flow = Flow::normal;
  const bool buffered = std::exchange(frame_->buffered, true);
  auto value = rendered(capture_output([&] { flow = execute_in(inner_scope(), node.body); }));
  frame_->buffered = buffered;
  if (node.filter) {
    const auto outer = std::exchange(filter_input_, value);
    value = evaluate(*node.filter);
    filter_input_ = outer;
  }
  assign(node.target, value, *frame_->scope);
  return flow;
}

Evaluator::Flow Evaluator::execute(const With& node) {
  const auto scope = inner_scope();
  for (const auto& [target, value] : node.values) assign(target, evaluate(*value), *scope);
  return execute_in(scope, node.body);
}

Evaluator::Flow Evaluator::execute(const FilterBlock& node) {
  auto flow = Flow::normal;
  auto text = capture_output([&] { flow = execute_in(inner_scope(), node.body); });
  const auto outer = std::exchange(filter_input_, rendered(std::move(text)));
  const auto value = evaluate(*node.filter);
  filter_input_ = outer;
  if (!is_silent()) append_text(*out_, value);
  return flow;
}

Evaluator::Flow Evaluator::execute(const Autoescape& node) {
  const bool outer = std::exchange(autoescape_, truthy(evaluate(*node.enabled)));
  const auto flow = execute_in(inner_scope(), node.body);
  autoescape_ = outer;
  return flow;
}

}  // namespace ashlar::templating
