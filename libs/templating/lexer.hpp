#pragma once
/// From a template's text to its tokens.

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "templating/options.hpp"

namespace ashlar::templating {

enum class TokenKind {
  data,  ///< text outside of tags, stripped as its neighbours ask
  variable_begin,
  variable_end,
  block_begin,
  block_end,
  name,
  string,
  integer,
  floating,
  symbol,  ///< an operator, bracket or separator
  end
};

struct Token {
  TokenKind kind = TokenKind::end;
  int line = 1;
  std::string text;  ///< what it says: a string's content, a name, a symbol
  std::int64_t integer = 0;
  double floating = 0;

  [[nodiscard]] bool is_name(std::string_view name) const { return kind == TokenKind::name && text == name; }
  [[nodiscard]] bool is_symbol(std::string_view symbol) const { return kind == TokenKind::symbol && text == symbol; }
};

/// The tokens of a template, the last one an `end`. Comments are left out. Raises a syntax failure.
[[nodiscard]] std::vector<Token> tokenize(std::string_view source, const Options& options);

/// A token as messages name it.
[[nodiscard]] std::string describe(const Token& token);

/// Raises a syntax failure at that line.
[[noreturn]] void raise_syntax(std::string message, int line, std::string help = {});

}  // namespace ashlar::templating
