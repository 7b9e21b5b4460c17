#include "providers/aws/tags.hpp"

#include <algorithm>

namespace ashlar::providers::aws {

using awsapi::Value;

namespace {

bool ignored(const std::string& key, const TagRules& rules) {
  return std::ranges::find(rules.ignored_keys, key) != rules.ignored_keys.end() ||
         std::ranges::any_of(rules.ignored_prefixes, [&](const auto& prefix) { return key.starts_with(prefix); });
}

}  // namespace

Tags tags_of(const PropertyValue* map) {
  Tags tags;
  const auto* members = map == nullptr ? nullptr : map->get<PropertyMap>();
  if (members == nullptr) return tags;
  for (const auto& [key, value] : *members) {
    if (!is_internal_key(key)) tags.emplace(key, value.as_string().value_or(""));
  }
  return tags;
}

PropertyMap to_property_map(const Tags& tags) { return {tags.begin(), tags.end()}; }

Tags all_tags(const Tags& own, const TagRules& rules) {
  Tags all = own;
  all.insert(rules.defaults.begin(), rules.defaults.end());
  std::erase_if(all, [&](const auto& tag) { return ignored(tag.first, rules); });
  return all;
}

Tags visible_tags(const Tags& told, const TagRules& rules) {
  Tags visible = told;
  std::erase_if(visible, [&](const auto& tag) {
    return tag.first.starts_with("aws:") || tag.first == operation_tag || ignored(tag.first, rules);
  });
  return visible;
}

Tags own_tags(const Tags& all, const Tags& own, const TagRules& rules) {
  Tags result = all;
  std::erase_if(result, [&](const auto& tag) {
    const auto found = rules.defaults.find(tag.first);
    return found != rules.defaults.end() && found->second == tag.second && !own.contains(tag.first);
  });
  return result;
}

Value::List to_tag_list(const Tags& tags) {
  Value::List list;
  for (const auto& [key, value] : tags) list.push_back(Value::map({{"Key", key}, {"Value", value}}));
  return list;
}

Tags from_tag_list(const Value& list) {
  Tags tags;
  for (const auto& tag : list.elements()) tags.emplace(tag["Key"].text(), tag["Value"].text());
  return tags;
}

}  // namespace ashlar::providers::aws
