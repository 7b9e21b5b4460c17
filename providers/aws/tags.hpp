#pragma once
/// Tags: those of the program, those that the configuration puts on everything, and those of others.

#include "aws/value.hpp"
#include "providers/aws/config.hpp"

namespace ashlar::providers::aws {

/// Marks a create while it is under way, so that an interrupted one can be found again. Gone before the create is
/// answered.
inline constexpr const char* operation_tag = "ashlar:operation";

/// The texts of a plain property map; null members are empty texts.
[[nodiscard]] Tags tags_of(const PropertyValue* map);
[[nodiscard]] PropertyMap to_property_map(const Tags& tags);

/// What a resource's `tagsAll` is: the configuration's tags with its own on top, without ignored ones.
[[nodiscard]] Tags all_tags(const Tags& own, const TagRules& rules);
/// What of the tags that AWS tells is ours to know: not AWS's own (`aws:…`), not ignored ones, not the operation's.
[[nodiscard]] Tags visible_tags(const Tags& told, const TagRules& rules);
/// What of `all` the program gave: a tag that is as the configuration puts it counts only where `own` has it.
[[nodiscard]] Tags own_tags(const Tags& all, const Tags& own, const TagRules& rules);

/// `[{Key, Value}]` both ways.
[[nodiscard]] awsapi::Value::List to_tag_list(const Tags& tags);
[[nodiscard]] Tags from_tag_list(const awsapi::Value& list);

}  // namespace ashlar::providers::aws
