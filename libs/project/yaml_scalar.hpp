#pragma once
/// What unquoted words of YAML mean, by the rules that Pulumi's files are read with: those of YAML 1.2 and, where they
/// do not contradict, of 1.1 (octal 0777, 1_000, dates), but `yes` and `on` are words.

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "project/yaml_value.hpp"

namespace ashlar::project {

/// A date or time becomes the text that programs are given for it: `2024-01-01 00:00:00 +0000 UTC`.
[[nodiscard]] YamlValue resolve_plain_scalar(std::string_view text);

/// A scalar with an explicit tag such as `tag:yaml.org,2002:int` or `!!int`. Fails when the text does not fit the tag.
/// Any other tag than YAML's own makes it a string.
[[nodiscard]] Result<YamlValue> resolve_tagged_scalar(std::string_view tag, std::string_view text);

/// Whether `text`, unquoted, would be read as something else than this text, here or by a reader of YAML 1.1.
[[nodiscard]] bool is_ambiguous_plain(std::string_view text);

}  // namespace ashlar::project
