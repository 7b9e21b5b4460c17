#include "cmd/ashlar/engine/run_flags.hpp"

#include "cmd/ashlar/command_line/global_options.hpp"
#include "cmd/ashlar/engine/run_record.hpp"

namespace ashlar::cli {

namespace {

void declare_scope(RunFlags& flags, Arguments& arguments, deploy::Mode mode) {
  arguments
      .option("target", 't', flags.targets, "urn",
              "Only this resource (and what --target-dependents adds); * and ** are wildcards")
      .completes = Completes::resources;
  arguments.flag("target-dependents", 0, flags.target_dependents, "With --target: also what depends on the targets");
  arguments.option("exclude", 'x', flags.excludes, "urn", "Leave this resource as it is; * and ** are wildcards")
      .completes = Completes::resources;
  arguments.flag("exclude-dependents", 0, flags.exclude_dependents,
                 "With --exclude: also what depends on the excluded");
  if (mode == deploy::Mode::update) {
    arguments.option("replace", 0, flags.replaces, "urn", "Replace this resource").completes = Completes::resources;
    arguments.option("target-replace", 0, flags.target_replaces, "urn", "The same as --target and --replace")
        .completes = Completes::resources;
  }
  if (mode == deploy::Mode::destroy) {
    arguments.flag("exclude-protected", 0, flags.exclude_protected, "Leave protected resources, and what they need");
    arguments.flag("remove", 0, flags.remove_stack, "Remove the stack itself when nothing is left");
  }
}

/// For callers that are programs, and what is known but not done.
void declare_rare(RunFlags& flags, Arguments& arguments, deploy::Mode mode, bool preview_command) {
  arguments.option("event-log", 0, flags.event_log, "file", "Also write every event to this file, a JSON object a line")
      .completes = Completes::files;
  arguments.option("exec-kind", 0, flags.exec_kind, "kind", "Who runs this, for the history");
  arguments.hide_last();
  arguments.option("exec-agent", 0, flags.exec_agent, "name", "Likewise");
  arguments.hide_last();
  arguments.flag("skip-plugin-pre-install", 0, flags.skip_plugin_install, "Taken for compatibility");
  arguments.hide_last();
  arguments.option("client", 0, flags.client, "address", "Not supported");
  arguments.hide_last();
  if (mode != deploy::Mode::update) return;
  arguments.option("policy-pack", 0, flags.policy_packs, "path", "Not supported");
  arguments.hide_last();
  arguments.option("attach-debugger", 0, flags.debuggers, "what", "Not supported");
  arguments.hide_last();
  if (preview_command) {
    arguments
        .option("import-file", 0, flags.import_file, "file",
                "List what would be created in this file, for `ashlar import --file`")
        .completes = Completes::files;
    arguments.option("save-plan", 0, flags.save_plan, "file", "Not supported");
  } else {
    arguments.option("plan", 0, flags.plan, "file", "Not supported");
  }
  arguments.hide_last();
}

void declare_looks(RunFlags& flags, Arguments& arguments) {
  arguments.flag("diff", 0, flags.diff, "Show what each property changes to");
  arguments.flag("json", 'j', flags.json, "Print JSON");
  arguments.flag("debug", 'd', flags.debug, "Show debugging messages");
  arguments.flag("show-config", 0, flags.show_config, "Show the configuration first");
  arguments.flag("show-sames", 0, flags.show_sames, "Show resources that do not change too");
  arguments.flag("show-reads", 0, flags.show_reads, "Show resources that are only read");
  arguments.flag("show-replacement-steps", 0, flags.show_replacement_steps, "Show the two halves of a replacement");
  arguments.flag("show-secrets", 0, flags.show_secrets, "Show secrets in clear");
  arguments.flag("show-full-output", 0, flags.show_full_output, "Do not cut long values");
  arguments.flag("suppress-outputs", 0, flags.suppress_outputs, "Do not show the stack's outputs");
  arguments.flag("suppress-progress", 0, flags.suppress_progress, "Do not print dots while nothing happens");
  arguments.flag("suppress-permalink", 0, flags.suppress_permalink, "Taken for compatibility: there are no links");
  arguments.hide_last();
  arguments.flag("urns", 0, flags.urns, "Show URNs in place of types and names");
}

}  // namespace

void RunFlags::declare(Arguments& arguments, deploy::Mode mode, bool preview_command) {
  arguments.option("stack", 's', stack, "stack", "The stack to work on, instead of the selected one").completes =
      Completes::stacks;
  arguments.option("config-file", 0, config_file, "file", "Use this configuration file instead of Pulumi.<stack>.yaml")
      .completes = Completes::files;
  arguments.option("message", 'm', message, "text", "Why this is done, for the history");
  if (mode != deploy::Mode::import) {
    arguments.option("config", 'c', config, "key=value", "Set a configuration value, and save it");
    arguments.flag("config-path", 0, config_path, "The keys of --config are paths into maps and lists");
  }
  if (mode != deploy::Mode::import) declare_scope(*this, arguments, mode);
  arguments.option("parallel", 'p', parallel, "number", "How many resources are worked on at a time");
  if (mode == deploy::Mode::update || mode == deploy::Mode::destroy) {
    arguments.option("refresh", 'r', refresh, "true|false", "Ask the providers first how the world is").without_value =
        "true";
    arguments.flag("continue-on-error", 0, continue_on_error, "Go on with what does not depend on a failure");
    arguments.flag("ignore-protect", 0, ignore_protect, "Work on protected resources too");
  }
  if (mode == deploy::Mode::update) {
    arguments.flag("run-program", 0, run_program, "With --refresh: let the program configure the providers first");
  }
  if (mode == deploy::Mode::destroy || mode == deploy::Mode::refresh) {
    arguments.flag("run-program", 0, run_program, "Run the program too");
  }
  if (mode == deploy::Mode::refresh) {
    arguments.flag("clear-pending-creates", 0, clear_pending_creates,
                   "Forget interrupted creates whose end nobody can tell");
    arguments.flag("skip-pending-creates", 0, skip_pending_creates, "Do not ask about interrupted creates");
    arguments.option("import-pending-creates", 0, import_pending_creates, "urn|id",
                     "Take an interrupted create over: once with its URN, then once with its id");
  }
  if (mode == deploy::Mode::update || mode == deploy::Mode::refresh) {
    arguments.flag("expect-no-changes", 0, expect_no_changes, "Fail (exit code 7) when there is something to change");
  }
  if (!preview_command) {
    arguments.flag("yes", 'y', yes, "Do not ask whether to go on");
    const char letter = mode == deploy::Mode::import ? 0 : 'f';  // there it is the file's
    arguments.flag("skip-preview", letter, skip_preview, "Do not preview first");
    if (mode != deploy::Mode::update) arguments.flag("preview-only", 0, preview_only, "Preview, and do no more");
  }
  arguments.flag("skip-config-validation", 0, skip_config_validation,
                 "Do not check the configuration against the project");
  declare_looks(*this, arguments);
  declare_rare(*this, arguments, mode, preview_command);
}

std::map<std::string, std::string> RunFlags::given(deploy::Mode mode, const std::vector<std::string>& words) {
  RunFlags flags;
  GlobalOptions options;
  Arguments arguments;
  Arguments shared;
  flags.declare(arguments, mode, false);
  options.declare(shared);
  arguments.add_shared(shared);
  return given_flags(arguments, words);
}

Status refuse_unsupported(const RunFlags& flags) {
  const auto refuse = [](const std::string& flag, const std::string& why) {
    return Status(fail("--" + flag + " is not supported: " + why, ErrorKind::usage));
  };
  if (!flags.save_plan.empty() || !flags.plan.empty())
    return refuse(flags.plan.empty() ? "save-plan" : "plan", "an update is not bound to what a preview showed");
  if (!flags.policy_packs.empty()) return refuse("policy-pack", "policies would not be enforced");
  if (!flags.debuggers.empty())
    return refuse("attach-debugger", "start the program's executable in a debugger instead");
  if (!flags.client.empty()) return refuse("client", "programs are run as processes only");
  return {};
}

}  // namespace ashlar::cli
