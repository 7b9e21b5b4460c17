#pragma once

#include <algorithm>
#include <utility>

#include "templating/lexer.hpp"

namespace ashlar::templating {

/// The tokens of a template, read from the front. The last one, an `end`, can be looked at for ever.
class TokenStream {
 public:
  explicit TokenStream(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  [[nodiscard]] const Token& current() const { return tokens_[at_]; }
  [[nodiscard]] const Token& look_ahead() const { return tokens_[std::min(at_ + 1, tokens_.size() - 1)]; }
  [[nodiscard]] int line() const { return current().line; }
  [[nodiscard]] bool is(TokenKind kind) const { return current().kind == kind; }

  const Token& next() {
    const auto& token = tokens_[at_];
    if (at_ + 1 < tokens_.size()) ++at_;
    return token;
  }
  bool skip_name(std::string_view name) { return current().is_name(name) && (next(), true); }
  bool skip_symbol(std::string_view symbol) { return current().is_symbol(symbol) && (next(), true); }

  // Each raises a syntax failure when the current token is another one.
  const Token& expect(TokenKind kind, std::string_view what) {
    if (!is(kind)) raise_unexpected(what);
    return next();
  }
  const Token& expect_name() { return expect(TokenKind::name, "name"); }
  void expect_name(std::string_view name) {
    if (!skip_name(name)) raise_unexpected("'" + std::string(name) + "'");
  }
  void expect_symbol(std::string_view symbol) {
    if (!skip_symbol(symbol)) raise_unexpected("'" + std::string(symbol) + "'");
  }

 private:
  [[noreturn]] void raise_unexpected(std::string_view wanted) const {
    if (is(TokenKind::end)) {
      raise_syntax("unexpected end of template, expected " + std::string(wanted) + ".", line());
    }
    raise_syntax("expected token " + std::string(wanted) + ", got " + describe(current()), line());
  }

  std::vector<Token> tokens_;
  std::size_t at_ = 0;
};

}  // namespace ashlar::templating
