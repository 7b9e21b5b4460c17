// Whatever is given as a template: a text or a failure, never a crash.
#include <gtest/gtest.h>

#include <random>

#include "base/strings.hpp"
#include "case.hpp"

namespace ashlar::templating::testing {
namespace {

/// Parts that templates are made of, in an order that makes no sense.
std::string shuffled_parts(std::mt19937& random) {
  static constexpr std::string_view parts[] = {
      "{%",      "%}",         "{{",         "}}",         "{#",        "#}",        "-",      "+",     " for ",
      " in ",    " if ",       " else ",     " endif ",    " endfor ",  "x",         "y",      "'a'",   "1",
      "2.5",     "(",          ")",          "[",          "]",         "{",         "}",      ":",     ",",
      ".",       "|",          "~",          "*",          "**",        "//",        "%",      "==",    "<",
      " not ",   " and ",      " is ",       "defined",    "upper",     "map",       "join",   "=",     " set ",
      " macro ", " endmacro ", " block ",    " endblock ", " extends ", " include ", "'main'", " raw ", " endraw ",
      " call ",  " endcall ",  " recursive", "loop",       "super",     "self",      "caller", "\n",    "\"",
      "'",       "\\",         "\xC3",       "é",          "\0x",       " import ",  " as ",   " with "};
  std::uniform_int_distribution<std::size_t> pick(0, std::size(parts) - 1);
  std::string text;
  for (std::size_t i = 0, count = random() % 30; i < count; ++i) text += parts[pick(random)];
  return text;
}

/// The text with bytes changed, removed, doubled.
std::string mutated(std::string text, std::mt19937& random) {
  for (int changes = 1 + static_cast<int>(random() % 4); changes > 0 && !text.empty(); --changes) {
    const auto at = random() % text.size();
    switch (random() % 4) {
      case 0:
        text[at] = static_cast<char>(random());
        break;
      case 1:
        text.erase(at, 1 + random() % 5);
        break;
      case 2:
        text.insert(at, text.substr(random() % text.size(), random() % 12));
        break;
      default:
        std::swap(text[at], text[random() % text.size()]);
    }
  }
  return text;
}

TEST(Robustness, MutatedTemplatesGiveTextOrAFailure) {
  std::mt19937 random(1);
  for (auto& recorded : all_cases()) {
    const auto original = recorded["template"].get<std::string>();
    for (int i = 0; i < 8; ++i) {
      recorded["template"] = mutated(original, random);
      const auto got = rendered(recorded);
      EXPECT_TRUE(got.error.empty() || got.output.empty());
    }
  }
}

TEST(Robustness, TemplatesOfPartsInAnyOrderGiveTextOrAFailure) {
  std::mt19937 random(2);
  for (int i = 0; i < 20000; ++i) {
    const Json made = {{"template", shuffled_parts(random)}, {"data", {{"x", 1}, {"y", {1, "a"}}}}};
    const auto got = rendered(made);
    EXPECT_TRUE(got.error.empty() || got.output.empty());
  }
}

TEST(Robustness, RandomBytesGiveTextOrAFailure) {
  std::mt19937 random(3);
  for (int i = 0; i < 5000; ++i) {
    std::string text = "{{ '";
    for (std::size_t length = random() % 40; length > 0; --length) text += static_cast<char>(random());
    const Json made = {{"template", text + "' | upper | pprint }}"}};
    (void)rendered(made);
  }
}

Outcome of(const std::string& text) { return rendered({{"template", text}}); }

std::string repeated(const std::string& unit, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += unit;
  return text;
}

TEST(Robustness, DeepNestingIsAFailure) {
  constexpr int deep = 100000;
  for (const auto* unit : {"(", "[", "{1:", "-", "not ", "1 if ", "x[", "f(", "1+", "1~1+", "x|f(", "2**"}) {
    EXPECT_EQ(of("{{ " + repeated(unit, deep)).error, "syntax") << unit;
  }
  EXPECT_EQ(of("{{ 1" + repeated("+1", deep) + " }}").error, "syntax");
  EXPECT_EQ(of("{{ x" + repeated(".y", deep) + " }}").error, "syntax");
  EXPECT_EQ(of("{{ x" + repeated("|upper", deep) + " }}").error, "syntax");
  EXPECT_EQ(of("{{ 1" + repeated(" if 1", deep) + " }}").error, "syntax");
  EXPECT_EQ(of(repeated("{% if 1 %}", deep)).error, "syntax");
  EXPECT_EQ(of("{{ '" + repeated("a", deep) + "' ~ " + repeated("'b' ~ ", deep) + "1 }}").error, "");
}

TEST(Robustness, EndlessRecursionIsAFailure) {
  EXPECT_EQ(of("{% macro m(n) %}{% for i in [1] %}{{ [m(n + 1)] | join ~ (1 + (2 * (3 + n))) }}{% endfor %}{% endmacro "
               "%}{{ m(0) }}")
                .error,
            "limit");
  EXPECT_EQ(of("{% include 'main' %}").error, "limit");
  EXPECT_EQ(of("{% extends 'main' %}").error, "limit");
  EXPECT_EQ(of("{% import 'main' as m %}").error, "limit");
  EXPECT_EQ(of("{% block a %}{{ self.a() }}{% endblock %}").error, "limit");
  EXPECT_EQ(of("{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}").error, "limit");
  EXPECT_EQ(
      of("{% macro m() %}{% call m() %}{% endcall %}{{ caller() }}{% endmacro %}{% call m() %}{% endcall %}").error,
      "limit");
}

TEST(Robustness, ValuesMayBeNestedDeeply) {
  for (const auto* value : {"[ns.v]", "(ns.v,)", "{'a': ns.v}", "namespace(a=ns.v)"}) {
    const auto built = "{% set ns = namespace(v=1) %}{% for i in range(200000) %}{% set ns.v = " + std::string(value) +
                       " %}{% endfor %}";
    EXPECT_EQ(of(built + "ok").output, "ok");
    EXPECT_NE(of(built + "{{ ns.v == [ns.v] or {ns.v: 1} or ns.v }}").error, "");
  }
}

TEST(Robustness, ValuesThatAreTooLargeAreFailures) {
  for (const auto* expression :
       {"range(10 ** 12) | list", "'x' * 10 ** 12", "[1] * 10 ** 12", "'x'.center(10 ** 12)",
        "'%*d' % (10 ** 12, 1) | length", "'%99999999999d' % 1", "'{:99999999999}'.format(1)", "'x'.ljust(10 ** 15)"}) {
    EXPECT_NE(of("{{ " + std::string(expression) + " }}").error, "") << expression;
  }
}

TEST(Robustness, IntegersThatDoNotFitAreFailures) {
  for (const auto* expression :
       {"9223372036854775807 + 1", "-9223372036854775807 - 2", "9223372036854775807 * 2", "2 ** 63",
        "9223372036854775808", "-(-9223372036854775807 - 1)", "(-9223372036854775807 - 1) // -1",
        "(-9223372036854775807 - 1) | abs", "'9223372036854775808' | int", "1e19 | int", "'%d' % 1e30"}) {
    EXPECT_NE(of("{{ " + std::string(expression) + " }}").error, "") << expression;
  }
  EXPECT_EQ(of("{{ (-9223372036854775807 - 1) % -1 }}").output, "0");
  EXPECT_EQ(of("{{ range(-9223372036854775807, 9223372036854775807, 9223372036854775807) | list | length }}").output,
            "2");
}

TEST(Robustness, AListInsideItselfIsPrintedAndFreed) {
  EXPECT_EQ(of("{% set l = [1] %}{% do l.append([l]) %}{{ l }}{% do l.clear() %}").output, "[1, [[...]]]");
}

}  // namespace
}  // namespace ashlar::templating::testing
