#pragma once

#include <functional>

#include "templating/expression.hpp"
#include "templating/token_stream.hpp"

namespace ashlar::templating {

/// A filter or test that does not exist.
struct UnknownName {
  std::string_view what;  ///< "filter" or "test"
  std::string name;
  int line = 0;
};

/// Reads expressions. Every function raises a syntax failure for what is none.
class ExpressionParser {
 public:
  explicit ExpressionParser(TokenStream& tokens) : tokens_(tokens) {}

  ExpressionRef expression() { return conditional(); }
  /// An expression without `x if y else z`.
  ExpressionRef unconditional() { return logical_or(); }

  enum class TupleStyle { full, unconditional, primaries };
  /// One expression, or several with commas, which are a tuple. `end` is a name that ends it, as `in` does.
  ExpressionRef tuple(TupleStyle style = TupleStyle::full, std::string_view end = {}, bool may_be_empty = false);

  /// `|a|b(c)` behind what is there; null when there is no `|`. `first` is set when the first filter has no `|`.
  ExpressionRef filters(ExpressionRef subject, bool first_is_bare);

  /// Those met so far, except where a condition may keep them from being reached.
  [[nodiscard]] std::vector<UnknownName>& unknown() { return unknown_; }

  /// Told of every name that is read.
  std::function<void(const std::string&)> on_name;

 private:
  ExpressionRef conditional();
  ExpressionRef logical_or();
  ExpressionRef logical_and();
  ExpressionRef negated();
  ExpressionRef comparison();
  ExpressionRef sum();
  ExpressionRef concatenation();
  ExpressionRef product();
  ExpressionRef power();
  ExpressionRef unary(bool with_filters);
  ExpressionRef primary();
  ExpressionRef name_or_constant();
  ExpressionRef list();
  ExpressionRef dict();
  ExpressionRef postfix(ExpressionRef subject);
  ExpressionRef filters_and_tests(ExpressionRef subject);
  ExpressionRef attribute_or_subscript(ExpressionRef subject);
  ExpressionRef subscript(ExpressionRef subject, int line);
  ExpressionRef call(ExpressionRef callee);
  ExpressionRef test(ExpressionRef subject);
  CallArguments arguments();
  void one_argument(CallArguments& found, int line);
  std::string dotted_name();

  template <typename Node>
  ExpressionRef make(int line, Node node, std::initializer_list<const Expression*> children = {}) const;
  ExpressionRef with_depth(ExpressionRef expression, int children_depth) const;

  TokenStream& tokens_;
  std::vector<UnknownName> unknown_;
  int nesting_ = 0;
};

}  // namespace ashlar::templating
