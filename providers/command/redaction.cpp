#include "providers/command/redaction.hpp"

#include <algorithm>

#include "base/strings.hpp"

namespace ashlar::providers::command {

void Redaction::add_secrets_of(const PropertyMap& map) {
  for (const auto& [key, value] : map) add(value, false);
  std::sort(texts_.begin(), texts_.end(),
            [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
  texts_.erase(std::unique(texts_.begin(), texts_.end()), texts_.end());
}

void Redaction::add(const PropertyValue& value, bool secret) {
  const auto* output = value.get<OutputValue>();
  secret = secret || value.is<Secret>() || (output != nullptr && output->secret);
  const auto& inner = value.unwrapped();
  if (const auto* map = inner.get<PropertyMap>()) {
    for (const auto& [key, item] : *map) add(item, secret);
  } else if (const auto* list = inner.get<PropertyArray>()) {
    for (const auto& item : *list) add(item, secret);
  } else if (const auto* text = inner.get<std::string>(); text != nullptr && secret) {
    if (!trim(*text).empty()) texts_.push_back(*text);
    for (const auto& line : split(*text, '\n')) {
      if (!trim(line).empty() && line.size() < text->size()) texts_.push_back(line);
    }
  }
}

std::string Redaction::apply(std::string shown) const {
  if (covers_everything_) return "[secret]";
  for (const auto& text : texts_) shown = replace_all(std::move(shown), text, "[secret]");
  return shown;
}

bool Redaction::touches(std::string_view text) const {
  if (covers_everything_) return !text.empty();
  return std::any_of(texts_.begin(), texts_.end(),
                     [&](const std::string& secret) { return text.find(secret) != std::string_view::npos; });
}

}  // namespace ashlar::providers::command
