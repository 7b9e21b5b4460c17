#include "cmd/ashlar/display/summary.hpp"

#include <algorithm>

#include "base/strings.hpp"
#include "cmd/ashlar/display/change.hpp"
#include "cmd/ashlar/display/property_printer.hpp"
#include "cmd/ashlar/display/words.hpp"
#include "cmd/ashlar/terminal/text.hpp"

namespace ashlar::cli {

using deploy::StepOp;

namespace {

bool is_read(StepOp op) { return op == StepOp::read || op == StepOp::discard || op == StepOp::read_replacement; }

// The chunks of one stream are one message.
std::vector<Diagnostic> whole_messages(const RowMessages::Stream& stream) {
  if (stream.id == 0) return stream.messages;
  auto whole = stream.messages.front();
  whole.message.clear();
  for (const auto& chunk : stream.messages) whole.message += chunk.message;
  return {whole};
}

std::string stream_lines(const RowMessages::Stream& stream, const DisplayOptions& options) {
  std::string text;
  for (const auto& message : whole_messages(stream)) {
    if (message.ephemeral) continue;
    auto lines = split(render_message(message, options, true), '\n');
    while (!lines.empty() && trim(without_ansi(lines.back())).empty()) lines.pop_back();
    for (const auto& line : lines) {
      const auto end = line.find_last_not_of(" \t\r");
      text += "    " + line.substr(0, end == std::string::npos ? 0 : end + 1) + "\n";
    }
  }
  return text;
}

// In a preview, what is not known yet says nothing new about the outputs of a stack.
void drop_unknown_updates(Change& change) {
  for (auto& [key, member] : change.members) drop_unknown_updates(member);
  for (auto& [index, element] : change.elements) drop_unknown_updates(element);
  std::erase_if(change.members, [](const auto& member) {
    const Change& inner = member.second;
    return inner.kind == Change::Kind::update && inner.shape == Change::Shape::leaf && inner.after.is<Computed>();
  });
}

bool outputs_are_final(const deploy::StepInfo& step, bool preview, bool refresh) {
  return !preview || refresh || step.op == StepOp::read || step.op == StepOp::read_replacement ||
         step.op == StepOp::import || step.op == StepOp::import_replacement || step.urn.is_root_stack();
}

/// Prints an output unless it merely repeats the input of that name.
struct OutputsPrinter {
  PropertyPrinter printer;
  Place place;
  const PropertyMap& inputs;
  bool refresh;

  [[nodiscard]] bool repeats_input(const std::string& key, const PropertyValue& output) const {
    const auto* input = find(inputs, key);
    return !refresh && input != nullptr && !compare(output, *input).has_value();
  }
};

}  // namespace

std::string render_configuration(const RunInfo& info, const DisplayOptions& options) {
  if (!options.show_config) return {};
  std::string text = "Configuration:\n";
  for (const auto& [key, value] : info.config) text += "    " + key + ": " + value + "\n";
  return text;
}

std::string render_diagnostics(const Rows& rows) {
  const auto& options = rows.options();
  std::string text;
  for (const auto& row : rows.rows()) {
    std::string about_row;
    for (const auto& stream : row.messages.streams) {
      const auto lines = stream_lines(stream, options);
      if (!lines.empty()) about_row += lines + "\n";
    }
    if (!about_row.empty()) text += "  " + rows.heading(row) + "\n" + about_row;
  }
  return text.empty() ? text : options.palette.paint(Role::heading, "Diagnostics:") + "\n" + text;
}

std::string render_outputs(const deploy::StepInfo& step, int indent, bool preview, bool refresh,
                           const DisplayOptions& options) {
  if (!outputs_are_final(step, preview, refresh)) return {};
  if (step.old_state && !step.old_state->init_errors.empty())
    return {};  // it never got ready: there is nothing to compare with
  const bool show_sames = options.show_sames || (!preview && step.urn.is_root_stack());

  const auto inputs = step.new_state ? for_display(step.new_state->inputs, options.show_secrets) : PropertyMap();
  const auto outputs = step.new_state ? for_display(step.new_state->outputs, options.show_secrets) : PropertyMap();
  auto hidden = hidden_paths(step);
  std::optional<Change> difference;
  if (step.old_state) {
    difference = compare(for_display(step.old_state->outputs, options.show_secrets), outputs, hidden);
    if (difference && preview && step.urn.is_root_stack()) drop_unknown_updates(*difference);
    if (!difference && !hidden.met().empty()) difference.emplace();
    if (!difference && !show_sames) return {};
  }

  std::string text;
  const PrintOptions print{.palette = options.palette,
                           .planning = preview,
                           .truncate = !options.show_full_output,
                           .show_secrets = options.show_secrets};
  OutputsPrinter out{PropertyPrinter(text, print), {indent, step.op, false}, inputs, refresh};
  out.printer.hidden(hidden.met(), out.place);
  if (difference) {
    std::size_t width = 0;
    for (const auto& [key, change] : difference->members) width = std::max(width, display_width(key));
    for (const auto& [key, change] : difference->members) {
      const auto* output = find(outputs, key);
      if (output != nullptr && out.repeats_input(key, *output)) continue;
      if (!show_sames && change.kind == Change::Kind::same) continue;
      out.printer.property_change(key, width, change, out.place);
    }
  } else {
    const auto width = widest_key(outputs);
    for (const auto& [key, output] : outputs) {
      if (is_internal_key(key) || !worth_printing(output, true) || out.repeats_input(key, output)) continue;
      out.printer.property(key, width, output, out.place);
    }
  }
  return text;
}

std::string render_summary(const RunInfo& info, const RunSummary& summary, std::size_t errored,
                           const DisplayOptions& options) {
  const auto& palette = options.palette;
  std::string text = palette.paint(Role::heading, "Resources:") + "\n";
  int kinds = 0;
  int changes = 0;
  int sames = 0;
  for (const auto& [op, count] : summary.changes) {
    if (op == StepOp::same) sames = count;
    if (op == StepOp::same || is_read(op) || count == 0) continue;
    ++kinds;
    changes += count;
    const auto& word = words(op);
    const auto what = info.preview ? "to " + std::string(deploy::text(op)) : std::string(word.counted);
    text += "    " + palette.paint(word.role, std::string(word.glyph) + std::to_string(count) + " " + what) + "\n";
  }
  std::vector<std::string> pieces;
  if (kinds >= 2)
    pieces.push_back(palette.paint(Role::bold, counted_noun(static_cast<std::size_t>(changes), "change")));
  if (sames > 0) pieces.push_back(std::to_string(sames) + " unchanged");
  if (!pieces.empty()) text += "    " + join(pieces, ". ") + "\n";
  if (errored > 0) text += "    " + palette.paint(Role::error, std::to_string(errored) + " errored") + "\n";
  if (info.preview) return text;
  const auto rounded_up = std::chrono::ceil<std::chrono::seconds>(summary.duration);
  return text + "\n" + palette.paint(Role::heading, "Duration:") + " " + format_duration(rounded_up) + "\n";
}

std::string render_end(const Rows& rows, const RunSummary& summary) {
  const auto& options = rows.options();
  auto text = render_diagnostics(rows);
  const auto& stack = rows.stack_row();
  if (!options.suppress_outputs && stack.has_step) {
    const auto outputs = render_outputs(stack.step, 1, rows.info().preview, false, options);
    if (!outputs.empty()) text += options.palette.paint(Role::heading, "Outputs:") + "\n" + outputs + "\n";
  }
  return text + render_summary(rows.info(), summary, rows.errored(), options) + "\n";
}

}  // namespace ashlar::cli
