#include "project/config_resolution.hpp"

#include <algorithm>

#include "base/strings.hpp"

namespace ashlar::project {

namespace {

Result<ConfigKey> declared_key(const ProjectFile& project, const std::string& name) {
  return ConfigKey::parse(name, project.name);
}

/// `'a'`, `'a' and 'b'`, `'a', 'b' and 'c'`.
std::string listed(const std::vector<std::string>& keys) {
  std::string text;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (i > 0) text += i + 1 == keys.size() ? " and " : ", ";
    text += "'" + keys[i] + "'";
  }
  return text;
}

Error missing_values(std::string_view stack, const std::vector<std::string>& keys) {
  return fail_with_help("Stack '" + std::string(stack) + "' is missing configuration " +
                            (keys.size() == 1 ? "value " : "values ") + listed(keys),
                        "set " + std::string(keys.size() == 1 ? "it" : "them") + " with `ashlar config set " +
                            keys.front() + " VALUE`, or give a default in the project file");
}

/// A value as a property: `clear` holds in plain text what `stored` may hold encrypted, where it gets a secret mark.
PropertyValue property_of(const YamlValue& stored, const YamlValue& clear) {
  if (ciphertext_of(stored) != nullptr) return PropertyValue::secret(property_of(clear, clear));
  if (const auto* array = stored.get<YamlArray>()) {
    PropertyArray items;
    for (std::size_t i = 0; i < array->size(); ++i)
      items.push_back(property_of((*array)[i], (*clear.get<YamlArray>())[i]));
    return items;
  }
  if (const auto* map = stored.get<YamlMap>()) {
    PropertyMap members;
    for (const auto& [key, member] : *map) members.emplace(key, property_of(member, *clear.get<YamlMap>()->find(key)));
    return members;
  }
  if (const auto* text = clear.get<std::string>()) return {*text};
  if (const auto* boolean = clear.get<bool>()) return {*boolean};
  if (const auto* integer = clear.get<std::int64_t>()) return {static_cast<double>(*integer)};
  if (const auto* integer = clear.get<std::uint64_t>()) return {static_cast<double>(*integer)};
  if (const auto* number = clear.get<double>()) return {*number};
  return {};
}

/// The property of a whole key. A plain one counts by its text: what looks like a boolean or an integer is one.
PropertyValue top_property_of(const YamlValue& stored, const YamlValue& clear) {
  if (stored.is_container()) return property_of(stored, clear);
  const auto text = config_text(clear);
  const YamlValue value = coerced(text).value_or(text);
  return property_of(value, value);
}

Result<YamlValue> cleared(const YamlValue& value, secrets::Crypter* crypter) {
  if (!is_secure(value)) return value;
  if (crypter == nullptr) return fail("there is no key to decrypt it with", ErrorKind::internal);
  return decrypted(value, *crypter);
}

/// Checks what a stack sets against what the project declares. `value` is in clear.
Status check_declared(std::string_view stack, const std::string& key, const ConfigDeclaration& declared,
                      const YamlValue& value, bool secure) {
  const auto begin = "Stack '" + std::string(stack) + "' with configuration key '" + key + "' must be ";
  if (declared.secret && !secure) {
    return fail_with_help(begin + "encrypted as it's secret", "set it with `ashlar config set --secret " + key + "`");
  }
  // Scalars are checked by their text, as they reach the program.
  const bool is_scalar = !value.is_container() && !value.is_null();
  if (declared.type->accepts(is_scalar ? YamlValue(config_text(value)) : value)) return {};
  return fail(begin + "of type '" + declared.type->text() + "'");
}

}  // namespace

Result<MergedConfig> merge_config(const ProjectFile& project, const ConfigMap& stack) {
  MergedConfig merged{stack, {}};
  for (const auto& [name, declared] : project.config) {
    const auto key = declared_key(project, name);
    if (!key) return key.error().within(project.path);
    const auto present = merged.values.get_at(*key);
    if (!present) return present.error().within("the configuration key '" + name + "' of " + project.path);
    if (*present) continue;
    const auto& value = declared.default_value.is_null() ? declared.value : declared.default_value;
    if (value.is_null()) {
      if (key->namespace_name() == project.name) merged.missing.push_back(name);
      continue;
    }
    if (auto set = merged.values.set_at(*key, value); !set) return set.error();
  }
  return merged;
}

Result<ResolvedConfig> resolve_config(const ProjectFile& project, std::string_view stack_name,
                                      const MergedConfig& merged, secrets::Crypter* crypter, bool validate) {
  if (validate && !merged.missing.empty()) return missing_values(stack_name, merged.missing);
  ResolvedConfig resolved;
  ConfigMap plain;
  for (const auto& [key, value] : merged.values.values()) {
    const bool secure = is_secure(value);
    auto clear = cleared(value, crypter);
    if (!clear) return clear.error().within("could not decrypt configuration value '" + key.text() + "'");
    resolved.values.emplace(key.text(), config_text(*clear));
    if (secure) resolved.secret_keys.insert(key.text());
    resolved.properties.emplace(key.text(), top_property_of(value, *clear));
    plain.set(key, *std::move(clear));
  }
  if (!validate) return resolved;
  for (const auto& [name, declared] : project.config) {
    if (!declared.type) continue;
    const auto key = declared_key(project, name);
    if (!key) return key.error();
    const auto value = plain.get_at(*key);
    const auto stored = merged.values.get_at(*key);
    if (!value || !stored) return value ? stored.error() : value.error();
    const bool secure = *stored && is_secure(**stored);
    if (auto checked = check_declared(stack_name, name, declared, value->value_or(YamlValue("")), secure); !checked)
      return checked.error();
  }
  return resolved;
}

std::string to_json(const ConfigMap& values) {
  YamlMap map;
  for (const auto& [key, value] : values.values()) map.append(key.text(), value);
  return to_json(YamlValue(std::move(map)));
}

}  // namespace ashlar::project
