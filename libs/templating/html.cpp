#include "templating/html.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "templating/printing.hpp"
#include "templating/strings.hpp"
#include "templating/unicode.hpp"

namespace ashlar::templating {

namespace {

constexpr std::array<std::pair<std::string_view, char32_t>, 34> entities = {{
    {"amp", '&'},      {"lt", '<'},       {"gt", '>'},       {"quot", '"'},     {"apos", '\''},    {"nbsp", 0xA0},
    {"copy", 0xA9},    {"reg", 0xAE},     {"deg", 0xB0},     {"plusmn", 0xB1},  {"micro", 0xB5},   {"para", 0xB6},
    {"middot", 0xB7},  {"frac12", 0xBD},  {"laquo", 0xAB},   {"raquo", 0xBB},   {"times", 0xD7},   {"divide", 0xF7},
    {"auml", 0xE4},    {"ouml", 0xF6},    {"uuml", 0xFC},    {"Auml", 0xC4},    {"Ouml", 0xD6},    {"Uuml", 0xDC},
    {"szlig", 0xDF},   {"eacute", 0xE9},  {"euro", 0x20AC},  {"ndash", 0x2013}, {"mdash", 0x2014}, {"hellip", 0x2026},
    {"lsquo", 0x2018}, {"rsquo", 0x2019}, {"ldquo", 0x201C}, {"rdquo", 0x201D},
}};

// The character that `&name;` or `&#12;` means; nothing for what is no entity.
std::optional<char32_t> entity(std::string_view name) {
  if (name.starts_with('#')) {
    name.remove_prefix(1);
    const bool hex = name.starts_with('x') || name.starts_with('X');
    if (hex) name.remove_prefix(1);
    std::uint32_t code = 0;
    const auto read = std::from_chars(name.data(), name.data() + name.size(), code, hex ? 16 : 10);
    if (name.empty() || read.ec != std::errc{} || read.ptr != name.data() + name.size()) return std::nullopt;
    if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return U'\uFFFD';
    return code;
  }
  const auto* found =
      std::find_if(entities.begin(), entities.end(), [&](const auto& entry) { return entry.first == name; });
  return found == entities.end() ? std::nullopt : std::optional(found->second);
}

std::string unescape(std::string_view text) {
  std::string out;
  constexpr std::size_t longest = 32;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto end = text[i] == '&' ? text.substr(i, longest).find(';') : std::string_view::npos;
    const auto code = end == std::string_view::npos ? std::nullopt : entity(text.substr(i + 1, end - 1));
    if (!code) {
      out += text[i];
      continue;
    }
    append_code_point(out, *code);
    i += end;
  }
  return out;
}

std::string without(std::string_view text, std::string_view begin, std::string_view end) {
  std::string out;
  while (true) {
    const auto from = text.find(begin);
    const auto to = from == std::string_view::npos ? from : text.find(end, from);
    if (to == std::string_view::npos) return out + std::string(text);
    out += text.substr(0, from);
    text.remove_prefix(to + end.size());
  }
}

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> starts, std::size_t& length) {
  for (const auto start : starts) {
    if (!text.starts_with(start)) continue;
    length = start.size();
    return true;
  }
  return false;
}

bool ends_with_any(std::string_view text, std::initializer_list<std::string_view> ends, std::size_t& length) {
  for (const auto end : ends) {
    if (!text.ends_with(end)) continue;
    length = end.size();
    return true;
  }
  return false;
}

bool is_word_character(std::string_view character) { return is_word(code_point(character)); }

// `\w[\w.-]*\.\w+` to the end.
bool is_mail_domain(std::string_view text) {
  const auto dot = text.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || dot + 1 == text.size()) return false;
  const auto before = characters(text.substr(0, dot));
  const auto after = characters(text.substr(dot + 1));
  const auto inner = [](std::string_view c) { return is_word_character(c) || c == "." || c == "-"; };
  return is_word_character(before.front()) && std::all_of(before.begin(), before.end(), inner) &&
         std::all_of(after.begin(), after.end(), is_word_character);
}

bool is_mail_address(std::string_view text) {
  const auto at = text.rfind('@');
  return at != std::string_view::npos && at > 0 && is_mail_domain(text.substr(at + 1));
}

bool is_host_character(std::string_view c) { return is_word_character(c) || c == "%" || c == "-"; }

std::string_view without_port_and_path(std::string_view text, bool& valid) {
  auto end = std::min(text.find_first_of(":/?#"), text.size());
  auto rest = text.substr(end);
  valid = true;
  if (rest.starts_with(':')) {
    std::size_t digits = 1;
    while (digits < rest.size() && digits <= 5 && rest[digits] >= '0' && rest[digits] <= '9') ++digits;
    if (digits == 1) valid = false;
    rest.remove_prefix(digits);
  }
  if (!rest.empty() && rest.front() != '/' && rest.front() != '?' && rest.front() != '#') valid = false;
  return text.substr(0, end);
}

// What a link may be made of: an address with `http://` or `https://`, with `www.`, or with a well-known ending.
bool is_web_address(std::string_view text) {
  const auto lower = to_lower(text);
  std::string_view rest = lower;
  std::size_t scheme = 0;
  const bool has_scheme = starts_with_any(rest, {"https://", "http://"}, scheme);
  rest.remove_prefix(scheme);
  bool valid = true;
  const bool has_www = rest.starts_with("www.");
  const auto host = without_port_and_path(rest, valid);
  if (!valid || host.empty()) return false;
  if (has_scheme && host == "localhost") return true;
  std::vector<std::string_view> labels;
  for (std::size_t begin = 0; begin <= host.size();) {
    const auto end = std::min(host.find('.', begin), host.size());
    labels.push_back(host.substr(begin, end - begin));
    begin = end + 1;
  }
  for (const auto label : labels) {
    const auto parts = characters(label);
    if (parts.empty() || !std::all_of(parts.begin(), parts.end(), is_host_character)) return false;
  }
  if (labels.size() < 2) return false;
  if (has_scheme || has_www) return true;
  static constexpr std::array<std::string_view, 7> known = {"com", "net", "int", "edu", "gov", "org", "info"};
  return std::find(known.begin(), known.end(), labels.back()) != known.end() || labels.back() == "mil";
}

// What stands around an address: brackets and the signs that end a sentence.
struct Word {
  std::string head, middle, tail;
};

Word divided(std::string_view text) {
  Word word;
  std::size_t length = 0;
  while (starts_with_any(text, {"(", "<", "&lt;"}, length)) {
    word.head += text.substr(0, length);
    text.remove_prefix(length);
  }
  std::size_t end = text.size();
  while (ends_with_any(text.substr(0, end), {")", ">", ".", ",", "\n", "&gt;"}, length)) end -= length;
  word.middle = text.substr(0, end);
  word.tail = text.substr(end);
  // A bracket that was opened inside belongs to the address.
  for (const auto& [open, close] :
       {std::pair<std::string_view, std::string_view>{"(", ")"}, {"<", ">"}, {"&lt;", "&gt;"}}) {
    const auto opened = count_parts(word.middle, open);
    if (opened <= count_parts(word.middle, close)) continue;
    for (auto moves = std::min(opened, count_parts(word.tail, close)); moves > 0; --moves) {
      const auto to = word.tail.find(close) + close.size();
      word.middle += word.tail.substr(0, to);
      word.tail.erase(0, to);
    }
  }
  return word;
}

std::string linked(const std::string& text, const UrlizeOptions& options, const std::string& attributes) {
  const auto link = [](const std::string& address, const std::string& more, const std::string& shown) {
    return "<a href=\"" + address + "\"" + more + ">" + shown + "</a>";
  };
  std::string shown = text;
  if (options.longest && static_cast<std::int64_t>(count_characters(text)) > *options.longest) {
    shown = std::string(first_characters(text, static_cast<std::size_t>(std::max<std::int64_t>(*options.longest, 0)))) +
            "...";
  }
  if (is_web_address(text)) {
    const bool complete = text.starts_with("https://") || text.starts_with("http://");
    return link(complete ? text : "https://" + text, attributes, shown);
  }
  if (text.starts_with("mailto:") && is_mail_address(std::string_view(text).substr(7)))
    return link(text, "", text.substr(7));
  if (!text.starts_with("www.") && text.find(':') == std::string::npos && is_mail_address(text)) {
    return link("mailto:" + text, "", text);
  }
  for (const auto& scheme : options.extra_schemes) {
    if (text != scheme && text.starts_with(scheme)) return link(text, attributes, text);
  }
  return text;
}

}  // namespace

std::string strip_tags(std::string_view html) {
  const auto text = without(without(html, "<!--", "-->"), "<", ">");
  std::string out;
  for (const auto word : split_words(text)) {
    if (!out.empty()) out += ' ';
    out += word;
  }
  return unescape(out);
}

std::string urlize(std::string_view text, const UrlizeOptions& options) {
  std::string attributes;
  if (!options.rel.empty()) attributes += " rel=\"" + escape_html(options.rel) + "\"";
  if (!options.target.empty()) attributes += " target=\"" + escape_html(options.target) + "\"";
  const std::string_view rest = text;
  std::string out;
  std::size_t begin = 0;
  while (begin < rest.size()) {
    const auto space_at = [&](std::size_t at) {
      return is_space(code_point(rest.substr(at, next_character(rest, at) - at)));
    };
    const bool space = space_at(begin);
    auto end = begin;
    while (end < rest.size() && space_at(end) == space) end = next_character(rest, end);
    const auto part = rest.substr(begin, end - begin);
    begin = end;
    if (space) {
      out += part;
      continue;
    }
    const auto word = divided(part);
    out += word.head;
    out += linked(word.middle, options, attributes);
    out += word.tail;
  }
  return out;
}

std::string quote_url(std::string_view text, std::string_view safe) {
  static constexpr std::string_view hex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("_.-~").find(c) != std::string_view::npos ||
                       safe.find(c) != std::string_view::npos;
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += hex[byte >> 4];
      out += hex[byte & 0xF];
    }
  }
  return out;
}

}  // namespace ashlar::templating
