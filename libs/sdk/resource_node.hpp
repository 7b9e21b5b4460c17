#pragma once
/// What stands behind a `Resource` handle.

#include "sdk/output_state.hpp"

namespace ashlar::sdk {

/// One resource of the run. The program keeps all of them until its end; `parent` and `children` point into that.
struct ResourceNode : std::enable_shared_from_this<ResourceNode> {
  ResourceNode(Program& owner, std::string type_token, std::string own_name, bool is_custom)
      : program(owner),
        type(std::move(type_token)),
        name(std::move(own_name)),
        custom(is_custom),
        urn(pending(&owner)),
        id(pending(&owner)) {}

  Program& program;
  const std::string type;
  const std::string name;
  const bool custom;    ///< a provider manages it; else it is a component
  bool remote = false;  ///< a component that its provider constructs
  ResourceNode* parent = nullptr;
  std::vector<ResourceNode*> children;
  std::string position;                          ///< `file:line` of its declaration
  std::map<std::string, ResourceRef> providers;  ///< by package: its own and, unless overridden, its ancestors'
  std::optional<bool> protect;
  bool outputs_registered = false;  ///< a component's, or the stack's

  OutputRef urn;
  OutputRef id;  ///< never settled for components

  /// The output property of that name on the wire.
  [[nodiscard]] OutputRef property(const std::string& property_name);

  /// What the engine answered. Properties that it left out are `missing` (unknown in previews) or the inputs as sent.
  void answer(std::string urn_text, std::optional<std::string> id_text, PropertyMap outputs, bool missing_are_unknown,
              std::map<std::string, Dependencies> dependencies);
  /// There will be no answer.
  void fail(const FailurePtr& why);
  /// The run is over: nothing that is known of the resource refers to it, or to another one, any more.
  void let_go();

  [[nodiscard]] bool is_answered() const { return urn->is_settled(); }
  [[nodiscard]] bool is_inside(const ResourceNode& other) const;  ///< whether `other` is one of its ancestors

 private:
  [[nodiscard]] Settled settled_property(const std::string& property_name);

  std::map<std::string, OutputRef> properties_;
  PropertyMap outputs_;
  std::map<std::string, Dependencies> output_dependencies_;
  bool missing_are_unknown_ = false;
  FailurePtr failure_;
};

}  // namespace ashlar::sdk
