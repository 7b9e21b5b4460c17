#include "deploy/provider_resources.hpp"

#include "base/strings.hpp"

namespace ashlar::deploy {

namespace {

constexpr std::string_view internal_key = "__internal";
constexpr std::string_view version_key = "version";

/// What the plugin gets to see: its configuration without the engine's own keys.
PropertyMap for_plugin(const PropertyMap& inputs) {
  PropertyMap visible = inputs;
  visible.erase(std::string(internal_key));
  return visible;
}

std::string text_at(const PropertyMap& map, std::string_view key) {
  const auto* value = find(map, key);
  return value == nullptr ? std::string() : value->as_string().value_or("");
}

}  // namespace

PackageDescriptor package_from_inputs(const Urn& urn, const PropertyMap& inputs) {
  PackageDescriptor package;
  package.name = std::string(package_of(urn.type()));
  package.version = text_at(inputs, "version");
  const auto* internal = find(inputs, internal_key);
  const auto* members = internal == nullptr ? nullptr : internal->unwrapped().get<PropertyMap>();
  // States of old keep these keys among the configuration.
  const PropertyMap& own = members != nullptr ? *members : inputs;
  package.download_url = text_at(own, "pluginDownloadURL");
  if (const auto value = text_at(own, "parameterization"); !value.empty()) {
    if (auto bytes = from_base64(value)) {
      package.parameterization = PackageDescriptor::Parameterization{package.name, package.version, *std::move(bytes)};
      package.name = text_at(own, "name");
      package.version = text_at(own, "version");
    }
  }
  return package;
}

PropertyMap provider_inputs(PropertyMap config, const PackageDescriptor& package) {
  PropertyMap internal;
  if (!package.download_url.empty()) internal.emplace("pluginDownloadURL", package.download_url);
  if (!package.checksums.empty()) {
    PropertyMap sums;
    for (const auto& [platform, sum] : package.checksums) sums.emplace(platform, to_hex(sum));
    internal.emplace("pluginChecksums", std::move(sums));
  }
  std::string version = package.version;
  if (package.parameterization) {
    internal.emplace("name", package.name);
    internal.emplace("version", package.version);
    internal.emplace("parameterization", to_base64(package.parameterization->value));
    version = package.parameterization->version;
  }
  if (!version.empty()) config.insert_or_assign("version", version);
  if (!version.empty() || !internal.empty()) config.insert_or_assign(std::string(internal_key), std::move(internal));
  return config;
}

ProviderInstancePtr ProviderResources::self() {
  return std::make_shared<ProviderInstance>(ProviderInstance{shared_from_this(), true});
}

Task<Result<std::shared_ptr<Provider>>> ProviderResources::loaded_for(Urn urn, PropertyMap inputs) {
  if (const auto at = loaded_.find(urn); at != loaded_.end()) co_return at->second;
  PackageDescriptor package = package_from_inputs(urn, inputs);
  auto loading = ask<std::shared_ptr<Provider>>([&](auto done) { run_.with.providers.load(package, std::move(done)); });
  auto provider = co_await loading;
  if (provider) loaded_[urn] = *provider;
  co_return provider;
}

Task<Status> ProviderResources::configure_instance(Urn urn, std::string id, PropertyMap inputs) {
  auto loading = loaded_for(urn, inputs);
  auto provider = co_await loading;
  if (!provider) co_return provider.error();
  loaded_.erase(urn);
  auto instance = std::make_shared<ProviderInstance>(ProviderInstance{*provider, true});
  const auto reference = ProviderReference{urn, id}.text();
  if (contains_unknowns(inputs)) {
    instance->configured = false;
  } else {
    auto configuring =
        ask<void>([&](auto done) { (*provider)->configure(urn, id, for_plugin(inputs), std::move(done)); });
    auto configured = co_await configuring;
    if (!configured) co_return configured.error();
  }
  instances_[reference] = std::move(instance);
  co_return Status();
}

Task<Status> ProviderResources::ensure(Urn urn, std::string id, PropertyMap inputs) {
  const auto reference = ProviderReference{urn, id}.text();
  if (instances_.contains(reference)) co_return Status();
  if (const auto at = configuring_.find(reference); at != configuring_.end()) {
    Promised<Status> other = at->second;
    Status status = co_await other;
    co_return status;
  }
  Promised<Status> mine;
  configuring_.emplace(reference, mine);
  auto configuring = configure_instance(urn, id, std::move(inputs));
  Status status = co_await configuring;
  if (!status) {  // shown once, however many resources need it
    run_.report(status.error(), urn);
    status = fail("the provider " + urn.text() + " could not be set up", ErrorKind::cancelled);
  }
  mine.set(status);
  co_return status;
}

Task<Result<ProviderInstancePtr>> ProviderResources::instance(std::string reference) {
  if (const auto at = instances_.find(reference); at != instances_.end()) co_return at->second;
  const auto recorded = run_.old.provider(reference);
  if (!recorded) co_return fail("the provider " + reference + " is neither in the program nor in the state");
  auto ensuring = ensure(recorded->urn, recorded->id, recorded->inputs);
  Status status = co_await ensuring;
  if (!status) co_return status.error();
  const auto present = ProviderReference{recorded->urn, recorded->id}.text();
  co_return instances_[present];
}

Task<Result<ProviderInstancePtr>> ProviderResources::serving(const ResourceState& state) {
  if (state.urn.is_provider()) co_return self();
  auto finding = instance(state.provider);
  auto found = co_await finding;
  co_return found;
}

Task<void> ProviderResources::check_one(CheckRequest request, Done<CheckAnswer> done) {
  auto loading = loaded_for(request.urn, request.new_inputs);
  auto provider = co_await loading;
  if (!provider) {
    done(provider.error());
    co_return;
  }
  CheckRequest visible = request;
  visible.old_inputs = for_plugin(request.old_inputs);
  visible.new_inputs = for_plugin(request.new_inputs);
  auto checking =
      ask<CheckAnswer>([&](auto answered) { (*provider)->check_config(std::move(visible), std::move(answered)); });
  auto answer = co_await checking;
  if (answer) {
    for (const auto key : {version_key, internal_key}) {
      if (const auto* own = find(request.new_inputs, key)) answer->inputs.insert_or_assign(std::string(key), *own);
    }
  }
  done(std::move(answer));
}

void ProviderResources::check(CheckRequest request, Done<CheckAnswer> done) {
  spawn(check_one(std::move(request), std::move(done)));
}

Task<void> ProviderResources::diff_one(DiffRequest request, Done<DiffAnswer> done) {
  auto loading = loaded_for(request.urn, request.new_inputs);
  auto provider = co_await loading;
  if (!provider) {
    done(provider.error());
    co_return;
  }
  DiffRequest visible = request;
  visible.old_inputs = for_plugin(request.old_inputs);
  visible.old_outputs = for_plugin(request.old_outputs);
  visible.new_inputs = for_plugin(request.new_inputs);
  auto asking =
      ask<DiffAnswer>([&](auto answered) { (*provider)->diff_config(std::move(visible), std::move(answered)); });
  auto answer = co_await asking;
  // A plugin that does not tell means no replacement; what differs is still an update of the provider resource.
  if (answer && answer->changes == DiffAnswer::Changes::unknown) {
    const auto detailed = diff_properties(request.old_inputs, request.new_inputs);
    answer->changes =
        detailed.empty() && answer->replaces.empty() ? DiffAnswer::Changes::none : DiffAnswer::Changes::some;
    if (answer->diffs.empty()) answer->diffs = top_level_keys(detailed);
  }
  done(std::move(answer));
}

void ProviderResources::diff(DiffRequest request, Done<DiffAnswer> done) {
  spawn(diff_one(std::move(request), std::move(done)));
}

void ProviderResources::create(CreateRequest request, Done<CreateAnswer> done) {
  CreateAnswer answer;
  answer.id = request.preview ? std::string(unknown_id) : run_.with.entropy.uuid();
  answer.outputs = for_plugin(request.inputs);
  auto configuring = [](ProviderResources& self, CreateRequest asked, CreateAnswer answered,
                        Done<CreateAnswer> finished) -> Task<void> {
    auto task = self.configure_instance(asked.urn, answered.id, asked.inputs);
    Status status = co_await task;
    if (!status) {
      finished(status.error());
    } else {
      finished(std::move(answered));
    }
  };
  spawn(configuring(*this, std::move(request), std::move(answer), std::move(done)));
}

void ProviderResources::update(UpdateRequest request, Done<UpdateAnswer> done) {
  auto configuring = [](ProviderResources& self, UpdateRequest asked, Done<UpdateAnswer> finished) -> Task<void> {
    auto task = self.configure_instance(asked.urn, asked.id, asked.new_inputs);
    Status status = co_await task;
    UpdateAnswer answer;
    answer.outputs = for_plugin(asked.new_inputs);
    if (!status) {
      finished(status.error());
    } else {
      finished(std::move(answer));
    }
  };
  spawn(configuring(*this, std::move(request), std::move(done)));
}

void ProviderResources::remove(DeleteRequest request, Done<void> done) {
  instances_.erase(ProviderReference{request.urn, request.id}.text());
  done(Status());
}

void ProviderResources::cancel() {
  for (const auto& [reference, instance] : instances_) instance->provider->cancel();
}

void ProviderResources::read(ReadRequest request, Done<ReadAnswer> done) {
  ReadAnswer answer;
  answer.id = request.id;
  answer.outputs = request.outputs;
  done(std::move(answer));
}

void ProviderResources::check_config(CheckRequest, Done<CheckAnswer> done) {
  done(fail("a provider has no provider of its own"));
}
void ProviderResources::diff_config(DiffRequest, Done<DiffAnswer> done) {
  done(fail("a provider has no provider of its own"));
}
void ProviderResources::configure(Urn, std::string, PropertyMap, Done<void> done) { done(Status()); }
void ProviderResources::invoke(InvokeRequest, Done<InvokeAnswer> done) {
  done(fail("provider resources have no functions"));
}

}  // namespace ashlar::deploy
