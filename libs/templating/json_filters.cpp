// Filters that print data: `tojson` and `pprint`.
#include <algorithm>
#include <cmath>

#include "templating/builtin.hpp"
#include "templating/dict.hpp"
#include "templating/item_getter.hpp"
#include "templating/operators.hpp"
#include "templating/printing.hpp"
#include "templating/unicode.hpp"

namespace ashlar::templating {

namespace {

constexpr int deepest = 200;

void append_unit(std::string& out, char32_t unit) {
  static constexpr std::string_view hex = "0123456789abcdef";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += hex[unit >> shift & 0xF];
}

// ASCII only, and without what has a meaning in HTML.
void append_json_text(std::string& out, std::string_view text) {
  out += '"';
  for (const auto character : characters(text)) {
    const auto code = code_point(character);
    switch (code) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      default:
        if (code > 0xFFFF) {
          append_unit(out, 0xD800 + ((code - 0x10000) >> 10));
          append_unit(out, 0xDC00 + ((code - 0x10000) & 0x3FF));
        } else if (code < 0x20 || code >= 0x7F || code == '<' || code == '>' || code == '&' || code == '\'') {
          if (code == 0x7F) {
            out += character;
          } else {
            append_unit(out, code);
          }
        } else {
          out += character;
        }
    }
  }
  out += '"';
}

class JsonPrinter {
 public:
  /// `indent`: what a level is indented by; nothing prints all on one line.
  explicit JsonPrinter(std::optional<std::string> indent) : indent_(std::move(indent)) {}

  std::string run(const Value& value) {
    append(value);
    return std::move(out_);
  }

 private:
  void append(const Value& value) {
    switch (value.kind()) {
      case Kind::none:
        out_ += "null";
        return;
      case Kind::boolean:
        out_ += value.as_bool() ? "true" : "false";
        return;
      case Kind::integer:
        append_text(out_, value);
        return;
      case Kind::floating:
        out_ += number(value.as_double());
        return;
      case Kind::string:
        append_json_text(out_, value.as_text());
        return;
      case Kind::list:
      case Kind::tuple:
        append_list(*value.sequence());
        return;
      case Kind::dict:
        append_dict(*value.as_dict());
        return;
      case Kind::undefined:
      case Kind::object:
        raise_type("Object of type " + type_name(value) + " is not JSON serializable");
    }
  }

  static std::string number(double value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
    return print_double(value);
  }

  void begin(char bracket) {
    if (++depth_ > deepest) raise(FailureKind::limit, "the value is nested too deeply to be printed");
    out_ += bracket;
  }

  void separate(bool first) {
    if (!first) out_ += indent_ ? "," : ", ";
    new_line();
  }

  void new_line() {
    if (!indent_) return;
    out_ += '\n';
    for (int i = 0; i < depth_; ++i) out_ += *indent_;
  }

  void end(char bracket, bool empty) {
    --depth_;
    if (!empty) new_line();
    out_ += bracket;
  }

  void append_list(const List& items) {
    begin('[');
    for (std::size_t i = 0; i < items.size(); ++i) {
      separate(i == 0);
      append(items[i]);
    }
    end(']', items.empty());
  }

  static std::string key_text(const Value& key) {
    switch (key.kind()) {
      case Kind::string:
        return key.as_text();
      case Kind::none:
        return "null";
      case Kind::boolean:
        return key.as_bool() ? "true" : "false";
      case Kind::integer:
        return to_text(key);
      case Kind::floating:
        return number(key.as_double());
      default:
        raise_type("keys must be str, int, float, bool or None, not " + type_name(key));
    }
  }

  void append_dict(const Dict& dict) {
    const auto items = sorted_by_keys(dict.items(), dict.keys(), false);
    begin('{');
    for (std::size_t i = 0; i < items.size(); ++i) {
      const auto& entry = items[i].as_tuple().items;
      separate(i == 0);
      append_json_text(out_, key_text(entry[0]));
      out_ += ": ";
      append(entry[1]);
    }
    end('}', items.empty());
  }

  std::optional<std::string> indent_;
  std::string out_;
  int depth_ = 0;
};

Value tojson_filter(Call& call) {
  std::optional<std::string> indent;
  if (call[0].is_string()) {
    indent = call[0].as_text();
  } else if (!call[0].is_none()) {
    indent.emplace(static_cast<std::size_t>(std::clamp<std::int64_t>(call.integer(0, 0), 0, 1000)), ' ');
  }
  return Value::markup(JsonPrinter(indent).run(call.subject));
}

/// As Python's pprint does: on one line what fits, else an entry a line; entries of dicts in the order of their keys.
class PrettyPrinter {
 public:
  std::string run(const Value& value) {
    append(value, 0, 0);
    return std::move(out_);
  }

 private:
  static constexpr std::size_t width = 80;

  static Value in_order(const Value& value, int depth) {
    if (depth > deepest) raise(FailureKind::limit, "the value is nested too deeply to be printed");
    if (value.is(Kind::dict)) {
      auto sorted = std::make_shared<Dict>();
      for (const auto& item : sorted_items(*value.as_dict())) {
        const auto& entry = item.as_tuple().items;
        sorted->set(entry[0], in_order(entry[1], depth + 1));
      }
      return sorted;
    }
    if (value.sequence() == nullptr) return value;
    List items;
    for (const auto& item : *value.sequence()) items.push_back(in_order(item, depth + 1));
    return value.is(Kind::tuple) ? Value::tuple(std::move(items)) : Value(std::move(items));
  }

  // Keys of different types are ordered by their types' names.
  static List sorted_items(const Dict& dict) {
    auto items = dict.items();
    std::stable_sort(items.begin(), items.end(), [](const Value& a, const Value& b) {
      const auto &left = a.as_tuple().items[0], &right = b.as_tuple().items[0];
      if ((left.is_number() && right.is_number()) || (left.is_string() && right.is_string())) return less(left, right);
      return type_name(left) < type_name(right);
    });
    return items;
  }

  // `allowance`: what will stand behind it on its last line.
  void append(const Value& value, std::size_t indent, std::size_t allowance) {
    const auto text = repr(in_order(value, 0));
    if (count_characters(text) + indent + allowance <= width ||
        (!value.is(Kind::dict) && value.sequence() == nullptr)) {
      out_ += text;
    } else if (value.is(Kind::dict)) {
      append_dict(*value.as_dict(), indent, allowance);
    } else {
      append_items(value, indent, allowance);
    }
  }

  void append_dict(const Dict& dict, std::size_t indent, std::size_t allowance) {
    const auto items = sorted_items(dict);
    out_ += '{';
    for (std::size_t i = 0; i < items.size(); ++i) {
      const bool last = i + 1 == items.size();
      const auto& entry = items[i].as_tuple().items;
      const auto key = repr(entry[0]) + ": ";
      out_ += key;
      append(entry[1], indent + 1 + count_characters(key), last ? allowance + 1 : 1);
      if (!last) out_ += ",\n" + std::string(indent + 1, ' ');
    }
    out_ += '}';
  }

  void append_items(const Value& value, std::size_t indent, std::size_t allowance) {
    const auto& items = *value.sequence();
    const bool is_tuple = value.is(Kind::tuple);
    const std::string close = is_tuple ? (items.size() == 1 ? ",)" : ")") : "]";
    out_ += is_tuple ? '(' : '[';
    for (std::size_t i = 0; i < items.size(); ++i) {
      const bool last = i + 1 == items.size();
      append(items[i], indent + 1, last ? allowance + close.size() : 1);
      if (!last) out_ += ",\n" + std::string(indent + 1, ' ');
    }
    out_ += close;
  }

  std::string out_;
};

constexpr Builtin filters[] = {
    {"tojson", {"indent"}, 0, tojson_filter},
    {"pprint", {}, 0, [](Call& c) -> Value { return PrettyPrinter().run(c.subject); }},
};

}  // namespace

std::span<const Builtin> json_filters() { return filters; }

}  // namespace ashlar::templating
