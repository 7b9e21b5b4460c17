/// The display of a terminal: a tree that is redrawn in place.

#include <algorithm>
#include <deque>

#include "cmd/ashlar/display/live_tree.hpp"
#include "cmd/ashlar/display/summary.hpp"
#include "cmd/ashlar/display/words.hpp"
#include "cmd/ashlar/terminal/text.hpp"

namespace ashlar::cli {

namespace {

constexpr int frames_per_second = 10;
// More often than this a person sees no more, and a slow connection is kept busy.
constexpr auto shortest_frame = std::chrono::milliseconds(40);
constexpr std::size_t kept_messages = 5;

class LiveDisplay final : public Display {
 public:
  LiveDisplay(DisplayOptions options, Terminal& terminal, Clock& clock)
      : options_(std::move(options)), terminal_(terminal), clock_(clock) {}
  ~LiveDisplay() override {
    if (rows_ && !rows_->finished()) terminal_.write("\x1b[?25h");
  }

  void begin(const RunInfo& info) override {
    rows_.emplace(info, options_, clock_, true);
    begun_ = clock_.now();
    const auto heading = run_title(info.mode, info.preview) + " (" + info.stack + "):";
    terminal_.write(options_.palette.paint(Role::heading, heading) + "\n" + render_configuration(info, options_) +
                    "\x1b[?25l");
    draw();
  }

  void message(const std::string& text) override {
    messages_.push_back(text);
    if (messages_.size() > kept_messages) messages_.pop_front();
    draw();
  }

  void on_event(const deploy::Event& event) override {
    rows_->apply(event);
    if (clock_.now() - drawn_at_ >= shortest_frame) draw();
  }

  void tick() override {
    ++ticks_;
    draw();
  }
  [[nodiscard]] int ticks_per_second() const override { return frames_per_second; }

  [[nodiscard]] bool takes_keys() const override { return true; }
  void on_key(const Key& key) override {
    const auto page = std::max<std::size_t>(height_, 2) - 1;
    switch (key.kind) {
      case Key::Kind::up:
        scroll_to(offset_ > 0 ? offset_ - 1 : 0);
        break;
      case Key::Kind::down:
        scroll_to(offset_ + 1);
        break;
      case Key::Kind::page_up:
        scroll_to(offset_ > page ? offset_ - page : 0);
        break;
      case Key::Kind::page_down:
        scroll_to(offset_ + page);
        break;
      case Key::Kind::home:
        scroll_to(0);
        break;
      case Key::Kind::end:
        scroll_to(last_offset_);
        break;
      default:
        return;
    }
    draw();
  }

  void finish(const RunSummary& summary) override {
    rows_->finish();
    const auto tree = lay_out(*rows_, 0);
    std::vector<std::string> lines{tree.header};
    lines.insert(lines.end(), tree.lines.begin(), tree.lines.end());
    lines.emplace_back();
    for (const auto& text : messages_) lines.push_back(text);
    put(lines);
    terminal_.write("\x1b[?25h" + render_end(*rows_, summary));
  }

 private:
  void scroll_to(std::size_t offset) {
    offset_ = std::min(offset, last_offset_);
    follows_ = offset_ == last_offset_;  // at the end, what is new stays in sight
  }

  // `12 done, 3 running, 40 unchanged (1m12s)`
  [[nodiscard]] std::string progress_line() const {
    std::size_t done = 0;
    std::size_t running = 0;
    for (const auto& row : rows_->rows()) {
      if (!row.has_step || row.step.urn.is_root_stack() || row.step.op == deploy::StepOp::same) continue;
      ++(rows_->is_done(row) ? done : running);
    }
    std::string text = "    ";
    if (!rows_->info().preview) text += std::to_string(running) + " running, " + std::to_string(done) + " done, ";
    text += std::to_string(rows_->sames()) + " unchanged (" +
            format_duration(std::chrono::floor<std::chrono::seconds>(clock_.now() - begun_)) + ")";
    return options_.palette.paint(Role::faint, text);
  }

  void draw() {
    const auto size = terminal_.size();
    const auto tree = lay_out(*rows_, static_cast<std::size_t>(ticks_ / frames_per_second));
    std::vector<std::string> below{"", progress_line()};
    for (const auto& text : messages_) below.push_back(options_.palette.paint(Role::warning, text));

    // The cursor's line below everything must stay on the screen too.
    const auto needed = 1 + below.size() + 1;
    height_ = size.rows > needed ? size.rows - needed : 1;
    const bool fits = tree.lines.size() <= height_;
    if (!fits && height_ > 1) --height_;  // for the line that says there is more
    last_offset_ = fits ? 0 : tree.lines.size() - height_;
    offset_ = follows_ ? last_offset_ : std::min(offset_, last_offset_);

    std::vector<std::string> lines{tree.header};
    const auto end = std::min(tree.lines.size(), offset_ + height_);
    for (auto i = offset_; i < end; ++i) lines.push_back(tree.lines[i]);
    if (!fits) {
      const auto hidden_below = tree.lines.size() - end;
      lines.push_back(options_.palette.paint(
          Role::link, "    ↑ " + std::to_string(offset_) + " more, ↓ " + std::to_string(hidden_below) + " more"));
    }
    lines.insert(lines.end(), below.begin(), below.end());
    put(lines);
    drawn_at_ = clock_.now();
  }

  // Replaces what was drawn before. One write, so that no half of a frame is seen.
  void put(const std::vector<std::string>& lines) {
    const auto width = terminal_.size().columns;
    std::size_t up = 0;
    for (const auto drawn : drawn_widths_)
      up += drawn == 0 ? 1 : (drawn + width - 1) / width;  // a narrower window has wrapped them
    std::string frame = "\r";
    if (up > 0) frame += "\x1b[" + std::to_string(up) + "A";
    drawn_widths_.clear();
    for (const auto& line : lines) {
      const auto clipped = clip(line, width > 1 ? width - 1 : 1);
      drawn_widths_.push_back(display_width(clipped));
      frame += clipped + "\x1b[K\n";
    }
    terminal_.write(frame + "\x1b[J");
  }

  DisplayOptions options_;
  Terminal& terminal_;
  Clock& clock_;
  std::optional<Rows> rows_;
  Clock::Time begun_{}, drawn_at_{};
  int ticks_ = 0;
  std::deque<std::string> messages_;
  std::vector<std::size_t> drawn_widths_;  ///< of the lines on the screen
  std::size_t height_ = 1;                 ///< rows of the tree that fit
  std::size_t offset_ = 0;                 ///< first one shown
  std::size_t last_offset_ = 0;
  bool follows_ = true;
};

}  // namespace

std::unique_ptr<Display> make_live_display(DisplayOptions options, Terminal& terminal, Clock& clock) {
  return std::make_unique<LiveDisplay>(std::move(options), terminal, clock);
}

}  // namespace ashlar::cli
