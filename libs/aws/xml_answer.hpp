#pragma once
/// XML answers as documents, along their shapes: what the query, ec2 and rest-xml protocols share.

#include <pugixml.hpp>
#include <string_view>

#include "aws/model.hpp"
#include "base/result.hpp"

namespace ashlar::awsapi {

/// An element's name without its namespace prefix.
[[nodiscard]] std::string_view local_name(const pugi::xml_node& node);

/// The first child element of that local name, or an empty node.
[[nodiscard]] pugi::xml_node child_named(const pugi::xml_node& node, std::string_view name);

/// What stands inside `node` as a structure of that shape. Elements that the shape does not know are passed over.
[[nodiscard]] Result<Value> read_structure(const Shape& shape, const pugi::xml_node& node);

}  // namespace ashlar::awsapi
