#pragma once
/// The values that a rendering makes of itself: macros, `loop`, `self`, `super`, imported templates, namespaces.

#include "templating/evaluator.hpp"

namespace ashlar::templating {

class MacroObject final : public Object {
 public:
  MacroObject(Evaluator& evaluator, const MacroDefinition& macro, Frame place, bool escaping)
      : definition(macro), frame(std::move(place)), autoescape(escaping), evaluator_(evaluator) {}
  [[nodiscard]] std::string type_name() const override { return "Macro"; }
  [[nodiscard]] std::string print() const override;
  [[nodiscard]] std::optional<Value> attribute(std::string_view name) override;
  [[nodiscard]] bool is_callable() const override { return true; }
  Value call(Runtime&, const Arguments& arguments) override { return evaluator_.call_macro(*this, arguments); }

  const MacroDefinition& definition;
  const Frame frame;      ///< where it was defined
  const bool autoescape;  ///< whether escaping was on there

 private:
  Evaluator& evaluator_;
};

/// `loop`.
class LoopObject final : public Object, public std::enable_shared_from_this<LoopObject> {
 public:
  LoopObject(Evaluator& evaluator, const For& statement, List items, int level, ScopeRef surroundings)
      : node(statement),
        outside(std::move(surroundings)),
        depth(level),
        evaluator_(evaluator),
        items_(std::move(items)) {}
  [[nodiscard]] std::string type_name() const override { return "LoopContext"; }
  [[nodiscard]] std::string print() const override;
  [[nodiscard]] std::optional<Value> attribute(std::string_view name) override;
  [[nodiscard]] bool is_callable() const override { return node.recursive; }
  Value call(Runtime& runtime, const Arguments& arguments) override;
  [[nodiscard]] std::optional<std::size_t> length() const override { return items_.size(); }

  [[nodiscard]] const List& items() const { return items_; }
  void go_to(std::size_t index) { index_ = index; }
  [[nodiscard]] Value cycle(const Arguments& arguments) const;
  [[nodiscard]] Value changed(const Arguments& arguments);

  const For& node;
  const ScopeRef outside;  ///< of a recursive loop: where it stands
  const int depth;         ///< from 0

 private:
  Evaluator& evaluator_;
  List items_;
  std::size_t index_ = 0;
  std::optional<List> last_;  ///< what `changed` was asked for the last time
};

/// `loop.cycle` and `loop.changed`.
class LoopMethod final : public Object {
 public:
  LoopMethod(std::shared_ptr<LoopObject> loop, bool is_cycle) : loop_(std::move(loop)), is_cycle_(is_cycle) {}
  [[nodiscard]] std::string type_name() const override { return "method"; }
  [[nodiscard]] bool is_callable() const override { return true; }
  Value call(Runtime& runtime, const Arguments& arguments) override;

 private:
  std::shared_ptr<LoopObject> loop_;
  bool is_cycle_;
};

/// `super`, or a block of `self`.
class BlockObject final : public Object {
 public:
  BlockObject(Evaluator& evaluator, Context& context, ScopeRef base, std::string_view name, std::size_t version)
      : evaluator_(evaluator), context_(context), base_(std::move(base)), name_(name), version_(version) {}
  [[nodiscard]] std::string type_name() const override { return "BlockReference"; }
  [[nodiscard]] std::optional<Value> attribute(std::string_view name) override;
  [[nodiscard]] bool is_callable() const override { return true; }
  Value call(Runtime&, const Arguments&) override { return evaluator_.render_block(context_, base_, name_, version_); }

 private:
  Evaluator& evaluator_;
  Context& context_;
  ScopeRef base_;
  std::string_view name_;
  std::size_t version_;
};

/// `self`.
class SelfObject final : public Object {
 public:
  SelfObject(Evaluator& evaluator, Context& context) : evaluator_(evaluator), context_(context) {}
  [[nodiscard]] std::string type_name() const override { return "TemplateReference"; }
  [[nodiscard]] std::optional<Value> attribute(std::string_view name) override;

 private:
  Evaluator& evaluator_;
  Context& context_;
};

/// An imported template.
class ModuleObject final : public Object {
 public:
  ModuleObject(const Context& context, std::string text) : context_(context), text_(std::move(text)) {}
  [[nodiscard]] std::string type_name() const override { return "TemplateModule"; }
  [[nodiscard]] std::string print() const override { return text_; }
  [[nodiscard]] bool is_safe() const override { return true; }
  [[nodiscard]] std::optional<Value> attribute(std::string_view name) override;

 private:
  const Context& context_;
  std::string text_;
};

}  // namespace ashlar::templating
