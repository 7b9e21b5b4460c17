#pragma once
/// One row for each resource of a run: what is happening to it and what was said about it. The plain and the live
/// display draw the same rows, differently.

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "cmd/ashlar/display/display.hpp"

namespace ashlar::cli {

/// What programs and plugins said about one resource.
struct RowMessages {
  struct Stream {
    int id = 0;
    std::vector<Diagnostic> messages;
  };
  std::vector<Stream> streams;  ///< in the order of their first message
  std::size_t errors = 0, warnings = 0, infos = 0, debugs = 0;
  std::optional<Diagnostic> last;
  std::optional<Diagnostic> last_error;

  void add(const Diagnostic& diagnostic);
};

struct Row {
  explicit Row(deploy::StepInfo first_step) : step(std::move(first_step)) {}

  deploy::StepInfo step;                  ///< the last one heard of
  std::vector<deploy::StepInfo> results;  ///< those that came to their end
  std::string changes;                    ///< `diff: ~a,b` for `step`, with colours
  RowMessages messages;
  bool failed = false;
  bool hidden = true;     ///< nothing worth showing has happened, unless it has children that are shown
  bool has_step = false;  ///< false while only messages were heard of
  std::optional<Clock::Time> started, ended;
  std::size_t order = 0;  ///< by creation
};

/// The cells of a row as they are drawn, with colours.
struct RowCells {
  std::string op, type, name, status, info;
};

class Rows {
 public:
  /// `terminal`: there is one line for each resource, to be redrawn, and not a log of what happened.
  Rows(const RunInfo& info, const DisplayOptions& options, Clock& clock, bool terminal);

  /// Takes an event in. Returns the row to be drawn anew, or null when nothing that is shown has changed.
  Row* apply(const deploy::Event& event);

  /// All is over: what is still under way counts as done, or as interrupted.
  void finish() { finished_ = true; }
  [[nodiscard]] bool finished() const { return finished_; }
  [[nodiscard]] bool is_done(const Row& row) const;

  [[nodiscard]] RowCells cells(const Row& row) const;
  /// `type (name)`, or the URN, for headings.
  [[nodiscard]] std::string heading(const Row& row) const;

  [[nodiscard]] const std::deque<Row>& rows() const {
    return rows_;
  }  ///< the stack's first, then in order of appearance
  [[nodiscard]] const Row& stack_row() const { return rows_.front(); }
  [[nodiscard]] Row* find(const Urn& urn);
  [[nodiscard]] const RunInfo& info() const { return info_; }
  [[nodiscard]] const DisplayOptions& options() const { return options_; }
  [[nodiscard]] bool any_failed() const { return any_failed_; }
  [[nodiscard]] std::size_t sames() const { return sames_; }  ///< resources found unchanged
  [[nodiscard]] std::size_t errored() const;                  ///< resources about which there was an error message

 private:
  Row* started(const deploy::StepInfo& step);
  Row* ended(const deploy::StepInfo& step);
  Row* failed(const deploy::StepInfo& step);
  Row* said(const Diagnostic& diagnostic);
  Row& row_for(const deploy::StepInfo& step);
  Row& row_for(const Urn& urn);
  void set_step(Row& row, const deploy::StepInfo& step);
  bool is_read_to_hide(const deploy::StepInfo& step) const;
  [[nodiscard]] deploy::StepOp shown_op(const Row& row) const;
  [[nodiscard]] bool is_interrupted(const Row& row) const;
  [[nodiscard]] std::string status(const Row& row) const;
  [[nodiscard]] std::string running_status(const Row& row, deploy::StepOp op) const;
  [[nodiscard]] std::string done_status(const Row& row, deploy::StepOp op) const;
  [[nodiscard]] std::string info_cell(const Row& row) const;

  RunInfo info_;
  DisplayOptions options_;
  Clock& clock_;
  bool terminal_;
  bool finished_ = false;
  bool any_failed_ = false;
  std::size_t sames_ = 0;
  std::deque<Row> rows_;
  std::unordered_map<std::string, Row*> by_urn_;
};

/// A message as it is shown: severity first (`error: …`), colours translated, blanks at its end cut. Empty when it is
/// not for people.
[[nodiscard]] std::string render_message(const Diagnostic& diagnostic, const DisplayOptions& options,
                                         bool with_severity);

}  // namespace ashlar::cli
