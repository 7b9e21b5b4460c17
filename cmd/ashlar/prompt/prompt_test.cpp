#include "cmd/ashlar/prompt/prompt.hpp"

#include <gmock/gmock.h>

#include "cmd/ashlar/prompt/select_list.hpp"
#include "cmd/ashlar/terminal/text.hpp"

namespace ashlar::cli {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

std::vector<Key> typed(const std::string& text) {
  std::vector<Key> keys;
  for (const char c : text)
    keys.push_back(c == '\n' ? Key{Key::Kind::enter, {}} : Key{Key::Kind::text, std::string(1, c)});
  return keys;
}

const Key up{Key::Kind::up, {}};
const Key down{Key::Kind::down, {}};
const Key enter{Key::Kind::enter, {}};

TEST(Choose, MovesWithArrowsAndLeavesTheAnswerBehind) {
  FakeTerminal terminal({up, enter});
  TerminalPrompt prompt(terminal, Palette(Coloring::never));
  const auto chosen = prompt.choose("Go on?", {"yes", "no", "details"}, 1);
  ASSERT_TRUE(chosen.ok());
  EXPECT_EQ(*chosen, 0U);
  EXPECT_THAT(without_ansi(terminal.text), HasSubstr("\n  yes\n> no\n  details"));
  EXPECT_THAT(terminal.text, EndsWith("Go on? yes\n"));
  EXPECT_FALSE(terminal.in_key_mode);
}

TEST(Choose, GoesAroundAtBothEnds) {
  FakeTerminal terminal({down, down, enter});
  TerminalPrompt prompt(terminal, Palette(Coloring::never));
  EXPECT_EQ(*prompt.choose("?", {"a", "b"}, 1), 1U);
}

TEST(Choose, NarrowsDownWhatIsTyped) {
  auto keys = typed("Pro");
  keys.push_back(enter);
  FakeTerminal terminal(keys);
  TerminalPrompt prompt(terminal, Palette(Coloring::never));
  EXPECT_EQ(*prompt.choose("Stack?", {"dev", "qa", "production"}, 0), 2U);
}

TEST(Choose, ShowsAPartOfALongList) {
  std::vector<std::string> choices;
  for (int i = 0; i < 100; ++i) choices.push_back("stack-" + std::to_string(i));
  FakeTerminal terminal({enter}, {.columns = 80, .rows = 10});
  TerminalPrompt prompt(terminal, Palette(Coloring::never));
  EXPECT_EQ(*prompt.choose("?", choices, 50), 50U);
  EXPECT_THAT(terminal.text, HasSubstr("> stack-50"));
  EXPECT_THAT(terminal.text, Not(HasSubstr("stack-1\n")));
}

TEST(Choose, IsCancelledByCtrlCAndByTheEndOfInput) {
  for (const auto kind : {Key::Kind::interrupt, Key::Kind::end_of_input}) {
    FakeTerminal terminal({{kind, {}}});
    TerminalPrompt prompt(terminal, Palette(Coloring::never));
    const auto chosen = prompt.choose("?", {"a"}, 0);
    ASSERT_FALSE(chosen.ok());
    EXPECT_EQ(chosen.error().kind, ErrorKind::cancelled);
  }
}

TEST(SelectList, KeepsTheMarkWithinTheWindow) {
  std::vector<std::string> choices(20, "x");
  SelectList list(choices, 19);
  const auto window = list.window(5);
  EXPECT_EQ(window.first, 15U);
  EXPECT_EQ(window.count, 5U);
}

TEST(Ask, GivesTheDefaultForAnEmptyLine) {
  FakeTerminal terminal({enter});
  TerminalPrompt prompt(terminal, Palette(Coloring::never));
  EXPECT_EQ(*prompt.ask("Name", "dev", nullptr), "dev");
}

TEST(Ask, AsksAgainUntilTheAnswerIsGood) {
  FakeTerminal terminal(typed("a b\nab\n"));
  TerminalPrompt prompt(terminal, Palette(Coloring::never));
  const auto no_blanks = [](const std::string& text) { return text.find(' ') == std::string::npos ? "" : "no blanks"; };
  EXPECT_EQ(*prompt.ask("Name", "", no_blanks), "ab");
  EXPECT_THAT(terminal.text, HasSubstr("no blanks\n"));
}

TEST(Ask, Backspaces) {
  auto keys = typed("dex");
  keys.push_back({Key::Kind::backspace, {}});
  for (const auto& key : typed("v\n")) keys.push_back(key);
  FakeTerminal terminal(keys);
  TerminalPrompt prompt(terminal, Palette(Coloring::never));
  EXPECT_EQ(*prompt.ask("Name", "", nullptr), "dev");
}

TEST(AskSecret, DoesNotShowWhatIsTyped) {
  FakeTerminal terminal(typed("hunter2\n"));
  TerminalPrompt prompt(terminal, Palette(Coloring::never));
  EXPECT_EQ(*prompt.ask_secret("Passphrase:"), "hunter2");
  EXPECT_THAT(terminal.text, Not(HasSubstr("hunter")));
}

}  // namespace
}  // namespace ashlar::cli
