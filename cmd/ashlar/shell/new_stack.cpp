#include "cmd/ashlar/shell/new_stack.hpp"

#include "cmd/ashlar/shell/stack_state.hpp"
#include "project/stack_secrets.hpp"

namespace ashlar::cli {

namespace {

Status copy_configuration(Session& session, const std::string& from_name, project::StackConfig& to,
                          const secrets::SecretsManager& lock) {
  const auto from = session.stack(from_name);
  if (!from) return from.error();
  auto source = session.load_config(*from, "");
  if (!source) return source.error();
  project::ConfigCopy copy{.from = &source->values(), .to = &to.values(), .to_crypter = lock.crypter.get()};
  std::shared_ptr<secrets::Crypter> crypter;
  if (source->values().has_secrets()) {
    const auto manager = session.secrets_of(*source, *from);
    if (!manager) return manager.error();
    crypter = manager->crypter;
    copy.from_crypter = crypter.get();
  }
  return project::copy_config(copy);
}

// The file as other tools make it: first a stack without a deployment, then one that is empty and names its lock.
Status write_first_state(Session& session, const project::StackReference& stack, const secrets::SecretsManager& lock) {
  const auto stacks = session.store();
  if (!stacks) return stacks.error();
  const auto text = state::write_checkpoint({.stack = stack.qualified()}, {});
  if (!text) return text.error();
  if (const auto written = (*stacks)->write(in_store(stack), *text); !written) return written;
  return edit_state(session, stack, [&](state::Deployment& deployment) -> Status {
    deployment.secrets_provider = state::SecretsProvider{lock.type, lock.state};
    return {};
  });
}

}  // namespace

Status make_stack(Session& session, const project::StackReference& stack, const NewStack& options) {
  const auto current = session.project_name();
  if (!current) return current.error();
  if (!current->empty() && *current != stack.project()) {
    return fail("could not create stack: provided project name \"" + stack.project() + "\" doesn't match Pulumi.yaml");
  }
  const auto stacks = session.store();
  if (!stacks) return stacks.error();
  const auto exists = (*stacks)->exists(in_store(stack));
  if (!exists) return exists.error();
  if (*exists)
    return fail_with_help("stack '" + stack.qualified() + "' already exists", "select it with `ashlar stack select`");

  auto config = session.load_config(stack, options.config_file);
  if (!config) return config.error();
  const auto lock =
      project::make_secrets_manager(*config, session.managers(), options.secrets_provider, session.shown(stack));
  if (!lock) return lock.error();
  if (!options.copy_config_from.empty()) {
    if (const auto copied = copy_configuration(session, options.copy_config_from, *config, *lock); !copied)
      return copied;
  }
  if (const auto written = write_first_state(session, stack, *lock); !written) return written;
  if (const auto saved = config->save(session.shell().files()); !saved) return saved;
  session.shell().note("Created stack '" + session.shown(stack) + "'");
  return options.select ? session.select(stack) : Status();
}

Result<project::StackReference> ask_for_new_stack(Session& session, const NewStack& options) {
  const auto complaint = [&](const std::string& text) {
    const auto reference = session.parse_reference(text);
    return reference ? std::string() : reference.error().message;
  };
  const auto name = session.shell().prompt().ask("Name of the new stack:", "dev", complaint);
  if (!name) return name.error();
  const auto reference = session.parse_reference(*name);
  if (!reference) return reference;
  if (const auto made = make_stack(session, *reference, options); !made) return made.error();
  return reference;
}

}  // namespace ashlar::cli
