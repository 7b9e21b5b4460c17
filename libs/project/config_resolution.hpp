#pragma once
/// What a program and its providers are given as configuration (reference 8.1, end).

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "project/config_map.hpp"
#include "project/project_file.hpp"

namespace ashlar::project {

/// `stack`'s values with what the project file says for keys that the stack does not set: that is, the configuration
/// that an update records. Keys may be paths; a project's key without a value or default must be set by the stack.
struct MergedConfig {
  ConfigMap values;
  std::vector<std::string> missing;  ///< the project's keys that nobody sets, sorted
};
[[nodiscard]] Result<MergedConfig> merge_config(const ProjectFile& project, const ConfigMap& stack);

/// The configuration as it goes over the wire.
struct ResolvedConfig {
  std::map<std::string, std::string> values;  ///< by `ns:key`; numbers, booleans, lists and maps as JSON
  std::set<std::string> secret_keys;          ///< those whose value holds a secret anywhere
  PropertyMap properties;                     ///< the same with types and secret marks
};

/// Decrypts and checks a stack's configuration. `validate` false leaves out the checks against what the project
/// declares
/// (`--skip-config-validation`). `crypter` is used only when there are secrets, and may be null when there are none.
[[nodiscard]] Result<ResolvedConfig> resolve_config(const ProjectFile& project, std::string_view stack_name,
                                                    const MergedConfig& merged, secrets::Crypter* crypter,
                                                    bool validate);

/// `{"ns:key": value}` with ciphertexts as they are: what the history of updates records.
[[nodiscard]] std::string to_json(const ConfigMap& values);

}  // namespace ashlar::project
