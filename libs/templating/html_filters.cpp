// Filters that make text fit for HTML and addresses.
#include <algorithm>
#include <set>

#include "templating/builtin.hpp"
#include "templating/dict.hpp"
#include "templating/html.hpp"
#include "templating/operators.hpp"
#include "templating/printing.hpp"
#include "templating/runtime.hpp"
#include "templating/unicode.hpp"

namespace ashlar::templating {

namespace {

Value forceescape_filter(Call& call) { return Value::markup(escape_html(to_text(call.subject))); }

Value safe_filter(Call& call) { return Value::markup(to_text(call.subject)); }

// `safe` characters stay; in a query, spaces become `+`.
std::string quoted(const Value& value, bool in_query) {
  auto text = quote_url(to_text(value), in_query ? "" : "/");
  if (!in_query) return text;
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.compare(i, 3, "%20") == 0) {
      out += '+';
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

Value urlencode_filter(Call& call) {
  if (call.subject.is_string() || !is_iterable(call.subject)) return quoted(call.subject, false);
  const auto pairs = call.subject.is(Kind::dict) ? call.subject.as_dict()->items() : items_of(call.subject);
  std::string out;
  for (const auto& pair : pairs) {
    const auto parts = items_of(pair);
    if (parts.size() != 2) raise_value("urlencode wants pairs of names and values");
    if (!out.empty()) out += '&';
    out += quoted(parts[0], true) + "=" + quoted(parts[1], true);
  }
  return out;
}

Value urlize_filter(Call& call) {
  UrlizeOptions options;
  if (!call[0].is_none()) options.longest = call.integer(0, 0);
  std::set<std::string> rel = {"noopener"};
  if (call.flag(1)) rel.insert("nofollow");
  if (const auto given = call.optional_text(3)) {
    for (const auto word : split_words(*given)) rel.emplace(word);
  }
  for (const auto& word : rel) options.rel += (options.rel.empty() ? "" : " ") + word;
  options.target = call.optional_text(2).value_or("");
  if (!call[4].is_none()) {
    for (const auto& scheme : items_of(call[4])) options.extra_schemes.push_back(to_text(scheme));
  }
  const auto text = escaped(call.subject);
  return Value::text(urlize(text.as_text(), options), call.runtime.autoescape());
}

Value xmlattr_filter(Call& call) {
  if (call.subject.is_undefined()) raise_undefined(call.subject);
  if (!call.subject.is(Kind::dict)) raise_type("'" + type_name(call.subject) + "' object has no attribute 'items'");
  std::string out;
  call.subject.as_dict()->each([&](const Value& key, const Value& value) {
    if (value.is_none() || value.is_undefined()) return;
    const auto name = to_text(key);
    if (name.find_first_of(" \t\n\r\f\v/>=") != std::string::npos) {
      raise_value("Invalid character in attribute name: " + repr(key));
    }
    if (!out.empty()) out += ' ';
    append_escaped_value(out, key);
    out += "=\"";
    append_escaped_value(out, value);
    out += '"';
  });
  const bool space = !call.given(0) || call.flag(0);
  if (space && !out.empty()) out.insert(0, 1, ' ');
  return Value::text(std::move(out), call.runtime.autoescape());
}

constexpr Builtin filters[] = {
    {"escape", {}, 0, [](Call& c) { return escaped(c.subject); }},
    {"e", {}, 0, [](Call& c) { return escaped(c.subject); }},
    {"forceescape", {}, 0, forceescape_filter},
    {"safe", {}, 0, safe_filter},
    {"striptags", {}, 0, [](Call& c) -> Value { return strip_tags(to_text(c.subject)); }},
    {"urlencode", {}, 0, urlencode_filter},
    {"urlize", {"trim_url_limit", "nofollow", "target", "rel", "extra_schemes"}, 0, urlize_filter},
    {"xmlattr", {"autospace"}, 0, xmlattr_filter},
};

}  // namespace

std::span<const Builtin> html_filters() { return filters; }

}  // namespace ashlar::templating
