#pragma once

#include <string>

#include "project/yaml_document.hpp"

namespace ashlar::project {

/// The text of `document`, changed as little as possible so that it says `wanted`: what stays the same keeps its bytes,
/// with its comments, order, quotes and blank lines. A comment directly above an entry and one behind it go when the
/// entry goes. New members are added at the end of their container. The result is read back and compared before it is
/// returned; where the file cannot be changed in place (an alias would change what it stands for …), more of it is
/// written anew.
[[nodiscard]] Result<std::string> edit_yaml(const YamlDocument& document, const YamlValue& wanted);

}  // namespace ashlar::project
