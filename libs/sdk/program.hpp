#pragma once
/// One run of a program: its resources, what waits, and the loop that carries it to its end.

#include <deque>

#include "ashlar/context.hpp"
#include "ashlar/invoke.hpp"
#include "sdk/client.hpp"
#include "sdk/input_node.hpp"
#include "sdk/resource_node.hpp"
#include "sdk/settings.hpp"

namespace ashlar::sdk {

/// A resource as the program declared it, before its inputs are known.
struct Declaration {
  TypeInfo info;
  InputRef inputs;
  ResourceOptions options;
  SourceLocation where;
  InputRef existing_id;  ///< set: it is read, not registered
};

enum class LogLevel { debug, info, warning, error };

/// Belongs to one thread, the one that calls `run`. Answers from the engine are handled whenever a resource is declared
/// (so that registrations are under way early) and in the loop at the end; user code in `apply` runs in the loop only.
class Program {
 public:
  explicit Program(Settings settings);
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  ~Program();

  /// Runs `declare` and the loop. Returns the exit code.
  int run(const std::function<void(Context&)>& declare);

  [[nodiscard]] const Settings& settings() const { return settings_; }
  [[nodiscard]] Client& client() { return client_; }

  /// Declares a resource of that kind; its registration starts when its inputs are known.
  ResourceRef declare(std::string type, std::string name, bool custom, Declaration declaration);
  /// A component's outputs, or the stack's.
  void register_outputs(const ResourceRef& component, const InputBase& outputs);
  void export_output(std::string name, const InputBase& value);
  /// A stand-in for a resource of which only the URN is known.
  ResourceRef foreign_resource(const std::string& urn);

  /// Runs `action` in the loop, after what was deferred before it.
  void defer(std::function<void()> action) { deferred_.push_back(std::move(action)); }
  /// Handles the answers that are there, without waiting.
  void handle_answers();

  /// A failure of the program's own code. One that nothing tells the user of is told at the end.
  FailurePtr note_failure(const std::exception& error, SourceLocation where);
  FailurePtr note_failure(std::string message, std::string position);
  /// Shows the failure as the reason why `what` is not done, unless it was told. The run has failed then.
  void tell(const FailurePtr& failure, const std::string& what, const ResourceNode* about);
  /// `file:line`, relative to the project where it is inside.
  [[nodiscard]] std::string position_of(const SourceLocation& where) const;

  void log(LogLevel level, const std::string& message, const ResourceNode* about);
  void log_to(LogLevel level, const std::string& message, const std::string& urn);

 private:
  void start_stack();
  void run_declarations(const std::function<void(Context&)>& declare);
  void loop();
  void report_what_waits();
  bool finish();

  Context context_{*this};  ///< outlives the main function, so that transformations may capture a reference to it
  Settings settings_;
  Client client_;
  std::vector<ResourceRef> resources_;
  ResourceRef stack_;
  std::map<std::string, ResourceRef> foreign_;
  InputBase exports_;
  std::deque<std::function<void()>> deferred_;
  std::vector<FailurePtr> failures_;
  bool failed_ = false;
};

/// Registers or reads `node` once all that it depends on is known. Part of `Program::declare`.
void start_registration(const ResourceRef& node, Declaration declaration);

/// The resources whose creation `dependencies` stands for: themselves, and for a component all resources inside it, but
/// none that `dependent` is part of.
[[nodiscard]] std::vector<ResourceRef> expand(const Dependencies& dependencies, const ResourceNode* dependent);

/// The URNs of settled resources, sorted.
[[nodiscard]] std::vector<std::string> urns_of(const std::vector<ResourceRef>& resources);

/// The option as the wire has it: `<urn>::<id>`, with the sentinel for an unknown id. REQUIRES: settled.
[[nodiscard]] std::string provider_reference(const ResourceNode& provider);

}  // namespace ashlar::sdk
