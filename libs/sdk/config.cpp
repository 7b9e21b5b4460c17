#include "ashlar/config.hpp"

#include <charconv>

#include "sdk/json.hpp"
#include "sdk/program.hpp"

namespace ashlar {

namespace {

/// Throws for a value that is there but not of the wanted type; `text` itself may be secret, so it is not shown.
[[noreturn]] void wrong_type(const std::string& key, const char* wanted, SourceLocation where) {
  throw ProgramError("configuration value '" + key + "' is not " + wanted, where);
}

std::optional<bool> parse_bool(const std::string& text) {
  if (text == "true") return true;
  if (text == "false") return false;
  return std::nullopt;
}

template <typename T>
std::optional<T> parse_number(const std::string& text) {
  T number{};
  const auto* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  return number;
}

template <typename T, typename Parse>
std::optional<T> typed(const std::optional<std::string>& text, Parse parse, const std::string& key, const char* wanted,
                       SourceLocation where) {
  if (!text) return std::nullopt;
  auto value = parse(*text);
  if (!value) wrong_type(key, wanted, where);
  return value;
}

[[noreturn]] void missing(const std::string& key, SourceLocation where, bool secret = false) {
  throw ProgramError("missing required configuration value '" + key + "'\n  set it with `ashlar config set " +
                         std::string(secret ? "--secret " : "") + key + " VALUE`",
                     where);
}

template <typename T>
T required(const std::optional<T>& value, const std::string& key, SourceLocation where) {
  if (!value) missing(key, where);
  return *value;
}

}  // namespace

Config::Config(Context& ctx) : Config(ctx, ctx.project()) {}

std::string Config::full_key(std::string_view key) const { return name_space_ + ":" + std::string(key); }

std::optional<std::string> Config::get(std::string_view key) const {
  const auto& config = ctx_->program().settings().config;
  const auto found = config.find(full_key(key));
  if (found == config.end()) return std::nullopt;
  return found->second;
}

std::string Config::require(std::string_view key, SourceLocation where) const {
  return required(get(key), full_key(key), where);
}

std::optional<bool> Config::get_bool(std::string_view key, SourceLocation where) const {
  return typed<bool>(get(key), parse_bool, full_key(key), "true or false", where);
}
bool Config::require_bool(std::string_view key, SourceLocation where) const {
  return required(get_bool(key, where), full_key(key), where);
}

std::optional<int> Config::get_int(std::string_view key, SourceLocation where) const {
  return typed<int>(get(key), parse_number<int>, full_key(key), "a whole number", where);
}
int Config::require_int(std::string_view key, SourceLocation where) const {
  return required(get_int(key, where), full_key(key), where);
}

std::optional<double> Config::get_double(std::string_view key, SourceLocation where) const {
  return typed<double>(get(key), parse_number<double>, full_key(key), "a number", where);
}
double Config::require_double(std::string_view key, SourceLocation where) const {
  return required(get_double(key, where), full_key(key), where);
}

std::optional<Value> Config::get_object(std::string_view key, SourceLocation where) const {
  const auto text = get(key);
  if (!text) return std::nullopt;
  auto parsed = sdk::parse_json(*text);
  if (!parsed) wrong_type(full_key(key), "a list or an object", where);
  return Value(std::move(*parsed));
}
Value Config::require_object(std::string_view key, SourceLocation where) const {
  return required(get_object(key, where), full_key(key), where);
}

std::optional<Output<std::string>> Config::get_secret(std::string_view key) const {
  const auto text = get(key);
  if (!text) return std::nullopt;
  return secret(*text);
}
Output<std::string> Config::require_secret(std::string_view key, SourceLocation where) const {
  const auto value = get_secret(key);
  if (!value) missing(full_key(key), where, true);
  return *value;
}
Output<Value> Config::require_secret_object(std::string_view key, SourceLocation where) const {
  return secret(require_object(key, where));
}

}  // namespace ashlar
