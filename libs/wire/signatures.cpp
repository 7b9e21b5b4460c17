#include "wire/signatures.hpp"

#include <algorithm>
#include <array>

namespace ashlar::wire {

bool is_unknown_sentinel(std::string_view text) {
  static constexpr std::array<std::string_view, 7> sentinels = {
      "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",  // bool
      "3eeb2bf0-c639-47a8-9e75-3b44932eb421",  // number
      signature::unknown,
      "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",  // array
      "030794c1-ac77-496b-92df-f27374a8bd58",  // asset
      "e48ece36-62e2-4504-bad9-02848725956a",  // archive
      "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",  // object
  };
  constexpr std::size_t uuid_length = 36;
  return text.size() == uuid_length && std::find(sentinels.begin(), sentinels.end(), text) != sentinels.end();
}

}  // namespace ashlar::wire
