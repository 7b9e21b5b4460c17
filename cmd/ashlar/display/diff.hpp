#pragma once
/// The text of a run's differences, step by step: for `--diff`, and for `details` at the confirmation.

#include <string>
#include <unordered_map>
#include <vector>

#include "cmd/ashlar/display/display.hpp"

namespace ashlar::cli {

class DiffWriter {
 public:
  /// `summary`: only what changes, uncut. The arguments outlive the writer.
  DiffWriter(const RunInfo& info, const DisplayOptions& options, bool summary);

  /// The text for a step that begins; empty when there is nothing to show.
  [[nodiscard]] std::string started(const deploy::StepInfo& step);
  /// The text for a step that is over: outputs, and what a refresh or an import found.
  [[nodiscard]] std::string ended(const deploy::StepInfo& step);

 private:
  [[nodiscard]] int indent_of(const deploy::StepInfo& step) const;
  [[nodiscard]] std::string heading(const deploy::StepInfo& step, int indent) const;
  [[nodiscard]] std::string details(const deploy::StepInfo& step, int indent, bool refresh) const;

  const RunInfo& info_;
  const DisplayOptions& options_;
  bool summary_;
  std::unordered_map<std::string, deploy::StepInfo> seen_;
};

/// The differences that a preview's events describe.
[[nodiscard]] std::string render_details(const std::vector<deploy::Event>& events, const RunInfo& info,
                                         const DisplayOptions& options);

}  // namespace ashlar::cli
