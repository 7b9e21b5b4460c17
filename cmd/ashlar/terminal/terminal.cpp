#include "cmd/ashlar/terminal/terminal.hpp"

#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>

namespace ashlar::cli {

namespace {

// How the terminal was found: what `restore_terminal` needs, written before `changed` is set.
termios original_mode;
std::atomic<bool> changed = false;

// A lone escape byte is the key when nothing follows within this time.
constexpr int escape_wait_ms = 50;

class TtyTerminal final : public Terminal {
 public:
  TtyTerminal() : out_(STDOUT_FILENO) {}
  ~TtyTerminal() override { stop_keys(); }

  void write(std::string_view text) override { out_.write(text); }

  Size size() override {
    winsize window{};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) != 0 || window.ws_col == 0) return {};
    return {window.ws_col, window.ws_row == 0 ? std::size_t{24} : window.ws_row};
  }

  Key read_key() override {
    constexpr int never = -1;  // poll leaves such a descriptor out
    return *read_key_until(never);
  }

  std::optional<Key> read_key_until(int stop) override {
    while (ready_.empty()) {
      if (!fill(stop)) return std::nullopt;
    }
    auto key = std::move(ready_.front());
    ready_.pop_front();
    return key;
  }

  void start_keys(bool signals) override {
    if (!changed) {
      if (tcgetattr(STDIN_FILENO, &original_mode) != 0) return;
      changed = true;
    }
    termios mode = original_mode;
    mode.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO | IEXTEN);
    if (!signals) mode.c_lflag &= ~static_cast<tcflag_t>(ISIG);
    mode.c_iflag &= ~static_cast<tcflag_t>(IXON | ICRNL);
    mode.c_cc[VMIN] = 1;
    mode.c_cc[VTIME] = 0;
    tcsetattr(STDIN_FILENO, TCSADRAIN, &mode);
  }

  void stop_keys() override {
    if (changed.exchange(false)) tcsetattr(STDIN_FILENO, TCSADRAIN, &original_mode);
  }

 private:
  // Waits for input; false once `stop` can be read.
  bool fill(int stop) {
    std::array<pollfd, 2> inputs{
        {{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0}, {.fd = stop, .events = POLLIN, .revents = 0}}};
    const int events = ::poll(inputs.data(), inputs.size(), decoder_.is_waiting() ? escape_wait_ms : -1);
    if (events < 0 && errno == EINTR) return true;
    if (inputs[1].revents != 0) return false;
    if (events == 0) {
      take(decoder_.flush());
      return true;
    }
    std::array<char, 256> buffer{};
    const auto count = ::read(STDIN_FILENO, buffer.data(), buffer.size());
    if (count > 0) take(decoder_.feed({buffer.data(), static_cast<std::size_t>(count)}));
    if (count == 0 || (count < 0 && errno != EINTR)) ready_.push_back({Key::Kind::end_of_input, {}});
    return true;
  }

  void take(std::vector<Key> keys) {
    for (auto& key : keys) ready_.push_back(std::move(key));
  }

  FileOutput out_;
  KeyDecoder decoder_;
  std::deque<Key> ready_;
};

}  // namespace

std::unique_ptr<Terminal> open_terminal() { return std::make_unique<TtyTerminal>(); }

void restore_terminal() {
  if (!changed.exchange(false)) return;
  tcsetattr(STDIN_FILENO, TCSANOW, &original_mode);
  constexpr std::string_view show_cursor = "\x1b[?25h";
  [[maybe_unused]] const auto written = ::write(STDOUT_FILENO, show_cursor.data(), show_cursor.size());
}

std::optional<Key> FakeTerminal::read_key_until(int) {
  return keys_.empty() ? std::nullopt : std::optional(read_key());
}

Key FakeTerminal::read_key() {
  if (keys_.empty()) return {Key::Kind::end_of_input, {}};
  auto key = std::move(keys_.front());
  keys_.pop_front();
  return key;
}

}  // namespace ashlar::cli
