#include "project/secret_guess.hpp"

#include <algorithm>
#include <cmath>

#include "base/strings.hpp"

namespace ashlar::project {

namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// How many different characters a text could be made of, judging by those it has.
double alphabet_size(std::string_view text) {
  const auto any = [&](auto test) { return std::any_of(text.begin(), text.end(), test); };
  double size = 0;
  if (any([](char c) { return c >= 'a' && c <= 'z'; })) size += 26;
  if (any([](char c) { return c >= 'A' && c <= 'Z'; })) size += 26;
  if (any(is_digit)) size += 10;
  if (any([](char c) { return !is_letter(c) && !is_digit(c); })) size += 33;
  return size;
}

/// Whether letters can be spoken, as those of words can: with vowels in between, and in one case but for the first.
bool is_pronounceable(std::string_view letters) {
  constexpr std::size_t shortest_word = 3;
  if (letters.size() < shortest_word) return false;
  const auto lower = to_lower(letters);
  const auto rest = letters.substr(1);
  if (rest != std::string_view(lower).substr(1) &&
      std::any_of(letters.begin(), letters.end(), [](char c) { return c >= 'a'; })) {
    return false;
  }
  constexpr std::size_t most_consonants = 3;
  std::size_t consonants = 0;
  std::size_t vowels = 0;
  for (const char c : lower) {
    const bool vowel = std::string_view("aeiouy").find(c) != std::string_view::npos;
    consonants = vowel ? 0 : consonants + 1;
    vowels += vowel ? 1 : 0;
    if (consonants > most_consonants) return false;
  }
  return vowels * 5 >= lower.size();
}

/// The bits it takes to guess a text, with words counting as one of some ten thousand.
double guessing_bits(std::string_view text) {
  constexpr double bits_of_word = 13;
  const double bits_of_character = std::log2(std::max(alphabet_size(text), 2.0));
  double bits = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = static_cast<std::size_t>(
        std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), is_letter) - text.begin());
    const auto letters = text.substr(at, end - at);
    if (is_pronounceable(letters)) {
      bits += std::min(bits_of_word, bits_of_character * static_cast<double>(letters.size()));
    } else {
      bits += bits_of_character * static_cast<double>(letters.size());
    }
    at = end;
    if (at == text.size()) break;
    // Repeated and counted characters (000, 1234) cost little more than their first.
    const bool follows = at > 0 && (text[at] == text[at - 1] || text[at] == text[at - 1] + 1);
    bits += follows ? 1 : bits_of_character;
    ++at;
  }
  return bits;
}

}  // namespace

bool looks_like_secret(const ConfigKey& key, std::string_view value) {
  const auto name = to_lower(key.name());
  const auto speaks_of = [&](const char* word) { return name.find(word) != std::string::npos; };
  if (!speaks_of("pass") && !speaks_of("pwd") && !speaks_of("secret") && !speaks_of("token")) return false;
  constexpr std::size_t longest_looked_at = 16;
  constexpr double certain_bits = 80;
  constexpr double likely_bits = 40;
  constexpr double likely_bits_of_character = 3;
  const auto looked_at = value.substr(0, longest_looked_at);
  if (looked_at.empty()) return false;
  const auto bits = guessing_bits(looked_at);
  return bits >= certain_bits ||
         (bits >= likely_bits && bits / static_cast<double>(looked_at.size()) >= likely_bits_of_character);
}

}  // namespace ashlar::project
