#include "providers/command/glob.hpp"

#include <algorithm>
#include <functional>

#include "providers/support/utf8.hpp"

namespace ashlar::providers::command {

struct Glob::Node {
  enum class Kind { literal, one, any_in_folder, any, set, alternatives };
  struct Range {
    std::string first, last;  ///< characters in UTF-8, whose order is that of their bytes
  };

  Kind kind = Kind::literal;
  std::string character;
  std::vector<Range> ranges;
  bool negated = false;
  std::vector<Sequence> choices;

  [[nodiscard]] bool accepts(const std::string& c) const {
    if (kind == Kind::literal) return c == character;
    if (kind == Kind::one) return c != "/";
    const bool inside = std::any_of(ranges.begin(), ranges.end(),
                                    [&](const Range& range) { return range.first <= c && c <= range.last; });
    return inside != negated;
  }
};

class Glob::Parser {
 public:
  explicit Parser(std::string_view pattern) : pattern_(characters(pattern)) {}

  Result<Sequence> parse(bool inside_braces) {
    Sequence sequence;
    while (at_ < pattern_.size()) {
      const auto& c = pattern_[at_];
      if (inside_braces && (c == "," || c == "}")) return sequence;
      auto node = parse_node();
      if (!node) return node.error();
      sequence.push_back(std::move(*node));
    }
    if (inside_braces) return fail("\"{\" without its \"}\"");
    return sequence;
  }

 private:
  Result<Node> parse_node() {
    const auto c = pattern_[at_++];
    if (c == "*") {
      const auto stars_end = std::find_if(rest(), pattern_.cend(), [](const std::string& next) { return next != "*"; });
      const bool several = stars_end != rest();
      at_ = static_cast<std::size_t>(stars_end - pattern_.cbegin());
      return Node{.kind = several ? Node::Kind::any : Node::Kind::any_in_folder};
    }
    if (c == "?") return Node{.kind = Node::Kind::one};
    if (c == "[") return parse_set();
    if (c == "{") return parse_alternatives();
    if (c == "\\") {
      if (at_ == pattern_.size()) return fail("\"\\\" without a character after it");
      return Node{.character = pattern_[at_++]};
    }
    return Node{.character = c};
  }

  Result<Node> parse_set() {
    Node node{.kind = Node::Kind::set};
    if (rest() != pattern_.cend() && *rest() == "!") {
      node.negated = true;
      ++at_;
    }
    while (rest() != pattern_.cend() && (*rest() != "]" || node.ranges.empty())) {
      const auto first = pattern_[at_++];
      const bool is_range = at_ + 1 < pattern_.size() && pattern_[at_] == "-" && pattern_[at_ + 1] != "]";
      node.ranges.push_back({first, is_range ? pattern_[at_ + 1] : first});
      if (is_range) at_ += 2;
    }
    if (rest() == pattern_.cend()) return fail("\"[\" without its \"]\"");
    ++at_;
    return node;
  }

  Result<Node> parse_alternatives() {
    Node node{.kind = Node::Kind::alternatives};
    while (true) {
      auto choice = parse(true);
      if (!choice) return choice.error();
      node.choices.push_back(std::move(*choice));
      if (pattern_[at_++] == "}") return node;
    }
  }

  [[nodiscard]] std::vector<std::string>::const_iterator rest() const {
    return pattern_.cbegin() + static_cast<std::ptrdiff_t>(at_);
  }

  std::vector<std::string> pattern_;
  std::size_t at_ = 0;
};

Result<Glob> Glob::parse(std::string_view pattern) {
  auto sequence = Parser(pattern).parse(false);
  if (!sequence) return sequence.error().within("pattern \"" + std::string(pattern) + "\"");
  Glob glob;
  glob.sequence_ = std::make_shared<const Sequence>(std::move(*sequence));
  return glob;
}

bool Glob::matches(std::string_view path) const {
  const auto text = characters(path);
  Places places(text.size() + 1, false);
  places[0] = true;
  return advance(*sequence_, std::move(places), text).back();
}

Glob::Places Glob::advance(const Sequence& sequence, Places places, const std::vector<std::string>& text) {
  for (const auto& node : sequence) places = step(node, places, text);
  return places;
}

Glob::Places Glob::step(const Node& node, const Places& places, const std::vector<std::string>& text) {
  Places reached(places.size(), false);
  switch (node.kind) {
    case Node::Kind::alternatives:
      for (const auto& choice : node.choices) {
        const auto through = advance(choice, places, text);
        std::transform(through.begin(), through.end(), reached.begin(), reached.begin(), std::logical_or<>());
      }
      break;
    case Node::Kind::any:
    case Node::Kind::any_in_folder:
      for (std::size_t i = 0; i < places.size(); ++i) {
        const bool may_go_on = i > 0 && reached[i - 1] && (node.kind == Node::Kind::any || text[i - 1] != "/");
        reached[i] = places[i] || may_go_on;
      }
      break;
    default:
      for (std::size_t i = 0; i < text.size(); ++i) reached[i + 1] = places[i] && node.accepts(text[i]);
  }
  return reached;
}

}  // namespace ashlar::providers::command
