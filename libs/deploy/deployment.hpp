#pragma once
/// The engine: brings a stack from its snapshot to what a program asks for (design of the engine:
/// docs/architecture.md).

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/event_loop.hpp"
#include "deploy/events.hpp"
#include "deploy/journal.hpp"
#include "deploy/ledger.hpp"
#include "deploy/program.hpp"
#include "deploy/provider.hpp"

namespace ashlar::deploy {

enum class Mode { update, refresh, destroy, import };

/// A resource to take over, given on the command line or in an import file.
struct ImportRequest {
  std::string type, name, id;
  std::string parent;    ///< URN text, or empty for the stack
  std::string provider;  ///< provider reference, or empty for the default one
  std::string version;
  bool protect = true;
  bool component = false;  ///< exists in the state alone, as a parent of others; has no id
};

/// The name for a resource whose program gives none (reference 5.18).
struct ResourceName {
  AutonamingOptions options;
  bool is_fixed = false;  ///< it has no random part: the old one has to be gone before its replacement is made
};
/// Asked before each check. `supported` tells whether the provider follows such names: nothing is sent to it otherwise.
using NameSource =
    std::function<std::optional<ResourceName>(const Urn& urn, const std::string& random_seed, bool supported)>;

/// Everything about a run that the user may choose.
struct Options {
  std::string project;
  std::string stack;
  std::string organization = "organization";
  Mode mode = Mode::update;
  bool preview = false;
  int parallel = 16;  ///< provider calls in flight at most; 1 is serial
  bool refresh_first = false;
  bool run_program = false;  ///< in refresh and destroy: the program runs too
  bool continue_on_error = false;
  bool ignore_protect = false;
  std::vector<std::string> targets;  ///< URNs or globs
  std::vector<std::string> excludes;
  bool target_dependents = false;
  bool exclude_dependents = false;
  bool exclude_protected = false;  ///< destroy only
  std::vector<std::string> replace_targets;
  std::vector<ImportRequest> imports;
  /// The stack's configuration, `ns:key` to text, secret marks kept: where providers get theirs.
  PropertyMap config;
  NameSource names;                                     ///< null: the providers choose names
  std::vector<std::string> disabled_default_providers;  ///< package names, or `*`
  /// Versions of the packages that the program says it needs, for requests that name none.
  std::map<std::string, PackageDescriptor> required_packages;
};

/// How a run ended.
struct Outcome {
  Snapshot snapshot;              ///< what is now so; in a preview, what would be
  std::map<StepOp, int> changes;  ///< how many resources each happened to
  bool failed = false;
  bool cancelled = false;
  std::optional<Error> integrity_error;  ///< the snapshot breaks a rule: a bug of ours or of an older tool's
  PropertyMap stack_outputs;
};

/// What the engine works with. All of it outlives the deployment.
struct Surroundings {
  EventLoop& loop;
  Clock& clock;
  Entropy& entropy;
  ProviderHost& providers;
  Journal& journal;
  EventSink& events;
};

/// One run. Used on the loop's thread only.
class Deployment {
 public:
  /// `program` may be null: then nothing is registered (destroy and refresh without their program).
  Deployment(Surroundings surroundings, Snapshot base, Options options, Program* program);
  ~Deployment();
  Deployment(const Deployment&) = delete;
  Deployment& operator=(const Deployment&) = delete;

  /// Starts the run; `done` is called on the loop's thread when all is over. Call once.
  void start(std::function<void(Outcome)> done);

  /// Ctrl-C: nothing new is begun, providers are asked to stop, what is in flight ends and is recorded.
  void cancel();

  /// What programs and plugins talk to. Valid as long as the deployment.
  Monitor& monitor();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace ashlar::deploy
