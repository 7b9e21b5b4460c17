#pragma once
/// Expressions as trees. Nodes are made by the parser and never change afterwards.

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "templating/value.hpp"

namespace ashlar::templating {

struct Builtin;
struct Expression;
using ExpressionRef = std::unique_ptr<Expression>;

struct NamedArgument {
  std::string name;
  ExpressionRef value;
};

/// `(a, b, name=c, *more, **others)`
struct CallArguments {
  std::vector<ExpressionRef> positional;
  std::vector<NamedArgument> named;
  ExpressionRef rest, named_rest;  ///< `*` and `**`; null without
};

struct Literal {
  Value value;
};
struct Name {
  std::string name;
};
struct ListDisplay {
  std::vector<ExpressionRef> items;
};
struct TupleDisplay {
  std::vector<ExpressionRef> items;
};
struct DictDisplay {
  std::vector<std::pair<ExpressionRef, ExpressionRef>> entries;
};
struct Not {
  ExpressionRef operand;
};
struct Negation {
  ExpressionRef operand;
  bool negates = true;
};  ///< `-x` or `+x`
struct Binary {
  Value (*apply)(const Value&, const Value&);
  ExpressionRef left, right;
};
struct Logical {
  bool is_and;
  ExpressionRef left, right;
};
struct Concatenation {
  std::vector<ExpressionRef> parts;
};  ///< `a ~ b ~ c`

enum class Comparator { equal, unequal, less, less_or_equal, greater, greater_or_equal, in, not_in };
struct Comparison {
  ExpressionRef first;
  std::vector<std::pair<Comparator, ExpressionRef>> others;  ///< `a < b <= c`
};
struct Conditional {
  ExpressionRef condition, then, otherwise;
};  ///< `otherwise` may be null
struct Filter {
  ExpressionRef subject;  ///< null: what a filter block or block assignment renders
  std::string name;
  const Builtin* filter;  ///< null: unknown, which is an error only when it is reached
  CallArguments arguments;
};
struct Test {
  ExpressionRef subject;
  std::string name;
  const Builtin* test;  ///< null as above
  CallArguments arguments;
};
struct CallExpression {
  ExpressionRef callee;
  CallArguments arguments;
};
struct Attribute {
  ExpressionRef object;
  std::string name;
};
struct Subscript {
  ExpressionRef object, key;
};
struct Slice {
  ExpressionRef object, start, stop, step;
};  ///< bounds may be null

struct Expression {
  int line = 0;
  int depth = 1;  ///< how many nodes lie on the longest way down
  std::variant<Literal, Name, ListDisplay, TupleDisplay, DictDisplay, Not, Negation, Binary, Logical, Concatenation,
               Comparison, Conditional, Filter, Test, CallExpression, Attribute, Subscript, Slice>
      node;
};

}  // namespace ashlar::templating
