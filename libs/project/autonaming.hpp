#pragma once
/// The configuration key `pulumi:autonaming`: how resources get the names that their programs do not choose
/// (reference 5.18).

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "project/config_map.hpp"
#include "project/stack_name.hpp"

namespace ashlar::project {

/// How a name is made.
struct NamingRule {
  enum class Mode {
    provider_default,  ///< the provider does as it likes; nothing is sent
    verbatim,          ///< the resource's name itself, enforced
    disabled,          ///< names must be given
    pattern            ///< from a pattern
  };
  Mode mode = Mode::provider_default;
  /// Holds `${name}` and random parts such as `${hex(7)}`; what depends on the stack is filled in.
  std::string pattern;
  bool enforced = false;  ///< of a pattern: the provider must use the name, not only may
};

struct Autonaming {
  struct Provider {
    NamingRule rule;
    std::map<std::string, NamingRule, std::less<>> resources;  ///< by type token
  };
  struct Choice {
    NamingRule rule;
    /// It was given for this provider or resource: worth a warning when the provider cannot follow it.
    bool is_specific = false;
  };

  NamingRule rule;
  std::map<std::string, Provider, std::less<>> providers;

  /// The rule for resources of a type such as `aws:s3/bucket:Bucket`.
  [[nodiscard]] Choice rule_for(std::string_view type_token) const;
};

/// Nothing when the configuration has no such key. `crypter` decrypts what `${config.key}` refers to, and may be null
/// when that is no secret.
[[nodiscard]] Result<std::optional<Autonaming>> parse_autonaming(const ConfigMap& config, const StackReference& stack,
                                                                 secrets::Crypter* crypter);

}  // namespace ashlar::project
