#pragma once

#include <map>
#include <string>

#include "deploy/run.hpp"

namespace ashlar::deploy {

/// Provider resources (`pulumi:providers:…`) as resources: this provider checks, diffs and creates them, and keeps the
/// instances that the other resources use (reference 3.2). Creating one is configuring an instance; deleting one drops
/// it.
class ProviderResources final : public Provider, public std::enable_shared_from_this<ProviderResources> {
 public:
  explicit ProviderResources(Run& run) : run_(run) {}

  /// The instance behind a reference. One that the state has and this run has not met is loaded with its recorded
  /// inputs.
  Task<Result<ProviderInstancePtr>> instance(std::string reference);
  /// The instance that serves a recorded resource: `self` when it is a provider.
  Task<Result<ProviderInstancePtr>> serving(const ResourceState& state);
  /// An instance for provider resources themselves: this object.
  ProviderInstancePtr self();
  /// Configures the provider under `reference` unless it is there already: what a Same step of a provider does. Shows
  /// a failure itself; the answer only says that there was one.
  Task<Status> ensure(Urn urn, std::string id, PropertyMap inputs);

  void check_config(CheckRequest request, Done<CheckAnswer> done) override;
  void diff_config(DiffRequest request, Done<DiffAnswer> done) override;
  void configure(Urn urn, std::string id, PropertyMap inputs, Done<void> done) override;
  void check(CheckRequest request, Done<CheckAnswer> done) override;
  void diff(DiffRequest request, Done<DiffAnswer> done) override;
  void create(CreateRequest request, Done<CreateAnswer> done) override;
  void read(ReadRequest request, Done<ReadAnswer> done) override;
  void update(UpdateRequest request, Done<UpdateAnswer> done) override;
  void remove(DeleteRequest request, Done<void> done) override;
  void invoke(InvokeRequest request, Done<InvokeAnswer> done) override;
  void cancel() override;

 private:
  Task<void> check_one(CheckRequest request, Done<CheckAnswer> done);
  Task<void> diff_one(DiffRequest request, Done<DiffAnswer> done);
  Task<Result<std::shared_ptr<Provider>>> loaded_for(Urn urn, PropertyMap inputs);
  Task<Status> configure_instance(Urn urn, std::string id, PropertyMap inputs);

  Run& run_;
  std::map<Urn, std::shared_ptr<Provider>> loaded_;  ///< checked, not configured yet
  std::map<std::string, ProviderInstancePtr> instances_;
  std::map<std::string, Promised<Status>> configuring_;
};

/// The package that a provider resource's inputs name (`version` and what `__internal` holds).
[[nodiscard]] PackageDescriptor package_from_inputs(const Urn& urn, const PropertyMap& inputs);

/// The inputs of the provider resource for `package`: `config` with `version` and `__internal` added (reference 3.2).
[[nodiscard]] PropertyMap provider_inputs(PropertyMap config, const PackageDescriptor& package);

}  // namespace ashlar::deploy
