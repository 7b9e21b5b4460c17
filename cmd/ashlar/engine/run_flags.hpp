#pragma once
/// The flags of `preview`, `up`, `destroy`, `refresh` and `import` (reference 9.2).

#include <map>
#include <string>
#include <vector>

#include "cmd/ashlar/command_line/arguments.hpp"
#include "cmd/ashlar/display/display.hpp"
#include "deploy/deployment.hpp"

namespace ashlar::cli {

struct RunFlags {
  std::string stack, config_file, message;
  std::vector<std::string> config;  ///< `-c key=value`, saved to the stack's settings
  bool config_path = false;         ///< their keys are paths
  std::vector<std::string> targets, excludes, replaces, target_replaces;
  bool target_dependents = false, exclude_dependents = false, exclude_protected = false;
  int parallel = 0;  ///< 0: not given
  std::string refresh;
  bool run_program = false;
  bool yes = false, skip_preview = false, preview_only = false, expect_no_changes = false;
  bool continue_on_error = false, ignore_protect = false, skip_config_validation = false;
  bool diff = false, json = false, debug = false;
  bool show_config = false, show_sames = false, show_reads = false, show_replacement_steps = false,
       show_secrets = false;
  bool show_full_output = false, suppress_outputs = false, suppress_progress = false, suppress_permalink = false,
       urns = false;
  bool remove_stack = false;
  bool clear_pending_creates = false, skip_pending_creates = false;
  std::vector<std::string> import_pending_creates;  ///< URN, id, URN, id …
  std::string event_log, import_file, exec_kind, exec_agent;
  bool skip_plugin_install = false;
  /// What the genuine tool can and we cannot: taken, to be refused with a reason.
  std::string save_plan, plan, client;
  std::vector<std::string> policy_packs, debuggers;
  std::vector<deploy::ImportRequest> imports;  ///< filled by `import` itself

  /// Declares what this kind of run accepts.
  void declare(Arguments& arguments, deploy::Mode mode, bool preview_command);

  /// The flags among `words`, a whole command line, as histories tell them.
  [[nodiscard]] static std::map<std::string, std::string> given(deploy::Mode mode,
                                                                const std::vector<std::string>& words);
};

/// An error for flags that cannot be ignored: what they ask for would not happen.
[[nodiscard]] Status refuse_unsupported(const RunFlags& flags);

}  // namespace ashlar::cli
