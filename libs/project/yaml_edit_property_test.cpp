#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "project/yaml_edit.hpp"

namespace ashlar::project {
namespace {

/// Writes random YAML in every style that people use.
class Writer {
 public:
  explicit Writer(std::mt19937& random) : random_(random) {}

  std::string document() {
    std::string text = chance(3) ? "# head of the file\n\n" : "";
    if (chance(6)) text += "---\n";
    text += map(0, 0);
    if (chance(4)) text += "# tail of the file\n";
    if (chance(8) && !text.empty()) text.pop_back();
    return text;
  }

 private:
  bool chance(unsigned one_in) { return random_() % one_in == 0; }
  std::string name(const char* prefix) { return prefix + std::to_string(++names_); }
  std::string comment() { return chance(3) ? "  # " + name("comment") : ""; }
  static std::string spaces(std::size_t count) { return std::string(count, ' '); }

  std::string lines_between(std::size_t column) {
    std::string text;
    if (chance(5)) text += "\n";
    if (chance(4)) text += spaces(column) + "# " + name("above") + "\n";
    return text;
  }

  std::string scalar() {
    switch (random_() % 12) {
      case 0:
        return std::to_string(random_() % 1000);
      case 1:
        return "true";
      case 2:
        return "'" + name("it''s ") + "'";
      case 3:
        return "\"" + name("say \\\"") + "\\n\"";
      case 4:
        return "v1:" + name("abc=") + ":x/+=";
      case 5:
        return "~";
      case 6:
        return "1." + std::to_string(random_() % 100);
      case 7:
        return "'# " + name("no comment") + "'";
      case 8:
        return name("ünïcödé ");
      case 9:
        return "\"\"";
      default:
        return name("word");
    }
  }

  std::string flow(unsigned depth) {
    const auto count = random_() % 3;
    std::string text;
    const bool is_map = chance(2);
    for (unsigned i = 0; i <= count; ++i) {
      text += i == 0 ? "" : ", ";
      if (is_map) text += name("f") + ": ";
      text += depth < 2 && chance(4) ? flow(depth + 1) : chance(3) ? "'" + name("q, ") + "'" : name("w");
    }
    return is_map ? "{" + text + "}" : "[" + text + "]";
  }

  std::string block_scalar(std::size_t column) {
    std::string text = chance(2) ? "|" : ">";
    if (chance(2)) text += chance(2) ? "-" : "+";
    text += comment() + "\n";
    for (auto i = random_() % 3 + 1; i > 0; --i) {
      text += spaces(column) + name("line ") + " # text\n";
      if (chance(4) && i > 1) text += "\n";
    }
    return text;
  }

  /// What stands behind `key:` or `-`, with its line break.
  std::string value(std::size_t column, unsigned depth, bool after_dash) {
    const auto kind = random_() % 10;
    if (depth < 3 && kind == 0) return comment() + "\n" + map(column + 2 + random_() % 3, depth + 1);
    if (depth < 3 && kind == 1) return comment() + "\n" + list(column + (!after_dash && chance(3) ? 0 : 2), depth + 1);
    if (depth < 3 && kind == 2 && after_dash) return " " + map(column + 2, depth + 1).substr(column + 2);
    if (kind == 3) return " " + block_scalar(column + 2 + random_() % 2);
    if (kind == 4) return " " + flow(0) + comment() + "\n";
    if (kind == 5) return comment() + "\n";
    if (kind == 6) return " " + name("several") + "\n" + spaces(column + 3) + name("lines") + comment() + "\n";
    return spaces(1 + random_() % 2) + scalar() + comment() + "\n";
  }

  std::string map(std::size_t column, unsigned depth) {
    std::string text;
    for (auto i = random_() % 4 + 1; i > 0; --i) {
      if (!text.empty()) text += lines_between(column);
      const auto key = chance(8) ? "\"" + name("quoted ") + "\"" : name(chance(2) ? "ns:key" : "key");
      text += spaces(column) + key + ":" + value(column, depth, false);
    }
    return text;
  }

  std::string list(std::size_t column, unsigned depth) {
    std::string text;
    for (auto i = random_() % 3 + 1; i > 0; --i) {
      if (!text.empty()) text += lines_between(column);
      text += spaces(column) + "-" + value(column, depth, true);
    }
    return text;
  }

  std::mt19937& random_;
  unsigned names_ = 0;
};

YamlValue random_value(std::mt19937& random, unsigned depth = 0) {
  switch (random() % (depth < 2 ? 9 : 7)) {
    case 0:
      return YamlValue();
    case 1:
      return YamlValue(random() % 2 == 0);
    case 2:
      return YamlValue(static_cast<std::int64_t>(random()));
    case 3:
      return YamlValue(0.5 + static_cast<double>(random() % 100));
    case 4:
      return YamlValue("two\nlines" + std::string(random() % 3, '\n'));
    case 5: {
      std::string text;
      for (auto i = random() % 8; i > 0; --i) text += " :#-'\"\\\n\tab{}[],&*!|>%@`?~0\x01"[random() % 28];
      return YamlValue(text);
    }
    case 6:
      return YamlValue("word" + std::to_string(random() % 100));
    case 7: {
      YamlMap map;
      for (auto i = random() % 3; i > 0; --i) map.append("new" + std::to_string(i), random_value(random, depth + 1));
      return map;
    }
    default: {
      YamlArray array;
      for (auto i = random() % 3; i > 0; --i) array.push_back(random_value(random, depth + 1));
      return array;
    }
  }
}

/// A container of a document, as a value to change and as the node that says it.
struct Place {
  YamlValue* value;
  const YamlNode* node;
};

void collect(YamlValue& value, const YamlNode& node, std::vector<Place>& places) {
  if (!value.is_container()) return;
  places.push_back({&value, &node});
  if (auto* array = value.get<YamlArray>()) {
    for (std::size_t i = 0; i < array->size(); ++i) collect((*array)[i], *node.items[i], places);
  } else {
    for (const auto& pair : node.pairs) collect(*value.get<YamlMap>()->find(pair.key->text), *pair.value, places);
  }
}

/// The part of the text that one change may touch.
class Around {
 public:
  explicit Around(const std::string& text) : text_(text) {}

  /// From the line that a node begins on to the end of the one it ends on.
  [[nodiscard]] Span lines(Span span) const { return {line_start(span.begin), line_end(span.end)}; }
  /// The lines of the child number `index`, with its comments, up to its neighbours.
  [[nodiscard]] Span child(const YamlNode& node, std::size_t index) const {
    const auto begin_of = [&](std::size_t i) {
      return node.pairs.empty() ? node.items[i]->span.begin : node.pairs[i].key->span.begin;
    };
    const auto end_of = [&](std::size_t i) {
      return node.pairs.empty() ? node.items[i]->span.end : node.pairs[i].value->span.end;
    };
    const auto count = node.pairs.size() + node.items.size();
    const auto begin = index == 0 ? line_start(node.span.begin) : end_of(index - 1);
    if (index + 1 < count) return {begin, begin_of(index + 1)};
    auto end = node.is_flow() ? node.span.end : line_end(end_of(index));
    while (end < text_.size() && text_[text_.find_first_not_of(' ', end)] == '#') end = line_end(end);
    return {begin, end};
  }

 private:
  [[nodiscard]] std::size_t line_start(std::size_t at) const { return at == 0 ? 0 : text_.rfind('\n', at - 1) + 1; }
  [[nodiscard]] std::size_t line_end(std::size_t at) const {
    return text_.find('\n', at) == std::string::npos ? text_.size() : text_.find('\n', at) + 1;
  }
  const std::string& text_;
};

/// Changes one thing somewhere in `value`, which `document` says, and tells what part of the text this concerns.
Span change_something(YamlValue& value, const YamlDocument& document, std::mt19937& random) {
  std::vector<Place> places;
  collect(value, document.root(), places);
  const auto& [container, node] = places[random() % places.size()];
  const Around around(document.text());
  const auto size = node->items.size() + node->pairs.size();
  const auto index = random() % size;
  const bool removes_last = size == 1;
  auto* array = container->get<YamlArray>();
  auto* map = container->get<YamlMap>();
  switch (random() % 3) {
    case 0:
      if (array != nullptr) array->push_back(random_value(random));
      if (map != nullptr) map->append("added", random_value(random));
      return {around.child(*node, size - 1).end, 0};
    case 1: {
      if (array != nullptr) array->erase(array->begin() + static_cast<std::ptrdiff_t>(index));
      if (map != nullptr) map->erase(node->pairs[index].key->text);
      auto span = around.child(*node, index);
      if (removes_last && node != &document.root()) span.begin = document.text().rfind('\n', node->span.begin);
      if (removes_last && span.begin != std::string::npos) span.begin = document.text().rfind('\n', span.begin - 1);
      return span.begin == std::string::npos ? Span{0, span.end} : span;
    }
    default:
      if (array != nullptr) (*array)[index] = random_value(random);
      if (map != nullptr) map->set(node->pairs[index].key->text, random_value(random));
      return around.child(*node, index);
  }
}

std::size_t common_prefix(const std::string& a, const std::string& b) {
  return static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
}

std::size_t common_suffix(const std::string& a, const std::string& b) {
  return static_cast<std::size_t>(std::mismatch(a.rbegin(), a.rend(), b.rbegin(), b.rend()).first - a.rbegin());
}

TEST(EditingRandomYaml, SaysWhatIsWantedAndKeepsEverythingElse) {
  for (unsigned seed = 0; seed < 2000; ++seed) {
    std::mt19937 random(seed);
    const auto before = Writer(random).document();
    const auto document = YamlDocument::parse(before, "random.yaml", YamlDocument::Format::yaml);
    ASSERT_TRUE(document) << document.error().message << " at " << document.error().notes[0] << "\n" << before;
    EXPECT_EQ(*edit_yaml(*document, document->value()), before);

    auto wanted = document->value();
    auto touched = change_something(wanted, *document, random);
    const auto after = edit_yaml(*document, wanted);
    ASSERT_TRUE(after) << "seed " << seed << ": " << after.error().message << "\n" << before;
    const auto read = YamlDocument::parse(*after, "random.yaml", YamlDocument::Format::yaml);
    ASSERT_TRUE(read) << "seed " << seed << ": " << read.error().message << "\n" << *after;
    if (wanted == YamlMap()) continue;
    ASSERT_EQ(read->value(), wanted) << "seed " << seed << "\n" << before << "\n-----\n" << *after;

    // A text of several lines at the end of a file without a last line break has to be written anew to get one.
    if (!before.ends_with('\n')) continue;
    const bool adds = touched.end == 0;
    if (adds) touched.end = touched.begin;
    const auto prefix = common_prefix(before, *after);
    const auto suffix = common_suffix(before, *after);
    if (adds) {
      EXPECT_LE(before.size(), prefix + suffix) << "seed " << seed << "\n" << before << "\n-----\n" << *after;
    } else {
      EXPECT_GE(prefix, touched.begin) << "seed " << seed << "\n" << before << "\n-----\n" << *after;
      EXPECT_GE(suffix, before.size() - touched.end) << "seed " << seed << "\n" << before << "\n-----\n" << *after;
    }
  }
}

/// Damages a text in a few places, with what YAML gives a meaning to.
std::string damaged(std::string text, std::mt19937& random) {
  const std::vector<std::string> pieces = {
      "&a ", "*a", "<<: *a\n", "- ", ": ", "\n", "  ",     "\t",    "'",     "\"",   "|\n",      "#",
      "{",   "}",  "[",        "]",  ",",  "? ", "!!str ", "---\n", "...\n", "\r\n", "\xC3\xA9", "\xE2\x80\xA8"};
  for (auto i = random() % 4 + 1; i > 0 && !text.empty(); --i) {
    const auto at = random() % text.size();
    switch (random() % 3) {
      case 0:
        text.erase(at, random() % 5 + 1);
        break;
      case 1:
        text.insert(at, pieces[random() % pieces.size()]);
        break;
      default:
        text.replace(at, 1, pieces[random() % pieces.size()]);
    }
  }
  return text;
}

TEST(EditingDamagedYaml, SaysWhatIsWantedWheneverTheFileCanBeRead) {
  std::size_t read_anyway = 0;
  for (unsigned seed = 0; seed < 3000; ++seed) {
    std::mt19937 random(seed);
    const auto text = damaged(Writer(random).document(), random);
    const auto document = YamlDocument::parse(text, "random.yaml", YamlDocument::Format::yaml);
    if (!document || !document->value().is<YamlMap>()) continue;
    ++read_anyway;
    auto wanted = *document->value().get<YamlMap>();
    const auto member =
        wanted.begin() + static_cast<std::ptrdiff_t>(random() % std::max<std::size_t>(wanted.size(), 1));
    const auto choice = wanted.empty() ? 0 : random() % 3;
    const auto key = wanted.empty() ? std::string() : member->key;
    if (choice == 0) wanted.set("added", random_value(random));
    if (choice == 1) wanted.erase(key);
    if (choice == 2) wanted.set(key, random_value(random));
    const auto after = edit_yaml(*document, wanted);
    ASSERT_TRUE(after) << "seed " << seed << ": " << after.error().message << "\n" << text;
    const auto read = YamlDocument::parse(*after, "random.yaml", YamlDocument::Format::yaml);
    ASSERT_TRUE(read) << "seed " << seed << "\n" << *after;
    const bool same = wanted.empty() || read->value() == YamlValue(wanted);
    ASSERT_TRUE(same) << "seed " << seed << "\n" << text << "\n-----\n" << *after;
  }
  EXPECT_GT(read_anyway, 500U);
}

}  // namespace
}  // namespace ashlar::project
