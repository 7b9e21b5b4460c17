#include "base/strings.hpp"
#include "state/deployment_json.hpp"
#include "state/resource_json.hpp"

namespace ashlar::state {

namespace json {

void append_name(std::string& out, std::string_view name) {
  if (out.back() != '{') out += ',';
  append_json_string(out, name);
  out += ':';
}

namespace {

/// Appends fields in the file's order; those that are empty are left out.
class Fields {
 public:
  explicit Fields(std::string& out) : out_(out) {}

  std::string& start(std::string_view name) {
    append_name(out_, name);
    return out_;
  }
  void text(std::string_view name, const std::string& value) {
    if (!value.empty()) append_json_string(start(name), value);
  }
  void flag(std::string_view name, bool value) {
    if (value) start(name) += "true";
  }
  void urn(std::string_view name, const std::optional<Urn>& value) {
    if (value) append_json_string(start(name), value->text());
  }
  void number(std::string_view name, double value) {
    if (value != 0) append_json_number(start(name), value);
  }
  void texts(std::string_view name, const std::vector<std::string>& values) {
    if (!values.empty())
      list(start(name), values, [](const std::string& value) -> const std::string& { return value; });
  }
  void urns(std::string_view name, const std::vector<Urn>& values) {
    if (!values.empty()) list(start(name), values, [](const Urn& value) -> const std::string& { return value.text(); });
  }

  template <typename T, typename Text>
  static void list(std::string& out, const std::vector<T>& values, const Text& text) {
    out += '[';
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i > 0) out += ',';
      append_json_string(out, text(values[i]));
    }
    out += ']';
  }

 private:
  std::string& out_;
};

void append_property_dependencies(std::string& out, const ResourceState& resource) {
  if (resource.property_dependencies.empty()) return;
  append_name(out, "propertyDependencies");
  out += '{';
  for (const auto& [property, urns] : resource.property_dependencies) {
    append_name(out, property);
    Fields::list(out, urns, [](const Urn& urn) -> const std::string& { return urn.text(); });
  }
  out += '}';
}

void append_timeouts(std::string& out, const CustomTimeouts& timeouts) {
  if (timeouts == CustomTimeouts{}) return;
  append_name(out, "customTimeouts");
  out += '{';
  Fields fields(out);
  fields.number("create", timeouts.create);
  fields.number("update", timeouts.update);
  fields.number("delete", timeouts.remove);
  fields.number("read", timeouts.read);
  out += '}';
}

void append_stack_trace(std::string& out, const std::vector<std::string>& positions) {
  if (positions.empty()) return;
  append_name(out, "stackTrace");
  out += '[';
  for (const auto& position : positions) {
    if (out.back() != '[') out += ',';
    out += '{';
    Fields(out).text("sourcePosition", position);
    out += '}';
  }
  out += ']';
}

void append_paths(std::string& out, const std::vector<PropertyPath>& paths) {
  if (paths.empty()) return;
  append_name(out, "hideDiff");
  out += '[';
  for (const auto& path : paths) {
    if (out.back() != '[') out += ',';
    out += '[';
    for (const auto& step : path.steps()) {
      if (out.back() != '[') out += ',';
      if (const auto* key = std::get_if<std::string>(&step)) {
        append_json_string(out, *key);
      } else {
        out += std::to_string(std::get<std::size_t>(step));
      }
    }
    out += ']';
  }
  out += ']';
}

void append_hooks(std::string& out, const std::map<std::string, std::vector<std::string>>& hooks) {
  if (hooks.empty()) return;
  append_name(out, "resourceHooks");
  out += '{';
  for (const auto& [kind, names] : hooks) {
    append_name(out, kind);
    Fields::list(out, names, [](const std::string& name) -> const std::string& { return name; });
  }
  out += '}';
}

}  // namespace

void append_resource(std::string& out, const ResourceState& resource, PropertyWriter& properties) {
  out += '{';
  Fields fields(out);
  append_json_string(fields.start("urn"), resource.urn.text());
  fields.start("custom") += resource.custom ? "true" : "false";
  fields.flag("delete", resource.pending_delete);
  fields.text("id", resource.id);
  append_json_string(fields.start("type"), resource.urn.type());
  if (!resource.inputs.empty()) {
    fields.start("inputs");
    properties.write(resource.inputs);
  }
  if (!resource.outputs.empty()) {
    fields.start("outputs");
    properties.write(resource.outputs);
  }
  fields.urn("parent", resource.parent);
  fields.flag("protect", resource.protect);
  fields.flag("taint", resource.taint);
  fields.flag("external", resource.external);
  fields.urns("dependencies", resource.dependencies);
  fields.texts("initErrors", resource.init_errors);
  fields.text("provider", resource.provider);
  append_property_dependencies(out, resource);
  fields.flag("pendingReplacement", resource.pending_replacement);
  fields.texts("additionalSecretOutputs", resource.additional_secret_outputs);
  fields.urns("aliases", resource.aliases);
  append_timeouts(out, resource.custom_timeouts);
  fields.text("importID", resource.import_id);
  fields.flag("retainOnDelete", resource.retain_on_delete);
  fields.urn("deletedWith", resource.deleted_with);
  fields.urns("replaceWith", resource.replace_with);
  fields.text("created", resource.created);
  fields.text("modified", resource.modified);
  fields.text("sourcePosition", resource.source_position);
  append_stack_trace(out, resource.stack_trace);
  fields.texts("ignoreChanges", resource.ignore_changes);
  append_paths(out, resource.hide_diffs);
  fields.texts("replaceOnChanges", resource.replace_on_changes);
  if (!resource.replacement_trigger.is_null()) {
    fields.start("replacementTrigger");
    properties.write(resource.replacement_trigger);
  }
  fields.flag("refreshBeforeUpdate", resource.refresh_before_update);
  fields.text("viewOf", resource.view_of);
  append_hooks(out, resource.resource_hooks);
  fields.text("extensionRef", resource.extension_ref);
  fields.text("snippetID", resource.snippet_id);
  if (!resource.other_fields.empty()) out += "," + resource.other_fields;
  out += '}';
}

}  // namespace json

Status append_resource(std::string& out, const ResourceState& resource, const SecretWriting& secrets) {
  PropertyWriter properties(out, secrets);
  json::append_resource(out, resource, properties);
  return properties.status();
}

}  // namespace ashlar::state
