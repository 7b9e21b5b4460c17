#pragma once
/// How `edit_yaml` works; of interest to nobody else.

#include <string>
#include <vector>

#include "project/yaml_document.hpp"
#include "project/yaml_write.hpp"

namespace ashlar::project {

/// Where a node stands, and so how another could be written in its place.
struct YamlSlot {
  bool in_flow = false;
  BlockPlace place = BlockPlace::document;
  std::size_t column = 0;     ///< of the key or dash it belongs to
  std::size_t indicator = 0;  ///< the offset behind its `:` or `-`
};

/// Collects replacements of parts of a document's text. REQUIRES: the text ends with a line break or is empty.
class YamlEditor {
 public:
  /// `takes_blank_lines`: what is removed takes the blank lines behind it along, lest a scalar before it (`|+`) takes
  /// them in.
  explicit YamlEditor(const YamlDocument& document, bool takes_blank_lines = false);

  /// Makes the node at `slot` say `wanted`.
  void change(const YamlNode& node, const YamlValue& wanted, const YamlSlot& slot);
  /// Writes out everything that stands elsewhere: aliases and merge keys.
  void expand_aliases(const YamlNode& node, const YamlSlot& slot);
  [[nodiscard]] YamlSlot root_slot() const;

  /// The changed text. False when two changes are in each other's way.
  [[nodiscard]] bool apply(std::string& result) const;

 private:
  struct Replacement {
    Span span;
    std::string text;
  };
  /// An entry of a block mapping or an item of a block sequence, whichever it is.
  struct BlockEntry {
    std::size_t begin = 0;  ///< of its key or dash
    std::size_t column = 0;
    std::size_t value_end = 0;
  };

  // In yaml_editor.cpp.
  void replace(Span span, std::string text) { replacements_.push_back({span, std::move(text)}); }
  void replace_node(const YamlNode& node, const YamlValue& wanted, const YamlSlot& slot);
  void replace_root(const YamlNode& node, const std::string& text);
  void replace_inline(const YamlNode& node, const YamlSlot& slot, const std::string& head, const std::string& body);
  void replace_lines(const YamlNode& node, const YamlSlot& slot, const std::string& head, const std::string& body);
  [[nodiscard]] std::size_t line_start(std::size_t at) const;
  [[nodiscard]] std::size_t line_end(std::size_t at) const;     ///< behind the line break
  [[nodiscard]] std::size_t content_end(std::size_t at) const;  ///< before the line break
  [[nodiscard]] std::size_t column_of(std::size_t at) const { return at - line_start(at); }
  [[nodiscard]] bool begins_line(std::size_t at) const;
  [[nodiscard]] bool is_blank(Span span) const;
  /// The indentation of a line that holds only a comment; nothing for other lines.
  [[nodiscard]] std::optional<std::size_t> comment_indentation(std::size_t line) const;

  // In yaml_block_edit.cpp.
  void change_block_mapping(const YamlNode& node, const YamlMap& wanted, const YamlSlot& slot);
  void change_block_sequence(const YamlNode& node, const YamlArray& wanted, const YamlSlot& slot);
  [[nodiscard]] YamlSlot slot_of(const YamlPair& pair) const;
  [[nodiscard]] YamlSlot slot_of_item(const YamlNode& item) const;
  [[nodiscard]] std::vector<BlockEntry> entries_of(const YamlNode& node) const;
  void remove_entries(const std::vector<BlockEntry>& entries, const std::vector<bool>& removed);
  [[nodiscard]] std::size_t region_begin(const BlockEntry& entry, std::size_t least) const;
  [[nodiscard]] std::size_t region_end(const BlockEntry& entry) const;
  [[nodiscard]] std::size_t end_of_entries(const std::vector<BlockEntry>& entries, const YamlSlot& slot) const;

  // In yaml_flow_edit.cpp.
  void change_flow_mapping(const YamlNode& node, const YamlMap& wanted);
  void change_flow_sequence(const YamlNode& node, const YamlArray& wanted);
  void remove_from_flow(const std::vector<Span>& members, const std::vector<bool>& kept);
  void add_to_flow(const YamlNode& node, const std::vector<Span>& members, const std::vector<bool>& kept,
                   const std::vector<std::string>& texts);
  [[nodiscard]] std::string text_in_flow(const YamlValue& value, std::size_t column, bool several_lines) const;

  const YamlDocument& document_;
  const std::string& text_;
  bool takes_blank_lines_;
  std::size_t step_ = 2;
  std::vector<Replacement> replacements_;
};

/// How the items of a list become those of another: each old item stays, changes into a new one or goes; new ones come
/// in between.
struct SequenceMatch {
  static constexpr std::size_t none = static_cast<std::size_t>(-1);
  std::vector<std::size_t> new_of_old;  ///< for each old item the new one in its place, or `none`
  std::vector<std::vector<std::size_t>>
      added_after;  ///< for each old item the new ones behind it; the first entry: before all
};
[[nodiscard]] SequenceMatch match_sequences(const YamlArray& old_items, const YamlArray& new_items);

}  // namespace ashlar::project
