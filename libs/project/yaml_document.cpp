#include "project/yaml_document.hpp"

#include <algorithm>

#include "project/yaml_reader.hpp"

namespace ashlar::project {

Result<YamlDocument> YamlDocument::parse(std::string text, std::string name, Format format) {
  YamlReader reader(std::move(text), std::move(name), format);
  return reader.read();
}

YamlDocument::Format YamlDocument::format_of(std::string_view path) {
  return path.ends_with(".json") ? Format::json : Format::yaml;
}

std::optional<std::size_t> YamlDocument::dash_before(std::size_t offset) const {
  const auto next = std::lower_bound(dashes_.begin(), dashes_.end(), offset);
  if (next == dashes_.begin()) return std::nullopt;
  return *std::prev(next);
}

namespace {

std::optional<std::size_t> first_from(const std::vector<std::size_t>& offsets, std::size_t offset) {
  const auto next = std::lower_bound(offsets.begin(), offsets.end(), offset);
  if (next == offsets.end()) return std::nullopt;
  return *next;
}

}  // namespace

std::optional<std::size_t> YamlDocument::colon_from(std::size_t offset) const { return first_from(colons_, offset); }
std::optional<std::size_t> YamlDocument::comma_from(std::size_t offset) const { return first_from(commas_, offset); }

Error YamlDocument::error_at(Position position, const std::string& message, const std::string& help) const {
  return yaml_error(name_, position, message, help);
}

Error yaml_error(const std::string& name, Position position, const std::string& message, const std::string& help) {
  auto error = fail_with_help(message, help);
  error.notes.push_back("at " + name + ":" + std::to_string(position.line) + ":" + std::to_string(position.column));
  return error;
}

const YamlNode& followed(const YamlNode& node) { return node.kind == YamlNode::Kind::alias ? *node.target : node; }

const YamlNode* find(const YamlNode& mapping, std::string_view key) {
  for (const auto& pair : mapping.pairs) {
    const auto& name = followed(*pair.key);
    if (name.kind == YamlNode::Kind::scalar && name.text == key) return pair.value.get();
  }
  return nullptr;
}

bool is_merge_key(const YamlNode& key) {
  return key.kind == YamlNode::Kind::scalar && key.style == YamlNode::Style::plain && key.text == "<<" &&
         (key.tag.empty() || key.tag == "tag:yaml.org,2002:merge");
}

bool has_merge_key(const YamlNode& mapping) {
  return std::any_of(mapping.pairs.begin(), mapping.pairs.end(),
                     [](const auto& pair) { return is_merge_key(*pair.key); });
}

}  // namespace ashlar::project
