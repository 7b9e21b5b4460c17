// Filters that change text.
#include <algorithm>

#include "templating/builtin.hpp"
#include "templating/dict.hpp"
#include "templating/format.hpp"
#include "templating/operators.hpp"
#include "templating/printing.hpp"
#include "templating/runtime.hpp"
#include "templating/strings.hpp"
#include "templating/unicode.hpp"

namespace ashlar::templating {

namespace {

// The subject as text, changed by a function of text.
template <typename Change>
Value changed(const Call& call, const Change& change) {
  const auto text = as_string(call.subject);
  return Value::text(change(text.as_text()), text.is_markup());
}

// A capital at the beginning of each word; words begin behind spaces, hyphens and opening brackets.
std::string title_words(std::string_view text) {
  std::string out;
  bool inside = false;
  for (const auto character : characters(text)) {
    const bool divides =
        is_space(code_point(character)) || std::string_view("-({[<").find(character) != std::string_view::npos;
    out += inside ? to_lower(character) : to_upper(character);
    inside = !divides;
  }
  return out;
}

Value replace_filter(Call& call) {
  const auto count = call[2].is_none() ? -1 : call.integer(2, -1);
  if (!call.runtime.autoescape()) {
    return replace(to_text(call.subject), to_text(call[0]), to_text(call[1]), count);
  }
  const bool to_markup = call[0].is_markup() || (call[1].is_markup() && !call.subject.is_markup());
  const auto text = to_markup ? escaped(call.subject) : as_string(call.subject);
  if (!text.is_markup()) return replace(text.as_text(), to_text(call[0]), to_text(call[1]), count);
  const auto from = escaped(as_string(call[0]));
  const auto to = escaped(as_string(call[1]));
  return Value::markup(replace(text.as_text(), from.as_text(), to.as_text(), count));
}

Value format_filter(Call& call) {
  if (!call.all.positional.empty() && !call.all.named.empty()) {
    raise(FailureKind::runtime, "can't handle positional and keyword arguments at the same time");
  }
  const auto text = as_string(call.subject);
  if (call.all.named.empty()) return format_percent(text, Value::tuple(call.all.positional));
  auto values = std::make_shared<Dict>();
  for (const auto& [name, value] : call.all.named) values->set(Value(name), value);
  return format_percent(text, values);
}

Value trim_filter(Call& call) {
  return changed(call,
                 [&](std::string_view text) { return std::string(strip(text, call.optional_text(0), true, true)); });
}

Value reverse_filter(Call& call) {
  if (call.subject.is_string()) return changed(call, [](std::string_view text) { return reverse(text); });
  if (!is_iterable(call.subject)) raise(FailureKind::runtime, "argument must be iterable");
  auto items = items_of(call.subject);
  std::reverse(items.begin(), items.end());
  if (call.subject.object<Iterator>() != nullptr) return items;
  return Value(std::shared_ptr<Object>(std::make_shared<Iterator>(std::move(items), "reversed")));
}

// Runs of letters, digits and underscores.
Value word_count(Call& call) {
  std::int64_t count = 0;
  bool inside = false;
  for (const auto character : characters(as_string(call.subject).as_text())) {
    const bool is_part = is_word(code_point(character));
    if (is_part && !inside) ++count;
    inside = is_part;
  }
  return count;
}

constexpr Builtin filters[] = {
    {"upper", {}, 0, [](Call& c) { return changed(c, [](std::string_view t) { return to_upper(t); }); }},
    {"lower", {}, 0, [](Call& c) { return changed(c, [](std::string_view t) { return to_lower(t); }); }},
    {"capitalize", {}, 0, [](Call& c) { return changed(c, [](std::string_view t) { return capitalize(t); }); }},
    {"title", {}, 0, [](Call& c) -> Value { return title_words(as_string(c.subject).as_text()); }},
    {"center",
     {"width"},
     0,
     [](Call& c) { return changed(c, [&](std::string_view t) { return center(t, c.integer(0, 80)); }); }},
    {"replace", {"old", "new", "count"}, 2, replace_filter},
    {"format", {}, 0, format_filter, true},
    {"trim", {"chars"}, 0, trim_filter},
    {"reverse", {}, 0, reverse_filter},
    {"string", {}, 0, [](Call& c) { return as_string(c.subject); }},
    {"wordcount", {}, 0, word_count},
};

}  // namespace

std::span<const Builtin> text_filters() { return filters; }

}  // namespace ashlar::templating
