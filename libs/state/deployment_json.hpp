#pragma once
/// Checkpoints and exports as JSON (reference 6.3). Reading and writing cost time linear in the size.

#include <functional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "state/deployment.hpp"
#include "state/secret_codec.hpp"

namespace ashlar::state {

/// How to read the secrets of a deployment, given the provider that it names (none: it should not have any). Called
/// once a file, before the first resource.
using SecretReadingFor = std::function<SecretReading(const std::optional<SecretsProvider>&)>;

/// Secrets stay sealed.
[[nodiscard]] SecretReadingFor seal_secrets();

/// Reads a stack's file: versions 1 to 4, and the layout before versions. Decompressed text only.
[[nodiscard]] Result<Checkpoint> read_checkpoint(std::string_view text, const SecretReadingFor& secrets);

/// Compact, as the file holds it. `checkpoint.latest` may be missing: then the version is 0.
[[nodiscard]] Result<std::string> write_checkpoint(const Checkpoint& checkpoint, const SecretWriting& secrets);

/// Reads what `stack export` wrote, here or elsewhere: versions 1 to 4.
[[nodiscard]] Result<Deployment> read_export(std::string_view text, const SecretReadingFor& secrets);

/// What `stack export` prints, indented by four, without a final newline. Null: a stack without a deployment.
[[nodiscard]] Result<std::string> write_export(const Deployment* deployment, const SecretWriting& secrets);

/// A resource alone, as `resources` of a deployment holds it.
[[nodiscard]] Result<ResourceState> read_resource(std::string_view text, const SecretReading& secrets);
[[nodiscard]] Status append_resource(std::string& out, const ResourceState& resource, const SecretWriting& secrets);

}  // namespace ashlar::state
