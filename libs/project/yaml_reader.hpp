#pragma once
/// How `YamlDocument` is made; of interest to nobody else.

#include <map>
#include <string>

#include "project/yaml_document.hpp"

struct yaml_event_s;

namespace ashlar::project {

/// Builds one document from the events of libyaml, the parser that the genuine tool's was translated from, so that both
/// accept the same files.
class YamlReader {
 public:
  YamlReader(std::string text, std::string name, YamlDocument::Format format);
  Result<YamlDocument> read();

 private:
  Status check_json() const;
  void index_characters();
  Status read_events();
  Status read_indicators();
  Status take(const yaml_event_s& event);
  Status open(std::unique_ptr<YamlNode> node);
  Status close(const yaml_event_s& event);
  std::unique_ptr<YamlNode> node_from(const yaml_event_s& event) const;
  Result<std::unique_ptr<YamlNode>> alias_from(const yaml_event_s& event) const;
  void add(std::unique_ptr<YamlNode> node);
  void trim_block_scalar(YamlNode& node) const;
  [[nodiscard]] std::size_t byte_of(std::size_t character) const;
  [[nodiscard]] Position position_of(std::size_t byte) const;

  YamlDocument document_;
  std::string parsed_text_;              // what libyaml is given; differs from the text in JSON only
  std::vector<std::size_t> characters_;  // byte offset of each character; empty when all are ASCII
  std::vector<YamlNode*> open_;
  std::map<std::string, const YamlNode*> anchors_;
};

/// The value of a node, checking what `value_of` takes for granted.
[[nodiscard]] Result<YamlValue> checked_value_of(const YamlNode& node, const YamlDocument& document);

[[nodiscard]] bool is_merge_key(const YamlNode& key);
[[nodiscard]] Error yaml_error(const std::string& name, Position position, const std::string& message,
                               const std::string& help);

}  // namespace ashlar::project
