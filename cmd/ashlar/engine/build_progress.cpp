#include "cmd/ashlar/engine/build_progress.hpp"

#include "cmd/ashlar/terminal/text.hpp"

namespace ashlar::cli {

void BuildProgress::step(const std::string& line) {
  step_ = line + " …";
  show();
}

void BuildProgress::output(const std::string& text) {
  clear();
  shell_.err().write(text);
  if (text.ends_with('\n')) show();
}

void BuildProgress::wonder() {
  wondering_ = true;
  show();
}

void BuildProgress::show() {
  if (step_.empty()) return;
  if (shell_.err_is_live()) {
    const auto columns = shell_.terminal() == nullptr ? Terminal::Size().columns : shell_.terminal()->size().columns;
    shell_.err().write("\r\x1b[K" + clip(step_, columns - 1));
    line_is_shown_ = true;
  } else if (wondering_ && !told_) {
    shell_.err().write(step_ + "\n");
    told_ = true;
  }
}

void BuildProgress::clear() {
  if (line_is_shown_) shell_.err().write("\r\x1b[K");
  line_is_shown_ = false;
}

}  // namespace ashlar::cli
