#pragma once
/// What the Unicode database says of characters, as sorted ranges.

#include <span>

namespace ashlar::templating {

struct CharacterRange {
  char32_t first, last;
};

/// Every `step`th character from `first` to `last` has its counterpart `difference` away.
struct CaseMapping {
  char32_t first, last;
  int step, difference;
};

extern const std::span<const CharacterRange> word_characters;
extern const std::span<const CharacterRange> unprintable_characters;  ///< beyond ASCII
extern const std::span<const CaseMapping> to_upper_mappings;          ///< beyond ASCII
extern const std::span<const CaseMapping> to_lower_mappings;          ///< beyond ASCII

}  // namespace ashlar::templating
