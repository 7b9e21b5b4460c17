#include "fleet/operations/arguments.hpp"

#include <cmath>

#include "base/strings.hpp"

namespace ashlar::fleet {
namespace {

/// The text of a text or a number.
std::optional<std::string> text_of(const PropertyValue& value) {
  const auto& plain = value.unwrapped();
  if (const auto* text = plain.get<std::string>()) return *text;
  if (const auto* bytes = plain.get<ByteString>()) return bytes->bytes;
  if (const auto* number = plain.get<double>()) return format_number(*number);
  return std::nullopt;
}

}  // namespace

void Arguments::reject(const std::string& name, const std::string& why) {
  if (!error_) error_ = fail("the argument `" + name + "` " + why, ErrorKind::usage);
}

const PropertyValue* Arguments::value(const std::string& name) {
  known_.insert(name);
  const auto* found = find(map_, name);
  if (found == nullptr) return nullptr;
  const auto& plain = found->unwrapped();
  if (plain.is<Computed>()) {
    reject(name, "is not known yet");
    return nullptr;
  }
  return plain.is_null() ? nullptr : &plain;
}

bool Arguments::given(const std::string& name) { return value(name) != nullptr; }

bool Arguments::is_null(const std::string& name) const {
  const auto* found = find(map_, name);
  return found != nullptr && found->unwrapped().is_null();
}

bool Arguments::is_secret(const std::string& name) {
  const auto* found = find(map_, name);
  return found != nullptr && found->contains_secrets();
}

std::optional<std::string> Arguments::optional_text(const std::string& name) {
  const auto* found = value(name);
  if (found == nullptr) return std::nullopt;
  auto text = text_of(*found);
  if (!text) reject(name, "must be a text");
  return text;
}

std::string Arguments::text(const std::string& name) {
  auto text = optional_text(name);
  if (!text || text->empty()) reject(name, "is required");
  return text.value_or("");
}

std::string Arguments::text_or(const std::string& name, std::string otherwise) {
  return optional_text(name).value_or(std::move(otherwise));
}

std::optional<bool> Arguments::optional_flag(const std::string& name) {
  const auto* found = value(name);
  if (found == nullptr) return std::nullopt;
  if (const auto* flag = found->get<bool>()) return *flag;
  reject(name, "must be true or false");
  return std::nullopt;
}

bool Arguments::flag(const std::string& name, bool otherwise) { return optional_flag(name).value_or(otherwise); }

std::optional<double> Arguments::optional_number(const std::string& name) {
  const auto* found = value(name);
  if (found == nullptr) return std::nullopt;
  if (const auto* number = found->get<double>()) return *number;
  reject(name, "must be a number");
  return std::nullopt;
}

std::vector<std::string> Arguments::texts(const std::string& name) {
  const auto* found = value(name);
  if (found == nullptr) return {};
  const auto* array = found->get<PropertyArray>();
  if (array == nullptr) {
    auto text = text_of(*found);
    if (!text) reject(name, "must be a list of texts");
    return text ? std::vector{*text} : std::vector<std::string>{};
  }
  std::vector<std::string> result;
  for (const auto& item : *array) {
    auto text = text_of(item);
    if (!text) reject(name, "must be a list of texts");
    result.push_back(text.value_or(""));
  }
  return result;
}

std::map<std::string, std::string> Arguments::text_map(const std::string& name) {
  const auto* found = value(name);
  if (found == nullptr) return {};
  const auto* map = found->get<PropertyMap>();
  if (map == nullptr) reject(name, "must be a map of texts");
  std::map<std::string, std::string> result;
  for (const auto& [key, member] : map != nullptr ? *map : PropertyMap{}) {
    auto text = text_of(member);
    if (const auto* flag = member.unwrapped().get<bool>()) text = *flag ? "true" : "false";
    if (!text) reject(name, "must be a map of texts");
    result[key] = text.value_or("");
  }
  return result;
}

std::optional<mode_t> Arguments::mode(const std::string& name) {
  auto digits = optional_text(name);
  if (!digits) return std::nullopt;
  mode_t mode = 0;
  bool octal = !digits->empty() && digits->size() <= 5;
  for (const char c : *digits) {
    octal = octal && c >= '0' && c <= '7';
    mode = mode * 8 + static_cast<mode_t>(c - '0');
  }
  if (octal && mode <= 07777) return mode;
  reject(name, "must be permissions in octal, as in \"644\", not \"" + *digits + "\"");
  return std::nullopt;
}

const Asset* Arguments::asset(const std::string& name) {
  const auto* found = value(name);
  const auto* asset = found != nullptr ? found->get<Asset>() : nullptr;
  if (asset == nullptr || asset->hash.empty()) {
    reject(name, "must be a file's content");
    return nullptr;
  }
  return asset;
}

Status Arguments::check() const {
  if (error_) return *error_;
  for (const auto& [name, value] : map_) {
    if (known_.contains(name)) continue;
    const auto meant = nearest(name, {known_.begin(), known_.end()});
    return fail_with_help("there is no argument `" + name + "`", meant ? "did you mean `" + *meant + "`?" : "",
                          ErrorKind::usage);
  }
  return {};
}

}  // namespace ashlar::fleet
