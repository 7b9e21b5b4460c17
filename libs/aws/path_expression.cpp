#include "aws/path_expression.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <functional>
#include <vector>

namespace ashlar::awsapi {

/// What is left of an expression after parsing: a function of the value that it is applied to.
struct PathExpression::Node {
  std::function<Value(const Value&)> evaluate;
};

namespace {

using Node = PathExpression::Node;
using NodePtr = std::shared_ptr<const Node>;

enum class Kind {
  end,
  name,
  number,
  literal,
  dot,
  star,
  open,
  close,
  flatten,
  filter,
  left,
  right,
  comma,
  pipe,
  either,
  both,
  negation,
  current,
  equal,
  unequal,
  less,
  less_equal,
  greater,
  greater_equal
};

struct Token {
  Kind kind = Kind::end;
  std::string text;
  Value literal;
};

/// How strongly a token binds what stands left of it; below `projection_stop` it ends a projection (JMESPath grammar).
constexpr int projection_stop = 10;
int strength(Kind kind) {
  switch (kind) {
    case Kind::pipe:
      return 1;
    case Kind::either:
      return 2;
    case Kind::both:
      return 3;
    case Kind::equal:
    case Kind::unequal:
    case Kind::less:
    case Kind::less_equal:
    case Kind::greater:
    case Kind::greater_equal:
      return 5;
    case Kind::flatten:
      return 9;
    case Kind::star:
      return 20;
    case Kind::filter:
      return 21;
    case Kind::dot:
      return 40;
    case Kind::negation:
      return 45;
    case Kind::open:
      return 55;
    default:
      return 0;
  }
}

/// Null, false and everything empty count as false.
bool truthy(const Value& value) {
  if (value.is_null()) return false;
  if (const auto* flag = value.get<bool>()) return *flag;
  if (const auto* text = value.get<std::string>()) return !text->empty();
  if (const auto* list = value.get<Value::List>()) return !list->empty();
  if (const auto* map = value.get<Value::Map>()) return !map->empty();
  return true;
}

NodePtr node(std::function<Value(const Value&)> evaluate) {
  return std::make_shared<const Node>(Node{std::move(evaluate)});
}

/// The text of `JSON` or 'raw' literals: AWS uses numbers, booleans and strings.
Value literal_of(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem == std::errc() && end == text.data() + text.size()) return number;
  if (text == "true" || text == "false") return text == "true";
  if (text == "null") return {};
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  return text;
}

Result<std::vector<Token>> tokens_of(std::string_view text) {
  static const std::vector<std::pair<std::string_view, Kind>> marks = {
      {"[]", Kind::flatten}, {"[?", Kind::filter},  {"||", Kind::either},     {"&&", Kind::both},
      {"==", Kind::equal},   {"!=", Kind::unequal}, {"<=", Kind::less_equal}, {">=", Kind::greater_equal},
      {"<", Kind::less},     {">", Kind::greater},  {"!", Kind::negation},    {"|", Kind::pipe},
      {".", Kind::dot},      {"*", Kind::star},     {"[", Kind::open},        {"]", Kind::close},
      {"(", Kind::left},     {")", Kind::right},    {",", Kind::comma},       {"@", Kind::current}};
  std::vector<Token> tokens;
  const auto whole = text;
  while (!text.empty()) {
    const auto first = static_cast<unsigned char>(text.front());
    if (std::isspace(first) != 0) {
      text.remove_prefix(1);
    } else if (std::isalpha(first) != 0 || first == '_') {
      std::size_t size = 1;
      while (size < text.size() && (std::isalnum(static_cast<unsigned char>(text[size])) != 0 || text[size] == '_'))
        ++size;
      tokens.push_back({Kind::name, std::string(text.substr(0, size)), {}});
      text.remove_prefix(size);
    } else if (std::isdigit(first) != 0 || first == '-') {
      std::size_t size = 1;
      while (size < text.size() && std::isdigit(static_cast<unsigned char>(text[size])) != 0) ++size;
      tokens.push_back({Kind::number, std::string(text.substr(0, size)), {}});
      text.remove_prefix(size);
    } else if (first == '`' || first == '\'' || first == '"') {
      const auto end = text.find(static_cast<char>(first), 1);
      if (end == std::string_view::npos) return fail("the path `" + std::string(whole) + "` has an open quote");
      const auto inside = text.substr(1, end - 1);
      if (first == '`') tokens.push_back({Kind::literal, {}, literal_of(inside)});
      if (first == '\'') tokens.push_back({Kind::literal, {}, inside});
      if (first == '"') tokens.push_back({Kind::name, std::string(inside), {}});
      text.remove_prefix(end + 1);
    } else {
      const auto found = std::ranges::find_if(marks, [&](const auto& mark) { return text.starts_with(mark.first); });
      if (found == marks.end())
        return fail("the path `" + std::string(whole) + "` has an unknown sign at `" + std::string(text) + "`");
      tokens.push_back({found->second, {}, {}});
      text.remove_prefix(found->first.size());
    }
  }
  tokens.emplace_back();
  return tokens;
}

NodePtr identity() {
  return node([](const Value& value) { return value; });
}

NodePtr member(std::string name) {
  return node([name = std::move(name)](const Value& value) { return value[name]; });
}

/// `left`, then `right` on what it gave.
NodePtr chain(NodePtr left, NodePtr right) {
  return node([left, right](const Value& value) { return right->evaluate(left->evaluate(value)); });
}

NodePtr index(NodePtr left, std::int64_t position) {
  return node([left, position](const Value& value) -> Value {
    const auto list = left->evaluate(value);
    const auto size = static_cast<std::int64_t>(list.elements().size());
    const auto at = position < 0 ? size + position : position;
    return at < 0 || at >= size ? Value() : list.elements()[static_cast<std::size_t>(at)];
  });
}

/// `right` on each element of the list that `left` gives; what comes to null is left out.
NodePtr projection(NodePtr left, NodePtr right) {
  return node([left, right](const Value& value) -> Value {
    const auto list = left->evaluate(value);
    if (!list.is<Value::List>()) return {};
    Value::List out;
    for (const auto& element : list.elements()) {
      auto projected = right->evaluate(element);
      if (!projected.is_null()) out.push_back(std::move(projected));
    }
    return out;
  });
}

NodePtr values_of(NodePtr left) {
  return node([left](const Value& value) -> Value {
    const auto map = left->evaluate(value);
    if (!map.is<Value::Map>()) return {};
    Value::List out;
    for (const auto& [name, element] : map.members()) out.push_back(element);
    return out;
  });
}

/// One level of nested lists merged.
NodePtr flatten(NodePtr left) {
  return node([left](const Value& value) -> Value {
    const auto list = left->evaluate(value);
    if (!list.is<Value::List>()) return {};
    Value::List out;
    for (const auto& element : list.elements()) {
      if (const auto* inner = element.get<Value::List>()) {
        out.insert(out.end(), inner->begin(), inner->end());
      } else {
        out.push_back(element);
      }
    }
    return out;
  });
}

NodePtr filter(NodePtr left, NodePtr condition) {
  return node([left, condition](const Value& value) -> Value {
    const auto list = left->evaluate(value);
    if (!list.is<Value::List>()) return {};
    Value::List out;
    for (const auto& element : list.elements()) {
      if (truthy(condition->evaluate(element))) out.push_back(element);
    }
    return out;
  });
}

NodePtr comparison(Kind kind, NodePtr left, NodePtr right) {
  return node([kind, left, right](const Value& value) -> Value {
    const auto a = left->evaluate(value);
    const auto b = right->evaluate(value);
    if (kind == Kind::equal) return a == b;
    if (kind == Kind::unequal) return !(a == b);
    const auto* x = a.get<std::int64_t>();
    const auto* y = b.get<std::int64_t>();
    if (x == nullptr || y == nullptr) return {};
    if (kind == Kind::less) return *x < *y;
    if (kind == Kind::less_equal) return *x <= *y;
    return kind == Kind::greater ? *x > *y : *x >= *y;
  });
}

Value length_of(const Value& value) {
  if (const auto* text = value.get<std::string>()) return static_cast<std::int64_t>(text->size());
  if (const auto* map = value.get<Value::Map>()) return static_cast<std::int64_t>(map->size());
  if (const auto* list = value.get<Value::List>()) return static_cast<std::int64_t>(list->size());
  return {};
}

Value contains(const Value& where, const Value& what) {
  if (const auto* text = where.get<std::string>())
    return what.is<std::string>() && text->find(what.text()) != std::string::npos;
  return std::ranges::find(where.elements(), what) != where.elements().end();
}

/// Operator precedence parsing, after the grammar's binding powers.
class Parser {
 public:
  Parser(std::vector<Token> tokens, std::string_view text) : tokens_(std::move(tokens)), text_(text) {}

  Result<NodePtr> parse() {
    auto root = expression(0);
    if (root && !at(Kind::end)) return unexpected();
    return root;
  }

 private:
  [[nodiscard]] bool at(Kind kind) const { return tokens_[next_].kind == kind; }
  Token take() { return tokens_[next_ == tokens_.size() - 1 ? next_ : next_++]; }
  bool skip(Kind kind) {
    if (!at(kind)) return false;
    take();
    return true;
  }
  [[nodiscard]] Error unexpected() const {
    return fail("the path `" + std::string(text_) + "` is malformed near its token " + std::to_string(next_ + 1));
  }

  Result<NodePtr> expression(int limit) {
    auto left = operand();
    while (left && limit < strength(tokens_[next_].kind)) left = extend(*left);
    return left;
  }

  Result<NodePtr> operand() {
    auto token = take();
    switch (token.kind) {
      case Kind::name:
        if (skip(Kind::left)) return function(token.text);
        return member(token.text);
      case Kind::literal:
        return node([value = token.literal](const Value&) { return value; });
      case Kind::current:
        return identity();
      case Kind::negation: {
        auto right = expression(strength(Kind::negation));
        if (!right) return right;
        return node([right = *right](const Value& value) -> Value { return !truthy(right->evaluate(value)); });
      }
      case Kind::left: {
        auto inside = expression(0);
        if (inside && !skip(Kind::right)) return unexpected();
        return inside;
      }
      case Kind::star:
        return project(values_of(identity()), strength(Kind::star));
      case Kind::flatten:
      case Kind::filter:
      case Kind::open:
        --next_;
        return extend(identity());
      default:
        return unexpected();
    }
  }

  Result<NodePtr> extend(NodePtr left) {
    const auto kind = take().kind;
    switch (kind) {
      case Kind::dot: {
        if (skip(Kind::star)) return project(values_of(left), strength(Kind::star));
        auto right = expression(strength(Kind::dot));
        if (!right) return right;
        return chain(left, *right);
      }
      case Kind::flatten:
        return project(flatten(left), strength(Kind::flatten));
      case Kind::open:
        return bracket(left);
      case Kind::filter: {
        auto condition = expression(0);
        if (!condition) return condition;
        if (!skip(Kind::close)) return unexpected();
        return project(filter(left, *condition), strength(Kind::filter));
      }
      default:
        return binary(kind, left);
    }
  }

  Result<NodePtr> bracket(NodePtr left) {
    if (at(Kind::number)) {
      const auto position = literal_of(take().text).integer();
      if (!skip(Kind::close)) return unexpected();
      return index(left, position);
    }
    if (!skip(Kind::star) || !skip(Kind::close)) return unexpected();
    return project(left, strength(Kind::star));
  }

  Result<NodePtr> binary(Kind kind, NodePtr left) {
    auto right = expression(strength(kind));
    if (!right) return right;
    if (kind == Kind::pipe) return chain(left, *right);
    if (kind == Kind::either) {
      return node([left, right = *right](const Value& value) {
        auto first = left->evaluate(value);
        return truthy(first) ? first : right->evaluate(value);
      });
    }
    if (kind == Kind::both) {
      return node([left, right = *right](const Value& value) {
        auto first = left->evaluate(value);
        return truthy(first) ? right->evaluate(value) : first;
      });
    }
    return comparison(kind, left, *right);
  }

  /// What follows a list is applied to each of its elements.
  Result<NodePtr> project(NodePtr list, int limit) {
    if (strength(tokens_[next_].kind) < projection_stop) return projection(list, identity());
    skip(Kind::dot);
    auto right = expression(limit);
    if (!right) return right;
    return projection(list, *right);
  }

  Result<NodePtr> function(const std::string& name) {
    std::vector<NodePtr> arguments;
    while (!skip(Kind::right)) {
      if (!arguments.empty() && !skip(Kind::comma)) return unexpected();
      auto argument = expression(0);
      if (!argument) return argument;
      arguments.push_back(*argument);
    }
    if (name == "length" && arguments.size() == 1) {
      return node([of = arguments[0]](const Value& value) { return length_of(of->evaluate(value)); });
    }
    if (name == "contains" && arguments.size() == 2) {
      return node([where = arguments[0], what = arguments[1]](const Value& value) {
        return contains(where->evaluate(value), what->evaluate(value));
      });
    }
    return fail("the path `" + std::string(text_) + "` uses the function " + name + ", which is not built in");
  }

  std::vector<Token> tokens_;
  std::size_t next_ = 0;
  std::string_view text_;
};

}  // namespace

Result<PathExpression> PathExpression::parse(std::string_view text) {
  auto tokens = tokens_of(text);
  if (!tokens) return tokens.error();
  auto root = Parser(std::move(*tokens), text).parse();
  if (!root) return root.error();
  return PathExpression(std::move(*root));
}

Value PathExpression::evaluate(const Value& document) const { return root_->evaluate(document); }

}  // namespace ashlar::awsapi
