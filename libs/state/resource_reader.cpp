#include <unordered_map>

#include "base/strings.hpp"
#include "state/resource_json.hpp"

namespace ashlar::state::json {

void keep_member(std::string& members, std::string_view name, Value value) {
  if (!members.empty()) members += ',';
  append_json_string(members, name);
  members += ':';
  members += raw(value);
}

namespace {

/// A resource whose fields arrive one by one.
struct Draft {
  ResourceState state;
  bool has_urn = false;
  std::string type;
};

Urn urn_from(std::string_view text) {
  auto urn = Urn::parse(text);
  if (!urn) throw Malformed{urn.error()};
  return std::move(*urn);
}

std::optional<Urn> optional_urn(Value value) {
  const auto name = text(value);
  if (name.empty()) return std::nullopt;
  return urn_from(name);
}

std::vector<Urn> urns(Value value) {
  std::vector<Urn> result;
  if (value.is_null()) return result;
  for (auto item : value.get_array()) result.push_back(urn_from(item.get_string()));
  return result;
}

std::map<std::string, std::vector<Urn>> property_dependencies(Value value) {
  std::map<std::string, std::vector<Urn>> result;
  if (value.is_null()) return result;
  for (auto field : value.get_object()) {
    std::string key(name_of(field));
    result.insert_or_assign(std::move(key), urns(field.value()));
  }
  return result;
}

CustomTimeouts timeouts(Value value) {
  CustomTimeouts result;
  if (value.is_null()) return result;
  for (auto field : value.get_object()) {
    const std::string_view key = name_of(field);
    const double seconds = field.value().get_double();
    if (key == "create") result.create = seconds;
    if (key == "update") result.update = seconds;
    if (key == "delete") result.remove = seconds;
    if (key == "read") result.read = seconds;
  }
  return result;
}

std::vector<std::string> stack_trace(Value value) {
  std::vector<std::string> result;
  if (value.is_null()) return result;
  for (auto frame : value.get_array()) {
    std::string position;
    for (auto field : frame.get_object()) {
      if (name_of(field) == "sourcePosition") position = string(field.value());
    }
    result.push_back(std::move(position));
  }
  return result;
}

std::vector<PropertyPath> paths(Value value) {
  std::vector<PropertyPath> result;
  if (value.is_null()) return result;
  for (auto path : value.get_array()) {
    std::vector<PathStep> steps;
    for (auto step : path.get_array()) {
      if (step.type() == simdjson::ondemand::json_type::number) {
        steps.emplace_back(static_cast<std::size_t>(std::uint64_t(step.get_uint64())));
      } else {
        steps.emplace_back(std::string(std::string_view(step.get_string())));
      }
    }
    if (!steps.empty()) result.push_back(PropertyPath::of(std::move(steps)));
  }
  return result;
}

std::map<std::string, std::vector<std::string>> hooks(Value value) {
  std::map<std::string, std::vector<std::string>> result;
  if (value.is_null()) return result;
  for (auto field : value.get_object()) {
    std::string key(name_of(field));
    result.insert_or_assign(std::move(key), strings(field.value()));
  }
  return result;
}

PropertyMap properties_from(Value value, PropertyReader& properties) {
  if (value.is_null()) return {};
  return properties.read_map(value.get_object());
}

using FieldReader = void (*)(Draft&, Value, PropertyReader&);

template <auto Member>
void text_field(Draft& draft, Value value, PropertyReader&) {
  draft.state.*Member = string(value);
}
template <auto Member>
void flag_field(Draft& draft, Value value, PropertyReader&) {
  draft.state.*Member = bool(value.get_bool());
}
template <auto Member>
void texts_field(Draft& draft, Value value, PropertyReader&) {
  draft.state.*Member = strings(value);
}
template <auto Member>
void urns_field(Draft& draft, Value value, PropertyReader&) {
  draft.state.*Member = urns(value);
}
template <auto Member>
void optional_urn_field(Draft& draft, Value value, PropertyReader&) {
  draft.state.*Member = optional_urn(value);
}
template <auto Member>
void map_field(Draft& draft, Value value, PropertyReader& properties) {
  draft.state.*Member = properties_from(value, properties);
}

void urn_field(Draft& draft, Value value, PropertyReader&) {
  draft.state.urn = urn_from(text(value));
  draft.has_urn = true;
}

const std::unordered_map<std::string_view, FieldReader>& field_readers() {
  using State = ResourceState;
  static const std::unordered_map<std::string_view, FieldReader> readers{
      {"urn", urn_field},
      {"custom", flag_field<&State::custom>},
      {"delete", flag_field<&State::pending_delete>},
      {"id", text_field<&State::id>},
      {"type", [](Draft& draft, Value value, PropertyReader&) { draft.type = string(value); }},
      {"inputs", map_field<&State::inputs>},
      {"outputs", map_field<&State::outputs>},
      {"parent", optional_urn_field<&State::parent>},
      {"protect", flag_field<&State::protect>},
      {"taint", flag_field<&State::taint>},
      {"external", flag_field<&State::external>},
      {"dependencies", urns_field<&State::dependencies>},
      {"initErrors", texts_field<&State::init_errors>},
      {"provider", text_field<&State::provider>},
      {"propertyDependencies",
       [](Draft& draft, Value value, PropertyReader&) {
         draft.state.property_dependencies = property_dependencies(value);
       }},
      {"pendingReplacement", flag_field<&State::pending_replacement>},
      {"additionalSecretOutputs", texts_field<&State::additional_secret_outputs>},
      {"aliases", urns_field<&State::aliases>},
      {"customTimeouts",
       [](Draft& draft, Value value, PropertyReader&) { draft.state.custom_timeouts = timeouts(value); }},
      {"importID", text_field<&State::import_id>},
      {"retainOnDelete", flag_field<&State::retain_on_delete>},
      {"deletedWith", optional_urn_field<&State::deleted_with>},
      {"replaceWith", urns_field<&State::replace_with>},
      {"created", text_field<&State::created>},
      {"modified", text_field<&State::modified>},
      {"sourcePosition", text_field<&State::source_position>},
      {"stackTrace", [](Draft& draft, Value value, PropertyReader&) { draft.state.stack_trace = stack_trace(value); }},
      {"ignoreChanges", texts_field<&State::ignore_changes>},
      {"hideDiff", [](Draft& draft, Value value, PropertyReader&) { draft.state.hide_diffs = paths(value); }},
      {"replaceOnChanges", texts_field<&State::replace_on_changes>},
      {"replacementTrigger",
       [](Draft& draft, Value value, PropertyReader& properties) {
         draft.state.replacement_trigger = properties.read(value);
       }},
      {"refreshBeforeUpdate", flag_field<&State::refresh_before_update>},
      {"viewOf", text_field<&State::view_of>},
      {"resourceHooks", [](Draft& draft, Value value, PropertyReader&) { draft.state.resource_hooks = hooks(value); }},
      {"extensionRef", text_field<&State::extension_ref>},
      {"snippetID", text_field<&State::snippet_id>},
  };
  return readers;
}

void check(const Draft& draft) {
  const auto& state = draft.state;
  if (!draft.has_urn) malformed("a resource has no `urn`");
  if (draft.type.empty()) malformed("it has no `type`");
  if (draft.type != state.urn.type()) malformed("its `type` is " + draft.type + ", which its URN does not end in");
  if (!state.custom && !state.id.empty()) malformed("`custom` is false, yet it has an `id`");
}

/// What versions 1 and 2 left out: a provider per resource, and which input depends on what (then: each on everything).
void migrate(ResourceState& state) {
  for (const auto& [key, value] : state.inputs) state.property_dependencies.emplace(key, state.dependencies);
}

}  // namespace

ResourceState read_resource(Object object, PropertyReader& properties, int version) {
  static const Urn none = Urn::make("", "", "", "", "");
  Draft draft{ResourceState{none}};
  try {
    const auto& readers = field_readers();
    for (auto field : object) {
      const std::string_view key = name_of(field);
      const auto reader = readers.find(key);
      if (reader != readers.end()) {
        reader->second(draft, field.value(), properties);
      } else if (version > 2) {
        keep_member(draft.state.other_fields, key, field.value());
      }
    }
    check(draft);
  } catch (Malformed& problem) {
    if (draft.has_urn) problem.error.notes.push_back("in resource " + draft.state.urn.text());
    throw;
  }
  if (version <= 2) migrate(draft.state);
  return std::move(draft.state);
}

}  // namespace ashlar::state::json
