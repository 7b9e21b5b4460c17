#include "cmd/ashlar/prompt/prompt.hpp"

#include <algorithm>

#include "cmd/ashlar/prompt/select_list.hpp"
#include "cmd/ashlar/terminal/text.hpp"

namespace ashlar::cli {

namespace {

// A long list scrolls instead of filling the screen.
constexpr std::size_t most_choices_shown = 12;

Error cancelled() { return fail("cancelled", ErrorKind::cancelled); }

bool gives_up(const Key& key) { return key.kind == Key::Kind::interrupt || key.kind == Key::Kind::end_of_input; }

}  // namespace

Result<std::size_t> TerminalPrompt::choose(const std::string& question, const std::vector<std::string>& choices,
                                           std::size_t initial) {
  SelectList list(choices, initial);
  const KeyMode keys(terminal_, false);
  const auto asked = palette_.paint(Role::prompt, question);
  std::size_t drawn = 0;
  const auto erase = [&] {
    return std::string("\r") + (drawn > 0 ? "\x1b[" + std::to_string(drawn) + "A" : "") + "\x1b[J";
  };
  while (true) {
    const auto size = terminal_.size();
    const auto columns = size.columns > 1 ? size.columns - 1 : 1;
    const auto window = list.window(std::clamp<std::size_t>(size.rows > 3 ? size.rows - 3 : 1, 1, most_choices_shown));
    std::string frame =
        erase() +
        clip(asked + " " + list.filter() + palette_.paint(Role::faint, "  [arrows move, typing filters]"), columns);
    for (auto i = window.first; i < window.first + window.count; ++i) {
      const auto& choice = list.choice(list.matching()[i]);
      const bool marked = i == list.marked();
      frame += "\n" + clip(marked ? palette_.paint(Role::prompt, "> " + choice) : "  " + choice, columns);
    }
    drawn = window.count;
    terminal_.write(frame);
    const auto key = terminal_.read_key();
    if (gives_up(key)) {
      terminal_.write("\n");
      return cancelled();
    }
    if (key.kind == Key::Kind::enter && !list.matching().empty()) {
      const auto chosen = list.matching()[list.marked()];
      terminal_.write(erase() + asked + " " + choices[chosen] + "\n");
      return chosen;
    }
    list.press(key);
  }
}

Result<std::string> TerminalPrompt::read_line(bool shown) {
  const KeyMode keys(terminal_, false);
  std::vector<std::string> characters;
  const auto drop_last = [&] {
    const auto width = display_width(characters.back());
    characters.pop_back();
    if (shown) {
      for (std::size_t i = 0; i < width; ++i) terminal_.write("\b \b");
    }
  };
  while (true) {
    const auto key = terminal_.read_key();
    if (gives_up(key)) {
      terminal_.write("\n");
      return cancelled();
    }
    if (key.kind == Key::Kind::enter) break;
    if (key.kind == Key::Kind::text) {
      characters.push_back(key.text);
      if (shown) terminal_.write(key.text);
    } else if (key.kind == Key::Kind::backspace && !characters.empty()) {
      drop_last();
    } else if (key.kind == Key::Kind::clear_line) {
      while (!characters.empty()) drop_last();
    }
  }
  terminal_.write("\n");
  std::string line;
  for (const auto& character : characters) line += character;
  return line;
}

Result<std::string> TerminalPrompt::ask(const std::string& question, const std::string& initial, const Check& check) {
  while (true) {
    const auto hint = initial.empty() ? std::string() : palette_.paint(Role::faint, " (" + initial + ")");
    terminal_.write(palette_.paint(Role::prompt, question) + hint + " ");
    auto line = read_line(true);
    if (!line) return line;
    auto answer = line->empty() ? initial : *line;
    const auto complaint = check ? check(answer) : std::string();
    if (complaint.empty()) return answer;
    terminal_.write(palette_.paint(Role::error, complaint) + "\n");
  }
}

Result<std::string> TerminalPrompt::ask_secret(const std::string& question) {
  terminal_.write(palette_.paint(Role::prompt, question) + " ");
  return read_line(false);
}

}  // namespace ashlar::cli
