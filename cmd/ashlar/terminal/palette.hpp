#pragma once
/// Colours by meaning: what writes text names a role, the palette knows whether and how it is coloured.

#include <string>
#include <string_view>

namespace ashlar::cli {

enum class Coloring {
  never,
  always,
  raw  ///< the markup that other tools of the ecosystem translate themselves: `<{%fg 1%}>`
};

enum class Role {
  plain,
  bold,
  heading,
  column,
  faint,
  link,
  prompt,
  info,
  warning,
  error,
  create,
  update,
  remove,
  replace,
  create_replacement,
  delete_replaced,
  read
};

class Palette {
 public:
  explicit Palette(Coloring coloring) : coloring_(coloring) {}

  [[nodiscard]] Coloring coloring() const { return coloring_; }
  /// What switches `role` on; empty without colours and for `plain`.
  [[nodiscard]] std::string_view on(Role role) const;
  /// What switches everything off again; empty without colours.
  [[nodiscard]] std::string_view off() const;
  /// `text` in `role`. An empty text stays empty.
  [[nodiscard]] std::string paint(Role role, std::string_view text) const;
  /// A message from elsewhere (a program, a plugin) for this palette: raw markup becomes colour or goes away; without
  /// colours the message's own ANSI sequences go too.
  [[nodiscard]] std::string translate(std::string_view message) const;

 private:
  Coloring coloring_;
};

}  // namespace ashlar::cli
