#include "settings/scalars.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

#include "base/strings.hpp"
#include "settings/model_info.hpp"

namespace ashlar::settings {

namespace {

using Refusal = std::optional<std::string>;

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

Refusal expected(const Type& type, const Value& value) {
  std::string text = "must be " + kind_name(type) + ", not " + kind_name(value);
  return text;
}

Refusal store_boolean(const Type& type, const Value& value, void* object) {
  auto& target = *static_cast<bool*>(object);
  if (const auto* boolean = value.get<bool>()) {
    target = *boolean;
    return {};
  }
  if (value.is_word()) {
    const auto word = to_lower(*value.get<std::string>());
    const bool is_true = is_one_of(word, {"true", "yes", "on", "1"});
    if (is_true || is_one_of(word, {"false", "no", "off", "0"})) {
      target = is_true;
      return {};
    }
  }
  return expected(type, value);
}

std::optional<std::int64_t> whole_number(const Value& value) {
  if (const auto* whole = value.get<std::int64_t>()) return *whole;
  if (const auto* number = value.get<double>()) {
    constexpr double limit = 9007199254740992.0;  // 2^53: up to here every whole double is meant
    if (std::trunc(*number) == *number && std::abs(*number) <= limit) return static_cast<std::int64_t>(*number);
  }
  return std::nullopt;
}

template <typename Integer>
void put(std::int64_t whole, void* object) {
  const auto narrow = static_cast<Integer>(whole);
  std::memcpy(object, &narrow, sizeof narrow);
}

template <typename Signed>
std::int64_t take(bool is_signed, const void* object) {
  Signed value = 0;
  std::memcpy(&value, object, sizeof value);
  if (is_signed || sizeof value == sizeof(std::int64_t)) return value;
  return static_cast<std::int64_t>(static_cast<std::make_unsigned_t<Signed>>(value));
}

/// Integers and enumerations of any size. REQUIRES: it fits.
void put_integer(std::size_t size, std::int64_t whole, void* object) {
  if (size == 1) return put<std::int8_t>(whole, object);
  if (size == 2) return put<std::int16_t>(whole, object);
  if (size == 4) return put<std::int32_t>(whole, object);
  put<std::int64_t>(whole, object);
}

std::int64_t get_integer(std::size_t size, bool is_signed, const void* object) {
  if (size == 1) return take<std::int8_t>(is_signed, object);
  if (size == 2) return take<std::int16_t>(is_signed, object);
  if (size == 4) return take<std::int32_t>(is_signed, object);
  return take<std::int64_t>(is_signed, object);
}

bool fits(const Type& type, std::int64_t whole) {
  if (!type.is_signed && whole < 0) return false;
  if (type.size >= sizeof whole) return true;
  const auto bits = type.size * 8 - (type.is_signed ? 1 : 0);
  const auto most = static_cast<std::int64_t>((std::uint64_t{1} << bits) - 1);
  return whole <= most && (!type.is_signed || whole >= -most - 1);
}

Refusal store_integer(const Type& type, const Value& value, void* object) {
  const auto whole = whole_number(value.is_word() ? value.resolved() : value);
  if (!whole) return expected(type, value);
  if (!fits(type, *whole)) return type.is_signed || *whole > 0 ? "is too large" : "must not be negative";
  put_integer(type.size, *whole, object);
  return {};
}

Refusal store_number(const Type& type, const Value& written, void* object) {
  const auto value = written.is_word() ? written.resolved() : written;
  if (const auto* number = value.get<double>()) {
    *static_cast<double*>(object) = *number;
  } else if (const auto* whole = value.get<std::int64_t>()) {
    *static_cast<double*>(object) = static_cast<double>(*whole);
  } else {
    return expected(type, written);
  }
  return {};
}

Refusal store_duration(const Type& type, const Value& value, void* object) {
  std::optional<std::int64_t> nanoseconds;
  if (const auto* text = value.get<std::string>()) nanoseconds = parse_duration(*text);
  if (!nanoseconds) return expected(type, value);
  if (*nanoseconds % type.tick_nanoseconds != 0) {
    return "must be a multiple of " + format_duration(type.tick_nanoseconds);
  }
  put_integer(type.size, *nanoseconds / type.tick_nanoseconds, object);
  return {};
}

Refusal store_choice(const Type& type, const Value& value, void* object) {
  std::vector<std::string> words;
  const auto* text = value.get<std::string>();
  for (const auto& [word, number] : *type.choices) {
    words.push_back(word);
    if (text == nullptr || *text != word) continue;
    put_integer(type.size, number, object);
    return {};
  }
  return "must be one of " + join(words, ", ");
}

}  // namespace

std::optional<std::string> store_scalar(const Type& type, const Value& value, void* object) {
  switch (type.kind) {
    case Type::Kind::boolean:
      return store_boolean(type, value, object);
    case Type::Kind::integer:
      return store_integer(type, value, object);
    case Type::Kind::number:
      return store_number(type, value, object);
    case Type::Kind::duration:
      return store_duration(type, value, object);
    case Type::Kind::choice:
      return store_choice(type, value, object);
    case Type::Kind::any:
      *static_cast<Value*>(object) = value.resolved();
      return {};
    default:
      break;
  }
  const auto* text = value.get<std::string>();
  if (text == nullptr) return expected(type, value);
  if (type.kind == Type::Kind::secret) {
    *static_cast<Secret*>(object) = *text;
  } else {
    *static_cast<std::string*>(object) = *text;
  }
  return {};
}

Value load_scalar(const Type& type, const void* object) {
  switch (type.kind) {
    case Type::Kind::boolean:
      return *static_cast<const bool*>(object);
    case Type::Kind::integer:
      return get_integer(type.size, type.is_signed, object);
    case Type::Kind::number:
      return *static_cast<const double*>(object);
    case Type::Kind::duration:
      return format_duration(get_integer(type.size, true, object) * type.tick_nanoseconds);
    case Type::Kind::choice: {
      const auto number = get_integer(type.size, type.is_signed, object);
      for (const auto& [word, value] : *type.choices) {
        if (value == number) return word;
      }
      return number;
    }
    case Type::Kind::secret:
      return static_cast<const Secret*>(object)->reveal();
    case Type::Kind::any:
      return *static_cast<const Value*>(object);
    default:
      return *static_cast<const std::string*>(object);
  }
}

std::string kind_name(const Type& type) {
  switch (type.kind) {
    case Type::Kind::boolean:
      return "true or false";
    case Type::Kind::integer:
      return "a whole number";
    case Type::Kind::number:
      return "a number";
    case Type::Kind::duration:
      return "a duration such as 30s or 1h30m";
    case Type::Kind::list:
      return "a list";
    case Type::Kind::map:
    case Type::Kind::model:
      return "a map";
    case Type::Kind::optional:
      return kind_name(*type.element);
    case Type::Kind::either: {
      std::vector<std::string> names;
      for (const auto* alternative : type.alternatives) {
        auto name = kind_name(*alternative);
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
      }
      return join(names, " or ");
    }
    default:
      return "text";
  }
}

std::string kind_name(const Value& value) {
  constexpr std::array names = {"null", "a boolean", "a whole number", "a number", "text", "a list", "a map"};
  return names.at(static_cast<std::size_t>(value.kind()));
}

namespace {

Value resolve_number(const std::string& text) {
  std::string_view digits = text;
  const bool negative = digits.starts_with('-');
  if (negative || digits.starts_with('+')) digits.remove_prefix(1);
  int base = 10;
  if (digits.starts_with("0x") && !negative) base = 16;
  if (digits.starts_with("0o") && !negative) base = 8;
  if (base != 10) digits.remove_prefix(2);
  if (digits.empty() || digits.front() == '-' || digits.front() == '+') return text;
  const auto written = (negative ? "-" : "") + std::string(digits);
  std::int64_t whole = 0;
  const auto* const end = written.data() + written.size();
  const auto parsed = std::from_chars(written.data(), end, whole, base);
  if (parsed.ec == std::errc() && parsed.ptr == end) return whole;
  const bool is_decimal = digits.find_first_not_of("0123456789.eE+-") == std::string_view::npos &&
                          digits.find_first_of("0123456789") != std::string_view::npos;
  if (base != 10 || !is_decimal) return text;
  double number = 0;
  const auto read = std::from_chars(written.data(), end, number);
  if (read.ec != std::errc() || read.ptr != end) return text;
  return number;
}

}  // namespace

Value resolve_word(const std::string& text) {
  if (is_one_of(text, {"", "~", "null", "Null", "NULL"})) return {};
  if (is_one_of(text, {"true", "True", "TRUE"})) return true;
  if (is_one_of(text, {"false", "False", "FALSE"})) return false;
  const char first = text.front();
  const bool is_numeric =
      std::isdigit(static_cast<unsigned char>(first)) != 0 || first == '-' || first == '+' || first == '.';
  return is_numeric ? resolve_number(text) : Value(text);
}

std::optional<std::int64_t> parse_duration(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, double>, 6> units = {
      {{"ns", 1}, {"us", 1e3}, {"ms", 1e6}, {"h", 3.6e12}, {"m", 6e10}, {"s", 1e9}}};
  if (text == "0") return 0;
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  double total = 0;
  while (!text.empty()) {
    double number = 0;
    if (std::isdigit(static_cast<unsigned char>(text.front())) == 0 && text.front() != '.') return std::nullopt;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    if (parsed.ec != std::errc()) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(parsed.ptr - text.data()));
    const auto unit =
        std::find_if(units.begin(), units.end(), [&](const auto& u) { return text.starts_with(u.first); });
    if (unit == units.end()) return std::nullopt;
    text.remove_prefix(unit->first.size());
    total += number * unit->second;
  }
  if (total > static_cast<double>(std::numeric_limits<std::int64_t>::max())) return std::nullopt;
  const auto nanoseconds = static_cast<std::int64_t>(std::llround(total));
  return negative ? -nanoseconds : nanoseconds;
}

std::string format_duration(std::int64_t nanoseconds) {
  if (nanoseconds == 0) return "0s";
  if (nanoseconds < 0) return "-" + format_duration(-nanoseconds);
  constexpr std::array<std::pair<const char*, std::int64_t>, 6> units = {{{"h", 3'600'000'000'000},
                                                                          {"m", 60'000'000'000},
                                                                          {"s", 1'000'000'000},
                                                                          {"ms", 1'000'000},
                                                                          {"us", 1'000},
                                                                          {"ns", 1}}};
  std::string text;
  for (const auto& [unit, size] : units) {
    if (nanoseconds < size) continue;
    text += std::to_string(nanoseconds / size) + unit;
    nanoseconds %= size;
  }
  return text;
}

std::string compact_json(const Value& value) {
  std::string out;
  if (const auto* boolean = value.get<bool>()) return *boolean ? "true" : "false";
  if (const auto* whole = value.get<std::int64_t>()) return std::to_string(*whole);
  if (const auto* number = value.get<double>()) return std::isfinite(*number) ? format_number(*number) : "null";
  if (const auto* text = value.get<std::string>()) {
    append_json_string(out, *text);
    return out;
  }
  if (const auto* items = value.get<Value::List>()) {
    for (const auto& item : *items) out += (out.empty() ? "" : ", ") + compact_json(item);
    return "[" + out + "]";
  }
  if (const auto* members = value.get<Value::Map>()) {
    for (const auto& member : *members) {
      if (!out.empty()) out += ", ";
      append_json_string(out, member.key);
      out += ": " + compact_json(member.value);
    }
    return "{" + out + "}";
  }
  return "null";
}

std::string short_json(const Value& value, std::size_t most) {
  auto text = compact_json(value);
  if (text.size() <= most) return text;
  text.resize(most);
  while (!is_valid_utf8(text)) text.pop_back();
  return text + "…";
}

}  // namespace ashlar::settings
