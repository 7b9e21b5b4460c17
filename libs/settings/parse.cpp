#include "settings/parse.hpp"

namespace ashlar::settings {

Parsed parse_text(const std::string& text, const SourceName& name, Format format) {
  if (format == Format::json) return parse_json(text, name);
  return format == Format::toml ? parse_toml(text, name) : parse_yaml(text, name);
}

std::optional<Format> format_of(std::string_view path) {
  if (path.ends_with(".json")) return Format::json;
  if (path.ends_with(".toml")) return Format::toml;
  if (path.ends_with(".yaml") || path.ends_with(".yml")) return Format::yaml;
  return std::nullopt;
}

Value parse(const std::string& content, const std::string& name, Format format) {
  auto parsed = parse_text(content, std::make_shared<const std::string>(name), format);
  if (const auto* malformed = std::get_if<Malformed>(&parsed)) {
    throw InvalidSettings(
        name,
        {{.path = {}, .message = malformed->message, .value = {}, .source = malformed->origin.text(), .hint = {}}});
  }
  return std::get<Value>(std::move(parsed)).resolved();
}

}  // namespace ashlar::settings
