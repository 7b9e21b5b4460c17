#include "project/config_map.hpp"

#include <algorithm>
#include <charconv>

namespace ashlar::project {

namespace {

constexpr std::string_view secure_key = "secure";
/// A list is filled up with nulls when its first element is set by a higher index; a typing error must not fill the
/// memory.
constexpr std::size_t most_made_elements = 10'000;

Error reserved() {
  return fail_with_help("maps with the single key \"secure\" are reserved",
                        "they stand for secrets: choose another key");
}

/// The steps up to and including number `count`, as users write them.
std::string prefix_text(const std::vector<PathStep>& steps, std::size_t count) {
  return PropertyPath::of({steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(count)}).text();
}

/// A container that the step can lead into.
Result<YamlValue> container_for(const std::vector<PathStep>& steps, std::size_t at) {
  const auto* index = std::get_if<std::size_t>(&steps[at]);
  if (index == nullptr) return YamlValue(YamlMap());
  if (*index >= most_made_elements) return fail(prefix_text(steps, at + 1) + ": array index out of range");
  return YamlValue(YamlArray(*index + 1));
}

/// Puts `value` where `steps` from number `at` on lead to from `target`.
Status set_inside(YamlValue& target, const std::vector<PathStep>& steps, std::size_t at, YamlValue value) {
  if (at == steps.size()) {
    target = std::move(value);
    return {};
  }
  const auto* index = std::get_if<std::size_t>(&steps[at]);
  const bool is_container = target.is_container() && ciphertext_of(target) == nullptr;
  if (!is_container) {
    if (!target.is_null() && at > 1) {
      return fail(prefix_text(steps, at) + (index != nullptr ? ": expected an array" : ": expected a map"));
    }
    auto made = container_for(steps, at);
    if (!made) return made.error();
    target = *std::move(made);
  }
  if (auto* array = target.get<YamlArray>()) {
    if (index == nullptr) return fail(prefix_text(steps, at + 1) + ": key for an array must be an int");
    if (*index > array->size()) return fail(prefix_text(steps, at + 1) + ": array index out of range");
    if (*index == array->size()) array->emplace_back();
    return set_inside((*array)[*index], steps, at + 1, std::move(value));
  }
  if (index != nullptr) return fail(prefix_text(steps, at + 1) + ": key for a map must be a string");
  auto& map = *target.get<YamlMap>();
  const auto& key = std::get<std::string>(steps[at]);
  if (at + 1 == steps.size() && map.empty() && key == secure_key && value.is<std::string>()) return reserved();
  auto* member = map.find(key);
  if (member == nullptr) member = &map.set(key, YamlValue());
  return set_inside(*member, steps, at + 1, std::move(value));
}

Status remove_inside(YamlValue& target, const std::vector<PathStep>& steps, std::size_t at) {
  if (ciphertext_of(target) != nullptr) return {};
  const bool last = at + 1 == steps.size();
  const auto* index = std::get_if<std::size_t>(&steps[at]);
  if (auto* array = target.get<YamlArray>()) {
    if (index == nullptr || *index >= array->size()) return {};
    if (!last) return remove_inside((*array)[*index], steps, at + 1);
    array->erase(array->begin() + static_cast<std::ptrdiff_t>(*index));
    return {};
  }
  auto* map = target.get<YamlMap>();
  if (map == nullptr || index != nullptr) return {};
  const auto& key = std::get<std::string>(steps[at]);
  if (!last) {
    auto* member = map->find(key);
    return member == nullptr ? Status() : remove_inside(*member, steps, at + 1);
  }
  // What is left must not look like a secret.
  const auto* left = map->find(secure_key);
  if (map->size() == 2 && key != secure_key && map->find(key) != nullptr && left != nullptr &&
      left->is<std::string>()) {
    return reserved().within(prefix_text(steps, at + 1));
  }
  map->erase(key);
  return {};
}

const YamlValue* find_inside(const YamlValue& value, const std::vector<PathStep>& steps) {
  const auto* at = &value;
  for (std::size_t i = 1; i < steps.size(); ++i) {
    if (ciphertext_of(*at) != nullptr) return nullptr;
    if (const auto* index = std::get_if<std::size_t>(&steps[i])) {
      const auto* array = at->get<YamlArray>();
      if (array == nullptr || *index >= array->size()) return nullptr;
      at = &(*array)[*index];
    } else {
      const auto* map = at->get<YamlMap>();
      at = map == nullptr ? nullptr : map->find(std::get<std::string>(steps[i]));
      if (at == nullptr) return nullptr;
    }
  }
  return at;
}

/// Deep copy in which `change` says what stands in the place of every secret; it is given the ciphertext.
template <typename Change>
Result<YamlValue> with_secrets_changed(const YamlValue& value, const Change& change) {
  if (const auto* ciphertext = ciphertext_of(value)) return change(*ciphertext);
  if (const auto* array = value.get<YamlArray>()) {
    YamlArray copy;
    copy.reserve(array->size());
    for (std::size_t i = 0; i < array->size(); ++i) {
      auto item = with_secrets_changed((*array)[i], change);
      if (!item) return item.error().within("[" + std::to_string(i) + "]");
      copy.push_back(*std::move(item));
    }
    return YamlValue(std::move(copy));
  }
  if (const auto* map = value.get<YamlMap>()) {
    YamlMap copy;
    for (const auto& [key, member] : *map) {
      auto changed = with_secrets_changed(member, change);
      if (!changed) return changed.error().within(key);
      copy.append(key, *std::move(changed));
    }
    return YamlValue(std::move(copy));
  }
  return value;
}

template <typename Number>
std::optional<Number> parse_whole(std::string_view text) {
  Number number{};
  const auto* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  if (text.empty() || parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
  return number;
}

/// `config set --type`.
Result<YamlValue> typed(std::string_view text, ConfigType type) {
  const auto quoted = "'" + std::string(text) + "'";
  switch (type) {
    case ConfigType::any:
    case ConfigType::string:
      return YamlValue(text);
    case ConfigType::integer: {
      const auto integer = parse_whole<std::int64_t>(text.starts_with('+') ? text.substr(1) : text);
      if (!integer) return fail(quoted + " is not an int", ErrorKind::usage);
      return YamlValue(*integer);
    }
    case ConfigType::floating: {
      const auto number = parse_whole<double>(text.starts_with('+') ? text.substr(1) : text);
      if (!number) return fail(quoted + " is not a float", ErrorKind::usage);
      return YamlValue(*number);
    }
    case ConfigType::boolean:
      for (const auto* yes : {"1", "t", "T", "true", "TRUE", "True"}) {
        if (text == yes) return YamlValue(true);
      }
      for (const auto* no : {"0", "f", "F", "false", "FALSE", "False"}) {
        if (text == no) return YamlValue(false);
      }
      return fail(quoted + " is not a bool", ErrorKind::usage);
  }
  return YamlValue(text);
}

}  // namespace

Result<ConfigType> parse_config_type(std::string_view name) {
  if (name.empty()) return ConfigType::any;
  if (name == "string") return ConfigType::string;
  if (name == "int") return ConfigType::integer;
  if (name == "bool") return ConfigType::boolean;
  if (name == "float") return ConfigType::floating;
  return fail("invalid type \"" + std::string(name) + "\"; must be one of string, int, bool, or float",
              ErrorKind::usage);
}

YamlValue secure_value(std::string ciphertext) {
  YamlMap map;
  map.append(std::string(secure_key), YamlValue(std::move(ciphertext)));
  return map;
}

const std::string* ciphertext_of(const YamlValue& value) {
  const auto* map = value.get<YamlMap>();
  if (map == nullptr || map->size() != 1) return nullptr;
  const auto* secure = map->find(secure_key);
  return secure == nullptr ? nullptr : secure->get<std::string>();
}

bool is_secure(const YamlValue& value) {
  if (ciphertext_of(value) != nullptr) return true;
  if (const auto* array = value.get<YamlArray>()) return std::any_of(array->begin(), array->end(), is_secure);
  const auto* map = value.get<YamlMap>();
  return map != nullptr &&
         std::any_of(map->begin(), map->end(), [](const auto& member) { return is_secure(member.value); });
}

std::string config_text(const YamlValue& value) {
  if (const auto* text = value.get<std::string>()) return *text;
  return to_json(value);
}

Result<YamlValue> decrypted(const YamlValue& value, secrets::Crypter& crypter) {
  return with_secrets_changed(value, [&](const std::string& ciphertext) -> Result<YamlValue> {
    auto plaintext = crypter.decrypt(ciphertext);
    if (!plaintext) return plaintext.error();
    return YamlValue(*std::move(plaintext));
  });
}

Result<YamlValue> reencrypted(const YamlValue& value, secrets::Crypter& from, secrets::Crypter& to) {
  return with_secrets_changed(value, [&](const std::string& ciphertext) -> Result<YamlValue> {
    const auto plaintext = from.decrypt(ciphertext);
    if (!plaintext) return plaintext.error();
    auto again = to.encrypt(*plaintext);
    if (!again) return again.error();
    return secure_value(*std::move(again));
  });
}

YamlValue redacted(const YamlValue& value) {
  auto shown =
      with_secrets_changed(value, [](const std::string&) -> Result<YamlValue> { return YamlValue("[secret]"); });
  return *std::move(shown);  // nothing in it can fail
}

bool ConfigMap::has_secrets() const {
  return std::any_of(values_.begin(), values_.end(), [](const auto& entry) { return is_secure(entry.second); });
}

const YamlValue* ConfigMap::find(const ConfigKey& key) const {
  const auto found = values_.find(key);
  return found == values_.end() ? nullptr : &found->second;
}

namespace {

ConfigKey top_key(const ConfigKey& key, const std::vector<PathStep>& steps) {
  return ConfigKey::of(key.namespace_name(), std::get<std::string>(steps.front()));
}

}  // namespace

Result<std::optional<YamlValue>> ConfigMap::get_at(const ConfigKey& path) const {
  const auto steps = path.path();
  if (!steps) return steps.error();
  const auto* root = find(top_key(path, *steps));
  const auto* found = root == nullptr ? nullptr : find_inside(*root, *steps);
  return found == nullptr ? std::optional<YamlValue>() : *found;
}

Status ConfigMap::set_at(const ConfigKey& path, YamlValue value) {
  const auto steps = path.path();
  if (!steps) return steps.error();
  const auto key = top_key(path, *steps);
  const auto* present = find(key);
  YamlValue root = present == nullptr ? YamlValue() : *present;  // changed as a whole or not at all
  if (auto done = set_inside(root, *steps, 1, std::move(value)); !done) return done;
  set(key, std::move(root));
  return {};
}

Status ConfigMap::remove_at(const ConfigKey& path) {
  const auto steps = path.path();
  if (!steps) return steps.error();
  const auto key = top_key(path, *steps);
  const auto found = values_.find(key);
  if (found == values_.end()) return {};
  if (steps->size() == 1) {
    values_.erase(found);
    return {};
  }
  return remove_inside(found->second, *steps, 1);
}

Status ConfigMap::set_text(const ConfigKey& key, std::string_view text, ConfigType type, bool is_path) {
  auto value = typed(text, type);
  if (!value) return value.error();
  if (!is_path) {
    set(key, *std::move(value));
    return {};
  }
  const auto steps = key.path();
  if (!steps) return steps.error();
  if (steps->size() > 1 && type == ConfigType::any) {
    if (auto better = coerced(text)) value = *std::move(better);
  }
  return set_at(key, *std::move(value));
}

Result<ConfigMap> ConfigMap::reencrypted(secrets::Crypter& from, secrets::Crypter& to) const {
  ConfigMap copy;
  for (const auto& [key, value] : values_) {
    auto again = project::reencrypted(value, from, to);
    if (!again) return again.error().within(key.text());
    copy.set(key, *std::move(again));
  }
  return copy;
}

std::optional<YamlValue> coerced(std::string_view text) {
  if (text == "true") return YamlValue(true);
  if (text == "false") return YamlValue(false);
  if (text.size() > 1 && text.front() == '0') return std::nullopt;
  const auto digits = text.starts_with('+') ? text.substr(1) : text;
  if (text.starts_with('+') && digits.starts_with('-')) return std::nullopt;
  if (const auto integer = parse_whole<std::int64_t>(digits)) return YamlValue(*integer);
  if (const auto integer = parse_whole<std::uint64_t>(digits); integer && !digits.starts_with('-'))
    return YamlValue(*integer);
  return std::nullopt;
}

}  // namespace ashlar::project
