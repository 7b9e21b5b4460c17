#include <set>

#include "project/yaml_reader.hpp"
#include "project/yaml_scalar.hpp"

namespace ashlar::project {

namespace {

/// Turns nodes into values. Aliases are copied, so a small file could stand for a huge value: there is a limit.
class ValueBuilder {
 public:
  explicit ValueBuilder(const YamlDocument* document) : document_(document) {}

  Result<YamlValue> build(const YamlNode& node) {
    constexpr std::size_t most_copied = 100'000;
    if (in_alias_ > 0 && ++copied_ > most_copied) {
      return error_at(node, "its aliases stand for more than " + std::to_string(most_copied) + " values");
    }
    switch (node.kind) {
      case YamlNode::Kind::scalar:
        return scalar(node);
      case YamlNode::Kind::sequence:
        return sequence(node);
      case YamlNode::Kind::mapping:
        return mapping(node);
      case YamlNode::Kind::alias:
        return alias(node);
    }
    return YamlValue();
  }

 private:
  Error error_at(const YamlNode& node, const std::string& message) {
    return document_ == nullptr ? fail(message, ErrorKind::internal) : document_->error_at(node.position, message);
  }

  Result<YamlValue> alias(const YamlNode& node) {
    ++in_alias_;
    auto value = build(*node.target);
    --in_alias_;
    return value;
  }

  Result<YamlValue> scalar(const YamlNode& node) {
    if (!node.tag.empty() && node.tag != "!") {
      auto value = resolve_tagged_scalar(node.tag, node.text);
      if (!value) return error_at(node, "invalid YAML: " + value.error().message);
      return value;
    }
    const bool plain = node.style == YamlNode::Style::plain && node.tag.empty();
    return plain ? resolve_plain_scalar(node.text) : YamlValue(node.text);
  }

  Result<YamlValue> sequence(const YamlNode& node) {
    YamlArray array;
    array.reserve(node.items.size());
    for (const auto& item : node.items) {
      auto value = build(*item);
      if (!value) return value;
      array.push_back(*std::move(value));
    }
    return YamlValue(std::move(array));
  }

  Result<std::string> key_of(const YamlNode& node) {
    auto value = build(node);
    if (!value) return value.error();
    auto* text = value->get<std::string>();
    if (text == nullptr) {
      return error_at(node,
                      "expected only string keys, got " +
                          (value->is_container() ? std::string(kind_name(*value)) : "'" + followed(node).text + "'"));
    }
    return std::move(*text);
  }

  Result<YamlValue> mapping(const YamlNode& node) {
    YamlMap map;
    std::map<std::string, std::size_t> lines;
    for (const auto& [key_node, value_node] : node.pairs) {
      if (is_merge_key(*key_node)) continue;
      auto key = key_of(*key_node);
      if (!key) return key.error();
      const auto [first, is_new] = lines.emplace(*key, key_node->position.line);
      if (!is_new) {
        return error_at(*key_node,
                        "the key '" + *key + "' is already defined at line " + std::to_string(first->second));
      }
      auto value = build(*value_node);
      if (!value) return value;
      map.append(*std::move(key), *std::move(value));
    }
    for (const auto& [key_node, value_node] : node.pairs) {
      if (!is_merge_key(*key_node)) continue;
      if (auto merged = merge(map, lines, *value_node); !merged) return merged.error();
    }
    return YamlValue(std::move(map));
  }

  /// Adds the members of the mapping, or of each of the mappings, that `source` stands for, where `map` has none of
  /// that key.
  Status merge(YamlMap& map, std::map<std::string, std::size_t>& lines, const YamlNode& source) {
    auto value = build(source);
    if (!value) return value.error();
    YamlArray sources;
    if (auto* array = value->get<YamlArray>()) {
      sources = std::move(*array);
    } else {
      sources.push_back(*std::move(value));
    }
    for (const auto& from : sources) {
      const auto* members = from.get<YamlMap>();
      if (members == nullptr)
        return error_at(source, "invalid YAML: map merge requires map or sequence of maps as the value");
      for (const auto& [key, member] : *members) {
        if (lines.emplace(key, source.position.line).second) map.append(key, member);
      }
    }
    return {};
  }

  const YamlDocument* document_;
  std::size_t in_alias_ = 0;
  std::size_t copied_ = 0;
};

}  // namespace

Result<YamlValue> checked_value_of(const YamlNode& node, const YamlDocument& document) {
  return ValueBuilder(&document).build(node);
}

YamlValue value_of(const YamlNode& node) {
  auto value = ValueBuilder(nullptr).build(node);
  return value ? *std::move(value) : YamlValue();
}

}  // namespace ashlar::project
