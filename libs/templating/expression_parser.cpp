#include "templating/expression_parser.hpp"

#include <algorithm>

#include "templating/builtin.hpp"
#include "templating/operators.hpp"

namespace ashlar::templating {

namespace {

// Deeper ones would need more stack to be evaluated than a thread may have.
constexpr int deepest = 200;

[[noreturn]] void raise_too_deep(int line) {
  raise_syntax("the expression is nested too deeply", line, "divide it with `{% set %}`");
}

/// Counts how deep the parser itself is.
class Nesting {
 public:
  Nesting(int& depth, int line) : depth_(depth) {
    if (++depth_ > deepest) {
      --depth_;
      raise_too_deep(line);
    }
  }
  ~Nesting() { --depth_; }
  Nesting(const Nesting&) = delete;
  Nesting& operator=(const Nesting&) = delete;

 private:
  int& depth_;
};

int depth_of(const Expression* expression) { return expression == nullptr ? 0 : expression->depth; }

int depth_of(const std::vector<ExpressionRef>& expressions) {
  int depth = 0;
  for (const auto& expression : expressions) depth = std::max(depth, expression->depth);
  return depth;
}

int depth_of(const CallArguments& arguments) {
  int depth =
      std::max({depth_of(arguments.positional), depth_of(arguments.rest.get()), depth_of(arguments.named_rest.get())});
  for (const auto& argument : arguments.named) depth = std::max(depth, argument.value->depth);
  return depth;
}

}  // namespace

ExpressionRef ExpressionParser::with_depth(ExpressionRef expression, int children_depth) const {
  expression->depth = children_depth + 1;
  if (expression->depth > deepest) raise_too_deep(expression->line);
  return expression;
}

template <typename Node>
ExpressionRef ExpressionParser::make(int line, Node node, std::initializer_list<const Expression*> children) const {
  int depth = 0;
  for (const auto* child : children) depth = std::max(depth, depth_of(child));
  return with_depth(std::make_unique<Expression>(Expression{.line = line, .depth = 1, .node = std::move(node)}), depth);
}

ExpressionRef ExpressionParser::conditional() {
  const Nesting nesting(nesting_, tokens_.line());
  const int line = tokens_.line();
  const auto unknown_before = unknown_.size();
  auto then = logical_or();
  while (tokens_.skip_name("if")) {
    auto condition = logical_or();
    ExpressionRef otherwise;
    if (tokens_.skip_name("else")) otherwise = conditional();
    unknown_.resize(unknown_before);
    const auto *a = condition.get(), *b = then.get(), *c = otherwise.get();
    then = make(line, Conditional{std::move(condition), std::move(then), std::move(otherwise)}, {a, b, c});
  }
  return then;
}

ExpressionRef ExpressionParser::logical_or() {
  const int line = tokens_.line();
  auto left = logical_and();
  while (tokens_.skip_name("or")) {
    auto right = logical_and();
    const auto *a = left.get(), *b = right.get();
    left = make(line, Logical{false, std::move(left), std::move(right)}, {a, b});
  }
  return left;
}

ExpressionRef ExpressionParser::logical_and() {
  const int line = tokens_.line();
  auto left = negated();
  while (tokens_.skip_name("and")) {
    auto right = negated();
    const auto *a = left.get(), *b = right.get();
    left = make(line, Logical{true, std::move(left), std::move(right)}, {a, b});
  }
  return left;
}

ExpressionRef ExpressionParser::negated() {
  const int line = tokens_.line();
  if (!tokens_.skip_name("not")) return comparison();
  const Nesting nesting(nesting_, line);
  auto operand = negated();
  const auto* a = operand.get();
  return make(line, Not{std::move(operand)}, {a});
}

ExpressionRef ExpressionParser::comparison() {
  static constexpr std::pair<std::string_view, Comparator> symbols[] = {
      {"==", Comparator::equal},         {"!=", Comparator::unequal}, {"<", Comparator::less},
      {"<=", Comparator::less_or_equal}, {">", Comparator::greater},  {">=", Comparator::greater_or_equal}};
  const int line = tokens_.line();
  auto first = sum();
  std::vector<std::pair<Comparator, ExpressionRef>> others;
  int depth = first->depth;
  const auto add = [&](Comparator comparator) {
    others.emplace_back(comparator, sum());
    depth = std::max(depth, others.back().second->depth);
  };
  while (true) {
    const auto& token = tokens_.current();
    const auto* symbol = std::find_if(std::begin(symbols), std::end(symbols),
                                      [&](const auto& entry) { return token.is_symbol(entry.first); });
    if (symbol != std::end(symbols)) {
      tokens_.next();
      add(symbol->second);
    } else if (tokens_.skip_name("in")) {
      add(Comparator::in);
    } else if (token.is_name("not") && tokens_.look_ahead().is_name("in")) {
      tokens_.next();
      tokens_.next();
      add(Comparator::not_in);
    } else {
      break;
    }
  }
  if (others.empty()) return first;
  return with_depth(make(line, Comparison{std::move(first), std::move(others)}), depth);
}

ExpressionRef ExpressionParser::sum() {
  const int line = tokens_.line();
  auto left = concatenation();
  while (tokens_.current().is_symbol("+") || tokens_.current().is_symbol("-")) {
    const auto apply = tokens_.next().text == "+" ? add : subtract;
    auto right = concatenation();
    const auto *a = left.get(), *b = right.get();
    left = make(line, Binary{apply, std::move(left), std::move(right)}, {a, b});
  }
  return left;
}

ExpressionRef ExpressionParser::concatenation() {
  const int line = tokens_.line();
  auto first = product();
  if (!tokens_.current().is_symbol("~")) return first;
  std::vector<ExpressionRef> parts;
  parts.push_back(std::move(first));
  while (tokens_.skip_symbol("~")) parts.push_back(product());
  const int depth = depth_of(parts);
  return with_depth(make(line, Concatenation{std::move(parts)}), depth);
}

ExpressionRef ExpressionParser::product() {
  static constexpr std::pair<std::string_view, Value (*)(const Value&, const Value&)> symbols[] = {
      {"*", multiply}, {"/", divide}, {"//", floor_divide}, {"%", modulo}};
  const int line = tokens_.line();
  auto left = power();
  while (true) {
    const auto* symbol = std::find_if(std::begin(symbols), std::end(symbols),
                                      [&](const auto& entry) { return tokens_.current().is_symbol(entry.first); });
    if (symbol == std::end(symbols)) return left;
    tokens_.next();
    auto right = power();
    const auto *a = left.get(), *b = right.get();
    left = make(line, Binary{symbol->second, std::move(left), std::move(right)}, {a, b});
  }
}

ExpressionRef ExpressionParser::power() {
  const int line = tokens_.line();
  auto left = unary(true);
  while (tokens_.skip_symbol("**")) {
    auto right = unary(true);
    const auto *a = left.get(), *b = right.get();
    left = make(line, Binary{templating::power, std::move(left), std::move(right)}, {a, b});
  }
  return left;
}

ExpressionRef ExpressionParser::unary(bool with_filters) {
  const int line = tokens_.line();
  const Nesting nesting(nesting_, line);
  ExpressionRef found;
  if (tokens_.current().is_symbol("-") || tokens_.current().is_symbol("+")) {
    const bool negates = tokens_.next().text == "-";
    auto operand = unary(false);
    const auto* a = operand.get();
    found = make(line, Negation{std::move(operand), negates}, {a});
  } else {
    found = primary();
  }
  found = postfix(std::move(found));
  return with_filters ? filters_and_tests(std::move(found)) : std::move(found);
}

ExpressionRef ExpressionParser::name_or_constant() {
  const auto& token = tokens_.next();
  const auto& text = token.text;
  if (text == "true" || text == "True") return make(token.line, Literal{true});
  if (text == "false" || text == "False") return make(token.line, Literal{false});
  if (text == "none" || text == "None") return make(token.line, Literal{{}});
  if (on_name) on_name(text);
  return make(token.line, Name{text});
}

ExpressionRef ExpressionParser::primary() {
  const auto& token = tokens_.current();
  switch (token.kind) {
    case TokenKind::name:
      return name_or_constant();
    case TokenKind::integer:
      return make(token.line, Literal{tokens_.next().integer});
    case TokenKind::floating:
      return make(token.line, Literal{tokens_.next().floating});
    case TokenKind::string: {
      std::string text;
      while (tokens_.is(TokenKind::string)) text += tokens_.next().text;
      return make(token.line, Literal{std::move(text)});
    }
    default:
      break;
  }
  if (tokens_.skip_symbol("(")) {
    auto inner = tuple(TupleStyle::full, {}, true);
    tokens_.expect_symbol(")");
    return inner;
  }
  if (token.is_symbol("[")) return list();
  if (token.is_symbol("{")) return dict();
  raise_syntax("unexpected " + describe(token), token.line);
}

ExpressionRef ExpressionParser::tuple(TupleStyle style, std::string_view end, bool may_be_empty) {
  const int line = tokens_.line();
  const auto ends = [&] {
    const auto& token = tokens_.current();
    return token.kind == TokenKind::variable_end || token.kind == TokenKind::block_end || token.is_symbol(")") ||
           (!end.empty() && token.is_name(end));
  };
  std::vector<ExpressionRef> items;
  bool is_tuple = false;
  while (true) {
    if (!items.empty()) tokens_.expect_symbol(",");
    if (ends()) break;
    items.push_back(style == TupleStyle::primaries       ? primary()
                    : style == TupleStyle::unconditional ? unconditional()
                                                         : expression());
    if (!tokens_.current().is_symbol(",")) break;
    is_tuple = true;
  }
  if (!is_tuple && !items.empty()) return std::move(items.front());
  if (!is_tuple && !may_be_empty) raise_syntax("Expected an expression, got " + describe(tokens_.current()), line);
  const int depth = depth_of(items);
  return with_depth(make(line, TupleDisplay{std::move(items)}), depth);
}

ExpressionRef ExpressionParser::list() {
  const int line = tokens_.next().line;
  std::vector<ExpressionRef> items;
  while (!tokens_.current().is_symbol("]")) {
    if (!items.empty()) tokens_.expect_symbol(",");
    if (tokens_.current().is_symbol("]")) break;
    items.push_back(expression());
  }
  tokens_.expect_symbol("]");
  const int depth = depth_of(items);
  return with_depth(make(line, ListDisplay{std::move(items)}), depth);
}

ExpressionRef ExpressionParser::dict() {
  const int line = tokens_.next().line;
  std::vector<std::pair<ExpressionRef, ExpressionRef>> entries;
  int depth = 0;
  while (!tokens_.current().is_symbol("}")) {
    if (!entries.empty()) tokens_.expect_symbol(",");
    if (tokens_.current().is_symbol("}")) break;
    auto key = expression();
    tokens_.expect_symbol(":");
    auto value = expression();
    depth = std::max({depth, key->depth, value->depth});
    entries.emplace_back(std::move(key), std::move(value));
  }
  tokens_.expect_symbol("}");
  return with_depth(make(line, DictDisplay{std::move(entries)}), depth);
}

ExpressionRef ExpressionParser::postfix(ExpressionRef subject) {
  while (true) {
    const auto& token = tokens_.current();
    if (token.is_symbol(".") || token.is_symbol("[")) {
      subject = attribute_or_subscript(std::move(subject));
    } else if (token.is_symbol("(")) {
      subject = call(std::move(subject));
    } else {
      return subject;
    }
  }
}

ExpressionRef ExpressionParser::filters_and_tests(ExpressionRef subject) {
  while (true) {
    const auto& token = tokens_.current();
    if (token.is_symbol("|")) {
      subject = filters(std::move(subject), false);
    } else if (token.is_name("is")) {
      subject = test(std::move(subject));
    } else if (token.is_symbol("(")) {
      subject = call(std::move(subject));
    } else {
      return subject;
    }
  }
}

ExpressionRef ExpressionParser::attribute_or_subscript(ExpressionRef subject) {
  const int line = tokens_.line();
  const auto* a = subject.get();
  if (tokens_.next().text == "[") return subscript(std::move(subject), line);
  const auto& token = tokens_.next();
  if (token.kind == TokenKind::name) return make(line, Attribute{std::move(subject), token.text}, {a});
  if (token.kind != TokenKind::integer) raise_syntax("expected name or number", token.line);
  return make(line, Subscript{std::move(subject), make(token.line, Literal{token.integer})}, {a});
}

// `[1]`, `[1:2:3]`, or `[1, 2]`, which is a tuple.
ExpressionRef ExpressionParser::subscript(ExpressionRef subject, int line) {
  std::vector<ExpressionRef> keys;
  ExpressionRef bounds[3];
  bool is_slice = false;
  const auto bound_follows = [&] {
    const auto& token = tokens_.current();
    return !token.is_symbol("]") && !token.is_symbol(",") && !token.is_symbol(":");
  };
  while (!tokens_.current().is_symbol("]")) {
    if (!keys.empty()) tokens_.expect_symbol(",");
    ExpressionRef key;
    if (!tokens_.current().is_symbol(":")) key = expression();
    if (!tokens_.current().is_symbol(":")) {
      keys.push_back(std::move(key));
      continue;
    }
    if (!keys.empty()) raise_syntax("a slice must be the only subscript", tokens_.line());
    is_slice = true;
    bounds[0] = std::move(key);
    for (int i = 1; i < 3 && tokens_.skip_symbol(":"); ++i) {
      if (bound_follows()) bounds[i] = expression();
    }
    break;
  }
  tokens_.expect_symbol("]");
  if (is_slice) {
    const auto *a = subject.get(), *b = bounds[0].get(), *c = bounds[1].get(), *d = bounds[2].get();
    return make(line, Slice{std::move(subject), std::move(bounds[0]), std::move(bounds[1]), std::move(bounds[2])},
                {a, b, c, d});
  }
  ExpressionRef key;
  if (keys.size() == 1) {
    key = std::move(keys.front());
  } else {
    const int depth = depth_of(keys);
    key = with_depth(make(line, TupleDisplay{std::move(keys)}), depth);
  }
  const auto *a = subject.get(), *b = key.get();
  return make(line, Subscript{std::move(subject), std::move(key)}, {a, b});
}

void ExpressionParser::one_argument(CallArguments& found, int line) {
  const auto ensure = [&](bool holds) {
    if (!holds) raise_syntax("invalid syntax for function call expression", line);
  };
  if (tokens_.skip_symbol("*")) {
    ensure(!found.rest && !found.named_rest);
    found.rest = expression();
  } else if (tokens_.skip_symbol("**")) {
    ensure(!found.named_rest);
    found.named_rest = expression();
  } else if (tokens_.is(TokenKind::name) && tokens_.look_ahead().is_symbol("=")) {
    ensure(!found.named_rest);
    auto name = tokens_.next().text;
    tokens_.next();
    const auto is_it = [&](const NamedArgument& argument) { return argument.name == name; };
    if (std::any_of(found.named.begin(), found.named.end(), is_it))
      raise_syntax("keyword argument repeated: " + name, line);
    found.named.push_back({std::move(name), expression()});
  } else {
    ensure(!found.rest && !found.named_rest && found.named.empty());
    found.positional.push_back(expression());
  }
}

CallArguments ExpressionParser::arguments() {
  const int line = tokens_.line();
  tokens_.expect_symbol("(");
  CallArguments found;
  for (bool first = true; !tokens_.current().is_symbol(")"); first = false) {
    if (!first) {
      tokens_.expect_symbol(",");
      if (tokens_.current().is_symbol(")")) break;
    }
    one_argument(found, line);
  }
  tokens_.expect_symbol(")");
  return found;
}

ExpressionRef ExpressionParser::call(ExpressionRef callee) {
  const int line = tokens_.line();
  auto passed = arguments();
  const int depth = std::max(callee->depth, depth_of(passed));
  return with_depth(make(line, CallExpression{std::move(callee), std::move(passed)}), depth);
}

std::string ExpressionParser::dotted_name() {
  std::string name = tokens_.expect_name().text;
  while (tokens_.skip_symbol(".")) name += "." + tokens_.expect_name().text;
  return name;
}

ExpressionRef ExpressionParser::filters(ExpressionRef subject, bool first_is_bare) {
  while (first_is_bare || tokens_.skip_symbol("|")) {
    first_is_bare = false;
    const int line = tokens_.line();
    auto name = dotted_name();
    CallArguments passed;
    if (tokens_.current().is_symbol("(")) passed = arguments();
    const auto* filter = find_filter(name);
    if (filter == nullptr) unknown_.push_back({"filter", name, line});
    const int depth = std::max(depth_of(subject.get()), depth_of(passed));
    subject = with_depth(make(line, Filter{std::move(subject), std::move(name), filter, std::move(passed)}), depth);
  }
  return subject;
}

ExpressionRef ExpressionParser::test(ExpressionRef subject) {
  const int line = tokens_.next().line;
  const bool negates = tokens_.skip_name("not");
  auto name = dotted_name();
  CallArguments passed;
  const auto& token = tokens_.current();
  const bool bare =
      token.kind == TokenKind::string || token.kind == TokenKind::integer || token.kind == TokenKind::floating ||
      token.is_symbol("[") || token.is_symbol("{") ||
      (token.kind == TokenKind::name && !token.is_name("else") && !token.is_name("or") && !token.is_name("and"));
  if (token.is_symbol("(")) {
    passed = arguments();
  } else if (bare) {
    if (token.is_name("is")) raise_syntax("You cannot chain multiple tests with is", token.line);
    passed.positional.push_back(postfix(primary()));
  }
  const auto* known = find_test(name);
  if (known == nullptr) unknown_.push_back({"test", name, line});
  const int depth = std::max(subject->depth, depth_of(passed));
  auto found = with_depth(make(line, Test{std::move(subject), std::move(name), known, std::move(passed)}), depth);
  if (!negates) return found;
  const auto* a = found.get();
  return make(line, Not{std::move(found)}, {a});
}

}  // namespace ashlar::templating
