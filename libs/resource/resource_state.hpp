#pragma once
/// What is known of one resource, as the state file holds it (reference 6.3), and what a program asks for.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "resource/property_path.hpp"
#include "resource/property_value.hpp"
#include "resource/urn.hpp"

namespace ashlar {

/// Seconds that the user allows each operation; zero is the provider's default.
struct CustomTimeouts {
  double create = 0;
  double update = 0;
  double remove = 0;
  double read = 0;
  friend bool operator==(const CustomTimeouts&, const CustomTimeouts&) = default;
};

/// One resource of a stack. Immutable once it is in a snapshot; share it as `ResourceStatePtr`.
struct ResourceState {
  Urn urn;
  bool custom = false;
  bool pending_delete = false;  ///< `delete` in the file: its replacement exists, it is yet to be deleted
  std::string id;
  PropertyMap inputs;
  PropertyMap outputs;
  std::optional<Urn> parent;
  bool protect = false;
  bool taint = false;
  bool external = false;  ///< read, not managed
  std::vector<Urn> dependencies;
  std::vector<std::string> init_errors;
  std::string provider;  ///< `ProviderReference` as text; empty for components and providers
  std::map<std::string, std::vector<Urn>> property_dependencies;
  bool pending_replacement = false;  ///< deleted by a delete-before-replace whose create is still to come
  std::vector<std::string> additional_secret_outputs;
  std::vector<Urn> aliases;
  CustomTimeouts custom_timeouts;
  std::string import_id;
  bool retain_on_delete = false;
  std::optional<Urn> deleted_with;
  std::vector<Urn> replace_with;
  std::string created;   ///< RFC 3339, UTC; empty when not known
  std::string modified;  ///< likewise
  std::string source_position;
  std::vector<std::string> stack_trace;  ///< source positions, innermost first
  std::vector<std::string> ignore_changes;
  std::vector<PropertyPath> hide_diffs;  ///< kept for the display, not used for decisions
  std::vector<std::string> replace_on_changes;
  PropertyValue replacement_trigger;
  bool refresh_before_update = false;
  std::string view_of;
  std::map<std::string, std::vector<std::string>> resource_hooks;
  std::string extension_ref;
  std::string snippet_id;
  std::string
      other_fields;  ///< JSON members `"a":1,"b":2` of the file that we do not know; kept as long as the resource is

  [[nodiscard]] std::string type() const { return std::string(urn.type()); }
};

using ResourceStatePtr = std::shared_ptr<const ResourceState>;

/// An alias as a program gives it: a whole URN, or the parts that differ from the resource's own (reference 5.9).
struct Alias {
  std::optional<Urn> urn;
  std::string name, type, stack, project;
  std::optional<Urn> parent;
  bool no_parent = false;
};

/// Which package, at which version and from where, serves a request.
struct PackageDescriptor {
  std::string name;
  std::string version;  ///< semantic version without `v`; empty for whatever there is
  std::string download_url;
  std::map<std::string, std::string> checksums;  ///< raw SHA-256 by `os-arch`
  struct Parameterization {
    std::string name, version, value;
    friend auto operator<=>(const Parameterization&, const Parameterization&) = default;
  };
  std::optional<Parameterization> parameterization;
  friend auto operator<=>(const PackageDescriptor&, const PackageDescriptor&) = default;
};

/// What a program wants one resource to be: a registration, decoded (reference 1.1, RegisterResourceRequest).
struct Goal {
  std::string type;
  std::string name;
  bool custom = false;
  bool remote = false;
  PropertyMap properties;
  std::optional<Urn> parent;
  std::optional<bool> protect;
  std::vector<Urn> dependencies;
  std::map<std::string, std::vector<Urn>> property_dependencies;
  bool has_property_dependencies = false;        ///< false: every property depends on all `dependencies`
  std::string provider;                          ///< a provider reference, or empty
  std::map<std::string, std::string> providers;  ///< package to provider reference
  PackageDescriptor package;                     ///< from `version`, `pluginDownloadURL`, `packageRef`
  std::optional<bool> delete_before_replace;
  std::vector<std::string> ignore_changes;
  std::vector<std::string> replace_on_changes;
  std::vector<std::string> additional_secret_outputs;
  std::vector<Alias> aliases;
  std::string import_id;
  CustomTimeouts custom_timeouts;
  std::optional<bool> retain_on_delete;
  std::optional<Urn> deleted_with;
  std::vector<Urn> replace_with;
  PropertyValue replacement_trigger;
  std::vector<std::string> hide_diffs;
  std::string source_position;  ///< `project:///path#line,column`, as the state keeps it
  std::vector<std::string> stack_trace;
  bool supports_partial_values = true;
  bool supports_result_reporting = true;
};

}  // namespace ashlar
