#pragma once
/// What a checkpoint holds besides the resources (reference 6.3).

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "deploy/ledger.hpp"

namespace ashlar::state {

struct PluginInfo {
  std::string name, path, type, version;
};

/// Who wrote the deployment, and when.
struct Manifest {
  std::string time;     ///< RFC 3339
  std::string version;  ///< of the tool; empty for a development build
  std::vector<PluginInfo> plugins;
};

/// Which key encrypts the stack's secrets, as the state file says it (reference 7).
struct SecretsProvider {
  std::string type;   ///< `passphrase`, `cloud` …
  std::string state;  ///< JSON text, its form depends on the type; empty when there is none
  friend bool operator==(const SecretsProvider&, const SecretsProvider&) = default;
};

/// Left in a file that was written although it breaks an integrity rule (reference 5.19).
struct IntegrityError {
  std::string version;  ///< the deployment's schema version
  std::string command;
  std::string error;
  std::map<std::string, std::string> environment;
};

/// One version of a stack.
struct Deployment {
  Manifest manifest;
  std::optional<SecretsProvider> secrets_provider;
  deploy::Snapshot snapshot;
  std::optional<IntegrityError> integrity_error;
  std::string snippets;       ///< JSON text; kept, not interpreted; empty when there are none
  std::string extensions;     ///< likewise
  std::string other_members;  ///< JSON members `"a":1,"b":2` of newer tools, kept
  /// Features that the file named but that show only inside secrets which were not decrypted.
  bool sealed_byte_strings = false;
};

/// A stack's file. `latest` is missing in a stack that was created and never touched again.
struct Checkpoint {
  std::string stack;   ///< `organization/<project>/<stack>`
  std::string config;  ///< JSON text, empty when there is none (current tools write none)
  std::optional<Deployment> latest;
};

/// The manifest of what is written now. `version` is the tool's, with its leading `v`, or empty.
[[nodiscard]] Manifest current_manifest(Clock& clock, std::string version);

}  // namespace ashlar::state
