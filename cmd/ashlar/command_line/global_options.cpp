#include "cmd/ashlar/command_line/global_options.hpp"

namespace ashlar::cli {

void GlobalOptions::declare(Arguments& arguments) {
  arguments.option("cwd", 'C', directory, "dir", "Run as if started in another directory").completes =
      Completes::directories;
  arguments.option("color", 0, color, "when", "Colorize output: always, never, raw, auto").completes =
      Completes::colors;
  arguments.flag("non-interactive", 0, non_interactive, "Never ask: take answers from flags, or fail");
  arguments.flag("emoji", 'e', emoji, "Show emojis in the output");
  arguments.flag("fully-qualify-stack-names", 'Q', qualify_stack_names,
                 "Show stack names as organization/project/stack");
  arguments.flag("disable-integrity-checking", 0, disable_integrity_checking, "Do not check states for consistency");
  arguments.option("verbose", 'v', verbose, "int", "Log more: 1 to 9");
  arguments.flag("help", 'h', help, "Help for the command");
  arguments.flag("logtostderr", 0, log_to_stderr, "Log to stderr instead of to files");
  arguments.hide_last();
  arguments.flag("logflow", 0, log_flow, "Pass log settings on to plugins");
  arguments.hide_last();
  for (auto* ignored : {&tracing, &otel_traces, &profiling, &memory_profile_rate}) {
    const auto* name = ignored == &tracing       ? "tracing"
                       : ignored == &otel_traces ? "otel-traces"
                       : ignored == &profiling   ? "profiling"
                                                 : "memprofilerate";
    arguments.option(name, 0, *ignored, "string", "Accepted and ignored");
    arguments.hide_last();
  }
}

}  // namespace ashlar::cli
