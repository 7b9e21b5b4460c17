#pragma once
/// Keys, as a terminal in raw mode sends them.

#include <string>
#include <string_view>
#include <vector>

namespace ashlar::cli {

struct Key {
  enum class Kind {
    text,  ///< a character, in `text`
    enter,
    up,
    down,
    left,
    right,
    home,
    end,
    page_up,
    page_down,
    backspace,
    remove,
    tab,
    escape,
    interrupt,     ///< Ctrl-C
    end_of_input,  ///< Ctrl-D, or nobody is there any more
    clear_line     ///< Ctrl-U
  };
  Kind kind = Kind::text;
  std::string text;

  friend bool operator==(const Key&, const Key&) = default;
};

/// Turns the bytes of a terminal into keys. Bytes of one key may arrive apart; a lone escape byte counts as the key
/// once `flush` is called because nothing followed it.
class KeyDecoder {
 public:
  [[nodiscard]] std::vector<Key> feed(std::string_view bytes);
  [[nodiscard]] std::vector<Key> flush();
  [[nodiscard]] bool is_waiting() const { return !pending_.empty(); }

 private:
  std::string pending_;
};

}  // namespace ashlar::cli
