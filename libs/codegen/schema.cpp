#include "codegen/schema.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

namespace ashlar::codegen {

namespace {

/// Keeps the members' order, which is that of the arguments.
using Json = nlohmann::ordered_json;

std::string text_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool flag_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_boolean() && found->get<bool>();
}

const Json& member_of(const Json& json, const char* key) {
  static const Json none = Json::object();
  const auto found = json.find(key);
  return found != json.end() && found->is_object() ? *found : none;
}

/// Token names may be escaped as in a URL: `kubernetes:apps%2Fv1:Deployment`.
std::string unescaped(const std::string& text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      result += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
      i += 2;
    } else {
      result += text[i];
    }
  }
  return result;
}

std::optional<Literal> literal(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end() || found->is_structured() || found->is_null()) return std::nullopt;
  return found->dump();  // JSON's scalars are C++'s
}

class Reader {
 public:
  explicit Reader(const Json& root) : root_(root), types_(member_of(root, "types")) {}

  Package package() {
    Package package;
    package.name = text_of(root_, "name");
    package.version = text_of(root_, "version");
    package.download_url = text_of(root_, "pluginDownloadURL");
    package.module_format = text_of(member_of(root_, "meta"), "moduleFormat");
    package.provider_inputs = inputs_of(member_of(root_, "provider"));
    for (const auto& [token, json] : member_of(root_, "resources").items()) {
      Resource resource{.token = token, .inputs = inputs_of(json), .component = flag_of(json, "isComponent")};
      resource.outputs = properties_of(member_of(json, "properties"), json.value("required", Json::array()));
      for (const auto& alias : json.value("aliases", Json::array())) {
        if (const auto type = text_of(alias, "type"); !type.empty()) resource.former_tokens.push_back(type);
      }
      package.resources.push_back(std::move(resource));
    }
    for (const auto& [token, json] : member_of(root_, "functions").items()) {
      if (member_of(member_of(json, "inputs"), "properties").contains("__self__")) continue;  // a method
      package.functions.push_back({.token = token,
                                   .inputs = object_properties(member_of(json, "inputs")),
                                   .outputs = object_properties(member_of(json, "outputs"))});
    }
    for (const auto& [token, json] : types_.items()) {
      if (!json.contains("enum")) package.objects.emplace(token, object_properties(json));
    }
    return package;
  }

 private:
  Properties inputs_of(const Json& json) const {
    return properties_of(member_of(json, "inputProperties"), json.value("requiredInputs", Json::array()));
  }

  Properties object_properties(const Json& json) const {
    return properties_of(member_of(json, "properties"), json.value("required", Json::array()));
  }

  Properties properties_of(const Json& members, const Json& required_names) const {
    std::set<std::string> required;
    for (const auto& name : required_names) required.insert(name.get<std::string>());
    Properties properties;
    for (const auto& [name, json] : members.items()) {
      Property property{.name = name,
                        .type = type_of(json),
                        .required = required.count(name) > 0,
                        .secret = flag_of(json, "secret"),
                        .replace_on_changes = flag_of(json, "replaceOnChanges"),
                        .constant = literal(json, "const"),
                        .default_value = literal(json, "default")};
      for (const auto& variable : member_of(json, "defaultInfo").value("environment", Json::array())) {
        property.default_environment.push_back(variable.get<std::string>());
      }
      properties.push_back(std::move(property));
    }
    std::stable_partition(properties.begin(), properties.end(), [](const Property& p) { return p.required; });
    return properties;
  }

  Type type_of(const Json& json) const {
    using Kind = Type::Kind;
    if (const auto reference = text_of(json, "$ref"); !reference.empty()) return referenced(reference);
    const auto type = text_of(json, "type");
    if (json.contains("oneOf")) return primitive(type).value_or(Type{Kind::any, nullptr, ""});
    if (type == "array") {
      return {Kind::list, std::make_shared<const Type>(type_of(member_of(json, "items"))), ""};
    }
    if (type == "object") {
      const auto& values = member_of(json, "additionalProperties");
      // Without a word about the values they are texts.
      if (values.empty()) return {Kind::map, std::make_shared<const Type>(Type{Kind::text, nullptr, ""}), ""};
      return {Kind::map, std::make_shared<const Type>(type_of(values)), ""};
    }
    return primitive(type).value_or(Type{Kind::any, nullptr, ""});
  }

  static std::optional<Type> primitive(const std::string& name) {
    using Kind = Type::Kind;
    if (name == "boolean") return Type{Kind::boolean, nullptr, ""};
    if (name == "integer") return Type{Kind::integer, nullptr, ""};
    if (name == "number") return Type{Kind::number, nullptr, ""};
    if (name == "string") return Type{Kind::text, nullptr, ""};
    return std::nullopt;
  }

  /// What is not an object of this package is handled as a value of any kind: assets, other packages' types, resources.
  Type referenced(const std::string& reference) const {
    using Kind = Type::Kind;
    if (reference == "pulumi.json#/Json") return {Kind::text, nullptr, ""};
    constexpr std::string_view own = "#/types/";
    if (!reference.starts_with(own)) return {Kind::any, nullptr, ""};
    const auto token = unescaped(reference.substr(own.size()));
    const auto found = types_.find(token);
    if (found == types_.end()) return {Kind::any, nullptr, ""};
    if (found->contains("enum")) return primitive(text_of(*found, "type")).value_or(Type{Kind::text, nullptr, ""});
    return {Kind::object, nullptr, token};
  }

  const Json& root_;
  const Json& types_;
};

}  // namespace

Result<Package> parse_schema(std::string_view json) {
  const auto root = Json::parse(json, nullptr, false);
  if (root.is_discarded() || !root.is_object()) return fail("the package schema is not a JSON object");
  if (text_of(root, "name").empty()) return fail("the package schema has no name");
  try {
    return Reader(root).package();
  } catch (const nlohmann::json::exception& error) {
    return fail(std::string("the package schema is malformed: ") + error.what());
  }
}

}  // namespace ashlar::codegen
