/// The display without a terminal: a line for everything that happens.

#include "cmd/ashlar/display/rows.hpp"
#include "cmd/ashlar/display/summary.hpp"
#include "cmd/ashlar/display/words.hpp"

namespace ashlar::cli {

namespace {

class PlainDisplay final : public Display {
 public:
  PlainDisplay(DisplayOptions options, Output& out, Clock& clock)
      : options_(std::move(options)), out_(out), clock_(clock) {}

  void begin(const RunInfo& info) override {
    rows_.emplace(info, options_, clock_, false);
    const auto heading = run_title(info.mode, info.preview) + " (" + info.stack + "):";
    print(options_.palette.paint(Role::heading, heading) + "\n" + render_configuration(info, options_) + "\n");
  }

  void message(const std::string& text) override { print(text + "\n"); }

  void on_event(const deploy::Event& event) override {
    const auto* row = rows_->apply(event);
    if (row != nullptr && !row->hidden) print_row(*row);
  }

  /// Some services end a job that is silent for long, and a person wants to see that it is alive: a dot a second.
  void tick() override {
    if (options_.suppress_progress) return;
    if (!dots_) {
      const auto& info = rows_->info();
      auto title = run_title(info.mode, info.preview);
      title[0] = static_cast<char>(title[0] - 'A' + 'a');
      out_.write(options_.palette.paint(Role::warning, (options_.emoji ? "✨ " : "@ ") + title + "..."));
    }
    out_.write(options_.palette.paint(Role::warning, "."));
    dots_ = true;
  }

  void finish(const RunSummary& summary) override {
    std::vector<const Row*> under_way;
    for (const auto& row : rows_->rows()) {
      if (!rows_->is_done(row) && !row.hidden) under_way.push_back(&row);
    }
    rows_->finish();
    // The stack comes last: it is done when everything in it is.
    for (const auto* row : under_way) {
      if (row != &rows_->stack_row()) print_row(*row);
    }
    for (const auto* row : under_way) {
      if (row == &rows_->stack_row()) print_row(*row);
    }
    print(render_end(*rows_, summary));
  }

 private:
  void print(const std::string& text) {
    out_.write((dots_ ? "\n" : "") + text);
    dots_ = false;
  }

  void print_row(const Row& row) {
    const auto cells = rows_->cells(row);
    print(" " + cells.op + " " + cells.type + (options_.show_urns ? "" : " " + cells.name) + " " + cells.status + " " +
          cells.info + "\n");
  }

  DisplayOptions options_;
  Output& out_;
  Clock& clock_;
  std::optional<Rows> rows_;
  bool dots_ = false;  ///< the line that is being written consists of them
};

}  // namespace

std::unique_ptr<Display> make_plain_display(DisplayOptions options, Output& out, Clock& clock) {
  return std::make_unique<PlainDisplay>(std::move(options), out, clock);
}

}  // namespace ashlar::cli
