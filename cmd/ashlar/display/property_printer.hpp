#pragma once
/// Prints properties and their changes as `--diff` and the outputs section show them (reference 9.4).

#include <string>
#include <string_view>
#include <vector>

#include "cmd/ashlar/display/change.hpp"
#include "cmd/ashlar/terminal/palette.hpp"
#include "deploy/events.hpp"

namespace ashlar::cli {

struct PrintOptions {
  Palette palette{Coloring::never};
  bool planning = false;  ///< a preview: unknown values of unchanged properties are left out
  bool summary = false;   ///< only what changed
  bool truncate = true;   ///< long texts are cut
  bool show_secrets = false;
};

/// Where a line stands: how deep, under which operation's colour, and whether that operation's glyph leads it.
struct Place {
  int indent = 0;
  deploy::StepOp op = deploy::StepOp::same;
  bool prefix = false;

  [[nodiscard]] Place deeper(int levels) const { return {indent + levels, op, prefix}; }
  [[nodiscard]] Place as(deploy::StepOp other, bool with_prefix) const { return {indent, other, with_prefix}; }
};

/// Appends to a text. Values are given as `for_display` made them.
class PropertyPrinter {
 public:
  PropertyPrinter(std::string& out, const PrintOptions& options) : out_(out), options_(options) {}

  /// One line for each property, keys aligned.
  void object(const PropertyMap& properties, Place place);
  void property(std::string_view key, std::size_t width, const PropertyValue& value, Place place);
  /// The members of an object's change. Only those named in `include`, unless that is empty.
  void object_change(const Change& change, Place place, const std::vector<std::string>& include = {});
  void property_change(std::string_view key, std::size_t width, const Change& change, Place place);
  /// `path (hidden)` for each.
  void hidden(const std::vector<std::string>& paths, Place place);

  /// `text` in the place's colour, at its indentation when `indented`.
  void write(Place place, std::string_view text);
  void write_indented(Place place, std::string_view text);

 private:
  /// What stands before a value: `key: ` or `[0]: `, possibly less deep than the value's own lines; or nothing.
  struct Title {
    std::string text;
    int shift = 0;
  };

  void title(const Title& title, Place place);
  void value(const PropertyValue& value, Place place);
  void value_line(const PropertyValue& value, Place place);
  void array(const PropertyArray& array, Place place);
  void asset(const Asset& asset, Place place);
  void archive(const Archive& archive, Place place);
  void reference(const ResourceReference& reference, Place place);
  void text(const std::string& text, Place place);
  void add(const Change& change, const Title& title, Place place);
  void remove(const Change& change, const Title& title, Place place);
  void update(const Change& change, const Title& title, Place place);
  void array_change(const Change& change, Place place);
  void leaf_change(const Change& change, const Title& title, Place place);
  bool secret_change(const Change& change, const Title& title, Place place);
  void text_change(const std::string& before, const std::string& after, Place place);
  bool encoded_change(const std::string& before, const std::string& after, Place place);
  void character_change(const std::string& before, const std::string& after, Place place);
  void line_change(const std::string& before, const std::string& after, Place place);
  bool archive_change(const Archive& before, const Archive& after, const Title& title, Place place);
  void asset_changes(const PropertyMap& before, const PropertyMap& after, Place place);
  bool asset_change(const Asset& before, const Asset& after, const Title& title, Place place);

  std::string& out_;
  const PrintOptions& options_;
};

/// Whether a value is worth a line of its own: nulls, empty texts and empty containers are not.
[[nodiscard]] bool worth_printing(const PropertyValue& value, bool unknowns_too);

/// The longest of the keys, in columns.
[[nodiscard]] std::size_t widest_key(const PropertyMap& properties);

}  // namespace ashlar::cli
