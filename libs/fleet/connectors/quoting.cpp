#include "fleet/connectors/quoting.hpp"

#include "base/strings.hpp"

namespace ashlar::fleet {

std::string quote_word(std::string_view word) {
  constexpr std::string_view harmless = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+./:@,%";
  if (!word.empty() && word.find_first_not_of(harmless) == std::string_view::npos) return std::string(word);
  return "'" + replace_all(std::string(word), "'", "'\\''") + "'";
}

std::string quote_words(const std::vector<std::string>& argv) {
  std::vector<std::string> words;
  for (const auto& word : argv) words.push_back(quote_word(word));
  return join(words, " ");
}

}  // namespace ashlar::fleet
