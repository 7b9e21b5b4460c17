#include "cmd/ashlar/engine/operation.hpp"

#include "cmd/ashlar/display/json.hpp"
#include "cmd/ashlar/engine/builtin_providers.hpp"
#include "cmd/ashlar/engine/program_source.hpp"
#include "cmd/ashlar/engine/provider_host.hpp"
#include "cmd/ashlar/engine/recorded_events.hpp"
#include "cmd/ashlar/engine/run_deployment.hpp"
#include "cmd/ashlar/engine/wait_on_loop.hpp"
#include "cmd/ashlar/shell/stack_state.hpp"

namespace ashlar::cli {

namespace {

/// The user has been told: the exit code is all that is left.
Error told(ErrorKind kind = ErrorKind::failed) { return Error{.message = "", .notes = {}, .help = {}, .kind = kind}; }

std::string_view history_kind(deploy::Mode mode) {
  switch (mode) {
    case deploy::Mode::update:
      return "update";
    case deploy::Mode::refresh:
      return "refresh";
    case deploy::Mode::destroy:
      return "destroy";
    case deploy::Mode::import:
      return "resource-import";
  }
  return "update";
}

/// For previews, which announce nothing.
class NoJournal final : public deploy::Journal {
 public:
  void append(deploy::Record, std::function<void(Status)> done) override {
    if (done) done(Status());
  }
};

/// One command that runs deployments: what is read, built and started once for its preview and for the run itself.
class Operation {
 public:
  Operation(Shell& shell, const RunFlags& flags, deploy::Mode mode)
      : shell_(shell), flags_(flags), mode_(mode), session_(shell) {}

  ~Operation() {
    if (source_) end_plugins([this](auto done) { source_->shut_down(std::move(done)); });
  }
  Operation(const Operation&) = delete;
  Operation& operator=(const Operation&) = delete;

  Status preview() {
    if (const auto ready = prepare(); !ready) return ready;
    const auto outcome = run_preview(nullptr);
    if (!outcome) return outcome.error();
    return verdict(*outcome);
  }

  Status perform() {
    if (const auto asked = check_can_ask(); !asked) return asked;
    if (const auto ready = prepare(); !ready) return ready;
    if (!flags_.skip_preview) {
      RecordedEvents events;
      const auto outcome = run_preview(&events);
      if (!outcome) return outcome.error();
      if (outcome->failed) return verdict(*outcome);
      if (flags_.preview_only) return verdict(*outcome);
      if (const auto confirmed = confirm(events); !confirmed) return confirmed;
    } else if (!flags_.yes && shell_.interactive()) {
      RecordedEvents none;
      if (const auto confirmed = confirm(none); !confirmed) return confirmed;
    }
    return run_for_real();
  }

 private:
  Status check_can_ask() const {
    const bool decided = flags_.yes || flags_.skip_preview || flags_.preview_only ||
                         shell_.environment().is_true("PULUMI_SKIP_CONFIRMATIONS");
    if (decided || shell_.interactive()) return {};
    return fail(
        "--yes or --skip-preview or --preview-only must be passed in to proceed when running in non-interactive mode",
        ErrorKind::usage);
  }

  Status prepare() {
    auto prepared = prepare_run(session_, flags_);
    if (!prepared) return prepared.error();
    prepared_.emplace(*std::move(prepared));
    auto engine = plugin::EngineServer::start(loop_);
    if (!engine) return engine.error();
    engine_ = *std::move(engine);
    const ProviderSurroundings with{.loop = loop_,
                                    .entropy = shell_.entropy(),
                                    .clock = shell_.clock(),
                                    .environment = shell_.environment(),
                                    .project_directory = prepared_->project->directory(),
                                    .log = [this](Diagnostic message) { log(std::move(message)); },
                                    .read_stack = [this](const std::string& name) { return view_stack(name); }};
    auto plugins = plugin_settings(shell_, *prepared_);
    if (!plugins) return plugins.error();
    plugins_ = *std::move(plugins);
    providers_ = make_provider_host(shell_, loop_, *engine_, *prepared_, plugins_, builtin_providers(with), with.log);
    if (mode_ != deploy::Mode::update && !flags_.run_program) return {};
    auto source = find_program({shell_, loop_, *engine_, *prepared_, plugins_});
    if (!source) return source.error();
    source_ = *std::move(source);
    return source_->build();
  }

  /// What a stack reference of the program gets to see.
  Result<providers::pulumi::StackView> view_stack(const std::string& name) {
    const auto stack = session_.stack(name);
    if (!stack) return stack.error();
    // Its secrets will be written under this stack's key, so the text that they have there is of no use.
    const auto anew = [reading =
                           open_secrets(session_, *stack)](const std::optional<state::SecretsProvider>& provider) {
      auto secrets = reading(provider);
      secrets.keep_ciphertext = false;
      return secrets;
    };
    auto checkpoint = read_state(session_, *stack, anew);
    if (!checkpoint) return checkpoint.error();
    providers::pulumi::StackView view;
    if (!checkpoint->latest) return view;
    view.outputs = stack_outputs(*checkpoint->latest);
    view.resources = checkpoint->latest->snapshot.resources;
    return view;
  }

  void log(Diagnostic message) const {
    if (log_) log_(std::move(message));
  }

  [[nodiscard]] DisplayOptions display_options() const {
    DisplayOptions options;
    options.palette = shell_.palette();
    options.show_config = flags_.show_config;
    options.show_sames = flags_.show_sames;
    options.show_reads = flags_.show_reads;
    options.show_replacement_steps = flags_.show_replacement_steps;
    options.show_secrets = flags_.show_secrets;
    options.show_full_output = flags_.show_full_output;
    options.show_urns = flags_.urns;
    options.suppress_outputs = flags_.suppress_outputs;
    options.suppress_progress = flags_.suppress_progress;
    options.debug = flags_.debug;
    options.emoji = shell_.options().emoji;
    return options;
  }

  [[nodiscard]] std::unique_ptr<Display> make_display(bool preview) const {
    const auto options = display_options();
    if (flags_.json && preview) return make_preview_digest(options, shell_.out());
    if (flags_.json) return make_event_stream(options, shell_.out(), shell_.clock(), false);
    if (flags_.diff) return make_diff_display(options, shell_.out(), shell_.err());
    if (shell_.interactive() && shell_.terminal() != nullptr)
      return make_live_display(options, *shell_.terminal(), shell_.clock());
    return make_plain_display(options, shell_.out(), shell_.clock());
  }

  Result<deploy::Outcome> run_preview(RecordedEvents* events) {
    auto checkpoint = read_state(session_, prepared_->stack, open_secrets(session_, prepared_->stack));
    if (!checkpoint) return checkpoint.error();
    NoJournal journal;
    auto display = make_display(true);
    RecordingDisplay recording(*display, events);
    return run_engine(checkpoint->latest ? checkpoint->latest->snapshot : deploy::Snapshot(), journal, recording, true);
  }

  deploy::Outcome run_engine(deploy::Snapshot base, deploy::Journal& journal, Display& display, bool preview) {
    auto options = prepared_->options(flags_, mode_, preview);
    std::unique_ptr<deploy::Program> program;
    if (source_) {
      options.required_packages = source_->packages();
      const auto facts = prepared_->facts(preview, options.parallel);
      program = source_->run(facts, [this](const std::string& text, bool is_error) { pass_on(text, is_error); });
    }
    DeploymentRun run{.options = std::move(options),
                      .base = std::move(base),
                      .program = program.get(),
                      .providers = *providers_,
                      .journal = journal,
                      .display = display,
                      .info = prepared_->info(mode_, preview),
                      .set_log = [this](std::function<void(Diagnostic)> log) {
                        log_ = log;
                        engine_->set_log(std::move(log));
                      }};
    auto outcome = run_deployment(loop_, shell_.clock(), shell_.entropy(), std::move(run));
    end_plugins([this](auto done) { providers_->shut_down(std::move(done)); });
    return outcome;
  }

  /// Lets plugins end by themselves. Those that do not in time are killed with what owns them.
  void end_plugins(const std::function<void(std::function<void()> done)>& shut_down) {
    constexpr auto patience = std::chrono::seconds(10);
    [[maybe_unused]] const bool all_ended = wait_on_loop_for(loop_, patience, shut_down);
  }

  /// What the program prints is a message of the stack.
  void pass_on(const std::string& text, bool is_error) const {
    Diagnostic message;
    message.severity = is_error ? Severity::warning : Severity::info;
    message.message = text;
    if (is_error) message.severity = Severity::info;
    log(std::move(message));
  }

  Status confirm(const RecordedEvents& events) {
    if (flags_.yes || shell_.environment().is_true("PULUMI_SKIP_CONFIRMATIONS")) return {};
    const std::string verb(mode_ == deploy::Mode::import ? "import" : history_kind(mode_));
    const std::string question =
        "Do you want to perform this " + verb + (flags_.skip_preview ? " without a preview?" : "?");
    std::vector<std::string> choices{"yes", "no"};
    if (!flags_.diff && !flags_.skip_preview) choices.emplace_back("details");
    while (true) {
      const auto answer = shell_.prompt().choose(question, choices, 1);
      if (!answer) return answer.error();
      if (*answer == 0) return {};
      if (*answer == 1) return fail("confirmation declined, not proceeding with the " + verb);
      auto details = make_diff_display(display_options(), shell_.out(), shell_.err());
      events.replay(*details);
    }
  }

  Status run_for_real() {
    const auto context = session_.state_context();
    if (!context) return context.error();
    auto opened =
        state::WriteSession::open(**context, in_store(prepared_->stack), open_secrets(session_, prepared_->stack));
    if (!opened) return opened.error();
    auto& writing = **opened;
    for (const auto& note : writing.notes()) shell_.warn(note);
    const state::SecretsProvider provider{prepared_->secrets.type, prepared_->secrets.state};
    auto deployment = writing.checkpoint().latest.value_or(state::Deployment());
    state::SecretWriting secrets;
    secrets.encrypt = [crypter = prepared_->secrets.crypter](const std::string& text) {
      return crypter->encrypt(text);
    };
    secrets.reuse_ciphertext = !deployment.secrets_provider || *deployment.secrets_provider == provider;
    auto& journal = writing.begin_run(std::string(history_kind(mode_)), provider, secrets, loop_,
                                      [this](Diagnostic message) { log(std::move(message)); });
    const auto started = shell_.clock().now();
    auto display = make_display(false);
    auto outcome = run_engine(deployment.snapshot, journal, *display, false);
    deployment.snapshot = outcome.snapshot;
    deployment.secrets_provider = provider;
    const auto info = update_info(outcome, started);
    if (const auto committed = writing.commit(std::move(deployment), secrets, &info); !committed) return committed;
    if (const auto closed = writing.close(); !closed) return closed;
    return verdict(outcome);
  }

  [[nodiscard]] state::UpdateInfo update_info(const deploy::Outcome& outcome, Clock::Time started) const {
    const auto seconds = [](Clock::Time time) {
      return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
    };
    state::UpdateInfo info;
    info.kind = history_kind(mode_);
    info.start_time = seconds(started);
    info.end_time = seconds(shell_.clock().now());
    info.message = flags_.message;
    for (const auto& [key, value] : prepared_->merged.values.values()) {
      info.config.emplace(key.text(), project::to_json(value));
    }
    info.result = outcome.failed ? "failed" : "succeeded";
    for (const auto& [op, count] : outcome.changes) info.resource_changes.emplace(std::string(text(op)), count);
    return info;
  }

  [[nodiscard]] Status verdict(const deploy::Outcome& outcome) const {
    if (outcome.cancelled) return told(ErrorKind::cancelled);
    if (outcome.failed) return told();
    if (!flags_.expect_no_changes) return {};
    for (const auto& [op, count] : outcome.changes) {
      if (op != deploy::StepOp::same && count > 0) {
        return fail("no changes were expected but changes were proposed", ErrorKind::unexpected_changes);
      }
    }
    return {};
  }

  Shell& shell_;
  const RunFlags& flags_;
  deploy::Mode mode_;
  Session session_;
  ThreadEventLoop loop_;
  std::optional<PreparedRun> prepared_;
  std::unique_ptr<plugin::EngineServer> engine_;
  PluginSettings plugins_;
  std::unique_ptr<plugin::PluginHost> providers_;
  std::unique_ptr<ProgramSource> source_;
  std::function<void(Diagnostic)> log_;
};

}  // namespace

Status preview_run(Shell& shell, const RunFlags& flags, deploy::Mode mode) {
  return Operation(shell, flags, mode).preview();
}

Status perform_run(Shell& shell, const RunFlags& flags, deploy::Mode mode) {
  return Operation(shell, flags, mode).perform();
}

}  // namespace ashlar::cli
