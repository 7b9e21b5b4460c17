#include "cmd/ashlar/display/rows.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/strings.hpp"
#include "cmd/ashlar/display/change.hpp"
#include "cmd/ashlar/display/words.hpp"
#include "cmd/ashlar/terminal/text.hpp"

namespace ashlar::cli {

using deploy::StepInfo;
using deploy::StepOp;

namespace {

Urn stack_urn(const RunInfo& info) {
  return Urn::make(info.stack, info.project, "", root_stack_type, info.project + "-" + info.stack);
}

double seconds_between(Clock::Time from, Clock::Time to) { return std::chrono::duration<double>(to - from).count(); }

std::string_view severity_prefix(Severity severity) {
  switch (severity) {
    case Severity::debug:
      return "debug: ";
    case Severity::warning:
      return "warning: ";
    case Severity::error:
      return "error: ";
    case Severity::info:
      break;
  }
  return {};
}

Role severity_role(Severity severity) {
  switch (severity) {
    case Severity::error:
      return Role::error;
    case Severity::warning:
      return Role::warning;
    case Severity::info:
      return Role::info;
    case Severity::debug:
      break;
  }
  return Role::plain;
}

bool leaves_it_behind(const StepInfo& step) {
  if (!step.old_state || !step.old_state->retain_on_delete) return false;
  return step.op == StepOp::remove || step.op == StepOp::replace || step.op == StepOp::create_replacement ||
         step.op == StepOp::delete_replaced;
}

}  // namespace

std::string render_message(const Diagnostic& diagnostic, const DisplayOptions& options, bool with_severity) {
  if (diagnostic.severity == Severity::debug && !options.debug) return {};
  auto text = options.palette.translate(diagnostic.message);
  text.erase(text.find_last_not_of(" \t\r\n\v\f") + 1);
  if (!with_severity || text.empty()) return text;
  return options.palette.paint(severity_role(diagnostic.severity), severity_prefix(diagnostic.severity)) + text;
}

void RowMessages::add(const Diagnostic& diagnostic) {
  last = diagnostic;
  if (diagnostic.severity == Severity::error) last_error = diagnostic;
  auto stream =
      std::find_if(streams.begin(), streams.end(), [&](const Stream& s) { return s.id == diagnostic.stream_id; });
  if (stream == streams.end()) stream = streams.insert(streams.end(), {diagnostic.stream_id, {}});
  stream->messages.push_back(diagnostic);
  if (diagnostic.ephemeral) return;
  switch (diagnostic.severity) {
    case Severity::error:
      ++errors;
      break;
    case Severity::warning:
      ++warnings;
      break;
    case Severity::info:
      ++infos;
      break;
    case Severity::debug:
      ++debugs;
      break;
  }
}

Rows::Rows(const RunInfo& info, const DisplayOptions& options, Clock& clock, bool terminal)
    : info_(info), options_(options), clock_(clock), terminal_(terminal) {
  auto& row = row_for(stack_urn(info));
  row.hidden = false;  // it carries what belongs to no resource
}

Row* Rows::find(const Urn& urn) {
  const auto found = by_urn_.find(urn.text());
  return found == by_urn_.end() ? nullptr : found->second;
}

Row& Rows::row_for(const Urn& urn) {
  if (auto* row = find(urn)) return *row;
  // The stack's name is not always project and stack joined: an imported state may call it otherwise.
  if (urn.is_root_stack() && !rows_.empty() && !rows_.front().has_step) {
    by_urn_[urn.text()] = &rows_.front();
    return rows_.front();
  }
  rows_.emplace_back(StepInfo(StepOp::same, urn));
  rows_.back().order = rows_.size();
  by_urn_.emplace(urn.text(), &rows_.back());
  return rows_.back();
}

Row& Rows::row_for(const StepInfo& step) {
  // A parent that was not heard of yet gets its place first, so that children stand below it (deletes begin with
  // children).
  const auto* state = state_of(step);
  if (state != nullptr && state->parent && !is_hidden_resource(*state->parent)) row_for(*state->parent);
  return row_for(step.urn);
}

void Rows::set_step(Row& row, const StepInfo& step) {
  row.step = step;
  row.has_step = true;
  row.changes = short_diff(step, options_.palette);
  if (should_show(step, options_, false) || step.urn.is_root_stack()) row.hidden = false;
}

bool Rows::is_read_to_hide(const StepInfo& step) const {
  return !options_.show_reads &&
         (step.op == StepOp::read || step.op == StepOp::discard || step.op == StepOp::read_replacement);
}

Row* Rows::apply(const deploy::Event& event) {
  if (const auto* start = std::get_if<deploy::StepStarted>(&event)) return started(start->step);
  if (const auto* end = std::get_if<deploy::StepDone>(&event)) return ended(end->step);
  if (const auto* outputs = std::get_if<deploy::OutputsRegistered>(&event)) return ended(outputs->step);
  if (const auto* failure = std::get_if<deploy::StepFailed>(&event)) return failed(failure->step);
  return said(std::get<deploy::DiagnosticRaised>(event).diagnostic);
}

Row* Rows::started(const StepInfo& step) {
  if (is_hidden_resource(step.urn)) return nullptr;
  if (is_read_to_hide(step)) {
    if (step.op != StepOp::read) return nullptr;
    // A read is no change: it only tells what the run is at.
    return said({.severity = Severity::info,
                 .message = "read " + short_type(step.urn.type()) + " " + std::string(step.urn.name()),
                 .ephemeral = true});
  }
  auto& row = row_for(step);
  row.started = clock_.now();
  row.ended.reset();
  set_step(row, step);
  // That the stack itself exists unchanged is no news.
  const bool no_news = step.urn.is_root_stack() && step.op == StepOp::same && !options_.show_sames;
  return no_news ? nullptr : &row;
}

Row* Rows::ended(const StepInfo& step) {
  if (is_hidden_resource(step.urn) || is_read_to_hide(step)) return nullptr;
  auto& row = row_for(step);
  const bool was_refresh = row.step.op == StepOp::refresh;
  row.ended = clock_.now();
  set_step(row, step);
  row.results.push_back(step);
  if (step.op == StepOp::same) ++sames_;
  // In a log, the end of a preview's step or of an unchanged resource would repeat the line of its beginning.
  const auto* state = state_of(step);
  const bool says_more =
      was_refresh || (!info_.preview && (state == nullptr || (state->custom && step.op != StepOp::same)));
  return terminal_ || says_more ? &row : nullptr;
}

Row* Rows::failed(const StepInfo& step) {
  if (is_hidden_resource(step.urn)) return nullptr;
  auto& row = row_for(step);
  any_failed_ = true;
  row.failed = true;
  row.hidden = false;
  return &row;
}

Row* Rows::said(const Diagnostic& diagnostic) {
  if (render_message(diagnostic, options_, true).empty()) return nullptr;
  auto* row = &rows_.front();
  if (!diagnostic.urn.empty()) {
    if (const auto urn = Urn::parse(diagnostic.urn)) row = &row_for(*urn);
  }
  row->hidden = false;
  row->messages.add(diagnostic);
  return row;
}

std::size_t Rows::errored() const {
  return static_cast<std::size_t>(
      std::count_if(rows_.begin(), rows_.end(), [](const Row& row) { return row.messages.errors > 0; }));
}

bool Rows::is_done(const Row& row) const {
  if (row.failed || finished_) return true;
  if (row.step.urn.is_root_stack()) return false;  // until the program is over
  if (!row.has_step) return false;
  return std::any_of(row.results.begin(), row.results.end(),
                     [&](const StepInfo& result) { return result.op == row.step.op; });
}

bool Rows::is_interrupted(const Row& row) const {
  if (!finished_ || !row.has_step || info_.preview) return false;
  const auto* state = state_of(row.step);
  if (state == nullptr || !state->custom) return false;
  if (row.step.op == StepOp::same || row.step.op == StepOp::remove_pending_replace) return false;
  return std::none_of(row.results.begin(), row.results.end(),
                      [&](const StepInfo& result) { return result.op == row.step.op; });
}

// In a tree a replacement is one thing, before it begins and once it is over; a log, and a run that failed, name its
// parts.
StepOp Rows::shown_op(const Row& row) const {
  const auto op = row.step.op;
  if (!terminal_ || any_failed_ || !(info_.preview || finished_)) return op;
  const bool part = op == StepOp::create_replacement || op == StepOp::delete_replaced || op == StepOp::discard_replaced;
  return part ? StepOp::replace : op;
}

std::string Rows::running_status(const Row& row, StepOp op) const {
  if (row.step.urn.is_root_stack() && op == StepOp::same) return row.has_step ? "running" : "";
  if (info_.preview) return std::string(words(row.step.op).planned);
  std::string text(words(op).running);
  if (op == StepOp::same || !row.started) return text;
  return text + " (" + std::to_string(static_cast<long>(seconds_between(*row.started, clock_.now()))) + "s)";
}

std::string Rows::done_status(const Row& row, StepOp op) const {
  if (info_.preview) return std::string(words(row.step.op).plan);
  std::string text(row.failed || row.messages.errors > 0 ? words(op).failed : words(op).done);
  if (op == StepOp::same || !row.started || !row.ended) return text;
  const auto seconds = seconds_between(*row.started, *row.ended);
  if (seconds >= 1) return text + " (" + std::to_string(static_cast<long>(seconds)) + "s)";
  std::array<char, 32> buffer{};
  std::snprintf(buffer.data(), buffer.size(), " (%.2fs)", seconds);
  return text + buffer.data();
}

std::string Rows::status(const Row& row) const {
  const auto op = shown_op(row);
  const auto& palette = options_.palette;
  const bool bad = row.failed || row.messages.errors > 0;
  std::string text;
  if (!bad && is_interrupted(row)) {
    text = palette.paint(Role::warning, std::string(words(op).running) + " (interrupted)");
  } else if (!is_done(row)) {
    text = palette.paint(words(op).role, running_status(row, op));
  } else if (bad && !info_.preview) {
    text = done_status(row, op);
    if (!text.empty()) text = palette.paint(Role::error, "**" + text + "**");
  } else {
    text = palette.paint(words(op).role, done_status(row, op));
  }
  return leaves_it_behind(row.step) ? text + "[retain]" : text;
}

std::string Rows::info_cell(const Row& row) const {
  const auto& palette = options_.palette;
  auto changes = row.changes;
  // The parts of a replacement are told by the replacement itself, an import by what was found.
  const bool part = row.step.op == StepOp::create_replacement || row.step.op == StepOp::delete_replaced;
  const bool import = row.step.op == StepOp::import || row.step.op == StepOp::import_replacement;
  for (const auto& result : row.results) {
    if ((part && result.op == StepOp::replace) || (import && result.op == row.step.op))
      changes = short_diff(result, palette);
  }
  std::vector<std::string> parts;
  if (!changes.empty()) parts.push_back("[" + changes + "]");
  const auto& said = row.messages;
  if (finished_) {
    const auto count = [&](std::size_t number, Role role, std::string_view noun) {
      if (number > 0)
        parts.push_back(std::to_string(number) + " " +
                        palette.paint(role, std::string(noun) + (number == 1 ? "" : "s")));
    };
    count(said.errors, Role::error, "error");
    count(said.warnings, Role::warning, "warning");
    count(said.infos, Role::info, "message");
    count(said.debugs, Role::plain, "debug");
  } else if (said.last) {
    const auto& message = terminal_ && said.last_error ? *said.last_error : *said.last;
    auto text = render_message(message, options_, true);
    if (!text.empty()) parts.push_back(std::move(text));
  }
  const auto text = join(parts, "; ");
  const auto end = text.find('\n');
  return end == std::string::npos ? text : text.substr(0, end) + std::string(palette.off());
}

RowCells Rows::cells(const Row& row) const {
  const auto& urn = row.step.urn;
  RowCells cells;
  const auto& drawn = words(shown_op(row));
  cells.op = options_.palette.paint(drawn.role, drawn.glyph);
  if (options_.show_urns) {
    cells.type = printable(urn.text());
  } else {
    cells.type = short_type(urn.type());
    cells.name = printable(urn.name());
  }
  cells.status = status(row);
  cells.info = info_cell(row);
  return cells;
}

std::string Rows::heading(const Row& row) const {
  const auto& urn = row.step.urn;
  const auto text =
      options_.show_urns ? printable(urn.text()) : short_type(urn.type()) + " (" + printable(urn.name()) + ")";
  return options_.palette.paint(Role::link, text + ":");
}

}  // namespace ashlar::cli
