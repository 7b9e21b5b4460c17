#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ashlar::fleet {

/// The word as a POSIX shell reads it back: `it's` -> `'it'\''s'`. Harmless words stay as they are.
[[nodiscard]] std::string quote_word(std::string_view word);

/// A command line of which a POSIX shell makes `argv` again.
[[nodiscard]] std::string quote_words(const std::vector<std::string>& argv);

}  // namespace ashlar::fleet
