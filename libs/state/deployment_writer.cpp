#include "base/strings.hpp"
#include "state/deployment_json.hpp"
#include "state/digest.hpp"
#include "state/features.hpp"
#include "state/json_layout.hpp"
#include "state/pending_kind.hpp"
#include "state/resource_json.hpp"

namespace ashlar::state {

Manifest current_manifest(Clock& clock, std::string version) {
  return {format_rfc3339(clock.now()), std::move(version), {}};
}

namespace {

void append_text(std::string& out, std::string_view name, std::string_view value) {
  json::append_name(out, name);
  append_json_string(out, value);
}

void append_text_unless_empty(std::string& out, std::string_view name, std::string_view value) {
  if (!value.empty()) append_text(out, name, value);
}

void append_raw_unless_empty(std::string& out, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  json::append_name(out, name);
  out += value;
}

void append_manifest(std::string& out, const Manifest& manifest) {
  json::append_name(out, "manifest");
  out += '{';
  append_text(out, "time", manifest.time);
  append_text(out, "magic", manifest.version.empty() ? "" : sha256_hex(manifest.version));
  append_text(out, "version", manifest.version);
  if (!manifest.plugins.empty()) {
    json::append_name(out, "plugins");
    out += '[';
    for (const auto& plugin : manifest.plugins) {
      if (out.back() != '[') out += ',';
      out += '{';
      append_text(out, "name", plugin.name);
      append_text(out, "path", plugin.path);
      append_text(out, "type", plugin.type);
      append_text(out, "version", plugin.version);
      out += '}';
    }
    out += ']';
  }
  out += '}';
}

void append_secrets_provider(std::string& out, const std::optional<SecretsProvider>& provider) {
  if (!provider) return;
  json::append_name(out, "secrets_providers");
  out += '{';
  append_text(out, "type", provider->type);
  append_raw_unless_empty(out, "state", provider->state);
  out += '}';
}

void append_snapshot(std::string& out, const deploy::Snapshot& snapshot, PropertyWriter& properties) {
  if (!snapshot.resources.empty()) {
    json::append_name(out, "resources");
    out += '[';
    for (const auto& resource : snapshot.resources) {
      if (out.back() != '[') out += ',';
      json::append_resource(out, *resource, properties);
    }
    out += ']';
  }
  if (snapshot.pending_operations.empty()) return;
  json::append_name(out, "pending_operations");
  out += '[';
  for (const auto& operation : snapshot.pending_operations) {
    if (out.back() != '[') out += ',';
    out += '{';
    json::append_name(out, "resource");
    json::append_resource(out, *operation.resource, properties);
    append_text(out, "type", pending_kind_text(operation.kind));
    append_text_unless_empty(out, "operationToken", operation.token);  // ours; other tools pass over it
    out += '}';
  }
  out += ']';
}

void append_metadata(std::string& out, const std::optional<IntegrityError>& error) {
  json::append_name(out, "metadata");
  out += '{';
  if (error) {
    json::append_name(out, "integrity_error");
    out += '{';
    append_text_unless_empty(out, "version", error->version);
    append_text_unless_empty(out, "command", error->command);
    append_text_unless_empty(out, "error", error->error);
    if (!error->environment.empty()) {
      json::append_name(out, "env_vars");
      out += '{';
      for (const auto& [name, value] : error->environment) append_text(out, name, value);
      out += '}';
    }
    out += '}';
  }
  out += '}';
}

/// The deployment's JSON; whether it holds byte strings goes to `has_byte_strings`.
Result<std::string> deployment_text(const Deployment& deployment, const SecretWriting& secrets,
                                    bool& has_byte_strings) {
  constexpr std::size_t typical_resource = 1500;
  std::string out;
  out.reserve(deployment.snapshot.resources.size() * typical_resource + 1000);
  out += '{';
  append_manifest(out, deployment.manifest);
  append_secrets_provider(out, deployment.secrets_provider);
  PropertyWriter properties(out, secrets);
  append_snapshot(out, deployment.snapshot, properties);
  append_metadata(out, deployment.integrity_error);
  append_raw_unless_empty(out, "snippets", deployment.snippets);
  append_raw_unless_empty(out, "extensions", deployment.extensions);
  if (!deployment.other_members.empty()) out += "," + deployment.other_members;
  out += '}';
  if (auto status = properties.status(); !status) return status.error();
  has_byte_strings = properties.wrote_byte_string();
  return out;
}

/// `{"version":…,"features":…,` with the lowest version that readers need.
std::string envelope_start(const Deployment& deployment, bool has_byte_strings) {
  const auto features = features_of(deployment, has_byte_strings);
  if (features.empty()) return R"({"version":3,)";
  std::string out = R"({"version":4,"features":[)";
  for (const auto& feature : features) {
    if (out.back() != '[') out += ',';
    append_json_string(out, feature);
  }
  return out + "],";
}

}  // namespace

Result<std::string> write_checkpoint(const Checkpoint& checkpoint, const SecretWriting& secrets) {
  std::string content = "{";
  append_text(content, "stack", checkpoint.stack);
  append_raw_unless_empty(content, "config", checkpoint.config);
  if (!checkpoint.latest) return R"({"version":0,"checkpoint":)" + content + "}}";
  bool has_byte_strings = false;
  auto latest = deployment_text(*checkpoint.latest, secrets, has_byte_strings);
  if (!latest) return latest.error();
  std::string out = envelope_start(*checkpoint.latest, has_byte_strings);
  out.reserve(out.size() + content.size() + latest->size() + 64);
  out += "\"checkpoint\":" + content + ",\"latest\":";
  out += *latest;
  out += "}}";
  return out;
}

Result<std::string> write_export(const Deployment* deployment, const SecretWriting& secrets) {
  constexpr int width = 4;
  if (deployment == nullptr) return indent_json(R"({"version":3,"deployment":null})", width);
  bool has_byte_strings = false;
  auto text = deployment_text(*deployment, secrets, has_byte_strings);
  if (!text) return text.error();
  return indent_json(envelope_start(*deployment, has_byte_strings) + "\"deployment\":" + *text + "}", width);
}

}  // namespace ashlar::state
