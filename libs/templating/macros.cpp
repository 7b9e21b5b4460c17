// Macros and call blocks.
#include <algorithm>

#include "templating/operators.hpp"
#include "templating/printing.hpp"
#include "templating/render_objects.hpp"

namespace ashlar::templating {

namespace {

std::string macro_name(const MacroDefinition& macro) { return "macro '" + macro.name + "'"; }

}  // namespace

std::shared_ptr<MacroObject> Evaluator::make_macro(const MacroDefinition& definition) {
  capture(frame_->scope);
  return std::make_shared<MacroObject>(*this, definition, *frame_, autoescape_);
}

Evaluator::Flow Evaluator::execute(const Macro& node) {
  frame_->scope->set(node.definition.name, Value(std::shared_ptr<Object>(make_macro(node.definition))));
  return Flow::normal;
}

Evaluator::Flow Evaluator::execute(const CallBlock& node) {
  if (is_silent()) return Flow::normal;
  const auto& invoked = std::get<CallExpression>(node.call->node);
  const auto callee = evaluate(*invoked.callee);
  auto arguments = evaluate_arguments(invoked.arguments);
  arguments.named.emplace_back("caller", Value(std::shared_ptr<Object>(make_macro(node.caller))));
  append_text(*out_, call(callee, arguments));
  return Flow::normal;
}

// Positional arguments fill parameters in order; what is left over goes to `varargs` and `kwargs` if the macro asks.
void Evaluator::bind_parameters(const MacroObject& macro, const Arguments& arguments, Scope& scope) {
  const auto& definition = macro.definition;
  const auto& parameters = definition.parameters;
  auto named = arguments.named;
  const auto take = [&](std::string_view name) -> std::optional<Value> {
    const auto found = std::find_if(named.begin(), named.end(), [&](const auto& entry) { return entry.first == name; });
    if (found == named.end()) return std::nullopt;
    auto value = std::move(found->second);
    named.erase(found);
    return value;
  };
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const auto& parameter = parameters[i];
    if (i < arguments.positional.size()) {
      scope.set(parameter.name, arguments.positional[i]);
    } else if (auto value = take(parameter.name)) {
      scope.set(parameter.name, std::move(*value));
    } else if (parameter.otherwise) {
      scope.set(parameter.name, evaluate(*parameter.otherwise));
    } else {
      scope.set(parameter.name, undefined("parameter '" + parameter.name + "' was not provided"));
    }
  }
  const bool has_caller =
      std::any_of(parameters.begin(), parameters.end(), [](const Parameter& p) { return p.name == "caller"; });
  if (definition.uses_caller && !has_caller) {
    auto caller = take("caller");
    scope.set("caller", caller ? std::move(*caller) : undefined("No caller defined"));
  }
  if (definition.uses_kwargs) {
    auto rest = std::make_shared<Dict>();
    for (auto& [name, value] : named) rest->set(Value(name), value);
    scope.set("kwargs", rest);
  } else if (!named.empty()) {
    if (named.front().first == "caller") {
      raise_type(macro_name(definition) + " was invoked with a call block, but does not use `caller`");
    }
    raise_type(macro_name(definition) + " takes no keyword argument '" + named.front().first + "'");
  }
  const auto count = std::min(parameters.size(), arguments.positional.size());
  if (definition.uses_varargs) {
    scope.set("varargs", Value::tuple(List(arguments.positional.begin() + static_cast<std::ptrdiff_t>(count),
                                           arguments.positional.end())));
  } else if (arguments.positional.size() > parameters.size()) {
    raise_type(macro_name(definition) + " takes not more than " + std::to_string(parameters.size()) + " argument(s)");
  }
}

Value Evaluator::call_macro(MacroObject& macro, const Arguments& arguments) {
  Frame frame = macro.frame;
  frame.top_level = false;
  frame.parent = nullptr;
  frame.buffered = false;
  frame.scope = std::make_shared<Scope>(Scope{.parent = macro.frame.scope, .data = nullptr, .names = {}});
  const bool escaping = std::exchange(autoescape_, macro.autoescape);
  auto text = capture_output([&] {
    run_in(frame, [&] {
      bind_parameters(macro, arguments, *frame.scope);
      execute(macro.definition.body);
    });
  });
  autoescape_ = escaping;
  return rendered(std::move(text));
}

std::string MacroObject::print() const {
  return "<Macro " + (definition.name.empty() ? "anonymous" : repr(Value(definition.name))) + ">";
}

std::optional<Value> MacroObject::attribute(std::string_view name) {
  if (name == "name") return definition.name.empty() ? Value() : Value(definition.name);
  if (name == "catch_kwargs") return Value(definition.uses_kwargs);
  if (name == "catch_varargs") return Value(definition.uses_varargs);
  if (name == "caller") return Value(definition.uses_caller);
  if (name != "arguments") return std::nullopt;
  List names;
  for (const auto& parameter : definition.parameters) names.emplace_back(parameter.name);
  return Value::tuple(std::move(names));
}

}  // namespace ashlar::templating
