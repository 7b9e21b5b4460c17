#include "providers/aws/lifecycle.hpp"

#include <algorithm>
#include <cstring>

#include "aws/sigv4.hpp"
#include "base/diagnostic.hpp"
#include "providers/aws/convert.hpp"
#include "providers/aws/difference.hpp"
#include "providers/aws/outputs.hpp"
#include "providers/aws/tag_requests.hpp"
#include "providers/aws/tags.hpp"
#include "providers/aws/unique_name.hpp"
#include "providers/support/secrets.hpp"

namespace ashlar::providers::aws {

using awsapi::Outcome;
using awsapi::Value;
using namespace deploy;

namespace {

constexpr int default_minutes = 10;

std::chrono::milliseconds limit_of(double asked_seconds, int minutes) {
  if (asked_seconds > 0) return std::chrono::milliseconds(static_cast<std::int64_t>(asked_seconds * 1000));
  return std::chrono::minutes(minutes > 0 ? minutes : default_minutes);
}

std::string region_of(const Session& session, const PropertyMap& inputs) {
  const auto region = text_in(inputs, "region");
  return region.empty() ? session.region() : region;
}

/// A name for what has only a prefix of one.
std::string name_with_prefix(Session& session, const std::string& prefix) {
  const auto& surroundings = session.surroundings();
  std::uint32_t chance = 0;
  std::memcpy(&chance, surroundings.entropy.bytes(sizeof chance).data(), sizeof chance);
  return timestamped_name(prefix, surroundings.clock.now(), chance);
}

Value create_request(Session& session, const ResourceType& type, const PropertyMap& inputs, const std::string& token) {
  Value request = Value::Map();
  for (const auto& property : type.properties) {
    const auto* value = find(inputs, property.name);
    if (value != nullptr && !is_zero(*value) && !property.request_member.empty()) {
      request.set(property.request_member, to_request(property, *value));
    } else if (const auto prefix = text_in(inputs, property.name + "Prefix");
               property.is_auto_named && !prefix.empty()) {
      request.set(property.request_member, name_with_prefix(session, prefix));
    }
  }
  if (type.tags) add_tags_to_create(type, tags_of(find(inputs, "tagsAll")), token, request);
  if (!type.create.token_member.empty() && !token.empty()) {
    constexpr std::size_t longest_token = 64;
    request.set(type.create.token_member, token.size() > longest_token ? awsapi::sha256_hex(token) : token);
  }
  if (type.adjust_request) type.adjust_request(inputs, request);
  return request;
}

/// The item, with what other calls tell.
Task<Result<Value>> read_item(Call& call, PropertyMap known, bool just_created) {
  auto waiting = call.wait_until_ready(known, just_created);
  auto outcome = co_await waiting;
  if (!outcome) co_return call.error("waiting for the " + call.type().noun, outcome.error());
  Value item = std::move(outcome.value());
  if (call.type().complete) {
    auto completing = call.type().complete(call, item, known);
    const auto completed = co_await completing;
    if (!completed) co_return completed.error();
  }
  co_return item;
}

/// Everything after AWS said that it exists: wait, set what the create request could not, read.
Task<Result<PropertyMap>> settle(Call& call, PropertyMap inputs, std::string token) {
  auto reading = read_item(call, inputs, true);
  auto item = co_await reading;
  if (!item) co_return item.error();
  if (call.type().apply) {
    const int requests = call.requests();
    Change change{call.type(), outputs_of(call, *item, inputs), inputs, true};
    auto applying = call.type().apply(call, std::move(change));
    const auto applied = co_await applying;
    if (!applied) co_return applied.error();
    if (call.requests() != requests) {
      auto reading_again = read_item(call, inputs, true);
      item = co_await reading_again;
      if (!item) co_return item.error();
    }
  }
  if (call.type().tags && has_operation_tag(call.type(), token)) {
    auto removing = remove_operation_tag(call);
    const auto removed = co_await removing;
    if (!removed) co_return removed.error();
  }
  co_return outputs_of(call, *item, inputs);
}

std::string new_id(const ResourceType& type, const PropertyMap& inputs, const Value& answer) {
  return type.create.id.empty() ? type.make_id(inputs) : at(answer, type.create.id).text();
}

}  // namespace

Task<Result<CreateAnswer>> create_resource(Session& session, const ResourceType& type, CreateRequest request) {
  const auto inputs = plain(request.inputs);
  CreateAnswer answer;
  if (request.preview) {
    answer.outputs = preview_of_create(type, region_of(session, inputs), inputs);
    carry_secrets(request.inputs, answer.outputs);
    co_return answer;
  }
  Call call(session, type, region_of(session, inputs), "", limit_of(request.timeout_seconds, type.timeouts.create));
  auto asking = call.ask_while(type.create.operation, create_request(session, type, inputs, request.operation_token),
                               type.create.retry_while);
  const auto made = co_await asking;
  if (!made) co_return call.error("creating the " + type.noun, made.error());
  answer.id = call.id = new_id(type, inputs, *made);
  auto settling = settle(call, inputs, request.operation_token);
  auto outputs = co_await settling;
  if (outputs) {
    answer.outputs = std::move(*outputs);
  } else {
    answer.outputs = outputs_so_far(call, inputs);
    answer.init_errors = {format_error(outputs.error())};
  }
  answer.id = call.id;
  carry_secrets(request.inputs, answer.outputs);
  co_return answer;
}

Task<Result<ReadAnswer>> read_resource(Session& session, const ResourceType& type, ReadRequest request) {
  const bool import = request.inputs.empty() && request.outputs.empty();
  const auto known = plain(request.outputs.empty() ? request.inputs : request.outputs);
  Call call(session, type, region_of(session, known), request.id,
            limit_of(request.timeout_seconds, type.timeouts.read));
  auto finding = call.find(known);
  auto found = co_await finding;
  if (!found) co_return call.error("reading the " + type.noun + " " + request.id, found.error());
  ReadAnswer answer;
  if (found->is_null()) co_return answer;
  Value item = std::move(found.value());
  if (type.complete) {
    auto completing = type.complete(call, item, known);
    const auto completed = co_await completing;
    if (!completed) co_return completed.error();
  }
  answer.id = call.id;
  answer.outputs = outputs_of(call, item, known);
  answer.inputs =
      import ? inputs_of_import(type, answer.outputs) : inputs_of_refresh(type, plain(request.inputs), answer.outputs);
  carry_secrets(request.inputs, *answer.inputs);
  carry_secrets(request.outputs, answer.outputs);
  co_return answer;
}

namespace {

/// The one call that changes several properties, when one of them changed.
Task<Status> update_declared(Call& call, const Change& change) {
  const auto& update = call.type().update;
  const bool needed = std::ranges::any_of(update.properties, [&](const auto& name) { return change.asks_for(name); });
  if (!needed) co_return Status();
  Value request = Value::map({{update.id, call.id}});
  for (const auto& name : update.properties) {
    const auto* property = find_property(call.type().properties, name);
    const auto* value = find(change.after, name);
    if (value != nullptr) request.set(property->request_member, to_request(*property, *value));
  }
  auto telling = call.tell(update.operation, std::move(request));
  co_return co_await telling;
}

Task<Status> make_changes(Call& call, Change change) {
  if (call.type().tags) {
    const auto before = tags_of(find(change.before, "tagsAll"));
    const auto after = tags_of(find(change.after, "tagsAll"));
    auto tagging = change_tags(call, before, after, text_in(change.before, "arn"));
    const auto tagged = co_await tagging;
    if (!tagged) co_return tagged;
  }
  auto updating = update_declared(call, change);
  const auto updated = co_await updating;
  if (!updated) co_return updated;
  if (!call.type().apply) co_return Status();
  auto applying = call.type().apply(call, std::move(change));
  co_return co_await applying;
}

}  // namespace

Task<Result<UpdateAnswer>> update_resource(Session& session, const ResourceType& type, UpdateRequest request) {
  const auto inputs = plain(request.new_inputs);
  const auto before = plain(request.old_outputs);
  UpdateAnswer answer;
  if (request.preview) {
    DiffRequest asked{.urn = request.urn,
                      .id = request.id,
                      .old_inputs = request.old_inputs,
                      .old_outputs = before,
                      .new_inputs = inputs};
    answer.outputs = preview_of_update(type, before, inputs, difference(type, asked).diffs);
    carry_secrets(request.new_inputs, answer.outputs);
    co_return answer;
  }
  Call call(session, type, region_of(session, before), request.id,
            limit_of(request.timeout_seconds, type.timeouts.update));
  auto changing = make_changes(call, Change{type, before, inputs, false});
  const auto changed = co_await changing;
  if (!changed && call.changes() == 0) co_return changed.error().within("updating the " + type.noun + " " + request.id);
  if (!changed) answer.init_errors.push_back(format_error(changed.error()));
  auto known = before;
  for (const auto& [name, value] : inputs) known.insert_or_assign(name, value);
  if (find(inputs, "tags") == nullptr) known.erase("tags");
  auto reading = read_item(call, known, false);
  const auto item = co_await reading;
  if (item) {
    answer.outputs = outputs_of(call, *item, known);
  } else {
    answer.outputs = before;
    answer.init_errors.push_back(format_error(item.error()));
  }
  carry_secrets(request.new_inputs, answer.outputs);
  co_return answer;
}

Task<Status> remove_resource(Session& session, const ResourceType& type, DeleteRequest request) {
  const auto known = plain(request.old_outputs);
  Call call(session, type, region_of(session, known), request.id,
            limit_of(request.timeout_seconds, type.timeouts.remove));
  if (type.before_remove) {
    auto preparing = type.before_remove(call, known);
    const auto prepared = co_await preparing;
    if (!prepared) co_return prepared.error().within("deleting the " + type.noun + " " + request.id);
  }
  if (!type.remove.operation.empty()) {
    Value parameters = Value::Map();
    if (!type.remove.id.empty()) parameters.set(type.remove.id, call.id);
    if (!type.remove.ids.empty()) parameters.set(type.remove.ids, Value::list({call.id}));
    auto asking = call.ask_while(type.remove.operation, std::move(parameters), type.remove.retry_while);
    auto outcome = co_await asking;
    if (outcome && !type.remove.failure.empty()) {
      if (const auto failure = at(*outcome, type.remove.failure); !failure.is_null()) {
        awsapi::ApiError error{
            .service = type.service, .operation = type.remove.operation, .code = failure["Code"].text()};
        error.message = failure["Message"].text();
        outcome = error;
      }
    }
    if (!outcome && std::ranges::find(type.read.gone, outcome.error().code) != type.read.gone.end()) co_return Status();
    if (!outcome) co_return call.error("deleting the " + type.noun + " " + request.id, outcome.error());
  }
  if (!type.remove.wait_until_gone) co_return Status();
  auto waiting = call.wait_until_gone(known);
  const auto gone = co_await waiting;
  co_return gone ? gone : Status(gone.error().within("deleting the " + type.noun + " " + request.id));
}

namespace {

/// What an interrupted create may have made, or null; sets the call's id. What was made shortly before may not be
/// listed yet, so it looks several times.
Task<Outcome> look_for(Call& call, PropertyMap inputs, std::string token) {
  const auto& type = call.type();
  constexpr int looks = 3;
  for (int look = 1;; ++look) {
    Outcome found = Value();
    if (type.has_natural_key) {
      call.id = type.make_id ? type.make_id(inputs) : "";
      auto finding = call.find(inputs);
      found = co_await finding;
    } else {
      auto filters = filter(std::string("tag:") + operation_tag, token);
      auto asking = call.ask(type.read.operation, Value::map({{type.read.filters, std::move(filters)}}));
      found = co_await asking;
      if (found) found = Outcome(at(*found, type.read.item));
      if (found) call.id = at(*found, type.item_id).text();
    }
    if (!found || !found->is_null() || look == looks) co_return found;
    auto pausing = call.pause();
    const bool again = co_await pausing;
    if (!again) co_return found;
  }
}

}  // namespace

Task<Result<RecoverAnswer>> recover_resource(Session& session, const ResourceType& type, RecoverRequest request) {
  const auto inputs = plain(request.inputs);
  Call call(session, type, region_of(session, inputs), "", limit_of(0, type.timeouts.create));
  RecoverAnswer answer;
  if (!type.has_natural_key && !has_operation_tag(type, request.operation_token)) co_return answer;
  const bool named = type.has_natural_key && type.make_id;
  if (named && type.make_id(inputs).empty()) co_return answer;  // its name was generated on the way
  auto looking = look_for(call, inputs, request.operation_token);
  const auto found = co_await looking;
  if (!found) co_return call.error("looking for the " + type.noun + " of an interrupted run", found.error());
  if (found->is_null()) {
    answer.outcome = RecoverAnswer::Outcome::not_created;
    co_return answer;
  }
  auto settling = settle(call, inputs, request.operation_token);
  auto outputs = co_await settling;
  if (!outputs)
    co_return outputs.error().within("finishing the " + type.noun + " " + call.id + " of an interrupted run");
  answer.outcome = RecoverAnswer::Outcome::created;
  answer.id = call.id;
  answer.inputs = request.inputs;
  answer.outputs = std::move(*outputs);
  carry_secrets(request.inputs, answer.outputs);
  co_return answer;
}

}  // namespace ashlar::providers::aws
