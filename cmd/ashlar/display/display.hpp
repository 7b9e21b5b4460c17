#pragma once
/// What shows a run to its user. There is one implementation for each way of looking at it: lines, a live tree, diffs,
/// JSON.

#include <map>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "cmd/ashlar/terminal/output.hpp"
#include "cmd/ashlar/terminal/palette.hpp"
#include "cmd/ashlar/terminal/terminal.hpp"
#include "deploy/deployment.hpp"

namespace ashlar::cli {

/// What the user wants to see, from flags and environment.
struct DisplayOptions {
  Palette palette{Coloring::never};
  bool show_config = false;
  bool show_sames = false;
  bool show_reads = false;
  bool show_replacement_steps = false;
  bool show_secrets = false;
  bool show_full_output = false;  ///< otherwise long texts are cut in property listings
  bool show_urns = false;         ///< URNs in place of types and names
  bool suppress_outputs = false;
  bool suppress_progress = false;
  bool debug = false;
  bool emoji = false;
};

/// What is known of a run before it begins.
struct RunInfo {
  deploy::Mode mode = deploy::Mode::update;
  bool preview = false;
  std::string stack;
  std::string project;
  std::map<std::string, std::string> config;  ///< `ns:key` to text, secrets already masked
};

/// What is known of it at its end.
struct RunSummary {
  std::map<deploy::StepOp, int> changes;  ///< default providers not counted
  std::chrono::nanoseconds duration{0};
  bool failed = false;
  bool cancelled = false;
  bool maybe_corrupt = false;
};

/// Used on the engine's thread only: `begin`, then events and ticks, then `finish`, once each.
class Display : public deploy::EventSink {
 public:
  virtual void begin(const RunInfo& info) = 0;
  /// Something that is no part of the run itself but that its user should know, such as "interrupted, waiting for …".
  virtual void message(const std::string& text) = 0;
  /// Time passes. Called about `ticks_per_second` times a second while the run lasts.
  virtual void tick() {}
  [[nodiscard]] virtual int ticks_per_second() const { return 1; }
  /// Whether the user's keys are of use while the run lasts. Otherwise they are left to whoever reads next.
  [[nodiscard]] virtual bool takes_keys() const { return false; }
  /// The user pressed a key while the run lasts.
  virtual void on_key(const Key&) {}
  virtual void finish(const RunSummary& summary) = 0;
};

/// Lines as things happen; for logs, pipes and `--non-interactive`.
[[nodiscard]] std::unique_ptr<Display> make_plain_display(DisplayOptions options, Output& out, Clock& clock);

/// A tree that is redrawn in place as things happen; for terminals. The arrow keys move it where it is higher than the
/// screen.
[[nodiscard]] std::unique_ptr<Display> make_live_display(DisplayOptions options, Terminal& terminal, Clock& clock);

/// What each resource's properties change to; for `--diff`. Messages of the program go to `messages`.
[[nodiscard]] std::unique_ptr<Display> make_diff_display(DisplayOptions options, Output& out, Output& messages);

/// Whether events about this resource are kept from people: default providers are the engine's own.
[[nodiscard]] bool is_hidden_resource(const Urn& urn);

/// Whether a step is worth a line (reference 9.4). Same steps are, when they change a resource's protection.
[[nodiscard]] bool should_show(const deploy::StepInfo& step, const DisplayOptions& options, bool hide_physical_steps);

/// The state that says what kind of resource it is: the new one, else the old one. Null when the step has neither.
[[nodiscard]] const ResourceState* state_of(const deploy::StepInfo& step);

}  // namespace ashlar::cli
