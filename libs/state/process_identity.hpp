#pragma once
/// Who holds a lock, and whether that process still runs.

#include <string>

#include "base/clock.hpp"

namespace ashlar::state {

struct ProcessIdentity {
  int pid = 0;
  std::string user;
  std::string host;
  /// These three tell machines with the same name apart, boots of one machine, and containers. Empty where they are not
  /// known.
  std::string machine;
  std::string boot;
  std::string pid_namespace;

  [[nodiscard]] static ProcessIdentity of_this_process();
};

/// Processes of this machine, as seen from here. A seam, so that a test can let one die.
class ProcessTable {
 public:
  virtual ~ProcessTable() = default;
  /// Whether the process that had this pid at `time` still runs: a later one may have got its number.
  virtual bool runs(int pid, Clock::Time time) = 0;
};

class SystemProcessTable final : public ProcessTable {
 public:
  bool runs(int pid, Clock::Time time) override;
};

}  // namespace ashlar::state
