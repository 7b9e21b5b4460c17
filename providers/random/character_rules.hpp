#pragma once
/// Random text with rules about its characters: what RandomString and RandomPassword share.

#include <cstdint>
#include <string>
#include <vector>

#include "providers/random/resource_type.hpp"

namespace ashlar::providers::random {

/// A set of characters, whether any place may be filled from it, and how many places have to be.
struct CharacterSet {
  std::vector<std::string> characters;
  bool allowed = true;
  std::size_t least = 0;
};

/// `length` characters: the least number of each set, the rest from the allowed ones, in a random order. A set that is
/// not allowed still gives its least number. REQUIRES: the least numbers fit into `length`, and any set that is drawn
/// from is not empty.
[[nodiscard]] std::string draw_text(std::size_t length, const std::vector<CharacterSet>& sets, Entropy& entropy);

/// The sets that planned values describe.
[[nodiscard]] std::vector<CharacterSet> character_sets(const PropertyMap& planned);

/// A type whose `result` follows the rules: inputs, defaults, validation. What is left: token, `generate`, `import`.
[[nodiscard]] ResourceType text_type();

/// Text drawn as planned values say.
[[nodiscard]] std::string draw_result(const PropertyMap& planned, Entropy& entropy);

/// What an import knows about a text that was made elsewhere: its length, and the defaults for the rest.
[[nodiscard]] PropertyMap imported_text(const std::string& text);

}  // namespace ashlar::providers::random
