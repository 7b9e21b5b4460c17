#pragma once
/// The seam to programs: where registrations come from, and what a running program may ask of the engine
/// (reference 1.1).

#include <map>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "deploy/remote.hpp"
#include "resource/resource_state.hpp"

namespace ashlar::deploy {

enum class RegisterOutcome { success, fail, skip };

struct RegisterAnswer {
  Urn urn;
  std::string id;
  bool id_unknown = false;  ///< a preview of a create: the wire sends the sentinel instead of an id
  PropertyMap outputs;      ///< empty for local components
  std::map<std::string, std::vector<Urn>> property_dependencies;
  bool stable = false;
  std::vector<std::string> stables;
  RegisterOutcome outcome = RegisterOutcome::success;
  bool unknown = false;  ///< a create that was skipped: all outputs are unknown
};

struct ReadGoal {
  std::string id;
  bool id_unknown = false;
  std::string type;
  std::string name;
  std::optional<Urn> parent;
  PropertyMap properties;
  std::vector<Urn> dependencies;
  std::string provider;
  PackageDescriptor package;
  std::vector<std::string> additional_secret_outputs;
  std::string source_position;
};

struct ReadResourceAnswer {
  Urn urn;
  PropertyMap outputs;
};

struct FunctionCall {
  std::string token;
  PropertyMap args;
  std::string provider;
  PackageDescriptor package;
  std::vector<Urn> depends_on;
  std::optional<Urn> parent;
};

struct FunctionAnswer {
  PropertyMap result;
  std::vector<CheckFailure> failures;
  bool unknown = false;
};

/// A function of the program that changes a registration before the engine acts on it: everything but type, name,
/// parent and kind. `properties` hold output values where a resource has transforms of its own.
using Transform = std::function<void(Goal goal, Done<Goal> done)>;
/// The same for calls of provider functions: arguments, provider and package may change.
using InvokeTransform = std::function<void(FunctionCall call, Done<FunctionCall> done)>;

/// What the engine does for a running program. The engine's thread only.
class Monitor {
 public:
  virtual ~Monitor() = default;
  /// `transforms` are the resource's own; those of the resources it stands under and of the stack follow (reference
  /// 5.2).
  virtual void register_resource(Goal goal, std::vector<Transform> transforms, Done<RegisterAnswer> done) = 0;
  void register_resource(Goal goal, Done<RegisterAnswer> done) {
    register_resource(std::move(goal), {}, std::move(done));
  }
  /// Has `transform` change every registration, or every call of a function, from now on.
  virtual void add_stack_transform(Transform transform) = 0;
  virtual void add_invoke_transform(InvokeTransform transform) = 0;
  /// Exactly once for each registered component, and for the stack.
  virtual void register_outputs(Urn urn, PropertyMap outputs, Done<void> done) = 0;
  virtual void read_resource(ReadGoal goal, Done<ReadResourceAnswer> done) = 0;
  virtual void invoke(FunctionCall call, Done<FunctionAnswer> done) = 0;
  virtual void call(MethodCall call, Done<MethodAnswer> done) = 0;
  /// SignalAndWaitForShutdown: no registration will follow; answers when every step, deletes included, is over.
  virtual void wait_for_shutdown(Done<void> done) = 0;
  /// A message from the program or from a plugin. One of severity error fails the deployment at its end.
  virtual void log(Diagnostic diagnostic) = 0;
};

/// How a program ended.
struct ProgramResult {
  std::string error;  ///< not empty: it failed, and this is why
  bool bail = false;  ///< it failed and has told the user itself
};

/// A source of registrations. The engine's thread only.
class Program {
 public:
  virtual ~Program() = default;
  /// Runs the program against `monitor`, which stays valid until `done` has been called.
  virtual void run(Monitor& monitor, Done<ProgramResult> done) = 0;
  /// Asks it to stop soon: the deployment is being cancelled. `done` is still called.
  virtual void interrupt() = 0;
  /// Where providers reach the monitor while the program runs, as `host:port`; empty when no other process can.
  [[nodiscard]] virtual std::string monitor_address() const { return {}; }
};

}  // namespace ashlar::deploy
