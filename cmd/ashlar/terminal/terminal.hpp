#pragma once
/// The terminal the user sits at. A seam: tests type keys and read the screen.

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cmd/ashlar/terminal/keys.hpp"
#include "cmd/ashlar/terminal/output.hpp"

namespace ashlar::cli {

class Terminal : public Output {
 public:
  struct Size {
    std::size_t columns = 80;
    std::size_t rows = 24;
  };

  [[nodiscard]] virtual Size size() = 0;
  /// Waits for a key. Called between `start_keys` and `stop_keys` only.
  virtual Key read_key() = 0;
  /// The same, but gives up, with nothing, once the descriptor `stop` can be read. Other threads may write meanwhile.
  virtual std::optional<Key> read_key_until(int stop) = 0;
  /// From now on keys are not echoed and come one by one. With `signals`, Ctrl-C still interrupts the process instead
  /// of being a key.
  virtual void start_keys(bool signals) = 0;
  /// Back to lines with echo.
  virtual void stop_keys() = 0;
};

/// Keys for as long as this lives.
class KeyMode {
 public:
  KeyMode(Terminal& terminal, bool signals) : terminal_(terminal) { terminal_.start_keys(signals); }
  ~KeyMode() { terminal_.stop_keys(); }
  KeyMode(const KeyMode&) = delete;
  KeyMode& operator=(const KeyMode&) = delete;

 private:
  Terminal& terminal_;
};

/// The terminal on standard input and output. One object at most.
[[nodiscard]] std::unique_ptr<Terminal> open_terminal();

/// Puts the terminal back into the mode it was found in and shows the cursor. Safe in a signal handler and on any
/// thread: for the ways out that run no destructors.
void restore_terminal();

/// For tests: keys from a list, a screen in a text. Once the keys are used up, input has ended.
class FakeTerminal final : public Terminal {
 public:
  explicit FakeTerminal(std::vector<Key> keys = {}, Size size = {}) : keys_(keys.begin(), keys.end()), size_(size) {}
  void write(std::string_view written) override { text += written; }
  Size size() override { return size_; }
  Key read_key() override;
  std::optional<Key> read_key_until(int) override;
  void start_keys(bool) override { in_key_mode = true; }
  void stop_keys() override { in_key_mode = false; }
  void resize(Size size) { size_ = size; }

  std::string text;
  bool in_key_mode = false;

 private:
  std::deque<Key> keys_;
  Size size_;
};

}  // namespace ashlar::cli
