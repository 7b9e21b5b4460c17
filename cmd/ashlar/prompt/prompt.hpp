#pragma once
/// Questions to the user. Every command that asks also says how to answer without a terminal.

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "cmd/ashlar/terminal/palette.hpp"
#include "cmd/ashlar/terminal/terminal.hpp"

namespace ashlar::cli {

/// The user's answers. Ctrl-C and the end of input are an error of kind `cancelled`.
class Prompt {
 public:
  virtual ~Prompt() = default;
  /// One of `choices`, picked with the arrow keys; typing narrows them down. Returns its index. REQUIRES: there is one.
  virtual Result<std::size_t> choose(const std::string& question, const std::vector<std::string>& choices,
                                     std::size_t initial) = 0;
  /// A line of text. Empty input gives `initial`. `check` says what is wrong with an answer, or nothing.
  using Check = std::function<std::string(const std::string&)>;
  virtual Result<std::string> ask(const std::string& question, const std::string& initial, const Check& check) = 0;
  /// A line that is not shown while it is typed.
  virtual Result<std::string> ask_secret(const std::string& question) = 0;
};

/// Asks on a terminal.
class TerminalPrompt final : public Prompt {
 public:
  TerminalPrompt(Terminal& terminal, Palette palette) : terminal_(terminal), palette_(palette) {}
  Result<std::size_t> choose(const std::string& question, const std::vector<std::string>& choices,
                             std::size_t initial) override;
  Result<std::string> ask(const std::string& question, const std::string& initial, const Check& check) override;
  Result<std::string> ask_secret(const std::string& question) override;

 private:
  Result<std::string> read_line(bool shown);

  Terminal& terminal_;
  Palette palette_;
};

}  // namespace ashlar::cli
