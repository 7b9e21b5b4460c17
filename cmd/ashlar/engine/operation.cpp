#include "cmd/ashlar/engine/operation.hpp"

#include <future>

#include "cmd/ashlar/display/diff.hpp"
#include "cmd/ashlar/display/json.hpp"
#include "cmd/ashlar/display/words.hpp"
#include "cmd/ashlar/engine/builtin_providers.hpp"
#include "cmd/ashlar/engine/event_log.hpp"
#include "cmd/ashlar/engine/import_template.hpp"
#include "cmd/ashlar/engine/pending_creates.hpp"
#include "cmd/ashlar/engine/program_source.hpp"
#include "cmd/ashlar/engine/provider_host.hpp"
#include "cmd/ashlar/engine/resource_names.hpp"
#include "cmd/ashlar/engine/run_deployment.hpp"
#include "cmd/ashlar/engine/run_display.hpp"
#include "cmd/ashlar/engine/run_log.hpp"
#include "cmd/ashlar/engine/run_record.hpp"
#include "cmd/ashlar/engine/shared_display.hpp"
#include "cmd/ashlar/engine/wait_on_loop.hpp"
#include "cmd/ashlar/shell/remove_stack.hpp"
#include "cmd/ashlar/shell/stack_state.hpp"

namespace ashlar::cli {

namespace {

/// The user has been told: the exit code is all that is left.
Error told(ErrorKind kind = ErrorKind::failed) { return Error{.message = "", .notes = {}, .help = {}, .kind = kind}; }

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
    RecordingDisplay record;
    const auto outcome = run_preview(record);
    if (!outcome) return outcome.error();
    if (!flags_.import_file.empty()) {
      const auto written = shell_.files().write_file_atomically(shell_.absolute(flags_.import_file),
                                                                import_template(record.events()), 0666);
      if (!written) return written;
    }
    return verdict(*outcome);
  }

  /// The stack's state after `perform`.
  [[nodiscard]] const deploy::Snapshot& after() const { return after_; }

  Status perform() {
    if (const auto asked = check_can_ask(); !asked) return asked;
    if (const auto ready = prepare(); !ready) return ready;
    RecordingDisplay record;
    if (!flags_.skip_preview) {
      const auto outcome = run_preview(record);
      if (!outcome) return outcome.error();
      if (outcome->failed || flags_.preview_only) return verdict(*outcome);
    }
    if (const auto confirmed = confirm(record); !confirmed) return confirmed;
    // Looking for changed files takes a while in a large repository: beside the run.
    sources_ = std::async(std::launch::async, source_facts, prepared_->project->directory()).share();
    if (const auto ran = run_for_real(); !ran) return ran;
    return mode_ == deploy::Mode::destroy ? finish_destroy() : Status();
  }

 private:
  Status check_can_ask() const {
    if (flags_.yes && flags_.preview_only) return fail("--yes and --preview-only cannot be used together");
    const bool decided = flags_.yes || flags_.skip_preview || flags_.preview_only ||
                         shell_.environment().is_true("PULUMI_SKIP_CONFIRMATIONS");
    if (decided || shell_.interactive()) return {};
    return fail(
        "--yes or --skip-preview or --preview-only must be passed in to proceed when running in non-interactive mode",
        ErrorKind::usage);
  }

  Status prepare() {
    if (const auto refused = refuse_unsupported(flags_); !refused) return refused;
    if (!flags_.event_log.empty()) {
      auto log = EventLog::open(shell_.files(), shell_.absolute(flags_.event_log));
      if (!log) return log.error();
      event_log_ = *std::move(log);
    }
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
    auto source = find_program({shell_, loop_, interrupts_, *engine_, *prepared_, plugins_});
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

  Result<deploy::Outcome> run_preview(RecordingDisplay& record) {
    auto checkpoint = read_state(session_, prepared_->stack, open_secrets(session_, prepared_->stack));
    if (!checkpoint) return checkpoint.error();
    auto base = checkpoint->latest ? checkpoint->latest->snapshot : deploy::Snapshot();
    const auto imported = import_named_creates(base, flags_.import_pending_creates);
    if (!imported) return imported.error();
    NoJournal journal;
    return run_engine(flags_, std::move(base), journal, &record, true);
  }

  /// What `ashlar logs` will show; null, with a warning, when it cannot be kept.
  [[nodiscard]] std::unique_ptr<RunLog> open_run_log() const {
    const auto home = project::pulumi_home(shell_.environment());
    if (!home) return nullptr;  // said already by whoever needs it
    std::vector<std::string> hidden;
    for (const auto& key : prepared_->config.secret_keys) hidden.push_back(prepared_->config.values.at(key));
    auto log =
        RunLog::open(shell_.files(), run_log_path(*home, prepared_->project->name, prepared_->stack.name().text()),
                     shell_.clock(), std::move(hidden));
    if (log) return *std::move(log);
    shell_.warn("the messages of this run are not recorded: " + log.error().message);
    return nullptr;
  }

  deploy::Outcome run_engine(const RunFlags& flags, deploy::Snapshot base, deploy::Journal& journal,
                             RecordingDisplay* record, bool preview) {
    const auto shown = make_run_display(shell_, flags, preview);
    const auto logged =
        event_log_ ? make_event_stream(display_options(shell_, flags), *event_log_, shell_.clock(), true) : nullptr;
    std::vector<Display*> others;
    if (record != nullptr) others.push_back(record);
    if (logged) others.push_back(logged.get());
    const auto kept = preview ? nullptr : open_run_log();
    if (kept) others.push_back(kept.get());
    SharedDisplay display(*shown, std::move(others));
    auto options = prepared_->options(flags, mode_, preview);
    if (prepared_->autonaming)
      options.names = name_source(*prepared_->autonaming, [this](Diagnostic message) { log(std::move(message)); });
    std::unique_ptr<deploy::Program> program;
    if (source_) {
      options.required_packages = source_->packages();
      const auto facts = prepared_->facts(preview, options.parallel);
      program = source_->run(facts, [this](std::string text) { pass_on(std::move(text)); });
    }
    DeploymentRun run{.options = std::move(options),
                      .base = std::move(base),
                      .program = program.get(),
                      .providers = *providers_,
                      .journal = journal,
                      .interrupts = interrupts_,
                      .display = display,
                      .terminal = shell_.interactive() ? shell_.terminal() : nullptr,
                      .info = prepared_->info(mode_, preview),
                      .set_log = [this](std::function<void(Diagnostic)> log) {
                        log_ = log;
                        engine_->set_log(std::move(log));
                      }};
    auto outcome = run_deployment(loop_, shell_.clock(), shell_.entropy(), std::move(run));
    end_plugins([this](auto done) { providers_->shut_down(std::move(done)); });
    if (event_log_ && !event_log_->status())
      shell_.warn("the event log is incomplete: " + event_log_->status().error().message);
    return outcome;
  }

  /// Lets plugins end by themselves. Those that do not in time are killed with what owns them.
  void end_plugins(const std::function<void(std::function<void()> done)>& shut_down) {
    constexpr auto patience = std::chrono::seconds(10);
    [[maybe_unused]] const bool all_ended = wait_on_loop_for(loop_, patience, shut_down);
  }

  /// What the program prints is a message of the stack.
  void pass_on(std::string text) const { log(Diagnostic{.severity = Severity::info, .message = std::move(text)}); }

  Status confirm(const RecordingDisplay& record) {
    const bool decided = flags_.yes || shell_.environment().is_true("PULUMI_SKIP_CONFIRMATIONS");
    if (decided || !shell_.interactive()) return {};
    const std::string verb(run_noun(mode_));
    const std::string question =
        "Do you want to perform this " + verb + (flags_.skip_preview ? " without a preview?" : "?");
    std::vector<std::string> choices{"yes", "no"};
    if (!flags_.diff && !flags_.skip_preview) choices.emplace_back("details");
    while (true) {
      const auto answer = shell_.prompt().choose(question, choices, 1);
      if (!answer) return answer.error();
      if (*answer == 0) return {};
      if (*answer == 1) return fail("confirmation declined, not proceeding with the " + verb);
      shell_.print(render_details(record.events(), record.info(), display_options(shell_, flags_)) + "\n");
    }
  }

  Status run_for_real() {
    const auto context = session_.state_context();
    if (!context) return context.error();
    // From here on to the end what was done has to be written down.
    const Interrupts::Handling unhurried(interrupts_, [] {});
    auto opened =
        state::WriteSession::open(**context, in_store(prepared_->stack), open_secrets(session_, prepared_->stack));
    if (!opened) return opened.error();
    for (const auto& note : (*opened)->notes()) shell_.warn(note);
    Writing writing{.session = **opened,
                    .provider = {prepared_->secrets.type, prepared_->secrets.state},
                    .deployment = (*opened)->checkpoint().latest.value_or(state::Deployment())};
    writing.secrets.encrypt = [crypter = prepared_->secrets.crypter](const std::string& text) {
      return crypter->encrypt(text);
    };
    const auto& stored = writing.deployment.secrets_provider;
    writing.secrets.reuse_ciphertext = !stored || *stored == writing.provider;
    if (const auto brought = bring_in_creates(writing); !brought) return brought;
    const auto outcome = run_and_commit(writing, flags_);
    if (!outcome) return outcome.error();
    if (mode_ == deploy::Mode::refresh && !outcome->cancelled) {
      if (const auto settled = settle_creates(writing); !settled) return settled;
    }
    after_ = std::move(writing.deployment.snapshot);
    if (const auto closed = writing.session.close(); !closed) return closed;
    return verdict(*outcome);
  }

  /// The stack under our lock, and what it takes to write it.
  struct Writing {
    state::WriteSession& session;
    state::SecretsProvider provider;
    state::SecretWriting secrets;
    state::Deployment deployment;

    Status commit(const state::UpdateInfo* info) { return session.commit(deployment, secrets, info); }
  };

  Result<deploy::Outcome> run_and_commit(Writing& writing, const RunFlags& flags) {
    auto& journal = writing.session.begin_run(std::string(history_kind(mode_)), writing.provider, writing.secrets,
                                              loop_, [this](Diagnostic message) { log(std::move(message)); });
    const auto started = shell_.clock().now();
    auto outcome = run_engine(flags, writing.deployment.snapshot, journal, nullptr, false);
    writing.deployment.snapshot = outcome.snapshot;
    writing.deployment.secrets_provider = writing.provider;
    const auto info = update_info(outcome, started);
    if (const auto committed = writing.commit(&info); !committed) return committed.error();
    return outcome;
  }

  /// Creates that are not in the state come into it before the run: its journal counts from the state as it is stored.
  Status bring_in_creates(Writing& writing) {
    const auto creates = writing.session.unreconciled();
    add_unreconciled(writing.deployment.snapshot, creates);
    const auto imported = import_named_creates(writing.deployment.snapshot, flags_.import_pending_creates);
    if (!imported) return imported.error();
    if (creates.empty() && *imported == 0) return {};
    if (const auto sound = deploy::verify_integrity(writing.deployment.snapshot); !sound)
      return sound.error().within("taking pending creates into the state");
    if (const auto committed = writing.commit(nullptr); !committed) return committed;
    for (const auto& create : creates) {
      if (const auto forgotten = writing.session.forget(create.journal); !forgotten) return forgotten;
    }
    return {};
  }

  /// After a refresh: what the providers could not tell is decided, and what is taken over is read.
  Status settle_creates(Writing& writing) {
    auto flags = flags_;
    flags.targets.clear();
    flags.excludes.clear();
    const auto changed = settle_pending_creates(shell_, flags_, writing.deployment.snapshot, flags.targets);
    if (!changed) return changed.error();
    if (!*changed) return {};
    if (const auto committed = writing.commit(nullptr); !committed) return committed;
    if (flags.targets.empty()) return {};
    const auto outcome = run_and_commit(writing, flags);
    return outcome ? verdict(*outcome) : Status(outcome.error());
  }

  /// Says what is left of the stack, or removes that too.
  Status finish_destroy() {
    const auto name = session_.shown(prepared_->stack);
    if (flags_.remove_stack) {
      if (const auto removed = remove_stack(session_, prepared_->stack, {}); !removed) return removed;
      if (!flags_.json) shell_.print_line("The stack '" + name + "', its history and its configuration are removed.");
      return {};
    }
    const bool all = flags_.targets.empty() && flags_.excludes.empty() && !flags_.exclude_protected;
    if (all && !flags_.json) {
      shell_.print_line("Nothing is left of the resources of '" + name +
                        "'; its history and configuration are kept.\nTo remove these too, run `ashlar stack rm " +
                        name + "`.");
    }
    return {};
  }

  [[nodiscard]] state::UpdateInfo update_info(const deploy::Outcome& outcome, Clock::Time started) {
    const auto seconds = [](Clock::Time time) {
      return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
    };
    state::UpdateInfo info;
    info.kind = history_kind(mode_);
    info.start_time = seconds(started);
    info.end_time = seconds(shell_.clock().now());
    auto sources = sources_.get();  // a copy: there may be another run
    info.message = flags_.message.empty() ? sources.title : flags_.message;
    info.environment = run_environment(shell_.environment(), flags_.given(mode_, shell_.command_line()),
                                       flags_.exec_kind, prepared_->project->runtime.name);
    info.environment.merge(sources.environment);
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
  Interrupts interrupts_{loop_};  ///< before all that starts threads
  std::optional<PreparedRun> prepared_;
  std::unique_ptr<plugin::EngineServer> engine_;
  PluginSettings plugins_;
  std::unique_ptr<plugin::PluginHost> providers_;
  std::unique_ptr<ProgramSource> source_;
  std::function<void(Diagnostic)> log_;
  deploy::Snapshot after_;
  std::unique_ptr<EventLog> event_log_;
  std::shared_future<SourceFacts> sources_;  ///< for the history
};

}  // namespace

Status preview_run(Shell& shell, const RunFlags& flags, deploy::Mode mode) {
  return Operation(shell, flags, mode).preview();
}

Status perform_run(Shell& shell, const RunFlags& flags, deploy::Mode mode) {
  return Operation(shell, flags, mode).perform();
}

Result<deploy::Snapshot> perform_import(Shell& shell, const RunFlags& flags) {
  Operation operation(shell, flags, deploy::Mode::import);
  if (const auto performed = operation.perform(); !performed) return performed.error();
  return operation.after();
}

}  // namespace ashlar::cli
