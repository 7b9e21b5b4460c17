#pragma once
/// Where names have their values while a template is rendered.

#include <map>

#include "templating/dict.hpp"
#include "templating/statement.hpp"

namespace ashlar::templating {

/// Names of one part of a template: the template itself, a loop's iteration, a macro's call. A name that is not here is
/// looked up in the surroundings. Names are views of the template's tree, which outlives the rendering.
struct Scope {
  std::shared_ptr<Scope> parent;
  std::shared_ptr<const Dict> data;  ///< what the caller gave; only outermost
  std::vector<std::pair<std::string_view, Value>> names;
  bool captured = false;  ///< a value refers to it

  [[nodiscard]] const Value* find(std::string_view name) const {
    for (const auto* scope = this; scope != nullptr; scope = scope->parent.get()) {
      for (const auto& [known, value] : scope->names) {
        if (known == name) return &value;
      }
      if (scope->data != nullptr) {
        if (const auto* value = scope->data->find(name)) return value;
      }
    }
    return nullptr;
  }

  void set(std::string_view name, Value value) {
    for (auto& [known, old] : names) {
      if (known != name) continue;
      old = std::move(value);
      return;
    }
    names.emplace_back(name, std::move(value));
  }
};

using ScopeRef = std::shared_ptr<Scope>;

/// A block as one template of a chain of `extends` defines it.
struct BlockVersion {
  const ParsedTemplate* in = nullptr;
  const Block* block = nullptr;
};

/// A template that is rendered, together with those it extends.
struct Context {
  ScopeRef root;
  std::map<std::string_view, std::vector<BlockVersion>> blocks;  ///< the most derived version first
  std::vector<std::string_view> imported;                        ///< names that it does not pass on when it is imported
};

/// What is being executed.
struct Frame {
  const ParsedTemplate* in = nullptr;
  Context* context = nullptr;
  ScopeRef base;  ///< what blocks see
  ScopeRef scope;
  bool top_level = false;                  ///< assignments are the template's own
  const ParsedTemplate* parent = nullptr;  ///< what the template extends, once that is known
  bool buffered = false;                   ///< what is printed goes into a variable
};

}  // namespace ashlar::templating
