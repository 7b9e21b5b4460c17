// Blocks, and templates that use others.
#include <algorithm>

#include "templating/namespace_object.hpp"
#include "templating/operators.hpp"
#include "templating/parser.hpp"
#include "templating/printing.hpp"
#include "templating/render_objects.hpp"

namespace ashlar::templating {

namespace {

constexpr std::size_t longest_chain = 100;  // of templates that extend each other

}  // namespace

Context& Evaluator::new_context(const ParsedTemplate& parsed, const ScopeRef& surroundings) {
  auto& context = contexts_.emplace_back();
  context.root = std::make_shared<Scope>(Scope{.parent = surroundings, .data = nullptr, .names = {}});
  add_blocks(parsed, context);
  context.root->set("self", Value(std::shared_ptr<Object>(std::make_shared<SelfObject>(*this, context))));
  return context;
}

void Evaluator::add_blocks(const ParsedTemplate& parsed, Context& context) {
  for (const auto& [block, line] : parsed.blocks) context.blocks[block->name].push_back({&parsed, block});
}

// With what it extends: a template that does only fills in the blocks of the other.
void Evaluator::run_template(const ParsedTemplate& parsed, Context& context) {
  const Deeper deeper(*this);
  const auto* current = &parsed;
  for (std::size_t length = 0; current != nullptr; ++length) {
    if (length > longest_chain) raise(FailureKind::limit, "the chain of templates that extend each other is too long");
    Frame frame{.in = current, .context = &context, .base = context.root, .scope = context.root, .top_level = true};
    run_in(frame, [&] { execute(current->body); });
    current = frame.parent;
  }
}

Evaluator::Flow Evaluator::execute(const Extends& node) {
  if (frame_->parent != nullptr) raise(FailureKind::runtime, "extended multiple times");
  const auto& parent = load(*node.name);
  add_blocks(parent, *frame_->context);
  frame_->parent = &parent;
  return Flow::normal;
}

Evaluator::Flow Evaluator::execute(const Block& node) {
  if (is_silent()) return Flow::normal;
  auto& context = *frame_->context;
  if (node.required && context.blocks[node.name].size() <= 1) {
    raise(FailureKind::runtime, "Required block '" + node.name + "' not found");
  }
  *out_ += to_text(render_block(context, node.scoped ? frame_->scope : frame_->base, node.name, 0));
  return Flow::normal;
}

Value Evaluator::render_block(Context& context, const ScopeRef& base, std::string_view name, std::size_t version) {
  const Deeper deeper(*this);
  const auto& versions = context.blocks[name];
  const auto& [in, block] = versions[version];
  capture(base);
  Frame frame{.in = in, .context = &context, .base = base};
  frame.scope = std::make_shared<Scope>(Scope{.parent = base, .data = nullptr, .names = {}});
  if (version + 1 < versions.size()) {
    frame.scope->set(
        "super",
        Value(std::shared_ptr<Object>(std::make_shared<BlockObject>(*this, context, base, name, version + 1))));
  } else {
    frame.scope->set("super", undefined("there is no parent block called '" + std::string(name) + "'."));
  }
  const bool outer = std::exchange(autoescape_, environment_.options_.autoescape);
  const auto& body = block->body;
  auto text = capture_output([&] { run_in(frame, [&] { execute(body); }); });
  autoescape_ = outer;
  return rendered(std::move(text));
}

const ParsedTemplate* Evaluator::choose(const Value& names, std::string& tried) {
  if (names.is_undefined()) raise_undefined(names);
  if (names.is_string()) {
    tried = "'" + names.as_text() + "'";
    return environment_.find(names.as_text());
  }
  for (const auto& name : items_of(names)) {
    if (!name.is_string()) raise_type("the name of a template must be a string, not " + type_name(name));
    tried += (tried.empty() ? "'" : ", '") + name.as_text() + "'";
    if (const auto* found = environment_.find(name.as_text())) return found;
  }
  return nullptr;
}

const ParsedTemplate& Evaluator::load(const Expression& name) {
  const auto names = evaluate(name);
  std::string tried;
  const auto* found = choose(names, tried);
  if (found == nullptr) {
    raise(FailureKind::not_found, "there is no template " + (tried.empty() ? "in an empty list" : tried),
          "templates are looked for in the directory of the first one and those of --include");
  }
  return *found;
}

Evaluator::Flow Evaluator::execute(const Include& node) {
  if (is_silent()) return Flow::normal;
  const auto names = evaluate(*node.name);
  const int line = line_;
  std::string tried;
  const auto* found = choose(names, tried);
  if (found == nullptr) {
    if (node.ignore_missing) return Flow::normal;
    raise(FailureKind::not_found, "there is no template " + tried,
          "`ignore missing` behind the name lets it be left out");
  }
  auto& context = new_context(*found, node.with_context ? frame_->scope : nothing_);
  if (node.with_context) capture(frame_->scope);
  const bool outer = std::exchange(autoescape_, environment_.options_.autoescape);
  run_template(*found, context);
  autoescape_ = outer;
  line_ = line;
  return Flow::normal;
}

// What is imported without context is the same for all importers, and is run once.
Value Evaluator::module_of(const Expression& name, bool with_context) {
  const auto& parsed = load(name);
  if (!with_context) {
    if (const auto known = modules_.find(&parsed); known != modules_.end()) return known->second;
  }
  if (with_context) capture(frame_->scope);
  auto& context = new_context(parsed, with_context ? frame_->scope : nothing_);
  const bool outer = std::exchange(autoescape_, environment_.options_.autoescape);
  auto text = capture_output([&] { run_template(parsed, context); });
  autoescape_ = outer;
  Value module(std::shared_ptr<Object>(std::make_shared<ModuleObject>(context, std::move(text))));
  if (!with_context) modules_.emplace(&parsed, module);
  return module;
}

Evaluator::Flow Evaluator::execute(const Import& node) {
  frame_->scope->set(node.target, module_of(*node.name, node.with_context));
  if (frame_->top_level) frame_->context->imported.push_back(node.target);
  return Flow::normal;
}

Evaluator::Flow Evaluator::execute(const FromImport& node) {
  const auto module = module_of(*node.name, node.with_context);
  for (const auto& [name, alias] : node.names) {
    auto found = module.as_object()->attribute(name);
    frame_->scope->set(alias,
                       found ? std::move(*found)
                             : undefined("the imported template does not export the requested name '" + name + "'"));
    if (frame_->top_level) frame_->context->imported.push_back(alias);
  }
  return Flow::normal;
}

std::optional<Value> BlockObject::attribute(std::string_view name) {
  if (name != "super") return std::nullopt;
  if (version_ + 1 >= context_.blocks[name_].size()) {
    return evaluator_.undefined("there is no parent block called '" + std::string(name_) + "'.");
  }
  return Value(
      std::shared_ptr<Object>(std::make_shared<BlockObject>(evaluator_, context_, base_, name_, version_ + 1)));
}

std::optional<Value> SelfObject::attribute(std::string_view name) {
  const auto found = context_.blocks.find(name);
  if (found == context_.blocks.end()) return std::nullopt;
  return Value(
      std::shared_ptr<Object>(std::make_shared<BlockObject>(evaluator_, context_, context_.root, found->first, 0)));
}

std::optional<Value> ModuleObject::attribute(std::string_view name) {
  const auto& hidden = context_.imported;
  if (name.starts_with('_') || name == "self" || std::find(hidden.begin(), hidden.end(), name) != hidden.end())
    return std::nullopt;
  for (const auto& [known, value] : context_.root->names) {
    if (known == name) return value;
  }
  return std::nullopt;
}

std::string NamespaceObject::print() const {
  std::string text = "<Namespace {";
  bool first = true;
  names.each([&](const Value& name, const Value& value) {
    text += first ? "" : ", ";
    first = false;
    append_repr(text, name);
    text += ": ";
    append_repr(text, value);
  });
  return text + "}>";
}

}  // namespace ashlar::templating
