#include "cmd/ashlar/shell/stack_state.hpp"

#include "state/property_json.hpp"

namespace ashlar::cli {

namespace {

PropertyValue without_marks(const PropertyValue& value, bool show_secrets) {
  if (const auto* secret = value.get<Secret>())
    return show_secrets ? without_marks(*secret->value, true) : PropertyValue("[secret]");
  if (const auto* array = value.get<PropertyArray>()) {
    PropertyArray copy;
    for (const auto& element : *array) copy.push_back(without_marks(element, show_secrets));
    return copy;
  }
  if (const auto* map = value.get<PropertyMap>()) {
    PropertyMap copy;
    for (const auto& [key, member] : *map) copy.emplace_hint(copy.end(), key, without_marks(member, show_secrets));
    return copy;
  }
  return value;
}

}  // namespace

state::SecretReadingFor open_secrets(Session& session, const project::StackReference& stack) {
  return [&session, stack](const std::optional<state::SecretsProvider>& provider) -> state::SecretReading {
    if (!provider) return {};
    const auto manager = session.managers().open_state(provider->type, provider->state, session.shown(stack));
    if (!manager) {
      return {.decrypt = [error = manager.error()](const std::string&) -> Result<std::string> { return error; }};
    }
    return {.decrypt = [crypter = manager->crypter](const std::string& ciphertext) {
      return crypter->decrypt(ciphertext);
    }};
  };
}

Result<state::Checkpoint> read_state(Session& session, const project::StackReference& stack,
                                     const state::SecretReadingFor& secrets) {
  const auto context = session.state_context();
  if (!context) return context.error();
  auto opened = state::read_stack(**context, in_store(stack), secrets);
  if (!opened) return opened.error();
  for (const auto& note : opened->notes) session.shell().warn(note);
  return std::move(opened->checkpoint);
}

Status edit_state(Session& session, const project::StackReference& stack,
                  const std::function<Status(state::Deployment&)>& edit, state::Unreadable unreadable) {
  const auto context = session.state_context();
  if (!context) return context.error();
  auto opened = state::WriteSession::open(**context, in_store(stack), state::seal_secrets(), unreadable);
  if (!opened) return opened.error();
  for (const auto& note : (*opened)->notes()) session.shell().warn(note);
  auto deployment = (*opened)->checkpoint().latest.value_or(state::Deployment());
  if (const auto edited = edit(deployment); !edited) return edited;
  // What was read stays as it is encrypted; what the edit brought in clear is encrypted with the state's key.
  state::SecretWriting writing;
  if (deployment.secrets_provider) {
    writing.encrypt = [&session, provider = *deployment.secrets_provider,
                       name = session.shown(stack)](const std::string& plaintext) -> Result<std::string> {
      const auto manager = session.managers().open_state(provider.type, provider.state, name);
      if (!manager) return manager.error();
      return manager->crypter->encrypt(plaintext);
    };
  }
  if (const auto committed = (*opened)->commit(std::move(deployment), writing, nullptr); !committed) return committed;
  return (*opened)->close();
}

PropertyMap stack_outputs(const state::Deployment& deployment) {
  for (const auto& resource : deployment.snapshot.resources) {
    if (resource->urn.is_root_stack()) return resource->outputs;
  }
  return {};
}

Result<std::string> plain_json(const PropertyValue& value, bool show_secrets) {
  std::string json;
  const state::SecretWriting no_secrets;
  state::PropertyWriter writer(json, no_secrets);
  writer.write(without_marks(value, show_secrets));
  if (const auto written = writer.status(); !written) return written.error();
  return json;
}

}  // namespace ashlar::cli
