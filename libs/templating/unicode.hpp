#pragma once
/// Text as Python sees it: characters are code points, while our strings are UTF-8. Bytes that are not UTF-8 count as a
/// character each and stay what they are.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ashlar::templating {

[[nodiscard]] bool is_ascii(std::string_view text);
/// How many characters.
[[nodiscard]] std::size_t count_characters(std::string_view text);
/// Where the character begins that follows the one at `offset`. REQUIRES: offset < text.size().
[[nodiscard]] std::size_t next_character(std::string_view text, std::size_t offset);
/// The parts of `text` that are a character each.
[[nodiscard]] std::vector<std::string_view> characters(std::string_view text);
/// The first `count` characters, and the rest.
[[nodiscard]] std::string_view first_characters(std::string_view text, std::size_t count);

/// The code point of one character; 0xFFFD for a byte that is no UTF-8.
[[nodiscard]] char32_t code_point(std::string_view character);
void append_code_point(std::string& out, char32_t code);

[[nodiscard]] bool is_space(char32_t code);      ///< Python's str.isspace
[[nodiscard]] bool is_printable(char32_t code);  ///< what repr does not escape
[[nodiscard]] bool is_word(char32_t code);       ///< `\w`: letters, digits, underscore
[[nodiscard]] bool is_letter(char32_t code);
[[nodiscard]] bool is_upper(char32_t code);
[[nodiscard]] bool is_lower(char32_t code);

[[nodiscard]] std::string to_upper(std::string_view text);
[[nodiscard]] std::string to_lower(std::string_view text);

/// Without white space, or without the characters of `set`, at the ends that are asked for.
[[nodiscard]] std::string_view strip(std::string_view text, std::optional<std::string_view> set, bool left, bool right);
/// The lines of `text` as `str.splitlines` divides them, with their ends if `keep`.
[[nodiscard]] std::vector<std::string_view> split_lines(std::string_view text, bool keep = false);
/// Divides at runs of white space, at most `limit` times (negative: no limit).
[[nodiscard]] std::vector<std::string_view> split_words(std::string_view text, std::int64_t limit = -1);
[[nodiscard]] std::vector<std::string_view> split_words_from_right(std::string_view text, std::int64_t limit);

}  // namespace ashlar::templating
