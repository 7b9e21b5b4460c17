// Filters that lay text out in lines.
#include <algorithm>

#include "templating/builtin.hpp"
#include "templating/operators.hpp"
#include "templating/unicode.hpp"

namespace ashlar::templating {

namespace {

constexpr std::int64_t widest = 1'000'000;

Value truncate_filter(Call& call) {
  const auto length = call.integer(0, 255);
  const auto end = call.given(2) ? std::string(call.text(2)) : "...";
  const auto leeway = call[3].is_none() ? 5 : call.integer(3, 5);
  const auto end_length = static_cast<std::int64_t>(count_characters(end));
  if (length < end_length) {
    raise_value("expected length >= " + std::to_string(end_length) + ", got " + std::to_string(length));
  }
  if (leeway < 0) raise_value("expected leeway >= 0, got " + std::to_string(leeway));
  if (call.subject.is_undefined()) return call.subject;
  if (!call.subject.is_string()) raise_type("object of type '" + type_name(call.subject) + "' has no len()");
  const std::string_view text = call.subject.as_text();
  if (static_cast<std::int64_t>(count_characters(text)) <= length + leeway) return call.subject;
  auto kept = first_characters(text, static_cast<std::size_t>(length - end_length));
  if (!call.flag(1)) kept = kept.substr(0, std::min(kept.rfind(' '), kept.size()));
  return Value::text(std::string(kept) + end, call.subject.is_markup());
}

Value indent_filter(Call& call) {
  std::string indention;
  if (call[0].is_string()) {
    indention = call[0].as_text();
  } else {
    indention.assign(static_cast<std::size_t>(std::clamp<std::int64_t>(call.integer(0, 4), 0, widest)), ' ');
  }
  if (call.subject.is_undefined()) raise_undefined(call.subject);
  if (!call.subject.is_string()) raise_type("indent wants text, not " + type_name(call.subject));
  const auto text = call.subject.as_text() + "\n";  // so that a line break at the end begins one more line
  const bool blank = call.flag(2);
  std::string out;
  bool first = true;
  for (const auto line : split_lines(text)) {
    if (!first) out += '\n';
    if (first ? call.flag(1) : blank || !line.empty()) out += indention;
    out += line;
    first = false;
  }
  return Value::text(std::move(out), call.subject.is_markup());
}

struct WrapOptions {
  std::size_t width = 79;
  bool break_long_words = true;
  bool break_on_hyphens = true;
};

// Where a word may be divided: behind hyphens that stand between letters.
std::vector<std::string_view> split_hyphens(std::string_view word) {
  std::vector<std::string_view> parts;
  const auto units = characters(word);
  std::size_t begin = 0, offset = 0;
  for (std::size_t i = 0; i < units.size(); ++i) {
    offset += units[i].size();
    if (units[i] != "-" || i < 2 || i + 2 >= units.size()) continue;
    const auto letter = [&](std::size_t at) { return is_letter(code_point(units[at])) || units[at] == "_"; };
    if (letter(i - 1) && letter(i - 2) && letter(i + 1) && (letter(i + 2) || units[i + 2] == "-")) {
      parts.push_back(word.substr(begin, offset - begin));
      begin = offset;
    }
  }
  parts.push_back(word.substr(begin));
  return parts;
}

// Words and the white space between them.
std::vector<std::string_view> chunks_of(std::string_view text, bool break_on_hyphens) {
  std::vector<std::string_view> chunks;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const auto space_at = [&](std::size_t at) {
      return is_space(code_point(text.substr(at, next_character(text, at) - at)));
    };
    const bool space = space_at(begin);
    auto end = begin;
    while (end < text.size() && space_at(end) == space) end = next_character(text, end);
    const auto chunk = text.substr(begin, end - begin);
    if (space || !break_on_hyphens) {
      chunks.push_back(chunk);
    } else {
      for (const auto part : split_hyphens(chunk)) chunks.push_back(part);
    }
    begin = end;
  }
  return chunks;
}

bool is_blank(std::string_view chunk) { return strip(chunk, std::nullopt, true, true).empty(); }

// Fills lines with chunks; white space at the ends of lines goes, except before the first word of all.
std::vector<std::string> wrap(std::string_view text, const WrapOptions& options) {
  std::vector<std::string> lines;
  auto chunks = chunks_of(text, options.break_on_hyphens);
  std::reverse(chunks.begin(), chunks.end());
  while (!chunks.empty()) {
    if (!lines.empty() && is_blank(chunks.back())) chunks.pop_back();
    std::vector<std::string_view> line;
    std::size_t length = 0;
    while (!chunks.empty() && length + count_characters(chunks.back()) <= options.width) {
      length += count_characters(chunks.back());
      line.push_back(chunks.back());
      chunks.pop_back();
    }
    if (!chunks.empty() && count_characters(chunks.back()) > options.width) {
      if (options.break_long_words) {
        const auto part = first_characters(chunks.back(), std::max<std::size_t>(options.width - length, 1));
        line.push_back(part);
        chunks.back().remove_prefix(part.size());
      } else if (line.empty()) {
        line.push_back(chunks.back());
        chunks.pop_back();
      }
    }
    if (!line.empty() && is_blank(line.back())) line.pop_back();
    if (line.empty()) continue;
    std::string joined;
    for (const auto part : line) joined += part;
    lines.push_back(std::move(joined));
  }
  return lines;
}

Value wordwrap_filter(Call& call) {
  const auto width = call.integer(0, 79);
  if (width <= 0) raise_value("invalid width " + std::to_string(width) + " (must be > 0)");
  WrapOptions options{.width = static_cast<std::size_t>(width)};
  if (call.given(1)) options.break_long_words = call.flag(1);
  if (call.given(3)) options.break_on_hyphens = call.flag(3);
  const auto separator = call.optional_text(2).value_or("\n");
  if (call.subject.is_undefined()) raise_undefined(call.subject);
  if (!call.subject.is_string()) raise_type("wordwrap wants text, not " + type_name(call.subject));
  std::string out;
  bool first = true;
  for (const auto paragraph : split_lines(call.subject.as_text())) {
    if (!first) out += separator;
    first = false;
    bool first_line = true;
    for (const auto& line : wrap(paragraph, options)) {
      if (!first_line) out += separator;
      first_line = false;
      out += line;
    }
  }
  return out;
}

constexpr Builtin filters[] = {
    {"truncate", {"length", "killwords", "end", "leeway"}, 0, truncate_filter},
    {"indent", {"width", "first", "blank"}, 0, indent_filter},
    {"wordwrap", {"width", "break_long_words", "wrapstring", "break_on_hyphens"}, 0, wordwrap_filter},
};

}  // namespace

std::span<const Builtin> wrapping_filters() { return filters; }

}  // namespace ashlar::templating
