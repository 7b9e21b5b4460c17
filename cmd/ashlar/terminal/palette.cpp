#include "cmd/ashlar/terminal/palette.hpp"

#include <array>
#include <charconv>

#include "cmd/ashlar/terminal/text.hpp"

namespace ashlar::cli {

namespace {

struct Code {
  std::string_view ansi;
  std::string_view raw;
};

// In the order of `Role`.
constexpr std::array<Code, 17> codes = {{
    {"", ""},                                                // plain
    {"\x1b[1m", "<{%bold%}>"},                               // bold
    {"\x1b[38;5;13m\x1b[1m", "<{%fg 13%}><{%bold%}>"},       // heading
    {"\x1b[4m\x1b[38;5;12m", "<{%underline%}><{%fg 12%}>"},  // column
    {"\x1b[38;5;8m", "<{%fg 8%}>"},                          // faint
    {"\x1b[38;5;12m", "<{%fg 12%}>"},                        // link
    {"\x1b[38;5;6m\x1b[1m", "<{%fg 6%}><{%bold%}>"},         // prompt
    {"\x1b[38;5;5m", "<{%fg 5%}>"},                          // info
    {"\x1b[38;5;3m", "<{%fg 3%}>"},                          // warning
    {"\x1b[38;5;1m", "<{%fg 1%}>"},                          // error
    {"\x1b[38;5;2m", "<{%fg 2%}>"},                          // create
    {"\x1b[38;5;3m", "<{%fg 3%}>"},                          // update
    {"\x1b[38;5;1m", "<{%fg 1%}>"},                          // remove
    {"\x1b[38;5;13m", "<{%fg 13%}>"},                        // replace
    {"\x1b[38;5;10m", "<{%fg 10%}>"},                        // create_replacement
    {"\x1b[38;5;9m", "<{%fg 9%}>"},                          // delete_replaced
    {"\x1b[38;5;14m", "<{%fg 14%}>"},                        // read
}};

// The ANSI sequence for one directive of raw markup (`fg 1`, `bg 4`, `bold`, `underline`, `reset`); empty for unknown
// ones.
std::string ansi_of(std::string_view directive) {
  if (directive == "reset") return "\x1b[0m";
  if (directive == "bold") return "\x1b[1m";
  if (directive == "underline") return "\x1b[4m";
  const bool foreground = directive.starts_with("fg ");
  if (!foreground && !directive.starts_with("bg ")) return {};
  int color = 0;
  const auto number = directive.substr(3);
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), color);
  if (error != std::errc() || end != number.data() + number.size() || color < 0 || color > 255) return {};
  return (foreground ? "\x1b[38;5;" : "\x1b[48;5;") + std::to_string(color) + "m";
}

constexpr std::string_view markup_start = "<{%";
constexpr std::string_view markup_end = "%}>";

}  // namespace

std::string_view Palette::on(Role role) const {
  const auto& code = codes[static_cast<std::size_t>(role)];
  switch (coloring_) {
    case Coloring::never:
      return {};
    case Coloring::always:
      return code.ansi;
    case Coloring::raw:
      return code.raw;
  }
  return {};
}

std::string_view Palette::off() const {
  switch (coloring_) {
    case Coloring::never:
      return {};
    case Coloring::always:
      return "\x1b[0m";
    case Coloring::raw:
      return "<{%reset%}>";
  }
  return {};
}

std::string Palette::paint(Role role, std::string_view text) const {
  const auto start = on(role);
  if (start.empty() || text.empty()) return std::string(text);
  std::string painted(start);
  painted += text;
  painted += off();
  return painted;
}

std::string Palette::translate(std::string_view message) const {
  if (coloring_ == Coloring::raw) return std::string(message);
  std::string translated;
  while (true) {
    const auto start = message.find(markup_start);
    const auto end = start == std::string_view::npos ? start : message.find(markup_end, start);
    if (end == std::string_view::npos) {
      translated += message;
      break;
    }
    translated += message.substr(0, start);
    const auto directive = message.substr(start + markup_start.size(), end - start - markup_start.size());
    if (coloring_ == Coloring::always) translated += ansi_of(directive);
    message.remove_prefix(end + markup_end.size());
  }
  return coloring_ == Coloring::never ? without_ansi(translated) : translated;
}

}  // namespace ashlar::cli
