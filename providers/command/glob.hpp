#pragma once
/// Patterns of paths, in the language of the published provider (that of gobwas/glob with `/` as separator).

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace ashlar::providers::command {

/// `*` any characters but `/`, `**` any characters, `?` one character but `/`, `[abc]` `[a-c]` `[!abc]` one of a set or
/// not,
/// `{a,b}` alternatives, `\` takes the next character as it is.
class Glob {
 public:
  [[nodiscard]] static Result<Glob> parse(std::string_view pattern);

  /// Whether the whole of `path` is described. Takes time in proportion to the lengths of pattern and path.
  [[nodiscard]] bool matches(std::string_view path) const;

 private:
  struct Node;
  using Sequence = std::vector<Node>;
  class Parser;
  /// Places in the text: whether the pattern so far can end there.
  using Places = std::vector<bool>;
  [[nodiscard]] static Places advance(const Sequence& sequence, Places places, const std::vector<std::string>& text);
  [[nodiscard]] static Places step(const Node& node, const Places& places, const std::vector<std::string>& text);

  std::shared_ptr<const Sequence> sequence_;
};

}  // namespace ashlar::providers::command
