#include "providers/aws/tag_requests.hpp"

#include "providers/aws/tags.hpp"

namespace ashlar::providers::aws {

using awsapi::Value;

bool has_operation_tag(const ResourceType& type, const std::string& token) {
  return !type.create.tag_type.empty() && !type.has_natural_key && !token.empty();
}

void add_tags_to_create(const ResourceType& type, Tags tags, const std::string& token, Value& request) {
  if (has_operation_tag(type, token)) tags.emplace(operation_tag, token);
  if (tags.empty()) return;
  if (type.create.tag_list) request.set("Tags", to_tag_list(tags));
  if (type.create.tag_type.empty()) return;
  const auto specification = Value::map({{"ResourceType", type.create.tag_type}, {"Tags", to_tag_list(tags)}});
  request.set("TagSpecifications", Value::list({specification}));
}

Task<Status> change_tags(Call& call, Tags before, Tags after, std::string arn) {
  const bool ec2 = call.type().service == "ec2";
  Value removed = Value::List();
  Tags changed;
  for (const auto& [key, value] : before) {
    if (after.contains(key)) continue;
    removed.append(ec2 ? Value::map({{"Key", key}, {"Value", value}}) : Value(key));
  }
  for (const auto& [key, value] : after) {
    const auto old = before.find(key);
    if (old == before.end() || old->second != value) changed.emplace(key, value);
  }
  if (!removed.elements().empty()) {
    auto request = ec2 ? Value::map({{"Resources", Value::list({call.id})}, {"Tags", removed}})
                       : Value::map({{"ResourceName", arn}, {"TagKeys", removed}});
    auto telling = call.tell(ec2 ? "DeleteTags" : "RemoveTagsFromResource", std::move(request));
    const auto told = co_await telling;
    if (!told) co_return told;
  }
  if (changed.empty()) co_return Status();
  auto request = ec2 ? Value::map({{"Resources", Value::list({call.id})}, {"Tags", to_tag_list(changed)}})
                     : Value::map({{"ResourceName", arn}, {"Tags", to_tag_list(changed)}});
  auto telling = call.tell(ec2 ? "CreateTags" : "AddTagsToResource", std::move(request));
  co_return co_await telling;
}

Task<Status> remove_operation_tag(Call& call) {
  const auto tag = Value::map({{"Key", operation_tag}});
  auto telling =
      call.tell("DeleteTags", Value::map({{"Resources", Value::list({call.id})}, {"Tags", Value::list({tag})}}));
  co_return co_await telling;
}

}  // namespace ashlar::providers::aws
