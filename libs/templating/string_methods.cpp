// The methods of strings. Those of markup escape what they are given and give markup.
#include <algorithm>

#include "templating/builtin.hpp"
#include "templating/format.hpp"
#include "templating/operators.hpp"
#include "templating/printing.hpp"
#include "templating/slice.hpp"
#include "templating/strings.hpp"
#include "templating/unicode.hpp"

namespace ashlar::templating {

namespace {

const std::string& self(const Call& call) { return call.subject.as_text(); }

Value like(const Call& call, std::string text) { return Value::text(std::move(text), call.subject.is_markup()); }

// An argument as text that may go into the subject.
std::string part(const Call& call, std::size_t i) {
  const auto& text = call.text(i);
  return call.subject.is_markup() ? escaped(call[i]).as_text() : text;
}

template <typename Holds>
Value all_characters(const Call& call, const Holds& holds) {
  const auto parts = characters(self(call));
  return !parts.empty() &&
         std::all_of(parts.begin(), parts.end(), [&](std::string_view c) { return holds(code_point(c)); });
}

bool is_digit(char32_t code) { return code >= '0' && code <= '9'; }

template <typename Change>
Value changed(const Call& call, const Change& change) {
  return like(call, change(self(call)));
}

Value stripped(const Call& call, bool left, bool right) {
  const auto set = call[0].is_none() ? std::nullopt : std::optional(part(call, 0));
  return like(call, std::string(strip(self(call), set, left, right)));
}

Value parts_of(const Call& call, const std::vector<std::string_view>& parts) {
  List items;
  items.reserve(parts.size());
  for (const auto text : parts) items.push_back(like(call, std::string(text)));
  return items;
}

std::vector<std::string_view> split_at(std::string_view text, std::string_view separator, std::int64_t limit) {
  std::vector<std::string_view> parts;
  while (limit != 0) {
    const auto at = text.find(separator);
    if (at == std::string_view::npos) break;
    parts.push_back(text.substr(0, at));
    text.remove_prefix(at + separator.size());
    if (limit > 0) --limit;
  }
  parts.push_back(text);
  return parts;
}

std::vector<std::string_view> split_at_from_right(std::string_view text, std::string_view separator,
                                                  std::int64_t limit) {
  if (limit < 0) return split_at(text, separator, limit);
  std::vector<std::string_view> parts;
  for (; limit > 0; --limit) {
    const auto at = text.rfind(separator);
    if (at == std::string_view::npos) break;
    parts.push_back(text.substr(at + separator.size()));
    text = text.substr(0, at);
  }
  parts.push_back(text);
  std::reverse(parts.begin(), parts.end());
  return parts;
}

Value split_method(const Call& call, bool from_right) {
  const auto limit = call.integer(1, -1);
  if (call[0].is_none()) {
    return parts_of(call, from_right ? split_words_from_right(self(call), limit) : split_words(self(call), limit));
  }
  const auto& separator = call.text(0);
  if (separator.empty()) raise_value("empty separator");
  return parts_of(
      call, from_right ? split_at_from_right(self(call), separator, limit) : split_at(self(call), separator, limit));
}

Value partition_method(const Call& call, bool from_right) {
  const auto separator = part(call, 0);
  if (separator.empty()) raise_value("empty separator");
  const auto& text = self(call);
  const auto at = from_right ? text.rfind(separator) : text.find(separator);
  if (at == std::string::npos) {
    if (from_right) return Value::tuple({like(call, ""), like(call, ""), call.subject});
    return Value::tuple({call.subject, like(call, ""), like(call, "")});
  }
  return Value::tuple(
      {like(call, text.substr(0, at)), like(call, separator), like(call, text.substr(at + separator.size()))});
}

Value join_method(Call& call) {
  std::string text;
  bool first = true;
  std::int64_t index = 0;
  for (const auto& item : items_of(call[0])) {
    if (!first) text += self(call);
    first = false;
    if (call.subject.is_markup()) {
      append_escaped_value(text, item);
    } else if (item.is_string()) {
      text += item.as_text();
    } else {
      raise_type("sequence item " + std::to_string(index) + ": expected str instance, " + type_name(item) + " found");
    }
    ++index;
  }
  return like(call, std::move(text));
}

// The part of the subject between the bounds that are argument 1 and 2.
std::string_view searched(const Call& call, std::size_t& offset) {
  const auto length = static_cast<std::int64_t>(count_characters(self(call)));
  const auto bound = [&](std::size_t i, std::int64_t otherwise) {
    if (call[i].is_none()) return otherwise;
    auto at = call.integer(i, otherwise);
    if (at < 0) at += length;
    return std::clamp<std::int64_t>(at, 0, length);
  };
  const auto begin = bound(1, 0);
  const auto end = std::max(bound(2, length), begin);
  offset = static_cast<std::size_t>(begin);
  std::string_view text = self(call);
  text.remove_prefix(first_characters(text, offset).size());
  return first_characters(text, static_cast<std::size_t>(end - begin));
}

bool has_affix(const Call& call, bool at_start) {
  std::size_t offset = 0;
  const auto text = searched(call, offset);
  const auto fits = [&](const Value& affix) {
    if (!affix.is_string())
      raise_type(std::string(call.name) + " first arg must be str or a tuple of str, not " + type_name(affix));
    return at_start ? text.starts_with(affix.as_text()) : text.ends_with(affix.as_text());
  };
  if (!call[0].is(Kind::tuple)) return fits(call[0]);
  const auto& affixes = call[0].as_tuple().items;
  return std::any_of(affixes.begin(), affixes.end(), fits);
}

Value find_method_of(const Call& call, bool from_right, bool must) {
  std::size_t offset = 0;
  const auto text = searched(call, offset);
  const auto at = from_right ? text.rfind(call.text(0)) : text.find(call.text(0));
  if (at != std::string_view::npos) return static_cast<std::int64_t>(offset + count_characters(text.substr(0, at)));
  if (must) raise_value("substring not found");
  return -1;
}

Value padded(const Call& call, std::string (*pad)(std::string_view, std::int64_t, std::string_view)) {
  const auto fill = call.given(1) ? part(call, 1) : " ";
  if (call.given(1) && count_characters(call.text(1)) != 1)
    raise_type("The fill character must be exactly one character long");
  return like(call, pad(self(call), call.integer(0, 0), fill));
}

Value zfill_method(Call& call) {
  std::string_view text = self(call);
  const bool has_sign = text.starts_with('-') || text.starts_with('+');
  const auto sign = text.substr(0, has_sign ? 1 : 0);
  const auto width = call.integer(0, 0) - static_cast<std::int64_t>(sign.size());
  return like(call, std::string(sign) + pad_left(text.substr(sign.size()), width, "0"));
}

Value expand_tabs(Call& call) {
  const auto size = std::clamp<std::int64_t>(call.integer(0, 8), 0, 1000);
  std::string out;
  std::int64_t column = 0;
  for (const auto character : characters(self(call))) {
    if (character == "\t") {
      const auto blanks = size == 0 ? 0 : size - column % size;
      out.append(static_cast<std::size_t>(blanks), ' ');
      column += blanks;
      continue;
    }
    out += character;
    column = character == "\n" || character == "\r" ? 0 : column + 1;
  }
  return like(call, std::move(out));
}

Value without_affix(const Call& call, bool at_start) {
  std::string_view text = self(call);
  const std::string_view affix = call.text(0);
  if (at_start && text.starts_with(affix)) text.remove_prefix(affix.size());
  if (!at_start && !affix.empty() && text.ends_with(affix)) text.remove_suffix(affix.size());
  return like(call, std::string(text));
}

Value lines_method(Call& call) { return parts_of(call, split_lines(self(call), call.flag(0))); }

Value replace_method(Call& call) {
  return like(call, replace(self(call), part(call, 0), part(call, 1), call.integer(2, -1)));
}

Value count_method(Call& call) {
  std::size_t offset = 0;
  const auto& wanted = call.text(0);
  return count_parts(searched(call, offset), wanted);
}

// A word whose first letter alone is a capital, as are those of all other words.
Value is_title(Call& call) {
  bool any = false, inside = false;
  for (const auto character : characters(self(call))) {
    const auto code = code_point(character);
    if (is_upper(code) ? inside : is_lower(code) && !inside) return false;
    inside = is_letter(code);
    any = any || inside;
  }
  return any;
}

template <bool upper>
Value has_case(Call& call) {
  bool any = false;
  for (const auto character : characters(self(call))) {
    const auto code = code_point(character);
    if (upper ? is_lower(code) : is_upper(code)) return false;
    any = any || (upper ? is_upper(code) : is_lower(code));
  }
  return any;
}

constexpr Builtin methods[] = {
    {"upper", {}, 0, [](Call& c) { return changed(c, [](std::string_view t) { return to_upper(t); }); }},
    {"lower", {}, 0, [](Call& c) { return changed(c, [](std::string_view t) { return to_lower(t); }); }},
    {"casefold", {}, 0, [](Call& c) -> Value { return replace(to_lower(self(c)), "ß", "ss", -1); }},
    {"capitalize", {}, 0, [](Call& c) { return changed(c, [](std::string_view t) { return capitalize(t); }); }},
    {"title", {}, 0, [](Call& c) { return changed(c, [](std::string_view t) { return title(t); }); }},
    {"swapcase", {}, 0, [](Call& c) { return changed(c, [](std::string_view t) { return swap_case(t); }); }},
    {"strip", {"chars"}, 0, [](Call& c) { return stripped(c, true, true); }},
    {"lstrip", {"chars"}, 0, [](Call& c) { return stripped(c, true, false); }},
    {"rstrip", {"chars"}, 0, [](Call& c) { return stripped(c, false, true); }},
    {"split", {"sep", "maxsplit"}, 0, [](Call& c) { return split_method(c, false); }},
    {"rsplit", {"sep", "maxsplit"}, 0, [](Call& c) { return split_method(c, true); }},
    {"splitlines", {"keepends"}, 0, lines_method},
    {"partition", {"sep"}, 1, [](Call& c) { return partition_method(c, false); }},
    {"rpartition", {"sep"}, 1, [](Call& c) { return partition_method(c, true); }},
    {"join", {"iterable"}, 1, join_method},
    {"replace", {"old", "new", "count"}, 2, replace_method},
    {"startswith", {"prefix", "start", "end"}, 1, [](Call& c) -> Value { return has_affix(c, true); }},
    {"endswith", {"suffix", "start", "end"}, 1, [](Call& c) -> Value { return has_affix(c, false); }},
    {"find", {"sub", "start", "end"}, 1, [](Call& c) { return find_method_of(c, false, false); }},
    {"rfind", {"sub", "start", "end"}, 1, [](Call& c) { return find_method_of(c, true, false); }},
    {"index", {"sub", "start", "end"}, 1, [](Call& c) { return find_method_of(c, false, true); }},
    {"rindex", {"sub", "start", "end"}, 1, [](Call& c) { return find_method_of(c, true, true); }},
    {"count", {"sub", "start", "end"}, 1, count_method},
    {"center", {"width", "fillchar"}, 1, [](Call& c) { return padded(c, center); }},
    {"ljust", {"width", "fillchar"}, 1, [](Call& c) { return padded(c, pad_right); }},
    {"rjust", {"width", "fillchar"}, 1, [](Call& c) { return padded(c, pad_left); }},
    {"zfill", {"width"}, 1, zfill_method},
    {"expandtabs", {"tabsize"}, 0, expand_tabs},
    {"removeprefix", {"prefix"}, 1, [](Call& c) { return without_affix(c, true); }},
    {"removesuffix", {"suffix"}, 1, [](Call& c) { return without_affix(c, false); }},
    {"format", {}, 0, [](Call& c) { return format_braces(c.runtime, c.subject, c.all); }, true},
    {"isdigit", {}, 0, [](Call& c) { return all_characters(c, is_digit); }},
    {"isdecimal", {}, 0, [](Call& c) { return all_characters(c, is_digit); }},
    {"isnumeric", {}, 0, [](Call& c) { return all_characters(c, is_digit); }},
    {"isalpha", {}, 0, [](Call& c) { return all_characters(c, is_letter); }},
    {"isalnum",
     {},
     0,
     [](Call& c) { return all_characters(c, [](char32_t code) { return is_word(code) && code != '_'; }); }},
    {"isspace", {}, 0, [](Call& c) { return all_characters(c, is_space); }},
    {"isupper", {}, 0, has_case<true>},
    {"islower", {}, 0, has_case<false>},
    {"istitle", {}, 0, is_title},
};

}  // namespace

std::span<const Builtin> string_methods() { return methods; }

}  // namespace ashlar::templating
