#include "codegen/declare.hpp"

#include <algorithm>
#include <cctype>

#include "base/strings.hpp"
#include "codegen/cpp_types.hpp"

namespace ashlar::codegen {

namespace {

constexpr int indent_of_statement = 4;
constexpr std::size_t widest_line = 100;

/// Writes values as expressions. One writer a declaration.
class ValueWriter {
 public:
  ValueWriter(const CppTypes* types, const Package* package, std::string key_prefix)
      : types_(types), package_(package), key_prefix_(std::move(key_prefix)) {}

  /// `type` is null where nothing is known. `path` names the place, for the keys of secrets.
  std::string write(const PropertyValue& value, const Type* type, const std::string& path) {
    if (value.is<Secret>()) return secret(path);
    if (const auto* flag = value.get<bool>()) return *flag ? "true" : "false";
    if (const auto* number = value.get<double>()) return format_number(*number);
    if (const auto* text = value.get<std::string>()) return this->text(*text, type);
    if (const auto* array = value.get<PropertyArray>()) return list(*array, type, path);
    if (const auto* map = value.get<PropertyMap>()) return object(*map, type, path);
    if (const auto* asset = value.get<Asset>()) return this->asset(*asset);
    if (const auto* archive = value.get<Archive>()) {
      return archive->path.empty() ? "remote_archive(" + string_literal(archive->uri) + ")"
                                   : "file_archive(" + string_literal(archive->path) + ")";
    }
    return "{}";
  }

  /// Designated initialisers, which have to stand in the order of the members.
  std::string members(const PropertyMap& map, const Properties& properties, const std::string& path) {
    std::vector<std::string> parts;
    for (const auto& property : properties) {
      const auto value = map.find(property.name);
      if (value == map.end() || value->second.is<std::monostate>()) continue;
      parts.push_back("." + identifier(property.name) + " = " +
                      write(value->second, &property.type, path.empty() ? property.name : path + "_" + property.name));
    }
    std::size_t width = 0;
    for (const auto& part : parts) width += part.size() + 2;
    if (!path.empty() || width < widest_line) return "{" + join(parts, ", ") + "}";
    const std::string separator = ",\n" + std::string(indent_of_statement + 5, ' ');
    return "{" + join(parts, separator) + "}";
  }

  [[nodiscard]] const std::vector<std::string>& secrets() const { return secrets_; }

 private:
  std::string secret(const std::string& path) {
    secrets_.push_back(key_prefix_ + "_" + variable_name(path));
    return "config.require_secret(" + string_literal(secrets_.back()) + ")";
  }

  /// The services' numbers and switches may come as text.
  static std::string text(const std::string& text, const Type* type) {
    const bool number = type != nullptr && (type->kind == Type::Kind::integer || type->kind == Type::Kind::number);
    const bool flag = type != nullptr && type->kind == Type::Kind::boolean;
    return number || flag ? text : string_literal(text);
  }

  [[nodiscard]] static bool is_any(const Type* type) { return type == nullptr || type->kind == Type::Kind::any; }

  std::string list(const PropertyArray& array, const Type* type, const std::string& path) {
    const auto* element = type != nullptr && type->kind == Type::Kind::list ? type->element.get() : nullptr;
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < array.size(); ++i)
      parts.push_back(write(array[i], element, path + "_" + std::to_string(i)));
    return (is_any(type) ? "Value::List{" : "{") + join(parts, ", ") + "}";
  }

  std::string object(const PropertyMap& map, const Type* type, const std::string& path) {
    if (type != nullptr && type->kind == Type::Kind::object && package_ != nullptr) {
      const auto known = package_->objects.find(type->token);
      if (known != package_->objects.end()) {
        const auto place = types_->place(type->token);
        return types_->name_space(place).substr(std::string_view("ashlar::").size()) + "::" + place.type + "Args" +
               members(map, known->second, path);
      }
    }
    const auto* element = type != nullptr && type->kind == Type::Kind::map ? type->element.get() : nullptr;
    std::vector<std::string> parts;
    for (const auto& [key, member] : map) {
      if (key.starts_with("__")) continue;  // a provider's notes to itself
      parts.push_back("{" + string_literal(key) + ", " + write(member, element, path + "_" + key) + "}");
    }
    return (is_any(type) ? "Value::Object{" : "{") + join(parts, ", ") + "}";
  }

  static std::string asset(const Asset& asset) {
    if (asset.has_text) return "string_asset(" + string_literal(asset.text) + ")";
    if (!asset.path.empty()) return "file_asset(" + string_literal(asset.path) + ")";
    return "remote_asset(" + string_literal(asset.uri) + ")";
  }

  const CppTypes* types_;
  const Package* package_;
  std::string key_prefix_;
  std::vector<std::string> secrets_;
};

std::string options_text(const Declaration& declaration) {
  std::vector<std::string> options;
  if (!declaration.parent.empty()) options.push_back(".parent = " + declaration.parent);
  if (declaration.protect) options.emplace_back(".protect = true");
  if (!declaration.provider.empty()) options.push_back(".provider = " + declaration.provider);
  return options.empty() ? "" : ", {" + join(options, ", ") + "}";
}

const Resource* find_resource(const Package* package, const std::string& token) {
  if (package == nullptr) return nullptr;
  for (const auto& resource : package->resources) {
    if (resource.token == token) return &resource;
  }
  return nullptr;
}

}  // namespace

std::string string_literal(std::string_view text) {
  std::string literal = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      literal += std::string("\\") + c;
    } else if (c == '\n') {
      literal += "\\n";
    } else if (c == '\t') {
      literal += "\\t";
    } else if (byte < 0x20 || byte == 0x7F) {
      // Three octal digits end by themselves; what follows cannot be taken for one of them.
      literal += {'\\', static_cast<char>('0' + (byte >> 6)), static_cast<char>('0' + ((byte >> 3) & 7)),
                  static_cast<char>('0' + (byte & 7))};
    } else {
      literal += c;
    }
  }
  return literal + "\"";
}

std::string variable_name(std::string_view resource_name) {
  std::string name;
  for (const char c : resource_name) {
    const bool fits = std::isalnum(static_cast<unsigned char>(c)) != 0;
    if (fits || (!name.empty() && name.back() != '_')) name += fits ? c : '_';
  }
  while (!name.empty() && name.back() == '_') name.pop_back();
  if (name.empty() || std::isdigit(static_cast<unsigned char>(name.front())) != 0) name = "resource_" + name;
  return identifier(name);
}

DeclarationText declare(const Declaration& declaration, const Package* package) {
  DeclarationText result;
  const std::string blanks(indent_of_statement, ' ');
  const auto* resource = find_resource(package, declaration.token);
  const auto types = package != nullptr ? std::optional<CppTypes>(*package) : std::nullopt;
  ValueWriter writer(resource != nullptr ? &*types : nullptr, resource != nullptr ? package : nullptr,
                     declaration.variable);
  const auto name = string_literal(declaration.name);
  if (declaration.component) {
    const auto options = options_text(declaration);
    result.text = blanks + "ComponentResource " + declaration.variable + "{ctx, " + string_literal(declaration.token) +
                  ", " + name + options + "};\n";
  } else if (resource != nullptr) {
    const auto place = types->place(declaration.token);
    result.header = types->folder(place) + snake_case(place.type) + ".hpp";
    const auto type = types->name_space(place).substr(std::string_view("ashlar::").size()) + "::" + place.type;
    const auto arguments = writer.members(declaration.inputs, resource->inputs, "");
    const bool breaks = arguments.find('\n') != std::string::npos;
    result.text = blanks + type + " " + declaration.variable + "{ctx, " + name + "," +
                  (breaks ? "\n" + blanks + "    " : " ") + arguments + options_text(declaration) + "};\n";
  } else {
    const Type map{.kind = Type::Kind::map, .element = nullptr, .token = {}};
    result.text = blanks + "CustomResource " + declaration.variable + "{ctx, " + string_literal(declaration.token) +
                  ", " + name + ", " + writer.write(PropertyValue(declaration.inputs), &map, "") +
                  options_text(declaration) + "};\n";
  }
  result.secrets = writer.secrets();
  return result;
}

}  // namespace ashlar::codegen
