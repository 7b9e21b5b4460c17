#include "base/strings.hpp"
#include "state/deployment_json.hpp"
#include "state/digest.hpp"
#include "state/features.hpp"
#include "state/pending_kind.hpp"
#include "state/resource_json.hpp"

namespace ashlar::state {

namespace {

using json::malformed;
using json::Object;
using json::Value;

constexpr int newest_version = 4;

/// What stands around a checkpoint or a deployment.
struct Envelope {
  int version = 0;  ///< 0 when it names none
  std::vector<std::string> features;
};

Envelope read_envelope(Object object) {
  Envelope envelope;
  for (auto field : object) {
    const std::string_view key = json::name_of(field);
    if (key == "version") envelope.version = static_cast<int>(std::int64_t(field.value().get_int64()));
    if (key == "features") envelope.features = json::strings(field.value());
  }
  if (envelope.version > newest_version) {
    throw json::Malformed{fail_with_help("the state has version " + std::to_string(envelope.version) +
                                             ", newer than the " + std::to_string(newest_version) +
                                             " that this release understands",
                                         "use a newer release of ashlar, or the tool that wrote the state")};
  }
  if (envelope.version < 0) malformed("the state has the impossible version " + std::to_string(envelope.version));
  if (envelope.version == newest_version) {
    if (auto status = check_features(envelope.features); !status) throw json::Malformed{status.error()};
  }
  return envelope;
}

Manifest read_manifest(Object object) {
  Manifest manifest;
  std::string magic;
  for (auto field : object) {
    const std::string_view key = json::name_of(field);
    if (key == "time") manifest.time = json::string(field.value());
    if (key == "magic") magic = json::string(field.value());
    if (key == "version") manifest.version = json::string(field.value());
    if (key != "plugins") continue;
    Value plugins = field.value();
    if (plugins.is_null()) continue;
    for (auto entry : plugins.get_array()) {
      PluginInfo plugin;
      for (auto part : entry.get_object()) {
        const std::string_view name = json::name_of(part);
        if (name == "name") plugin.name = json::string(part.value());
        if (name == "path") plugin.path = json::string(part.value());
        if (name == "type") plugin.type = json::string(part.value());
        if (name == "version") plugin.version = json::string(part.value());
      }
      manifest.plugins.push_back(std::move(plugin));
    }
  }
  const auto expected = manifest.version.empty() ? std::string() : sha256_hex(manifest.version);
  if (magic != expected) malformed("the manifest's magic number does not fit its version " + manifest.version);
  return manifest;
}

std::optional<SecretsProvider> read_secrets_provider(Value value) {
  if (value.is_null()) return std::nullopt;
  SecretsProvider provider;
  for (auto field : value.get_object()) {
    const std::string_view key = json::name_of(field);
    if (key == "type") provider.type = json::string(field.value());
    if (key == "state") provider.state = json::raw(field.value());
  }
  if (provider.type.empty()) return std::nullopt;
  return provider;
}

std::optional<IntegrityError> read_metadata(Value value) {
  if (value.is_null()) return std::nullopt;
  std::optional<IntegrityError> result;
  for (auto field : value.get_object()) {
    if (json::name_of(field) != "integrity_error") continue;
    result.emplace();
    for (auto part : field.value().get_object()) {
      const std::string_view key = json::name_of(part);
      if (key == "version") result->version = json::string(part.value());
      if (key == "command") result->command = json::string(part.value());
      if (key == "error") result->error = json::string(part.value());
      if (key != "env_vars") continue;
      for (auto variable : part.value().get_object()) {
        std::string name(json::name_of(variable));
        result->environment[std::move(name)] = json::string(variable.value());
      }
    }
  }
  return result;
}

deploy::PendingOperation read_pending(Object object, json::PropertyReader& properties, int version) {
  deploy::PendingOperation operation;
  for (auto field : object) {
    const std::string_view key = json::name_of(field);
    if (key == "type") {
      const auto text = json::text(field.value());
      const auto kind = pending_kind(text);
      if (!kind) malformed("a pending operation has the unknown type `" + std::string(text) + "`");
      operation.kind = *kind;
    }
    if (key == "operationToken") operation.token = json::string(field.value());
    if (key != "resource") continue;
    operation.resource = std::make_shared<const ResourceState>(json::read_resource(field.value(), properties, version));
  }
  if (!operation.resource) malformed("a pending operation has no `resource`");
  return operation;
}

/// The members other than the resources, which may come before what is needed to read them.
void read_frame(Object object, Deployment& deployment, int version) {
  for (auto field : object) {
    const std::string_view key = json::name_of(field);
    if (key == "manifest") {
      deployment.manifest = read_manifest(field.value());
    } else if (key == "secrets_providers") {
      deployment.secrets_provider = read_secrets_provider(field.value());
    } else if (key == "metadata") {
      deployment.integrity_error = read_metadata(field.value());
    } else if (key == "snippets" || key == "extensions") {
      auto& kept = key == "snippets" ? deployment.snippets : deployment.extensions;
      kept = json::raw(field.value());
      if (kept == "null" || kept == "[]" || kept == "{}") kept.clear();
    } else if (key != "resources" && key != "pending_operations" && version > 2) {
      json::keep_member(deployment.other_members, key, field.value());
    }
  }
}

void read_resources(Object object, Deployment& deployment, const SecretReading& secrets, int version) {
  json::PropertyReader properties(secrets);
  auto& snapshot = deployment.snapshot;
  for (auto field : object) {
    // Not unescaped: these names have no escapes, and unescaping a text twice is not allowed.
    const simdjson::ondemand::raw_json_string key = field.key();
    const bool is_resources = key == "resources";
    if (!is_resources && !(key == "pending_operations")) continue;
    Value list = field.value();
    if (list.is_null()) continue;
    for (auto entry : list.get_array()) {
      if (is_resources) {
        snapshot.resources.push_back(
            std::make_shared<const ResourceState>(json::read_resource(entry, properties, version)));
      } else {
        snapshot.pending_operations.push_back(read_pending(entry, properties, version));
      }
    }
  }
}

std::optional<Deployment> read_deployment(Value value, const Envelope& envelope, const SecretReadingFor& secrets_for) {
  if (value.is_null()) return std::nullopt;
  Deployment deployment;
  Object object = value.get_object();
  read_frame(object, deployment, envelope.version);
  const bool has_members = object.reset();
  if (!has_members) return deployment;
  const auto secrets = secrets_for(deployment.secrets_provider);
  read_resources(object, deployment, secrets, envelope.version);
  const auto& features = envelope.features;
  deployment.sealed_byte_strings =
      !secrets.decrypt && std::find(features.begin(), features.end(), "byteString") != features.end();
  return deployment;
}

Checkpoint read_checkpoint_members(Object object, const Envelope& envelope, const SecretReadingFor& secrets) {
  Checkpoint checkpoint;
  for (auto field : object) {
    const std::string_view key = json::name_of(field);
    if (key == "stack") checkpoint.stack = json::string(field.value());
    if (key == "config") checkpoint.config = json::raw(field.value());
    if (key == "latest") checkpoint.latest = read_deployment(field.value(), envelope, secrets);
  }
  return checkpoint;
}

}  // namespace

SecretReadingFor seal_secrets() {
  return [](const std::optional<SecretsProvider>&) { return SecretReading{}; };
}

Result<Checkpoint> read_checkpoint(std::string_view text, const SecretReadingFor& secrets) {
  json::Input input(text);
  return json::guarded(input, [&] {
    auto envelope = read_envelope(input.object());
    input.expect_end();
    Checkpoint checkpoint;
    const bool is_unversioned = envelope.version == 0;
    if (is_unversioned) envelope.version = 1;  // the members stand at the top, in the form of the first version
    if (is_unversioned) checkpoint = read_checkpoint_members(input.rewound(), envelope, secrets);
    for (auto field : input.rewound()) {
      if (json::name_of(field) != "checkpoint") continue;
      if (!is_unversioned) return read_checkpoint_members(field.value(), envelope, secrets);
      checkpoint.stack = read_checkpoint_members(field.value(), envelope, secrets).stack;
    }
    if (!is_unversioned) malformed("the file has no `checkpoint`");
    return checkpoint;
  });
}

Result<Deployment> read_export(std::string_view text, const SecretReadingFor& secrets) {
  json::Input input(text);
  return json::guarded(input, [&] {
    const auto envelope = read_envelope(input.object());
    input.expect_end();
    if (envelope.version == 0) malformed("the text names no `version` of a deployment");
    for (auto field : input.rewound()) {
      if (json::name_of(field) != "deployment") continue;
      return read_deployment(field.value(), envelope, secrets).value_or(Deployment{});
    }
    malformed("the text has no `deployment`");
  });
}

Result<ResourceState> read_resource(std::string_view text, const SecretReading& secrets) {
  json::Input input(text);
  json::PropertyReader properties(secrets);
  return json::guarded(input, [&] { return json::read_resource(input.object(), properties, newest_version); });
}

}  // namespace ashlar::state
