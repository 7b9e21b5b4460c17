#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/commands/config_json.hpp"
#include "cmd/ashlar/commands/stack_argument.hpp"
#include "cmd/ashlar/shell/stack_state.hpp"

namespace ashlar::cli {

namespace {

class ConfigRefresh final : public Command {
 public:
  void declare(Arguments& arguments) override {
    flags_.declare(arguments);
    arguments.flag("force", 'f', force_, "Replace the file without keeping the old one as .bak");
  }

  Status run(Shell& shell) override {
    Session session(shell);
    auto opened = open_config(session, flags_, NoStack::choose);
    if (!opened) return opened.error();
    const auto stacks = session.store();
    if (!stacks) return stacks.error();
    const auto history = (*stacks)->history(in_store(opened->stack), 1, 1);
    if (!history) return history.error().within("getting latest configuration");
    if (history->empty()) {
      return fail_with_help(
          "no previous deployment of stack '" + session.shown(opened->stack) + "' to take the configuration from",
          "its configuration is recorded by `ashlar up`");
    }
    const auto before = opened->config.text();
    if (!before) return before.error();
    if (const auto taken = take_values(opened->config, history->front().info); !taken) return taken;
    if (const auto taken = take_lock(session, *opened); !taken) return taken;
    if (const auto kept = keep_old(shell, opened->config, *before); !kept) return kept;
    if (const auto saved = opened->config.save(shell.files()); !saved) return saved;
    shell.print_line("refreshed configuration for stack '" + session.shown(opened->stack) + "'");
    return {};
  }

 private:
  static Status take_values(project::StackConfig& config, const state::UpdateInfo& info) {
    project::ConfigMap values;
    for (const auto& [text, json] : info.config) {
      const auto key = project::ConfigKey::parse(text);
      if (!key) return key.error();
      const auto value = yaml_from_json(json);
      if (!value) return value.error();
      values.set(*key, *value);
    }
    config.values() = std::move(values);
    return {};
  }

  // The secrets are locked as the state's are.
  static Status take_lock(Session& session, OpenedConfig& opened) {
    const auto checkpoint = read_state(session, opened.stack, state::seal_secrets());
    if (!checkpoint) return checkpoint.error();
    if (!checkpoint->latest || !checkpoint->latest->secrets_provider) return {};
    const auto& provider = *checkpoint->latest->secrets_provider;
    const auto manager = session.managers().open_state(provider.type, provider.state, session.shown(opened.stack));
    if (!manager) return manager.error();
    opened.config.secrets() = {manager->secrets_provider, manager->encrypted_key, manager->encryption_salt};
    return {};
  }

  Status keep_old(const Shell& shell, const project::StackConfig& config, const std::string& text) const {
    if (force_ || !shell.files().exists(config.path())) return {};
    auto backup = config.path() + ".bak";
    while (shell.files().exists(backup)) backup += ".bak";
    if (const auto written = shell.files().write_file_atomically(backup, text, 0644); !written) return written;
    shell.print_line("backed up existing configuration file to " + backup);
    return {};
  }

  ConfigFlags flags_;
  bool force_ = false;
};

}  // namespace

std::unique_ptr<Command> make_config_refresh() { return std::make_unique<ConfigRefresh>(); }

}  // namespace ashlar::cli
