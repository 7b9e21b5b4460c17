#include "cmd/ashlar/fleet/fleet_display.hpp"

#include <algorithm>
#include <cstdio>

#include "base/diagnostic.hpp"
#include "base/strings.hpp"
#include "cmd/ashlar/terminal/table.hpp"
#include "cmd/ashlar/terminal/text.hpp"

namespace ashlar::cli {

namespace {

constexpr auto redraw_interval = std::chrono::milliseconds(80);

std::string indented(const std::string& text, const std::string& margin) {
  std::string lines;
  for (const auto& line : split(text, '\n')) {
    if (!line.empty()) lines += margin + line + "\n";
  }
  return lines;
}

std::string seconds(std::chrono::milliseconds time) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f s", static_cast<double>(time.count()) / 1000);
  return text;
}

std::string colored_diff(const std::string& diff, const Palette& palette, const std::string& margin) {
  std::string lines;
  for (const auto& line : split(diff, '\n')) {
    if (line.empty()) continue;
    const auto role = line.starts_with('+') ? Role::create : line.starts_with('-') ? Role::remove : Role::plain;
    lines += margin + palette.paint(role, line) + "\n";
  }
  return lines;
}

}  // namespace

std::string_view ending_word(fleet::HostRun::Ending ending) {
  using Ending = fleet::HostRun::Ending;
  switch (ending) {
    case Ending::running:
      return "not run";
    case Ending::done:
      return "ok";
    case Ending::failed:
      return "failed";
    case Ending::unreachable:
      return "unreachable";
    case Ending::cancelled:
      return "cancelled";
  }
  return "";
}

FleetDisplay::FleetDisplay(Shell& shell, IoLoop& loop, const fleet::Inventory& inventory,
                           const FleetDisplayOptions& options)
    : shell_(shell), loop_(loop), inventory_(inventory), options_(options) {
  for (const auto& host : inventory.hosts) label_width_ = std::max(label_width_, display_width(host.name));
}

std::string FleetDisplay::label(std::uint32_t host) const {
  return shell_.palette().paint(Role::bold, pad(inventory_.hosts[host].name, label_width_)) + "  ";
}

void FleetDisplay::say(const std::string& text) {
  erase_progress();
  shell_.print(text);
  progress_changed();
}

void FleetDisplay::host_begins(std::uint32_t host) {
  active_[host].doing = "connecting";
  progress_changed();
}

void FleetDisplay::host_connected(std::uint32_t host) {
  active_[host].doing = "connected";
  progress_changed();
}

void FleetDisplay::operation_ended(std::uint32_t host, const fleet::OperationMessage& operation,
                                   const fleet::OperationResult& result) {
  auto& progress = active_[host];
  progress.doing = operation.name;
  ++progress.operations;
  progress.changed += result.changed ? 1 : 0;
  const auto& palette = shell_.palette();
  const std::string margin = "    ";
  const bool failed = result.status == fleet::OperationStatus::failed;
  if (options_.only_output) {
    if (const auto rest = std::exchange(partial_[host], {}); !rest.empty()) say(label(host) + rest + "\n");
    if (failed && result.error) say(label(host) + palette.paint(Role::error, result.error->message) + "\n");
    return;
  }
  std::string text;
  if (failed) {
    text = label(host) + palette.paint(Role::error, result.ignored ? "failed (ignored)  " : "failed     ") +
           operation.name + "\n";
    if (result.error) text += indented(format_error(*result.error), margin);
    text += indented(result.output, margin) + indented(result.error_output, margin);
  } else if (result.status == fleet::OperationStatus::skipped) {
    if (options_.show_unchanged) {
      text = label(host) + palette.paint(Role::faint, "skipped    ") + operation.name;
      text += result.skipped_because.empty() ? "\n" : " (" + result.skipped_because + ")\n";
    }
  } else if (result.changed) {
    const char* word = !options_.check ? "changed    " : result.uncertain ? "may change " : "would change ";
    text = label(host) + palette.paint(Role::update, word) + operation.name + "\n";
    for (const auto& change : result.changes) text += margin + change + "\n";
    text += colored_diff(result.diff, palette, margin);
  } else if (options_.show_unchanged) {
    text = label(host) + palette.paint(Role::faint, "unchanged  ") + operation.name + "\n";
  }
  if (text.empty()) return progress_changed();
  say(text);
}

/// Whole lines, so that those of several hosts do not mix.
void FleetDisplay::output(std::uint32_t host, const fleet::OperationMessage&, const fleet::Output& output) {
  auto& partial = partial_[host];
  partial += output.text;
  const auto end = partial.rfind('\n');
  if (end == std::string::npos) return;
  std::string text;
  for (const auto& line : split(std::string_view(partial).substr(0, end), '\n')) text += label(host) + line + "\n";
  partial.erase(0, end + 1);
  say(text);
}

void FleetDisplay::note(std::uint32_t host, const std::string& line) { say(label(host) + line + "\n"); }

void FleetDisplay::host_ended(std::uint32_t host, const fleet::HostReport& report) {
  active_.erase(host);
  if (report.ending == fleet::HostRun::Ending::done || report.failed > 0) return progress_changed();
  const auto message = report.error ? ": " + report.error->message : std::string();
  say(label(host) + shell_.palette().paint(Role::error, ending_word(report.ending)) + message + "\n");
}

void FleetDisplay::printed(const std::string& text) {
  erase_progress();
  shell_.err().write(text);
  progress_changed();
}

void FleetDisplay::progress_changed() {
  if (shell_.terminal() == nullptr || std::exchange(redraw_waits_, true)) return;
  redraw_ = loop_.timer(drawn_ == 0 ? std::chrono::milliseconds(0) : redraw_interval, [this] {
    redraw_waits_ = false;
    erase_progress();
    draw_progress();
  });
}

void FleetDisplay::erase_progress() {
  if (drawn_ > 0) shell_.print("\x1b[" + std::to_string(drawn_) + "A\r\x1b[J");
  drawn_ = 0;
}

void FleetDisplay::draw_progress() {
  const auto size = shell_.terminal()->size();
  constexpr std::size_t kept_for_results = 4;
  const auto room = size.rows > 2 * kept_for_results ? size.rows - kept_for_results : size.rows / 2;
  std::string text;
  for (const auto& [host, progress] : active_) {
    if (drawn_ + 1 >= room && active_.size() > room) {
      text += "… and " + std::to_string(active_.size() - drawn_) + " more hosts\n";
      ++drawn_;
      break;
    }
    const auto counts = std::to_string(progress.operations) + " done, " + std::to_string(progress.changed) + " changed";
    text += clip(label(host) + pad(counts, 24) + progress.doing, size.columns - 1) + "\n";
    ++drawn_;
  }
  shell_.print(text);
}

void FleetDisplay::summarize(const std::vector<fleet::HostReport>& reports) {
  redraw_.cancel();
  redraw_waits_ = true;  // nothing is drawn any more
  erase_progress();
  for (const auto& report : reports) {
    // The operation that failed has told its own error already.
    if (!report.error || (report.failed > 0 && !options_.only_output)) continue;
    if (report.error->help.empty() && report.error->notes.empty()) continue;
    auto error = *report.error;
    error.message = report.name + ": " + error.message;
    shell_.note(format_error(error));
  }
  std::vector<std::vector<std::string>> rows{{"HOST", "CHANGED", "UNCHANGED", "SKIPPED", "FAILED", "TIME"}};
  if (options_.check) rows.front()[1] = "WOULD CHANGE";
  if (options_.stats) rows.front().insert(rows.front().end(), {"ROUND TRIPS", "SENT", "RECEIVED"});
  rows.front().emplace_back("RESULT");
  for (const auto& report : reports) {
    std::vector<std::string> row{report.name};
    for (const auto count : {report.changed, report.unchanged, report.skipped, report.failed}) {
      row.push_back(std::to_string(count));
    }
    row.push_back(seconds(report.took));
    if (options_.stats) {
      const auto& traffic = report.traffic;
      for (const auto count : {traffic.round_trips, traffic.bytes_sent, traffic.bytes_received}) {
        row.push_back(std::to_string(count));
      }
    }
    const bool ok = report.ending == fleet::HostRun::Ending::done;
    row.push_back(shell_.palette().paint(ok ? Role::plain : Role::error, ending_word(report.ending)));
    rows.push_back(std::move(row));
  }
  shell_.print((options_.only_output ? "" : "\n") + render_table(rows));
}

}  // namespace ashlar::cli
