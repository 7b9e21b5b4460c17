#pragma once

#include <deque>

#include "templating/environment.hpp"
#include "templating/runtime.hpp"
#include "templating/scope.hpp"

namespace ashlar::templating {

class LoopObject;
class MacroObject;

/// Renders one template once. What it raises has its place filled in by `render`.
class Evaluator final : public Runtime {
 public:
  Evaluator(Environment& environment, const std::shared_ptr<Dict>& data);
  ~Evaluator() override;

  Rendering render(const ParsedTemplate& parsed);

  // Runtime
  Value attribute(const Value& value, std::string_view name) override;
  Value subscript(const Value& value, const Value& key) override;
  Value call(const Value& callee, const Arguments& arguments) override;
  Value filter(std::string_view name, const Value& value, const Arguments& arguments) override;
  bool test(std::string_view name, const Value& value, const Arguments& arguments) override;
  Value undefined(std::string message) const override;
  bool autoescape() const override { return autoescape_; }

  // What the objects of a rendering call back for.
  [[nodiscard]] Value call_macro(MacroObject& macro, const Arguments& arguments);
  [[nodiscard]] Value loop_again(LoopObject& loop, const Value& iterable);
  /// `base` is what the block sees.
  [[nodiscard]] Value render_block(Context& context, const ScopeRef& base, std::string_view name, std::size_t version);
  [[nodiscard]] Value undefined_name(std::string_view name) const;
  [[nodiscard]] Value undefined_attribute(const Value& value, const Value& name) const;
  /// Text as a template's part gives it: markup when escaping is on.
  [[nodiscard]] Value rendered(std::string text) const { return Value::text(std::move(text), autoescape_); }

 private:
  enum class Flow { normal, break_loop, continue_loop };
  class Deeper;

  // expressions.cpp
  Value evaluate(const Expression& expression);
  Value evaluate(const Literal& node) { return node.value; }
  Value evaluate(const Name& node);
  Value evaluate(const ListDisplay& node);
  Value evaluate(const TupleDisplay& node);
  Value evaluate(const DictDisplay& node);
  Value evaluate(const Not& node);
  Value evaluate(const Negation& node);
  Value evaluate(const Binary& node);
  Value evaluate(const Logical& node);
  Value evaluate(const Concatenation& node);
  Value evaluate(const Comparison& node);
  Value evaluate(const Conditional& node);
  Value evaluate(const Filter& node);
  Value evaluate(const Test& node);
  Value evaluate(const CallExpression& node);
  Value evaluate(const Attribute& node);
  Value evaluate(const Subscript& node);
  Value evaluate(const Slice& node);
  Arguments evaluate_arguments(const CallArguments& arguments);

  // statements.cpp
  Flow execute(const Body& body);
  Flow execute(const Statement& statement);
  Flow execute(const Text& node);
  Flow execute(const Print& node);
  Flow execute(const Evaluate& node);
  Flow execute(const If& node);
  Flow execute(const For& node);
  Flow execute(const Break&) { return Flow::break_loop; }
  Flow execute(const Continue&) { return Flow::continue_loop; }
  Flow execute(const Set& node);
  Flow execute(const SetBlock& node);
  Flow execute(const With& node);
  Flow execute(const FilterBlock& node);
  Flow execute(const Autoescape& node);
  Flow execute_in(const ScopeRef& scope, const Body& body);
  Flow loop(const For& node, const Value& iterable, int depth);
  List looped_items(const For& node, const Value& iterable);
  void assign(const Target& target, const Value& value, Scope& scope);
  void print(const Value& value);
  [[nodiscard]] ScopeRef inner_scope() const;
  /// Outside of blocks, a template that extends another prints nothing.
  [[nodiscard]] bool is_silent() const { return frame_->parent != nullptr && !frame_->buffered; }
  /// Keeps the scope until the end, because a value refers to it.
  void capture(const ScopeRef& scope);
  template <typename Work>
  std::string capture_output(const Work& work);
  template <typename Work>
  void run_in(Frame& frame, const Work& work);

  // macros.cpp
  Flow execute(const Macro& node);
  Flow execute(const CallBlock& node);
  [[nodiscard]] std::shared_ptr<MacroObject> make_macro(const MacroDefinition& definition);
  void bind_parameters(const MacroObject& macro, const Arguments& arguments, Scope& scope);

  // inheritance.cpp
  Flow execute(const Block& node);
  Flow execute(const Extends& node);
  Flow execute(const Include& node);
  Flow execute(const Import& node);
  Flow execute(const FromImport& node);
  Context& new_context(const ParsedTemplate& parsed, const ScopeRef& surroundings);
  void run_template(const ParsedTemplate& parsed, Context& context);
  void add_blocks(const ParsedTemplate& parsed, Context& context);
  /// The first of the names that exists; null when none does.
  const ParsedTemplate* choose(const Value& names, std::string& tried);
  const ParsedTemplate& load(const Expression& name);
  Value module_of(const Expression& name, bool with_context);

  Environment& environment_;
  ScopeRef data_;     ///< what the caller gave
  ScopeRef nothing_;  ///< the surroundings of what is imported without context
  std::deque<Context> contexts_;
  std::map<const ParsedTemplate*, Value> modules_;  ///< what was imported without context
  std::vector<ScopeRef> captured_;
  Frame* frame_ = nullptr;                   ///< REQUIRES: nothing was raised
  const ParsedTemplate* running_ = nullptr;  ///< what is executed, or was when something was raised
  std::string* out_ = nullptr;
  Value filter_input_;  ///< what a filter block renders
  bool autoescape_;
  int line_ = 0;
  int depth_ = 0;
};

/// Counts how deep an evaluation is; raises before the stack is used up.
class Evaluator::Deeper {
 public:
  explicit Deeper(Evaluator& evaluator) : evaluator_(evaluator) {
    constexpr int deepest = 2000;
    if (++evaluator_.depth_ > deepest) {
      raise(FailureKind::limit, "the template calls itself too deeply",
            "a macro, an include or an extends that leads back to itself has no end");
    }
  }
  ~Deeper() { --evaluator_.depth_; }
  Deeper(const Deeper&) = delete;
  Deeper& operator=(const Deeper&) = delete;

 private:
  Evaluator& evaluator_;
};

template <typename Work>
std::string Evaluator::capture_output(const Work& work) {
  std::string text;
  auto* before = std::exchange(out_, &text);
  work();
  out_ = before;
  return text;
}

template <typename Work>
void Evaluator::run_in(Frame& frame, const Work& work) {
  auto* outer = std::exchange(frame_, &frame);
  const int line = line_;
  running_ = frame.in;
  work();
  frame_ = outer;
  running_ = outer == nullptr ? nullptr : outer->in;
  line_ = line;
}

}  // namespace ashlar::templating
