#include "templating/lexer.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "templating/failure.hpp"
#include "templating/string_literal.hpp"
#include "templating/unicode.hpp"

namespace ashlar::templating {

namespace {

constexpr std::array<std::string_view, 26> symbols = {"**", "//", "==", "!=", ">=", "<=", "+", "-", "/",
                                                      "*",  "%",  "~",  "[",  "]",  "(",  ")", "{", "}",
                                                      ">",  "<",  "=",  ".",  ":",  "|",  ",", ";"};

std::string with_plain_newlines(std::string_view source, bool keep_trailing) {
  std::string text;
  text.reserve(source.size());
  for (std::size_t i = 0; i < source.size(); ++i) {
    if (source[i] != '\r') {
      text += source[i];
      continue;
    }
    text += '\n';
    if (i + 1 < source.size() && source[i + 1] == '\n') ++i;
  }
  if (!keep_trailing && text.ends_with('\n')) text.pop_back();
  return text;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string without_underscores(std::string_view text) {
  std::string digits(text);
  std::erase(digits, '_');
  return digits;
}

class Lexer {
 public:
  Lexer(std::string source, const Options& options) : source_(std::move(source)), options_(options) {}

  std::vector<Token> run() {
    while (at_ < source_.size()) text();
    if (!tokens_.empty()) line_ = tokens_.back().line;
    add(TokenKind::end);
    return std::move(tokens_);
  }

 private:
  enum class Tag { none, block, variable, comment, raw };

  [[nodiscard]] std::string_view rest() const { return std::string_view(source_).substr(at_); }
  [[nodiscard]] bool here(std::string_view wanted) const { return rest().starts_with(wanted); }

  void add(TokenKind kind, std::string text = {}) {
    tokens_.push_back({.kind = kind, .line = line_, .text = std::move(text)});
  }

  void advance(std::size_t count) {
    const auto part = std::string_view(source_).substr(at_, count);
    line_ += static_cast<int>(std::count(part.begin(), part.end(), '\n'));
    if (!part.empty()) line_starting_ = part.back() == '\n';
    at_ += part.size();
  }

  void skip_space() { advance(rest().size() - strip(rest(), std::nullopt, true, false).size()); }

  // Which tag begins at `offset`; of several the longest delimiter wins.
  [[nodiscard]] Tag tag_at(std::size_t offset) const {
    const auto text = std::string_view(source_).substr(offset);
    const auto& d = options_.delimiters;
    Tag found = Tag::none;
    std::size_t longest = 0;
    const auto consider = [&](Tag tag, const std::string& start) {
      if (start.size() <= longest || !text.starts_with(start)) return;
      found = tag;
      longest = start.size();
    };
    consider(Tag::variable, d.variable_start);
    consider(Tag::block, d.block_start);
    consider(Tag::comment, d.comment_start);
    return found;
  }

  // The `raw` tag that begins here, to behind its `%}`; 0 when it is another one. `word` is `raw` or `endraw`.
  [[nodiscard]] std::size_t raw_tag_length(std::size_t offset, std::string_view word) const {
    auto text = std::string_view(source_).substr(offset);
    const auto whole = text.size();
    text.remove_prefix(options_.delimiters.block_start.size());
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    text = strip(text, std::nullopt, true, false);
    if (!text.starts_with(word)) return 0;
    text = strip(text.substr(word.size()), std::nullopt, true, false);
    const auto rest_of_tag = end_length(text, options_.delimiters.block_end, word == "endraw");
    return rest_of_tag == 0 ? 0 : whole - text.size() + rest_of_tag;
  }

  // The length of a tag's end with what it swallows; 0 when this is none. A `+` keeps the line break (`full` tags
  // only).
  [[nodiscard]] std::size_t end_length(std::string_view text, const std::string& end, bool full) const {
    if (text.starts_with('-') && text.substr(1).starts_with(end)) {
      const auto after = text.substr(1 + end.size());
      return text.size() - strip(after, std::nullopt, true, false).size();
    }
    if (full && text.starts_with('+') && text.substr(1).starts_with(end)) return 1 + end.size();
    if (!text.starts_with(end)) return 0;
    const bool swallows = full && options_.trim_blocks && text.substr(end.size()).starts_with('\n');
    return end.size() + (swallows ? 1 : 0);
  }

  // Adds `text`, without the blanks at its end that the tag behind it asks to strip.
  void add_data(std::string_view text, char strip_sign, bool may_lstrip) {
    const auto whole = text;
    if (strip_sign == '-') {
      text = strip(text, std::nullopt, false, true);
    } else if (strip_sign != '+' && options_.lstrip_blocks && may_lstrip) {
      const auto line_start = text.rfind('\n') + 1;
      if ((line_start > 0 || line_starting_) && strip(text.substr(line_start), std::nullopt, true, false).empty()) {
        text = text.substr(0, line_start);
      }
    }
    if (!text.empty()) add(TokenKind::data, std::string(text));
    advance(whole.size());
  }

  [[nodiscard]] char sign_at(std::size_t offset) const {
    const char c = offset < source_.size() ? source_[offset] : '\0';
    return c == '-' || c == '+' ? c : '\0';
  }

  void text() {
    auto tag = Tag::none;
    auto begin = at_;
    while (begin < source_.size() && (tag = tag_at(begin)) == Tag::none) ++begin;
    const auto data = std::string_view(source_).substr(at_, begin - at_);
    if (tag == Tag::none) {
      add_data(data, '+', false);
      return;
    }
    const auto& d = options_.delimiters;
    const auto raw = tag == Tag::block ? raw_tag_length(begin, "raw") : 0;
    const auto& start = tag == Tag::block ? d.block_start : tag == Tag::variable ? d.variable_start : d.comment_start;
    const char sign = sign_at(begin + start.size());
    add_data(data, sign, tag != Tag::variable);
    if (raw > 0) {
      raw_block(raw);
      return;
    }
    const int line = line_;
    const auto head = start.size() + (sign != '\0' ? 1 : 0);
    if (tag == Tag::comment) {
      advance(head);
      comment(line);
      return;
    }
    add(tag == Tag::block ? TokenKind::block_begin : TokenKind::variable_begin);
    advance(head);
    code(tag == Tag::block);
  }

  void comment(int line) {
    const auto& end = options_.delimiters.comment_end;
    const auto found = source_.find(end, at_);
    if (found == std::string::npos) raise_syntax("Missing end of comment tag", line);
    const bool signed_end = found > at_ && (source_[found - 1] == '-' || source_[found - 1] == '+');
    advance(found - at_ - (signed_end ? 1 : 0));
    advance(end_length(rest(), end, true));
  }

  void raw_block(std::size_t head) {
    const int line = line_;
    advance(head);
    const auto& start = options_.delimiters.block_start;
    for (auto found = source_.find(start, at_); found != std::string::npos; found = source_.find(start, found + 1)) {
      const auto tail = raw_tag_length(found, "endraw");
      if (tail == 0) continue;
      add_data(std::string_view(source_).substr(at_, found - at_), sign_at(found + start.size()), true);
      advance(tail);
      return;
    }
    raise_syntax("Missing end of raw directive", line);
  }

  // --- between the delimiters

  void code(bool is_block) {
    std::vector<char> open;
    const auto& end = is_block ? options_.delimiters.block_end : options_.delimiters.variable_end;
    while (at_ < source_.size()) {
      if (open.empty()) {
        if (const auto length = end_length(rest(), end, is_block); length > 0) {
          add(is_block ? TokenKind::block_end : TokenKind::variable_end);
          advance(length);
          return;
        }
      }
      const auto before = at_;
      skip_space();
      if (at_ == before) one_token(open);
    }
  }

  void one_token(std::vector<char>& open) {
    const char c = source_[at_];
    if (is_digit(c)) {
      number();
    } else if (c == '"' || c == '\'') {
      string(c);
    } else if (const auto length = name_length(); length > 0) {
      add(TokenKind::name, std::string(rest().substr(0, length)));
      advance(length);
    } else {
      symbol(open);
    }
  }

  [[nodiscard]] std::size_t name_length() const {
    const auto text = rest();
    std::size_t end = 0;
    while (end < text.size()) {
      const auto next = next_character(text, end);
      if (!is_word(code_point(text.substr(end, next - end)))) break;
      end = next;
    }
    return end;
  }

  // Digits with single underscores between them, from `offset` on.
  template <typename IsDigit>
  static std::size_t digits_end(std::string_view text, std::size_t offset, const IsDigit& is_one) {
    if (offset >= text.size() || !is_one(text[offset])) return offset;
    while (offset < text.size()) {
      if (is_one(text[offset])) {
        ++offset;
      } else if (text[offset] == '_' && offset + 1 < text.size() && is_one(text[offset + 1])) {
        offset += 2;
      } else {
        break;
      }
    }
    return offset;
  }

  [[nodiscard]] std::size_t float_length() const {
    const auto text = rest();
    if (at_ > 0 && source_[at_ - 1] == '.') return 0;
    const auto whole = digits_end(text, 0, is_digit);
    auto end = whole;
    if (end < text.size() && text[end] == '.') {
      const auto fraction = digits_end(text, end + 1, is_digit);
      if (fraction > end + 1) end = fraction;
    }
    if (end < text.size() && (text[end] == 'e' || text[end] == 'E')) {
      auto exponent = end + 1;
      if (exponent < text.size() && (text[exponent] == '+' || text[exponent] == '-')) ++exponent;
      const auto after = digits_end(text, exponent, is_digit);
      if (after > exponent) end = after;
    }
    return end == whole ? 0 : end;
  }

  void number() {
    if (const auto length = float_length(); length > 0) {
      const auto digits = without_underscores(rest().substr(0, length));
      add(TokenKind::floating, digits);
      std::from_chars(digits.data(), digits.data() + digits.size(), tokens_.back().floating);
      advance(length);
      return;
    }
    const auto text = rest();
    int base = 10;
    std::size_t length = 0;
    const char mark = text.size() > 1 && text[0] == '0' ? static_cast<char>(text[1] | 0x20) : '\0';
    if (mark == 'x' || mark == 'o' || mark == 'b') {
      base = mark == 'x' ? 16 : mark == 'o' ? 8 : 2;
      const auto fits = [base](char c) {
        const char lower = static_cast<char>(c | 0x20);
        return (c >= '0' && c <= '9' && c - '0' < base) || (base == 16 && lower >= 'a' && lower <= 'f');
      };
      const std::size_t first = text.size() > 2 && text[2] == '_' ? 3 : 2;
      length = digits_end(text, first, fits);
      if (length == first) length = 0;
    }
    if (length == 0) {
      base = 10;
      length = text[0] == '0' ? digits_end(text, 0, [](char c) { return c == '0'; }) : digits_end(text, 0, is_digit);
    }
    const auto digits = without_underscores(text.substr(base == 10 ? 0 : 2, length - (base == 10 ? 0 : 2)));
    add(TokenKind::integer, std::string(text.substr(0, length)));
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), tokens_.back().integer, base);
    if (read.ec != std::errc{}) raise_syntax("the number " + digits + " does not fit a 64-bit integer", line_);
    advance(length);
  }

  void string(char quote) {
    const auto text = rest();
    std::size_t end = 1;
    while (end < text.size() && text[end] != quote) end += text[end] == '\\' ? 2 : 1;
    if (end >= text.size()) unexpected_character();
    add(TokenKind::string, unescape_literal(text.substr(1, end - 1), line_));
    advance(end + 1);
  }

  [[noreturn]] void unexpected_character() const {
    const auto text = rest();
    raise_syntax(
        "unexpected char " + std::string(text.substr(0, next_character(text, 0))) + " at " + std::to_string(at_),
        line_);
  }

  void symbol(std::vector<char>& open) {
    for (const auto known : symbols) {
      if (!here(known)) continue;
      const char c = known.front();
      if (c == '(' || c == '[' || c == '{') open.push_back(c == '(' ? ')' : c == '[' ? ']' : '}');
      if (c == ')' || c == ']' || c == '}') {
        if (open.empty()) raise_syntax("unexpected '" + std::string(known) + "'", line_);
        if (open.back() != c) {
          raise_syntax("unexpected '" + std::string(known) + "', expected '" + std::string(1, open.back()) + "'",
                       line_);
        }
        open.pop_back();
      }
      add(TokenKind::symbol, std::string(known));
      advance(known.size());
      return;
    }
    unexpected_character();
  }

  std::string source_;
  const Options& options_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  int line_ = 1;
  bool line_starting_ = true;  ///< whether what was read last ended with a line break
};

}  // namespace

std::vector<Token> tokenize(std::string_view source, const Options& options) {
  return Lexer(with_plain_newlines(source, options.keep_trailing_newline), options).run();
}

std::string describe(const Token& token) {
  switch (token.kind) {
    case TokenKind::data:
      return "template text";
    case TokenKind::variable_begin:
      return "begin of print statement";
    case TokenKind::variable_end:
      return "end of print statement";
    case TokenKind::block_begin:
      return "begin of statement block";
    case TokenKind::block_end:
      return "end of statement block";
    case TokenKind::end:
      return "end of template";
    default:
      return "'" + token.text + "'";
  }
}

void raise_syntax(std::string message, int line, std::string help) {
  throw Raised{{.kind = FailureKind::syntax,
                .message = std::move(message),
                .template_name = {},
                .line = line,
                .help = std::move(help)}};
}

}  // namespace ashlar::templating
