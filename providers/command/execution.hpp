#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/process.hpp"
#include "providers/command/redaction.hpp"
#include "resource/property_value.hpp"

namespace ashlar::providers::command {

/// One run of a command: what is started, and what of its output may be seen.
struct Execution {
  ProcessOptions process;
  std::string urn;    ///< whose lines they are; empty for a function's
  std::string shown;  ///< the command as errors may show it
  bool log_stdout = true;
  bool log_stderr = true;
  double timeout_seconds = 0;  ///< 0: none
  Redaction redaction;
};

/// The run of `command` with the settings in `inputs`. `previous` holds the outputs of the run before, if any. A
/// command that is a secret is handed to the default shell in its environment, which only its owner may read, not as an
/// argument. REQUIRES: `inputs` passed the checks and hold no unknown value.
[[nodiscard]] Execution describe(const PropertyMap& inputs, const PropertyValue& command, const PropertyMap& previous,
                                 const std::filesystem::path& directory);

}  // namespace ashlar::providers::command
