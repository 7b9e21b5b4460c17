#pragma once

#include <string>

#include "cmd/ashlar/command_line/arguments.hpp"

namespace ashlar::cli {

/// Flags that every command has (reference 9.1).
struct GlobalOptions {
  std::string directory;  ///< `-C`
  std::string color = "auto";
  bool non_interactive = false;
  bool emoji = false;
  bool qualify_stack_names = false;
  bool disable_integrity_checking = false;
  bool help = false;
  bool log_to_stderr = false;
  bool log_flow = false;
  int verbose = 0;
  std::string tracing, otel_traces, profiling, memory_profile_rate;  ///< taken so that scripts work; nothing reads them

  void declare(Arguments& arguments);
};

}  // namespace ashlar::cli
