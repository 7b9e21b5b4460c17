#include "fleet/operations/secrets.hpp"

#include <algorithm>

#include "base/strings.hpp"

namespace ashlar::fleet {

void SecretMask::add(const std::string& text) {
  if (text.size() < 3) return;
  const auto place =
      std::find_if(secrets_.begin(), secrets_.end(), [&](const auto& other) { return other.size() <= text.size(); });
  if (std::find(secrets_.begin(), secrets_.end(), text) == secrets_.end()) secrets_.insert(place, text);
}

void SecretMask::learn(const PropertyValue& value, bool secret) {
  if (const auto* mark = value.get<Secret>()) return learn(*mark->value, true);
  if (const auto* output = value.get<OutputValue>()) {
    if (output->value) learn(*output->value, secret || output->secret);
    return;
  }
  if (const auto* array = value.get<PropertyArray>()) {
    for (const auto& item : *array) learn(item, secret);
  } else if (const auto* map = value.get<PropertyMap>()) {
    for (const auto& [key, member] : *map) learn(member, secret);
  } else if (secret) {
    const auto* asset = value.get<Asset>();
    const auto* bytes = value.get<ByteString>();
    const auto text = asset != nullptr ? asset->text : bytes != nullptr ? bytes->bytes : value.as_string().value_or("");
    learn(text);
  }
}

void SecretMask::learn(const std::string& text) {
  add(text);
  for (const auto& line : split(text, '\n')) add(std::string(trim(line)));
}

void SecretMask::learn(const PropertyMap& map) {
  for (const auto& [key, value] : map) learn(value, false);
}

std::string SecretMask::hide(std::string text) const {
  for (const auto& secret : secrets_) text = replace_all(std::move(text), secret, "[secret]");
  return text;
}

}  // namespace ashlar::fleet
