#pragma once
/// JMESPath (jmespath.org), as far as AWS's paginators and waiters use it: members, `[0]`, `[]`, `[*]`, `[?…]`,
/// comparisons, `&&`,
/// `||`, `!`, `|`, literals, and the functions `length` and `contains`.

#include <memory>
#include <string_view>

#include "aws/value.hpp"
#include "base/result.hpp"

namespace ashlar::awsapi {

/// A parsed expression. Cheap to copy.
class PathExpression {
 public:
  [[nodiscard]] static Result<PathExpression> parse(std::string_view text);
  /// What it comes to for `document`; null where there is nothing.
  [[nodiscard]] Value evaluate(const Value& document) const;

  struct Node;

 private:
  explicit PathExpression(std::shared_ptr<const Node> root) : root_(std::move(root)) {}
  std::shared_ptr<const Node> root_;
};

}  // namespace ashlar::awsapi
