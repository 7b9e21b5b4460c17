#pragma once
/// One run's working memory, shared by the passes of the engine. Private to libs/deploy.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "deploy/await.hpp"
#include "deploy/deployment.hpp"
#include "deploy/old_resources.hpp"
#include "deploy/recorder.hpp"
#include "deploy/targets.hpp"

namespace ashlar::deploy {

/// What a provider id or a resource id reads while it is not known (reference 2.2).
inline constexpr std::string_view unknown_id = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

inline constexpr EntryId no_entry = ~EntryId{0};

/// A provider that resources can be handed to.
struct ProviderInstance {
  std::shared_ptr<Provider> provider;
  bool configured = true;  ///< false in a preview whose configuration is not known yet
};
using ProviderInstancePtr = std::shared_ptr<ProviderInstance>;

/// A resource that the program has asked for in this run.
struct Registered {
  Urn urn;
  std::string source_position;                   ///< of the registration, as the program sent it; or empty
  std::map<std::string, std::string> providers;  ///< by package: what its children inherit
  std::string provider;  ///< the one it was given itself; children of the same package inherit it
  std::optional<bool> protect, retain_on_delete;  ///< as the program wants them: children inherit them too
  std::optional<Urn> deleted_with;
  std::string constructed_by;   ///< the provider of a component that one has constructed: its methods are there too
  std::optional<Urn> found_as;  ///< the old URN, when an alias led to it
  std::optional<Urn> parent;
  std::vector<Transform> transforms;  ///< its own; they apply to what stands under it as well
  std::vector<Urn> children;          ///< that have been registered so far
  ResourceStatePtr state;             ///< what became of it; null until its step is done
  EntryId entry = no_entry;
  std::optional<StepInfo> step;  ///< that of a component, for the event when its outputs arrive
  bool outputs_registered = false;
  bool failed = false;          ///< or skipped because something it needs failed
  bool skipped_create = false;  ///< not targeted and not there
  bool replaced = false;
  bool created = false;  ///< by this run: in a preview its outputs may be unknown
};

/// What decides which provider serves a request (reference 3.2).
struct ProviderRequest {
  std::string token;      ///< a resource type or a function
  std::string reference;  ///< the one that the program names, or empty
  std::optional<Urn> parent;
  std::map<std::string, std::string> providers;  ///< the request's own choice, by package
  PackageDescriptor package;
};

/// What a request is served by.
struct ServingProvider {
  std::string reference;
  ProviderInstancePtr instance;
};

class ProviderResources;

struct Run {
  Run(Surroundings surroundings, Snapshot base, Options chosen, Program* source);
  ~Run();

  Surroundings with;
  Options options;
  Program* program;
  Recorder recorder;
  OldResources old;
  Targets targets;
  UrnPatterns replace_targets;
  std::shared_ptr<ProviderResources> providers;
  Limiter calls;

  std::vector<PendingOperation> base_pending;
  std::unordered_map<Urn, std::shared_ptr<Registered>> registered;
  std::unordered_map<Urn, Urn> renamed;                          ///< present URNs by those that aliases matched
  std::unordered_map<Urn, std::vector<std::string>> recreating;  ///< deleted by a cascade, with the keys that forced it
  std::unordered_map<Urn, Promised<bool>> being_deleted;         ///< by a cascade under way; set when that is done
  Limiter cascades{1};                                           ///< two that overlap would delete the same resources
  std::optional<Urn> root;                                       ///< the stack resource, once registered
  std::map<std::string, Promised<Result<std::string>>> default_providers;
  /// Whether resources must be replaced when their provider changes from the first reference to the second.
  std::map<std::pair<std::string, std::string>, Promised<Result<bool>>> provider_changes;
  std::optional<PropertyMap> stack_outputs;
  std::vector<Transform> stack_transforms;
  std::vector<InvokeTransform> invoke_transforms;
  /// The transforms of components that their providers are constructing, for when these register them.
  std::map<std::string, std::vector<Transform>> parked_transforms;

  std::map<StepOp, int> changes;
  bool failed = false;
  bool cancelled = false;
  bool closed = false;            ///< nothing new may begin
  bool endures_failures = false;  ///< the phase under way goes on with the rest when something fails
  int in_flight = 0;              ///< requests of the program that are not answered yet
  bool registrations_over = false;
  Promised<bool> quiet;  ///< set when registrations are over and none is in flight

  std::vector<std::function<void()>> at_close;  ///< ends waiting for others who may never answer

  [[nodiscard]] bool preview() const { return options.preview; }
  [[nodiscard]] bool runs_program() const {
    return program != nullptr && (options.mode == Mode::update || options.run_program);
  }
  /// Whether resources are refreshed as their registrations arrive, not all at the start.
  [[nodiscard]] bool refreshes_registrations() const {
    return runs_program() && options.run_program && (options.refresh_first || options.mode == Mode::refresh);
  }
  [[nodiscard]] std::string now() const { return format_rfc3339(with.clock.now()); }
  [[nodiscard]] bool may_begin() const { return !closed && !recorder.failure(); }

  /// Tells the watchers. What happens to default providers is the engine's own business, unless it fails.
  void emit(const Event& event) const;
  void diagnose(Severity severity, std::string message, const std::optional<Urn>& urn = std::nullopt);
  /// Shows a mistake that does not end the work: a preview tells of all at once, and so do protected resources.
  void report(const Error& error, const std::optional<Urn>& urn);
  /// Something went wrong: shown, counted, and, unless the user wants the rest to go on, the end of new work.
  void fail(const Error& error, const std::optional<Urn>& urn = std::nullopt);
  /// Begins nothing new; the program is interrupted.
  void close();
  void check_quiet();

  [[nodiscard]] Registered* find(const Urn& urn);
  /// What `urn` is called now, when an alias has renamed it.
  [[nodiscard]] const Urn& present(const Urn& urn) const;
  void count(const StepInfo& step);
};

/// Whether `error` only follows from one that has been shown already.
[[nodiscard]] inline bool was_reported(const Error& error) { return error.kind == ErrorKind::cancelled; }

/// Whether it is a provider that the engine made by itself; such are neither shown nor counted.
[[nodiscard]] bool is_default_provider(const Urn& urn);

// The passes, a file each.

/// registration.cpp: one RegisterResource from arrival to answer (reference 5.2, 5.3).
Task<Result<RegisterAnswer>> register_resource(Run& run, Goal goal);
/// transforms.cpp: the same for one that comes from outside, changed by the transforms that apply to it.
Task<Result<RegisterAnswer>> register_transformed(Run& run, Goal goal, std::vector<Transform> own);
/// The same for a call of a function.
Task<Result<FunctionCall>> transformed(Run& run, FunctionCall call);
/// remote_component.cpp: a component whose provider constructs it.
Task<Result<RegisterAnswer>> construct_component(Run& run, Goal goal);
/// method.cpp: a method of a resource or of a provider.
Task<Result<MethodAnswer>> call_method(Run& run, MethodCall call);
/// remote_component.cpp: what providers are told that register resources.
[[nodiscard]] RunInfo info_of(const Run& run);
/// read_resource.cpp: a resource that is only read (reference 5.8).
Task<Result<ReadResourceAnswer>> read_resource(Run& run, ReadGoal goal);
/// invoke.cpp: a provider's function.
Task<Result<FunctionAnswer>> invoke_function(Run& run, FunctionCall call);
/// outputs.cpp: RegisterResourceOutputs, and the stack's at the end (reference 5.14).
Status register_outputs(Run& run, const Urn& urn, PropertyMap outputs);
void finish_stack_outputs(Run& run);
/// default_providers.cpp: the provider that the program has chosen: for the request itself, or for what stands around
/// it. Empty for the default one.
[[nodiscard]] Result<std::string> chosen_provider(Run& run, const ProviderRequest& request);
/// Finds the provider that serves a request, or makes the default one, ready for use.
Task<Result<ServingProvider>> choose_provider(Run& run, ProviderRequest request);
/// Has requests for that package and version served by the default provider of the state, as it is.
void use_default_provider(Run& run, const ResourceState& recorded);
/// Fills what a request leaves open about its package from what the program says it needs.
[[nodiscard]] PackageDescriptor completed(PackageDescriptor package, const Options& options);
/// condemned.cpp: the entries to be deleted at the end, in the order of the snapshot. Shows what must not be deleted.
std::vector<EntryId> condemned(Run& run);
/// deletions.cpp: everything that is left over, in reverse dependency order (reference 5.7).
Task<void> delete_leftovers(Run& run);
/// import.cpp: takes over existing resources (reference 5.8).
Task<void> import_all(Run& run);
/// pending.cpp: finds out what became of interrupted creates.
Task<void> recover_pending(Run& run);

}  // namespace ashlar::deploy
