#pragma once

#include "ashlar/resource.hpp"

namespace ashlar {

/// How the engine treats a resource, apart from its arguments. Every option may be left out.
struct ResourceOptions {
  /// An earlier identity of the resource. What is not given is as it is now.
  struct Alias {
    std::string name{};
    std::string type{};
    std::string stack{};
    std::string project{};
    Resource parent{};
    std::string parent_urn{};
    bool no_parent = false;  ///< it was a child of the stack itself
    std::string urn{};       ///< the whole identity; nothing else counts then
  };

  /// Durations such as `30s`, `10m`, `1h30m`.
  struct Timeouts {
    std::string create{};
    std::string update{};
    std::string remove{};
    std::string read{};
  };

  Resource parent{};                          ///< the stack when not given
  std::vector<Resource> depends_on{};         ///< a component stands for all resources inside it
  std::optional<bool> protect{};              ///< inherited from the parent when not given
  ProviderResource provider{};                ///< for this resource, and for children of the same package
  std::vector<ProviderResource> providers{};  ///< for a component's children, one a package
  std::vector<Alias> aliases{};
  std::vector<std::string> ignore_changes{};  ///< property paths, as named on the wire
  std::optional<bool> delete_before_replace{};
  std::vector<std::string> additional_secret_outputs{};
  Timeouts custom_timeouts{};
  std::optional<bool> retain_on_delete{};
  Resource deleted_with{};  ///< deleting that one deletes this one too
  std::vector<Resource> replace_with{};
  std::vector<std::string> replace_on_changes{};
  Input<Value> replacement_trigger{};  ///< a change of it replaces the resource
  std::vector<std::string> hide_diffs{};
  std::string import_id{};  ///< adopt the existing resource of this id
  std::string version{};    ///< of the provider
  std::string plugin_download_url{};

  /// These options with `over` on top: lists are joined, anything else that `over` sets wins.
  [[nodiscard]] ResourceOptions merged(const ResourceOptions& over) const;
};

namespace sdk {

/// What is passed where no options are given: a reference costs a program less compile time than `{}`.
extern const ResourceOptions no_options;

}  // namespace sdk

}  // namespace ashlar
