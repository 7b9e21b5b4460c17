#pragma once
/// What the user is told beside results: accumulated, shown by whoever owns the screen. Nothing below `cmd` prints.

#include <string>

#include "base/result.hpp"

namespace ashlar {

enum class Severity { debug, info, warning, error };

/// A message about a resource or about the run as a whole.
struct Diagnostic {
  Severity severity = Severity::info;
  std::string message;
  std::string urn;         ///< empty when it is about the run as a whole
  bool ephemeral = false;  ///< worth the status line only, not the final report (an engine log of that kind)
  int stream_id = 0;       ///< chunks with the same non-zero id belong to one message
};

/// The lines of an error as a person reads them: message, then the notes indented, then `help: …`.
[[nodiscard]] std::string format_error(const Error& error);

}  // namespace ashlar
