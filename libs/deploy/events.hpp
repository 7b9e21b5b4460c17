#pragma once
/// What the engine tells whoever watches: the display, the event log, the tests.

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "base/diagnostic.hpp"
#include "resource/property_diff.hpp"
#include "resource/resource_state.hpp"

namespace ashlar::deploy {

/// What is done to one resource (reference 5.6). `text` gives the names of JSON and display.
enum class StepOp {
  same,
  create,
  update,
  remove,
  replace,
  create_replacement,
  delete_replaced,
  read,
  read_replacement,
  refresh,
  discard,
  discard_replaced,
  remove_pending_replace,
  import,
  import_replacement
};
[[nodiscard]] std::string_view text(StepOp op);

/// A step as watchers see it. States are immutable and may be kept.
struct StepInfo {
  StepOp op = StepOp::same;
  Urn urn;
  ResourceStatePtr old_state;      ///< null when there is none
  ResourceStatePtr new_state;      ///< null when there is none; its outputs arrive with `StepDone`
  std::vector<std::string> keys;   ///< that force the replacement
  std::vector<std::string> diffs;  ///< that changed
  DetailedDiff detailed_diff;
  bool has_detailed_diff = false;
  bool logical = true;  ///< false for the two halves of a replacement
  std::string provider;
  bool retain = false;  ///< a delete that leaves the resource in the world

  StepInfo(StepOp what, Urn which) : op(what), urn(std::move(which)) {}
};

struct StepStarted {
  StepInfo step;
};
struct StepDone {
  StepInfo step;
};
struct StepFailed {
  StepInfo step;
  Error error;
};
struct DiagnosticRaised {
  Diagnostic diagnostic;
};
/// The outputs of a component or of the stack became known.
struct OutputsRegistered {
  StepInfo step;
};

using Event = std::variant<StepStarted, StepDone, StepFailed, DiagnosticRaised, OutputsRegistered>;

/// Called on the engine's thread; must not call back into the engine.
class EventSink {
 public:
  virtual ~EventSink() = default;
  virtual void on_event(const Event& event) = 0;
};

}  // namespace ashlar::deploy
