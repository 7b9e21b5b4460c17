#include "fleet/inventory/inventory.hpp"
#include "project/yaml_document.hpp"

namespace ashlar::fleet {

namespace {

using project::YamlDocument;
using project::YamlNode;
using project::YamlValue;

PropertyValue plain(const YamlValue& value) {
  if (const auto* flag = value.get<bool>()) return *flag;
  if (const auto* number = value.get<std::int64_t>()) return static_cast<double>(*number);
  if (const auto* number = value.get<std::uint64_t>()) return static_cast<double>(*number);
  if (const auto* number = value.get<double>()) return *number;
  if (const auto* text = value.get<std::string>()) return *text;
  if (const auto* array = value.get<project::YamlArray>()) {
    PropertyArray items;
    for (const auto& item : *array) items.push_back(plain(item));
    return items;
  }
  if (const auto* map = value.get<project::YamlMap>()) {
    PropertyMap members;
    for (const auto& [key, member] : *map) members.emplace(key, plain(member));
    return members;
  }
  return {};
}

class Converter {
 public:
  Converter(const YamlDocument& document, const Environment& variables) : document_(document), variables_(variables) {}

  Result<PropertyValue> convert(const YamlNode& node) const {
    const auto& real = project::followed(node);
    if (real.tag == "!secret") {
      auto value = convert_untagged(real);
      if (!value) return value;
      return PropertyValue::secret(*std::move(value));
    }
    if (real.tag == "!env") {
      const auto value = variables_.get(real.text);
      if (!value) {
        return document_.error_at(real.position, "the environment variable " + real.text + " is not set",
                                  "set it, or put the value here");
      }
      return PropertyValue::secret(*value);
    }
    return convert_untagged(real);
  }

 private:
  Result<PropertyValue> convert_untagged(const YamlNode& node) const {
    if (node.kind == YamlNode::Kind::sequence) {
      PropertyArray items;
      for (const auto& item : node.items) {
        auto value = convert(*item);
        if (!value) return value;
        items.push_back(*std::move(value));
      }
      return PropertyValue(std::move(items));
    }
    if (node.kind == YamlNode::Kind::mapping && !project::has_merge_key(node)) {
      PropertyMap members;
      for (const auto& [key, item] : node.pairs) {
        auto value = convert(*item);
        if (!value) return value;
        members.insert_or_assign(key->text, *std::move(value));
      }
      return PropertyValue(std::move(members));
    }
    return plain(project::value_of(node));
  }

  const YamlDocument& document_;
  const Environment& variables_;
};

}  // namespace

Result<Inventory> inventory_of_yaml(std::string text, const std::string& path, const std::string& environment,
                                    const Environment& variables) {
  const auto document = YamlDocument::parse(std::move(text), path, YamlDocument::format_of(path));
  if (!document) return document.error();
  auto tree = Converter(*document, variables).convert(document->root());
  if (!tree) return tree.error();
  const auto* members = tree->get<PropertyMap>();
  if (members == nullptr) {
    return fail_with_help(path + ": an inventory is a map", "begin with `hosts:` or `groups:`", ErrorKind::usage);
  }
  auto inventory = inventory_of(*members, path, environment);
  if (inventory && inventory->hosts.empty()) {
    return fail_with_help(path + ": there are no hosts", "list them below `hosts:`", ErrorKind::usage);
  }
  return inventory;
}

PropertyValue value_of_yaml(const std::string& text) {
  const auto document = YamlDocument::parse(text, "value", YamlDocument::Format::yaml);
  return document ? plain(document->value()) : PropertyValue(text);
}

}  // namespace ashlar::fleet
