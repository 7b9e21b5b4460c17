#pragma once
/// A YAML or JSON file as a tree that knows where in the text everything stands, so that errors can point at it and
/// edits can leave the rest alone.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "project/yaml_value.hpp"

namespace ashlar::project {

struct YamlPair;

/// A part of the text, as byte offsets: `begin` up to but not including `end`.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// Counted from 1, columns in characters.
struct Position {
  std::size_t line = 1;
  std::size_t column = 1;
};

struct YamlNode {
  enum class Kind { scalar, sequence, mapping, alias };
  enum class Style { plain, single_quoted, double_quoted, literal, folded, block, flow };

  Kind kind = Kind::scalar;
  Style style = Style::plain;
  /// With its tag and anchor. A block collection ends where its last child does; an absent value is empty and stands
  /// behind the indicator that announced it.
  Span span;
  Position position;
  std::string tag;
  std::string anchor;                ///< its own, or the one an alias names
  std::string text;                  ///< a scalar's content
  const YamlNode* target = nullptr;  ///< what an alias stands for; owned by the document
  std::vector<std::unique_ptr<YamlNode>> items;
  std::vector<YamlPair> pairs;

  [[nodiscard]] bool is_flow() const { return style == Style::flow; }
};

struct YamlPair {
  std::unique_ptr<YamlNode> key;
  std::unique_ptr<YamlNode> value;
};

/// The first document of a file.
class YamlDocument {
 public:
  enum class Format { yaml, json };

  /// `name` is the path that errors show. Fails on malformed text, keys that are no strings or stand twice, and values
  /// that do not fit their tags.
  [[nodiscard]] static Result<YamlDocument> parse(std::string text, std::string name, Format format);
  /// JSON for a `.json` file, else YAML.
  [[nodiscard]] static Format format_of(std::string_view path);

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] Format format() const { return format_; }
  /// A null scalar when there is nothing but comments.
  [[nodiscard]] const YamlNode& root() const { return *root_; }
  [[nodiscard]] const YamlValue& value() const { return value_; }

  /// Where things could be added behind the root: the end of the text, or the marker that ends the document.
  [[nodiscard]] std::size_t end() const { return end_; }
  /// Where the root may begin: behind a `---`, else 0.
  [[nodiscard]] std::size_t begin() const { return begin_; }
  /// The offset of the last `-` before `offset` that begins an item of a block sequence, of the first `:` or `,` at or
  /// behind it.
  [[nodiscard]] std::optional<std::size_t> dash_before(std::size_t offset) const;
  [[nodiscard]] std::optional<std::size_t> colon_from(std::size_t offset) const;
  [[nodiscard]] std::optional<std::size_t> comma_from(std::size_t offset) const;

  /// An error about something in this file: the place becomes its first note.
  [[nodiscard]] Error error_at(Position position, const std::string& message, const std::string& help = {}) const;

 private:
  friend class YamlReader;
  YamlDocument() = default;

  std::string text_;
  std::string name_;
  Format format_ = Format::yaml;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::unique_ptr<YamlNode> root_;
  YamlValue value_;
  std::vector<std::size_t> dashes_;
  std::vector<std::size_t> colons_;
  std::vector<std::size_t> commas_;
};

/// What a node says, with aliases followed and merge keys (`<<`) applied. REQUIRES: the node belongs to a parsed
/// document.
[[nodiscard]] YamlValue value_of(const YamlNode& node);

/// Whether a mapping takes members from elsewhere by a merge key.
[[nodiscard]] bool has_merge_key(const YamlNode& mapping);

/// The value's node of a mapping's own member; null when there is none.
[[nodiscard]] const YamlNode* find(const YamlNode& mapping, std::string_view key);
/// The node behind an alias, or the node itself.
[[nodiscard]] const YamlNode& followed(const YamlNode& node);

}  // namespace ashlar::project
