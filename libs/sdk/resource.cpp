#include "ashlar/resource.hpp"

#include "ashlar/context.hpp"
#include "sdk/json.hpp"
#include "sdk/program.hpp"

namespace ashlar {

namespace {

constexpr std::string_view provider_prefix = "pulumi:providers:";

sdk::ResourceRef declare(Context& ctx, const sdk::TypeInfo& info, std::string_view type, std::string_view name,
                         bool custom, const InputBase& args, const ResourceOptions& options, SourceLocation where) {
  return ctx.program().declare(std::string(type), std::string(name), custom,
                               {.info = info, .inputs = args.node(), .options = options, .where = where});
}

/// Providers take their settings as texts: anything else is written as JSON.
InputBase as_texts(const InputBase& settings) {
  if (!settings.is_set()) return settings;
  const auto* members = std::get_if<sdk::InputNode::Object>(&settings.node()->content);
  if (members == nullptr) return settings;
  std::vector<sdk::Field> fields;
  for (const auto& [key, member] : *members) {
    const auto text = sdk::apply(
        sdk::to_output(InputBase(member)),
        [](const Value& value) { return sdk::known(value.is_string() ? value : Value(value.to_json())); },
        SourceLocation::current());
    fields.push_back({key, Output<std::string>(text)});
  }
  return sdk::object(fields);
}

}  // namespace

Resource::Resource() noexcept = default;
Resource::Resource(const Resource& other) = default;
Resource::Resource(Resource&& other) noexcept = default;
Resource& Resource::operator=(const Resource& other) = default;
Resource& Resource::operator=(Resource&& other) noexcept = default;
Resource::~Resource() = default;
Resource::Resource(sdk::ResourceRef node) noexcept : node_(std::move(node)) {}

const std::string& Resource::type() const { return node_->type; }
const std::string& Resource::name() const { return node_->name; }
Output<std::string> Resource::urn() const { return Output<std::string>(node_->urn); }
sdk::OutputRef Resource::property(const char* name) const { return node_->property(name); }

CustomResource::CustomResource(Context& ctx, std::string_view type, std::string_view name, const Object& args,
                               SourceLocation where)
    : CustomResource(ctx, type, name, args, sdk::no_options, where) {}

CustomResource::CustomResource(Context& ctx, std::string_view type, std::string_view name, const Object& args,
                               const ResourceOptions& options, SourceLocation where)
    : Resource(declare(ctx, {}, type, name, true, args, options, where)) {}

CustomResource::CustomResource(Context& ctx, const sdk::TypeInfo& type, std::string_view name, const InputBase& args,
                               const ResourceOptions& options, SourceLocation where)
    : Resource(declare(ctx, type, type.token, name, !type.remote, args, options, where)) {}

CustomResource CustomResource::read(Context& ctx, const sdk::TypeInfo& type, std::string_view name,
                                    const Input<std::string>& id, const ResourceOptions& options,
                                    SourceLocation where) {
  return CustomResource(Resource(ctx.program().declare(
      type.token, std::string(name), true,
      {.info = type, .inputs = {}, .options = options, .where = where, .existing_id = id.node()})));
}

Output<std::string> CustomResource::id() const { return Output<std::string>(node()->id); }

ProviderResource::ProviderResource(Context& ctx, std::string_view package, std::string_view name,
                                   const Object& settings, SourceLocation where)
    : ProviderResource(ctx, package, name, settings, sdk::no_options, where) {}

ProviderResource::ProviderResource(Context& ctx, std::string_view package, std::string_view name,
                                   const Object& settings, const ResourceOptions& options, SourceLocation where)
    : CustomResource(Resource(declare(ctx, {}, std::string(provider_prefix) + std::string(package), name, true,
                                      as_texts(settings), options, where))) {}

ProviderResource::ProviderResource(Context& ctx, const sdk::TypeInfo& type, std::string_view name,
                                   const InputBase& settings, const ResourceOptions& options, SourceLocation where)
    : CustomResource(ctx, type, name, as_texts(settings), options, where) {}

std::string ProviderResource::package() const { return type().substr(provider_prefix.size()); }

ComponentResource::ComponentResource(Context& ctx, std::string_view type, std::string_view name, SourceLocation where)
    : ComponentResource(ctx, type, name, sdk::no_options, where) {}

ComponentResource::ComponentResource(Context& ctx, std::string_view type, std::string_view name,
                                     const ResourceOptions& options, SourceLocation where)
    : Resource(declare(ctx, {}, type, name, false, {}, options, where)) {}

void ComponentResource::register_outputs(const Object& outputs) { node()->program.register_outputs(node(), outputs); }

RemoteComponent::RemoteComponent(Context& ctx, std::string_view type, std::string_view name, const Object& args,
                                 SourceLocation where)
    : RemoteComponent(ctx, type, name, args, sdk::no_options, where) {}

RemoteComponent::RemoteComponent(Context& ctx, std::string_view type, std::string_view name, const Object& args,
                                 const ResourceOptions& options, SourceLocation where)
    : Resource(declare(ctx, {.remote = true}, type, name, false, args, options, where)) {}

RemoteComponent::RemoteComponent(Context& ctx, const sdk::TypeInfo& type, std::string_view name, const InputBase& args,
                                 const ResourceOptions& options, SourceLocation where)
    : Resource(declare(ctx, type, type.token, name, false, args, options, where)) {}

const ResourceOptions sdk::no_options{};

ResourceOptions ResourceOptions::merged(const ResourceOptions& over) const {
  ResourceOptions result = *this;
  const auto join = [](auto& into, const auto& more) { into.insert(into.end(), more.begin(), more.end()); };
  join(result.depends_on, over.depends_on);
  join(result.providers, over.providers);
  join(result.aliases, over.aliases);
  join(result.ignore_changes, over.ignore_changes);
  join(result.additional_secret_outputs, over.additional_secret_outputs);
  join(result.replace_with, over.replace_with);
  join(result.replace_on_changes, over.replace_on_changes);
  join(result.hide_diffs, over.hide_diffs);
  if (over.parent) result.parent = over.parent;
  if (over.protect) result.protect = over.protect;
  if (over.provider) result.provider = over.provider;
  if (over.delete_before_replace) result.delete_before_replace = over.delete_before_replace;
  if (over.retain_on_delete) result.retain_on_delete = over.retain_on_delete;
  if (over.deleted_with) result.deleted_with = over.deleted_with;
  if (over.replacement_trigger.is_set()) result.replacement_trigger = over.replacement_trigger;
  const auto replace = [](std::string& text, const std::string& by) {
    if (!by.empty()) text = by;
  };
  replace(result.custom_timeouts.create, over.custom_timeouts.create);
  replace(result.custom_timeouts.update, over.custom_timeouts.update);
  replace(result.custom_timeouts.remove, over.custom_timeouts.remove);
  replace(result.custom_timeouts.read, over.custom_timeouts.read);
  replace(result.import_id, over.import_id);
  replace(result.version, over.version);
  replace(result.plugin_download_url, over.plugin_download_url);
  return result;
}

}  // namespace ashlar
