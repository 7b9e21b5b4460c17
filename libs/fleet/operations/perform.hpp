#pragma once
/// One operation from request to result.

#include <functional>
#include <map>

#include "fleet/operations/machine.hpp"
#include "fleet/operations/secrets.hpp"
#include "fleet/protocol/messages.hpp"

namespace ashlar::fleet {

/// What the operations of the run before this one have come to.
struct RunSoFar {
  std::map<RequestId, Outcome> outcomes;
  bool planned_changes = false;  ///< some would have changed something, and were only checked
};

struct PerformHooks {
  std::function<void(bool is_error, const std::string& text)> on_output;  ///< secrets masked
  std::function<bool(double seconds)> pause;  ///< between two attempts; false when the run was cancelled meanwhile
};

/// Whether the condition holds. One that names an operation the run does not know holds as if that had been skipped.
[[nodiscard]] bool holds(const Condition& condition, const RunSoFar& run);

/// Plans the operation and, unless the request is to check only, applies the plan; as often as its retries allow. Every
/// failure is in the result. `mask` must know the secrets among the contents; it learns those of the request.
[[nodiscard]] OperationResult perform(const OperationRequest& request, Machine& machine, const RunSoFar& run,
                                      SecretMask& mask, const PerformHooks& hooks);

/// The settings of the commands of an operation. Fails when the agent cannot become the user.
[[nodiscard]] Result<CommandSettings> command_settings(const Identity& identity, const Machine& machine);

/// While it lives, files are touched as another user. Commands become that user by themselves.
class ActingAs {
 public:
  explicit ActingAs(const CommandSettings& settings);
  ~ActingAs();
  ActingAs(const ActingAs&) = delete;
  ActingAs& operator=(const ActingAs&) = delete;
  [[nodiscard]] const Status& status() const { return status_; }

 private:
  bool changed_ = false;
  std::vector<gid_t> groups_;
  Status status_;
};

}  // namespace ashlar::fleet
