#pragma once
/// Values as YAML or JSON text, in the style of the genuine tool: two spaces, plain words where they are safe, `|` for
/// lines.

#include <string>
#include <string_view>

#include "project/yaml_document.hpp"
#include "project/yaml_value.hpp"

namespace ashlar::project {

/// Where a value is put in block style: it decides how its text begins.
enum class BlockPlace {
  document,    ///< at the left margin
  after_key,   ///< behind `key:`
  after_dash,  ///< behind `-`
};

/// The text to put behind the indicator of an entry at `column`: it begins with a space or a line break (not so for a
/// document) and ends without one. `step` is the indentation of nested containers.
[[nodiscard]] std::string block_text(const YamlValue& value, BlockPlace place, std::size_t column, std::size_t step);
/// A whole entry of a block mapping, from `column` on, without a line break at its end.
[[nodiscard]] std::string block_entry(std::string_view key, const YamlValue& value, std::size_t column,
                                      std::size_t step);

/// The value on one line, as part of a flow collection (`{a: 1}`) or as JSON.
[[nodiscard]] std::string flow_text(const YamlValue& value, YamlDocument::Format format);
[[nodiscard]] std::string flow_key(std::string_view key, YamlDocument::Format format);

/// JSON over several lines, each `step` deeper than its container, which begins at `column`.
[[nodiscard]] std::string pretty_json(const YamlValue& value, std::size_t step, std::size_t column = 0);

/// A scalar on one line. `style` is kept when it is a quoted one and the value a string.
[[nodiscard]] std::string scalar_text(const YamlValue& value, bool in_flow,
                                      YamlNode::Style style = YamlNode::Style::plain);

}  // namespace ashlar::project
