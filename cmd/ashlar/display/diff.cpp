#include "cmd/ashlar/display/diff.hpp"

#include <optional>

#include "cmd/ashlar/display/change.hpp"
#include "cmd/ashlar/display/property_printer.hpp"
#include "cmd/ashlar/display/rows.hpp"
#include "cmd/ashlar/display/summary.hpp"
#include "cmd/ashlar/display/words.hpp"
#include "cmd/ashlar/terminal/text.hpp"

namespace ashlar::cli {

using deploy::StepInfo;
using deploy::StepOp;

namespace {

// The lines under a heading are coloured only where they belong to something that appears or disappears as a whole.
StepOp op_of_details(StepOp op) {
  switch (op) {
    case StepOp::create:
    case StepOp::remove:
    case StepOp::delete_replaced:
    case StepOp::discard:
    case StepOp::discard_replaced:
      return op;
    default:
      return StepOp::same;
  }
}

std::string_view lock_of(const StepInfo& step) {
  const bool was = step.old_state && step.old_state->protect;
  const bool is = step.new_state && step.new_state->protect;
  if (was && step.new_state && !is) return " 🔓";
  return was || is ? " 🔒" : "";
}

}  // namespace

DiffWriter::DiffWriter(const RunInfo& info, const DisplayOptions& options, bool summary)
    : info_(info), options_(options), summary_(summary) {}

int DiffWriter::indent_of(const StepInfo& step) const {
  int indent = 0;
  const auto* state = state_of(step);
  while (state != nullptr && state->parent) {
    const auto parent = seen_.find(state->parent->text());
    if (parent == seen_.end()) break;
    const auto& parent_step = parent->second;
    if (parent_step.urn.is_root_stack() || should_show(parent_step, options_, true)) ++indent;
    state = state_of(parent_step);
  }
  return indent;
}

std::string DiffWriter::heading(const StepInfo& step, int indent) const {
  const auto& drawn = words(step.op);
  std::string text;
  const PrintOptions print{.palette = options_.palette};
  PropertyPrinter printer(text, print);
  const bool left_behind = step.old_state && step.old_state->retain_on_delete &&
                           (step.op == StepOp::remove || step.op == StepOp::replace ||
                            step.op == StepOp::create_replacement || step.op == StepOp::delete_replaced);
  const auto name = options_.show_urns ? printable(step.urn.text()) : std::string(step.urn.type());
  text += std::string(static_cast<std::size_t>(indent) * 4, ' ');
  text +=
      options_.palette.paint(drawn.role, std::string(drawn.glyph) + name + ": (" + std::string(deploy::text(step.op)) +
                                             (left_behind ? "[retain]" : "") + ")" + std::string(lock_of(step)));
  text += "\n";
  const Place place{indent + 1, op_of_details(step.op), false};
  if (step.old_state && !step.old_state->id.empty()) printer.write_indented(place, "[id=" + step.old_state->id + "]\n");
  if (!options_.show_urns) printer.write_indented(place, "[urn=" + printable(step.urn.text()) + "]\n");
  if (step.provider.empty()) return text;
  if (step.old_state && step.new_state && step.old_state->provider != step.new_state->provider) {
    const auto change = place.as(StepOp::update, false);
    printer.write_indented(change, "[provider: ");
    printer.write(place.as(StepOp::remove, false), step.old_state->provider);
    printer.write(change, " => ");
    printer.write(place.as(StepOp::create, false), step.new_state->provider);
    printer.write(change, "]\n");
  } else if (const auto provider = ProviderReference::parse(step.provider);
             !provider || provider->urn.name() != "default") {
    printer.write_indented(place, "[provider=" + step.provider + "]\n");
  }
  return text;
}

std::string DiffWriter::details(const StepInfo& step, int indent, bool refresh) const {
  if (step.op == StepOp::same) return {};  // metadata may differ; properties are never compared
  std::string text;
  const PrintOptions print{.palette = options_.palette,
                           .planning = info_.preview,
                           .summary = summary_,
                           .truncate = !options_.show_full_output && !summary_,
                           .show_secrets = options_.show_secrets};
  PropertyPrinter printer(text, print);
  const Place place{indent + 1, step.op, false};
  const auto shown = [&](const PropertyMap& map) { return for_display(map, options_.show_secrets); };
  const auto& before = step.old_state;
  const auto& after = step.new_state;
  if (!before && after) {
    printer.object(shown(after->outputs.empty() ? after->inputs : after->outputs), place);
    return text;
  }
  if (before && !after) {
    if (!summary_) printer.object(shown(before->inputs), place);
    return text;
  }
  if (!before) return text;
  auto hidden = hidden_paths(step);
  const bool import = step.op == StepOp::import || step.op == StepOp::import_replacement;
  const bool by_outputs = !step.has_detailed_diff && !after->outputs.empty() && !import;
  const auto difference = step.has_detailed_diff ? from_detailed_diff(step, refresh, options_.show_secrets, hidden)
                          : by_outputs           ? compare(shown(before->outputs), shown(after->outputs), hidden)
                                                 : compare(shown(before->inputs), shown(after->inputs), hidden);
  printer.hidden(hidden.met(), place);
  if (difference) {
    const bool all = step.has_detailed_diff || by_outputs;
    printer.object_change(*difference, place.as(step.op, true), all ? std::vector<std::string>() : step.diffs);
  } else if (hidden.met().empty() && !summary_) {
    const auto& unchanged = step.has_detailed_diff ? before->inputs : by_outputs ? after->outputs : after->inputs;
    printer.object(shown(unchanged), place.as(StepOp::same, true));
  }
  return text;
}

std::string DiffWriter::started(const StepInfo& step) {
  if (is_hidden_resource(step.urn)) return {};
  seen_.insert_or_assign(step.urn.text(), step);
  // What a refresh or an import changes is known only once it is done.
  if (step.op == StepOp::refresh || step.op == StepOp::import) return {};
  if (!should_show(step, options_, true) && !step.urn.is_root_stack()) return {};
  const auto indent = indent_of(step);
  return heading(step, indent) + details(step, indent, false);
}

std::string DiffWriter::ended(const StepInfo& step) {
  if (is_hidden_resource(step.urn) || (!should_show(step, options_, true) && !step.urn.is_root_stack())) return {};
  const auto seen = seen_.find(step.urn.text());
  const bool refresh = seen != seen_.end() && seen->second.op == StepOp::refresh;
  const auto indent = indent_of(step);
  if (step.op == StepOp::import || (refresh && step.op == StepOp::update))
    return heading(step, indent) + details(step, indent, refresh);
  const auto outputs = render_outputs(step, indent + 1, info_.preview, refresh, options_);
  std::string text;
  if (refresh && (step.op != StepOp::refresh || !outputs.empty() || step.urn.is_root_stack()))
    text += heading(step, indent);
  if (!options_.suppress_outputs && !outputs.empty()) {
    const std::string blanks(static_cast<std::size_t>(indent + 1) * 4, ' ');
    text += options_.palette.paint(words(step.op).role, blanks + "--outputs:--") + "\n" + outputs;
  }
  return text;
}

namespace {

class DiffDisplay final : public Display {
 public:
  DiffDisplay(DisplayOptions options, Output& out, Output& messages)
      : options_(std::move(options)), out_(out), messages_(messages) {}

  void begin(const RunInfo& info) override {
    info_ = info;
    writer_.emplace(info_, options_, false);
    const auto title = run_title(info.mode, info.preview) + " (" + info.stack + "):";
    out_.write(options_.palette.paint(Role::heading, title) + "\n" + render_configuration(info, options_));
  }

  void message(const std::string& text) override { messages_.write(text + "\n"); }

  void on_event(const deploy::Event& event) override {
    if (const auto* start = std::get_if<deploy::StepStarted>(&event)) {
      out_.write(writer_->started(start->step));
    } else if (const auto* end = std::get_if<deploy::StepDone>(&event)) {
      out_.write(writer_->ended(end->step));
    } else if (const auto* outputs = std::get_if<deploy::OutputsRegistered>(&event)) {
      out_.write(writer_->ended(outputs->step));
    } else if (std::holds_alternative<deploy::StepFailed>(event)) {
      ++errored_;
    } else {
      const auto& diagnostic = std::get<deploy::DiagnosticRaised>(event).diagnostic;
      const auto text = render_message(diagnostic, options_, true);
      if (!text.empty() && !diagnostic.ephemeral) messages_.write(text + "\n");
    }
  }

  void finish(const RunSummary& summary) override { out_.write(render_summary(info_, summary, errored_, options_)); }

 private:
  DisplayOptions options_;
  Output& out_;
  Output& messages_;
  RunInfo info_;
  std::optional<DiffWriter> writer_;
  std::size_t errored_ = 0;
};

}  // namespace

std::unique_ptr<Display> make_diff_display(DisplayOptions options, Output& out, Output& messages) {
  return std::make_unique<DiffDisplay>(std::move(options), out, messages);
}

std::string render_details(const std::vector<deploy::Event>& events, const RunInfo& info,
                           const DisplayOptions& options) {
  DiffWriter writer(info, options, true);
  std::string text;
  for (const auto& event : events) {
    if (const auto* start = std::get_if<deploy::StepStarted>(&event)) text += writer.started(start->step);
    if (const auto* end = std::get_if<deploy::StepDone>(&event)) text += writer.ended(end->step);
    if (const auto* outputs = std::get_if<deploy::OutputsRegistered>(&event)) text += writer.ended(outputs->step);
  }
  return text;
}

}  // namespace ashlar::cli
