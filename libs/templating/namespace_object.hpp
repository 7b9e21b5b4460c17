#pragma once

#include "templating/dict.hpp"
#include "templating/object.hpp"

namespace ashlar::templating {

/// `namespace(...)`: what inner scopes may change by `{% set ns.name = … %}`.
class NamespaceObject final : public Object {
 public:
  [[nodiscard]] std::string type_name() const override { return "Namespace"; }
  [[nodiscard]] std::string print() const override;
  [[nodiscard]] std::optional<Value> attribute(std::string_view name) override {
    const auto* found = names.find(name);
    return found == nullptr ? std::nullopt : std::optional(*found);
  }

  Dict names;
};

}  // namespace ashlar::templating
