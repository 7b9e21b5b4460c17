#include <gmock/gmock.h>

#include "cmd/ashlar/terminal/keys.hpp"
#include "cmd/ashlar/terminal/palette.hpp"
#include "cmd/ashlar/terminal/text.hpp"

namespace ashlar::cli {
namespace {

using testing::ElementsAre;

TEST(Text, CountsColumnsAndNotBytes) {
  EXPECT_EQ(display_width("plain"), 5U);
  EXPECT_EQ(display_width("é│└─"), 4U);
  EXPECT_EQ(display_width("日本"), 4U);
  EXPECT_EQ(display_width("e\xCC\x81"), 1U);
  EXPECT_EQ(display_width("\x1b[38;5;2mgreen\x1b[0m"), 5U);
}

TEST(Text, ClipsAtWholeCharactersAndSwitchesColorsOff) {
  EXPECT_EQ(clip("abcdef", 3), "abc");
  EXPECT_EQ(clip("日本語", 3), "日");
  EXPECT_EQ(clip("\x1b[1mabcdef", 2), "\x1b[1mab\x1b[0m");
  EXPECT_EQ(clip("\x1b[1mab\x1b[0m", 2), "\x1b[1mab\x1b[0m");
}

TEST(Text, QuotesWhatATerminalMightAct) {
  EXPECT_EQ(quoted("a\"b\\c\n\t\x1b\x7f"), R"("a\"b\\c\n\t\x1b\x7f")");
  EXPECT_EQ(quoted("ü☃"), "\"ü☃\"");
  EXPECT_EQ(quoted("\xff"), R"("\xff")");
  EXPECT_EQ(printable("a\"b\\c\r"), "a\"b\\c\\r");
}

TEST(Palette, PaintsOnlyWithColors) {
  EXPECT_EQ(Palette(Coloring::never).paint(Role::error, "x"), "x");
  EXPECT_EQ(Palette(Coloring::always).paint(Role::error, "x"), "\x1b[38;5;1mx\x1b[0m");
  EXPECT_EQ(Palette(Coloring::raw).paint(Role::error, "x"), "<{%fg 1%}>x<{%reset%}>");
}

TEST(Palette, TranslatesTheMarkupOfMessages) {
  const auto* message = "<{%fg 1%}>red<{%reset%}> \x1b[4mline\x1b[0m <{% odd";
  EXPECT_EQ(Palette(Coloring::never).translate(message), "red line <{% odd");
  EXPECT_EQ(Palette(Coloring::always).translate("<{%fg 1%}>red<{%reset%}>"), "\x1b[38;5;1mred\x1b[0m");
}

std::vector<Key::Kind> kinds(const std::vector<Key>& keys) {
  std::vector<Key::Kind> result;
  for (const auto& key : keys) result.push_back(key.kind);
  return result;
}

TEST(Keys, AreReadFromTheirBytes) {
  KeyDecoder decoder;
  EXPECT_THAT(
      kinds(decoder.feed("\x1b[A\x1bOB\r\x03\x7f")),
      ElementsAre(Key::Kind::up, Key::Kind::down, Key::Kind::enter, Key::Kind::interrupt, Key::Kind::backspace));
  EXPECT_EQ(decoder.feed("ü"), (std::vector<Key>{{Key::Kind::text, "ü"}}));
}

TEST(Keys, MayArriveInPieces) {
  KeyDecoder decoder;
  EXPECT_TRUE(decoder.feed("\x1b").empty());
  EXPECT_TRUE(decoder.feed("[").empty());
  EXPECT_THAT(kinds(decoder.feed("5~")), ElementsAre(Key::Kind::page_up));
  EXPECT_TRUE(decoder.feed("\xC3").empty());
  EXPECT_EQ(decoder.feed("\xBC"), (std::vector<Key>{{Key::Kind::text, "ü"}}));
}

TEST(Keys, EscapeAloneIsAKeyOnceNothingFollows) {
  KeyDecoder decoder;
  EXPECT_TRUE(decoder.feed("\x1b").empty());
  EXPECT_THAT(kinds(decoder.flush()), ElementsAre(Key::Kind::escape));
}

TEST(Keys, UnknownSequencesAreNothing) {
  KeyDecoder decoder;
  EXPECT_THAT(kinds(decoder.feed("\x1b[200~x")), ElementsAre(Key::Kind::text));
}

}  // namespace
}  // namespace ashlar::cli
