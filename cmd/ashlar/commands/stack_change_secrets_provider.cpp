#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/commands/stack_argument.hpp"
#include "cmd/ashlar/shell/stack_state.hpp"
#include "project/stack_secrets.hpp"

namespace ashlar::cli {

namespace {

class ChangeSecretsProvider final : public Command {
 public:
  void declare(Arguments& arguments) override {
    stack_.declare(arguments);
    arguments.positional("new-secrets-provider", provider_, true);
  }

  Status run(Shell& shell) override {
    if (const auto known = secrets::check_secrets_provider(provider_); !known) return known;
    Session session(shell);
    const auto stack = session.stack(stack_.name, NoStack::choose);
    if (!stack) return stack.error();
    auto config = session.load_config(*stack, "");
    if (!config) return config.error();
    const auto next = new_manager(session);
    if (!next) return next.error();
    const auto changed = project::change_secrets_manager(*config, session.managers(), *next, session.shown(*stack));
    if (!changed) return changed;
    // Everything is decrypted before anything is written: a wrong passphrase changes nothing.
    if (const auto moved = relock_state(session, *stack, *next); !moved) return moved;
    return config->save(shell.files());
  }

 private:
  Result<secrets::SecretsManager> new_manager(Session& session) {
    auto& managers = session.managers();
    if (provider_ != "passphrase" && provider_ != "default") return managers.make_cloud(provider_);
    const auto passphrase = managers.passphrases().replacement();
    if (!passphrase) return passphrase.error();
    return managers.make_passphrase(*passphrase);
  }

  static Status relock_state(Session& session, const project::StackReference& stack,
                             const secrets::SecretsManager& next) {
    const auto context = session.state_context();
    if (!context) return context.error();
    auto opened = state::WriteSession::open(**context, in_store(stack), open_secrets(session, stack));
    if (!opened) return opened.error();
    auto deployment = (*opened)->checkpoint().latest.value_or(state::Deployment());
    deployment.secrets_provider = state::SecretsProvider{next.type, next.state};
    const state::SecretWriting writing{
        .encrypt = [crypter = next.crypter](const std::string& plaintext) { return crypter->encrypt(plaintext); },
        .reuse_ciphertext = false};
    if (const auto committed = (*opened)->commit(std::move(deployment), writing, nullptr); !committed) return committed;
    return (*opened)->close();
  }

  StackFlag stack_;
  std::string provider_;
};

}  // namespace

std::unique_ptr<Command> make_stack_change_secrets_provider() { return std::make_unique<ChangeSecretsProvider>(); }

}  // namespace ashlar::cli
