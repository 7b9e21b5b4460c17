/// How a declared resource reaches the engine: wait for what it depends on, build the request, take the answer.

#include <algorithm>
#include <filesystem>
#include <set>

#include "pulumi/resource.pb.h"
#include "resource/urn.hpp"
#include "sdk/program.hpp"
#include "wire/marshal.hpp"

namespace ashlar::sdk {

namespace {

constexpr const char* unknown_id = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";  // reference 2.2

std::string settled_text(const OutputRef& output) { return output->settled->value.as_string().value_or(""); }

template <typename Repeated>
void assign(Repeated& field, const std::vector<std::string>& values) {
  for (const auto& value : values) field.Add(std::string(value));
}

/// One resource on its way to the engine. Lives until the answer.
class Registration : public std::enable_shared_from_this<Registration> {
 public:
  Registration(ResourceRef node, Declaration declaration)
      : node_(std::move(node)), program_(node_->program), declaration_(std::move(declaration)) {}

  void start() {
    std::vector<OutputRef> needed;
    collect_outputs(declaration_.inputs, needed);
    collect_outputs(declaration_.existing_id, needed);
    collect_outputs(options().replacement_trigger.node(), needed);
    if (node_->parent != nullptr) needed.push_back(node_->parent->urn);
    for (const auto& resource : other_resources()) needed.push_back(resource->urn);
    for (const auto& provider : provider_nodes()) needed.push_back(provider->id);
    when_all_settled(needed, [self = shared_from_this()] { self->inputs_are_known(); });
  }

 private:
  [[nodiscard]] const ResourceOptions& options() const { return declaration_.options; }
  [[nodiscard]] bool is_read() const { return declaration_.existing_id != nullptr; }

  /// Resources that options name, of which the URN is needed.
  [[nodiscard]] std::vector<ResourceRef> other_resources() const {
    std::vector<ResourceRef> resources;
    for (const auto& alias : options().aliases) {
      if (alias.parent) resources.push_back(alias.parent.node());
    }
    for (const auto& resource : options().replace_with) resources.push_back(resource.node());
    if (options().deleted_with) resources.push_back(options().deleted_with.node());
    return resources;
  }

  /// The provider of a custom resource, and those that a component hands to the provider that constructs it.
  [[nodiscard]] ResourceRef own_provider() const {
    if (!node_->custom && !node_->remote) return nullptr;
    const auto found = node_->providers.find(std::string(package_of(node_->type)));
    return found == node_->providers.end() ? nullptr : found->second;
  }
  [[nodiscard]] std::map<std::string, ResourceRef> component_providers() const {
    std::map<std::string, ResourceRef> own;
    if (node_->custom) return own;
    for (const auto& provider : options().providers) own.emplace(provider.package(), provider.node());
    if (options().provider) own.insert_or_assign(options().provider.package(), options().provider.node());
    return own;
  }
  [[nodiscard]] std::vector<ResourceRef> provider_nodes() const {
    std::vector<ResourceRef> nodes;
    if (auto own = own_provider()) nodes.push_back(std::move(own));
    for (auto& [package, provider] : component_providers()) nodes.push_back(std::move(provider));
    return nodes;
  }

  void inputs_are_known() {
    members_ = encode_members(declaration_.inputs);
    for (const auto& resource : options().depends_on) explicit_.add(resource.node());
    Dependencies all = explicit_;
    for (const auto& [key, member] : members_) {
      if (member.failure != nullptr) return give_up(member.failure);
      all.add(member.dependencies);
    }
    if (declaration_.existing_id != nullptr) {
      id_ = encode(declaration_.existing_id);
      if (id_.failure != nullptr) return give_up(id_.failure);
      all.add(id_.dependencies);
    }
    const bool has_components =
        std::any_of(all.all().begin(), all.all().end(), [](const ResourceRef& resource) { return !resource->custom; });
    // A component's children may still be to come: they all are there once the program's main function has returned.
    if (has_components) {
      program_.defer([self = shared_from_this(), all] { self->wait_for_dependencies(all); });
    } else {
      wait_for_dependencies(all);
    }
  }

  void wait_for_dependencies(const Dependencies& all) {
    std::vector<OutputRef> needed;
    for (const auto& resource : expand(all, node_.get())) needed.push_back(resource->urn);
    when_all_settled(needed, [self = shared_from_this(), needed] {
      for (const auto& urn : needed) {
        if (urn->settled->failure != nullptr) return self->give_up(urn->settled->failure);
      }
      self->everything_is_known();
    });
  }

  void everything_is_known() {
    std::vector<OutputRef> needed;
    if (node_->parent != nullptr) needed.push_back(node_->parent->urn);
    for (const auto& resource : other_resources()) needed.push_back(resource->urn);
    for (const auto& provider : provider_nodes()) needed.push_back(provider->id);
    for (const auto& output : needed) {
      if (output->settled->failure != nullptr) return give_up(output->settled->failure);
    }
    if (is_read()) {
      send_read();
    } else {
      send();
    }
  }

  void give_up(const FailurePtr& why) {
    program_.tell(why, describe(), nullptr);
    node_->fail(why);
  }

  [[nodiscard]] std::string describe() const {
    std::string text = node_->type + " \"" + node_->name + "\"";
    if (!node_->position.empty()) text += " (" + node_->position + ")";
    return text;
  }

  void set_source_position(pulumirpc::SourcePosition& position) const {
    const auto& where = declaration_.where;
    std::error_code error;
    const auto file = std::filesystem::absolute(where.file_name(), error);
    position.set_uri("file://" + file.lexically_normal().string());
    position.set_line(static_cast<int>(where.line()));
    position.set_column(static_cast<int>(where.column()));
  }

  void send() {
    pulumirpc::RegisterResourceRequest request;
    request.set_type(node_->type);
    request.set_name(node_->name);
    request.set_custom(node_->custom);
    request.set_remote(node_->remote);
    if (node_->parent != nullptr) request.set_parent(settled_text(node_->parent->urn));
    if (const auto status = set_inputs(request); !status) return fail(status.error().message);
    set_options(request);
    if (const auto status = set_replacement_trigger(request); !status) return fail(status.error().message);
    request.set_acceptsecrets(true);
    request.set_acceptresources(true);
    request.set_accepts_byte_string(true);
    request.set_supportspartialvalues(true);
    request.set_supportsresultreporting(true);
    request.set_aliasspecs(true);
    if (declaration_.where.line() > 0) set_source_position(*request.mutable_sourceposition());
    program_.client().register_resource(
        request, [self = shared_from_this()](Result<pulumirpc::RegisterResourceResponse*> answer) {
          if (!answer) return self->refused(answer.error());
          self->take(**answer);
        });
  }

  /// Secrets and unknowns travel as such; which resources a property comes from travels apart, except to a provider
  /// that constructs a component, which wants both together (reference 2.3).
  Status set_inputs(pulumirpc::RegisterResourceRequest& request) {
    PropertyMap inputs;
    std::set<std::string> dependencies;
    for (auto& urn : urns_of(expand(explicit_, node_.get()))) dependencies.insert(std::move(urn));
    for (auto& [key, member] : members_) {
      auto urns = urns_of(expand(member.dependencies, node_.get()));
      auto& listed = (*request.mutable_propertydependencies())[key];
      assign(*listed.mutable_urns(), urns);
      dependencies.insert(urns.begin(), urns.end());
      inputs.emplace(key, std::move(member.value));
    }
    for (const auto& urn : dependencies) request.add_dependencies(urn);
    if (node_->custom && !program_.settings().dry_run) sent_ = inputs;
    return wire::marshal(std::move(inputs), {}, *request.mutable_object());
  }

  void set_options(pulumirpc::RegisterResourceRequest& request) const {
    if (node_->protect) request.set_protect(*node_->protect);
    if (const auto provider = own_provider()) request.set_provider(provider_reference(*provider));
    for (const auto& [package, provider] : component_providers()) {
      (*request.mutable_providers())[package] = provider_reference(*provider);
    }
    const auto& info = declaration_.info;
    request.set_version(options().version.empty() ? info.version : options().version);
    request.set_plugindownloadurl(options().plugin_download_url.empty() ? info.download_url
                                                                        : options().plugin_download_url);
    for (const auto* name : info.secret_outputs) request.add_additionalsecretoutputs(name);
    assign(*request.mutable_additionalsecretoutputs(), options().additional_secret_outputs);
    assign(*request.mutable_ignorechanges(), options().ignore_changes);
    for (const auto* path : info.replace_on_changes) request.add_replaceonchanges(path);
    assign(*request.mutable_replaceonchanges(), options().replace_on_changes);
    assign(*request.mutable_hidediffs(), options().hide_diffs);
    if (options().delete_before_replace) {
      request.set_deletebeforereplace(*options().delete_before_replace);
      request.set_deletebeforereplacedefined(true);
    }
    if (options().retain_on_delete) request.set_retainondelete(*options().retain_on_delete);
    if (options().deleted_with) request.set_deletedwith(settled_text(options().deleted_with.node()->urn));
    for (const auto& other : options().replace_with) request.add_replace_with(settled_text(other.node()->urn));
    request.set_importid(options().import_id);
    set_timeouts(request);
    set_aliases(request);
  }

  void set_timeouts(pulumirpc::RegisterResourceRequest& request) const {
    const auto& timeouts = options().custom_timeouts;
    if ((timeouts.create + timeouts.update + timeouts.remove + timeouts.read).empty()) return;
    auto& wire = *request.mutable_customtimeouts();
    wire.set_create(timeouts.create);
    wire.set_update(timeouts.update);
    wire.set_delete_(timeouts.remove);
    wire.set_read(timeouts.read);
  }

  void set_aliases(pulumirpc::RegisterResourceRequest& request) const {
    for (const auto& alias : options().aliases) {
      auto& wire = *request.add_aliases();
      if (!alias.urn.empty()) {
        wire.set_urn(alias.urn);
        continue;
      }
      auto& spec = *wire.mutable_spec();
      spec.set_name(alias.name);
      spec.set_type(alias.type);
      spec.set_stack(alias.stack);
      spec.set_project(alias.project);
      if (alias.no_parent) {
        spec.set_noparent(true);
      } else {
        // The empty text says "the parent that it has now".
        spec.set_parenturn(alias.parent ? settled_text(alias.parent.node()->urn) : alias.parent_urn);
      }
    }
    for (const auto* token : declaration_.info.former_tokens) {
      auto& spec = *request.add_aliases()->mutable_spec();
      spec.set_type(token);
      spec.set_parenturn("");
    }
  }

  Status set_replacement_trigger(pulumirpc::RegisterResourceRequest& request) const {
    if (!options().replacement_trigger.is_set()) return {};
    const auto trigger = encode(options().replacement_trigger.node());
    return wire::marshal(trigger.value, {}, *request.mutable_replacement_trigger());
  }

  void send_read() {
    pulumirpc::ReadResourceRequest request;
    request.set_type(node_->type);
    request.set_name(node_->name);
    const auto id = id_.value.unwrapped().as_string();
    request.set_id(id.value_or(unknown_id));
    request.set_parent(settled_text(node_->parent->urn));
    PropertyMap properties;
    Dependencies all = explicit_;
    all.add(id_.dependencies);
    for (auto& [key, member] : members_) {
      all.add(member.dependencies);
      properties.emplace(key, std::move(member.value));
    }
    assign(*request.mutable_dependencies(), urns_of(expand(all, node_.get())));
    if (const auto status = wire::marshal(std::move(properties), {}, *request.mutable_properties()); !status) {
      return fail(status.error().message);
    }
    if (const auto provider = own_provider()) request.set_provider(provider_reference(*provider));
    request.set_version(options().version.empty() ? declaration_.info.version : options().version);
    request.set_plugindownloadurl(options().plugin_download_url);
    for (const auto* name : declaration_.info.secret_outputs) request.add_additionalsecretoutputs(name);
    assign(*request.mutable_additionalsecretoutputs(), options().additional_secret_outputs);
    request.set_acceptsecrets(true);
    request.set_acceptresources(true);
    request.set_accepts_byte_string(true);
    if (declaration_.where.line() > 0) set_source_position(*request.mutable_sourceposition());
    program_.client().read_resource(request,
                                    [self = shared_from_this(), id](Result<pulumirpc::ReadResourceResponse*> answer) {
                                      if (!answer) return self->refused(answer.error());
                                      auto outputs = wire::unmarshal(std::move(*(*answer)->mutable_properties()), {});
                                      if (!outputs) return self->fail(outputs.error().message);
                                      self->node_->answer((*answer)->urn(), id, std::move(*outputs), !id, {});
                                    });
  }

  void refused(const Error& error) {
    auto failure = program_.note_failure(error.message, "");
    // An engine that goes down has told why, unless there never was one.
    failure->told = error.kind == ErrorKind::cancelled && node_->parent != nullptr;
    give_up(failure);
  }

  void fail(const std::string& message) { give_up(program_.note_failure(message, "")); }

  void take(pulumirpc::RegisterResourceResponse& response) {
    if (response.result() != pulumirpc::SUCCESS) {
      auto failure = program_.note_failure("failed", "");
      failure->told = true;  // the engine shows why
      return give_up(failure);
    }
    auto outputs = wire::unmarshal(std::move(*response.mutable_object()), {});
    if (!outputs) return fail(outputs.error().message);
    const bool dry_run = program_.settings().dry_run;
    for (auto& [key, value] : sent_) outputs->try_emplace(key, std::move(value));
    std::optional<std::string> id;
    if (!response.id().empty() && response.id() != unknown_id) id = response.id();
    if (!dry_run && !id) id = "";
    std::map<std::string, Dependencies> dependencies;
    for (const auto& [key, listed] : response.propertydependencies()) {
      for (const auto& urn : listed.urns()) {
        if (urn != response.urn()) dependencies[key].add(program_.foreign_resource(urn));
      }
    }
    node_->answer(response.urn(), std::move(id), std::move(*outputs), dry_run || response.unknown(),
                  std::move(dependencies));
  }

  ResourceRef node_;
  Program& program_;
  Declaration declaration_;
  std::map<std::string, Encoded> members_;
  Encoded id_;
  Dependencies explicit_;
  PropertyMap sent_;  ///< what an answer that leaves a property out is completed with
};

void add_expanded(const ResourceRef& resource, const ResourceNode* dependent, Dependencies& found) {
  if (resource.get() == dependent || (dependent != nullptr && dependent->is_inside(*resource))) return;
  if (resource->custom || resource->remote) return found.add(resource);
  for (auto* child : resource->children) add_expanded(child->shared_from_this(), dependent, found);
}

}  // namespace

void start_registration(const ResourceRef& node, Declaration declaration) {
  std::make_shared<Registration>(node, std::move(declaration))->start();
}

std::vector<ResourceRef> expand(const Dependencies& dependencies, const ResourceNode* dependent) {
  Dependencies found;
  for (const auto& resource : dependencies.all()) add_expanded(resource, dependent, found);
  return found.all();
}

std::vector<std::string> urns_of(const std::vector<ResourceRef>& resources) {
  std::vector<std::string> urns;
  for (const auto& resource : resources) urns.push_back(settled_text(resource->urn));
  std::sort(urns.begin(), urns.end());
  return urns;
}

std::string provider_reference(const ResourceNode& provider) {
  const auto& id = *provider.id->settled;
  return settled_text(provider.urn) + "::" + (id.known ? id.value.as_string().value_or(unknown_id) : unknown_id);
}

}  // namespace ashlar::sdk
