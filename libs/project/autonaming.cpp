#include "project/autonaming.hpp"

#include <algorithm>

#include "base/strings.hpp"
#include "resource/urn.hpp"

namespace ashlar::project {

namespace {

/// Reads the parts of the value, filling in what depends on the stack.
class AutonamingReader {
 public:
  AutonamingReader(const ConfigMap& config, const StackReference& stack, secrets::Crypter* crypter)
      : config_(config), stack_(stack), crypter_(crypter) {}

  Result<Autonaming> read(const YamlValue& value) {
    Autonaming autonaming;
    const auto root = section(value, "pulumi:autonaming", {"providers"});
    if (!root) return root.error();
    const auto rule = rule_of(**root, "pulumi:autonaming");
    if (!rule) return rule.error();
    autonaming.rule = rule->value_or(NamingRule());
    const auto* providers = (*root)->find("providers");
    if (providers == nullptr) return autonaming;
    const auto* members = providers->get<YamlMap>();
    if (members == nullptr)
      return fail("invalid autonaming config: 'providers' must be a map, not " + std::string(kind_name(*providers)));
    for (const auto& [name, parts] : *members) {
      auto provider = provider_of(parts, name, autonaming.rule);
      if (!provider) return provider.error();
      autonaming.providers.emplace(name, *std::move(provider));
    }
    return autonaming;
  }

 private:
  /// The map that `value` is, with no members but those of a rule and `others`.
  static Result<const YamlMap*> section(const YamlValue& value, const std::string& where,
                                        const std::vector<std::string>& others) {
    const auto* map = value.get<YamlMap>();
    if (map == nullptr)
      return fail("invalid autonaming config: " + where + " must be a map, not " + std::string(kind_name(value)));
    std::vector<std::string> known = {"mode", "pattern", "enforce"};
    known.insert(known.end(), others.begin(), others.end());
    for (const auto& [key, member] : *map) {
      if (std::find(known.begin(), known.end(), key) != known.end()) continue;
      const auto meant = nearest(key, known);
      return fail_with_help(
          "invalid autonaming config: " + where + " has no attribute '" + key + "'",
          meant ? "did you mean '" + *meant + "'?" : "the allowed attributes are " + join(known, ", "));
    }
    return map;
  }

  Result<Autonaming::Provider> provider_of(const YamlValue& value, const std::string& name, const NamingRule& general) {
    const auto where = "provider \"" + name + "\"";
    const auto parts = section(value, where, {"resources"});
    if (!parts) return parts.error();
    const auto rule = rule_of(**parts, where);
    if (!rule) return rule.error();
    Autonaming::Provider provider{rule->value_or(general), {}};
    const auto* resources = (*parts)->find("resources");
    if (resources == nullptr) return provider;
    const auto* members = resources->get<YamlMap>();
    if (members == nullptr) return fail("invalid autonaming config: 'resources' of " + where + " must be a map");
    for (const auto& [token, resource] : *members) {
      const auto resource_name = "resource \"" + token + "\"";
      const auto own = section(resource, resource_name, {});
      if (!own) return own.error();
      const auto resource_rule = rule_of(**own, resource_name);
      if (!resource_rule) return resource_rule.error();
      if (!*resource_rule) return fail("mode or pattern must be specified for " + resource_name);
      provider.resources.emplace(token, **resource_rule);
    }
    return provider;
  }

  /// Nothing when the section says nothing about names.
  Result<std::optional<NamingRule>> rule_of(const YamlMap& section, const std::string& where) {
    const auto* mode = section.find("mode");
    const auto* pattern = section.find("pattern");
    const auto* enforce = section.find("enforce");
    const auto invalid = [&](const std::string& message) {
      return fail("invalid autonaming config of " + where + ": " + message);
    };
    if (mode != nullptr && (pattern != nullptr || enforce != nullptr))
      return invalid("cannot specify both mode and pattern/enforce");
    NamingRule rule;
    if (pattern != nullptr) {
      const auto* text = pattern->get<std::string>();
      if (text == nullptr) return invalid("'pattern' must be a string");
      if (enforce != nullptr && !enforce->is<bool>()) return invalid("'enforce' must be true or false");
      auto filled = with_stack_expressions(*text);
      if (!filled) return filled.error().within("the autonaming pattern of " + where);
      rule.mode = NamingRule::Mode::pattern;
      rule.pattern = *std::move(filled);
      rule.enforced = enforce != nullptr && *enforce->get<bool>();
      return std::optional(rule);
    }
    if (enforce != nullptr) return invalid("pattern must be specified when enforce is given");
    if (mode == nullptr) return std::optional<NamingRule>();
    const auto* name = mode->get<std::string>();
    if (name != nullptr && *name == "verbatim") {
      rule.mode = NamingRule::Mode::verbatim;
    } else if (name != nullptr && *name == "disabled") {
      rule.mode = NamingRule::Mode::disabled;
    } else if (name == nullptr || *name != "default") {
      return invalid("the mode must be default, verbatim or disabled, not " + config_text(*mode));
    }
    return std::optional(rule);
  }

  Result<std::string> with_stack_expressions(std::string pattern) {
    pattern = replace_all(std::move(pattern), "${organization}", "organization");
    pattern = replace_all(std::move(pattern), "${project}", stack_.project());
    pattern = replace_all(std::move(pattern), "${stack}", stack_.name().text());
    constexpr std::string_view begin = "${config.";
    std::string filled;
    std::size_t at = 0;
    while (true) {
      const auto found = pattern.find(begin, at);
      const auto end = found == std::string::npos ? found : pattern.find('}', found);
      if (end == std::string::npos) return filled + pattern.substr(at);
      auto value = config_value(pattern.substr(found + begin.size(), end - found - begin.size()));
      if (!value) return value;
      filled += pattern.substr(at, found - at) + *value;
      at = end + 1;
    }
  }

  Result<std::string> config_value(const std::string& name) {
    const auto value = config_.get_at(ConfigKey::of(stack_.project(), name));
    if (!value) return value.error();
    if (!*value) return fail("no value found for key \"" + name + "\"");
    if (!is_secure(**value)) return config_text(**value);
    if (crypter_ == nullptr)
      return fail("the secret \"" + name + "\" cannot be decrypted without a key", ErrorKind::internal);
    const auto clear = decrypted(**value, *crypter_);
    if (!clear) return clear.error();
    return config_text(*clear);
  }

  const ConfigMap& config_;
  const StackReference& stack_;
  secrets::Crypter* crypter_;
};

}  // namespace

Autonaming::Choice Autonaming::rule_for(std::string_view type_token) const {
  const auto provider = providers.find(package_of(type_token));
  if (provider == providers.end()) return {rule, false};
  const auto resource = provider->second.resources.find(type_token);
  if (resource != provider->second.resources.end()) return {resource->second, true};
  return {provider->second.rule, true};
}

Result<std::optional<Autonaming>> parse_autonaming(const ConfigMap& config, const StackReference& stack,
                                                   secrets::Crypter* crypter) {
  const auto* value = config.find(ConfigKey::of("pulumi", "autonaming"));
  if (value == nullptr) return std::optional<Autonaming>();
  auto read = AutonamingReader(config, stack, crypter).read(*value);
  if (!read) return read.error();
  return std::optional(*std::move(read));
}

}  // namespace ashlar::project
