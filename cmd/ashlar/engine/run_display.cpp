#include "cmd/ashlar/engine/run_display.hpp"

#include "cmd/ashlar/display/json.hpp"

namespace ashlar::cli {

DisplayOptions display_options(const Shell& shell, const RunFlags& flags) {
  DisplayOptions options;
  options.palette = shell.palette();
  options.show_config = flags.show_config;
  options.show_sames = flags.show_sames;
  options.show_reads = flags.show_reads;
  options.show_replacement_steps = flags.show_replacement_steps;
  options.show_secrets = flags.show_secrets;
  options.show_full_output = flags.show_full_output;
  options.show_urns = flags.urns;
  options.suppress_outputs = flags.suppress_outputs;
  options.suppress_progress = flags.suppress_progress;
  options.debug = flags.debug;
  options.emoji = shell.options().emoji;
  return options;
}

std::unique_ptr<Display> make_run_display(const Shell& shell, const RunFlags& flags, bool preview) {
  const auto options = display_options(shell, flags);
  const bool streams = !preview || shell.environment().is_true("PULUMI_ENABLE_STREAMING_JSON_PREVIEW");
  if (flags.json && !streams) return make_preview_digest(options, shell.out());
  if (flags.json) return make_event_stream(options, shell.out(), shell.clock(), false);
  if (flags.diff) return make_diff_display(options, shell.out(), shell.err());
  if (shell.interactive()) return make_live_display(options, *shell.terminal(), shell.clock());
  return make_plain_display(options, shell.out(), shell.clock());
}

}  // namespace ashlar::cli
