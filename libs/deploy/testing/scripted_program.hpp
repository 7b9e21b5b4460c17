#pragma once
/// Programs as data: each resource is registered as soon as those it refers to have answered, as a real SDK does.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/event_loop.hpp"
#include "deploy/program.hpp"

namespace ashlar::deploy::testing {

/// One declared resource of a script.
class Declared {
 public:
  explicit Declared(std::size_t index) : index_(index) {}

  Declared& child_of(const Declared& parent) { return parent_ = parent.index_, *this; }
  Declared& depends_on(const Declared& other) { return after_.push_back(other.index_), *this; }
  Declared& provided_by(const Declared& provider) { return provider_ = provider.index_, *this; }
  /// A component's choice of the provider for the resources below it.
  Declared& provides(std::string package, const Declared& provider) {
    return provides_.emplace_back(std::move(package), provider.index_), *this;
  }
  /// Anything else that a registration may say.
  Declared& with(const std::function<void(Goal&)>& change) { return change(goal), *this; }
  Declared& deleted_with(const Declared& other) { return deleted_with_ = other.index_, *this; }
  Declared& replaced_with(const Declared& other) { return replace_with_.push_back(other.index_), *this; }
  Declared& protect(bool value = true) { return goal.protect = value, *this; }
  Declared& alias(Alias alias) { return goal.aliases.push_back(std::move(alias)), *this; }
  /// Gives it a transform of its own.
  Declared& transformed_by(Transform transform) { return transforms.push_back(std::move(transform)), *this; }
  Declared& outputs(PropertyMap values) { return component_outputs = std::move(values), *this; }
  /// Reads instead of registering.
  Declared& read(std::string id) { return read_id = std::move(id), *this; }
  /// The same with an id that is an output of another resource.
  Declared& read_by(PropertyValue id) { return read_id_from = std::move(id), *this; }

  Goal goal;
  PropertyMap component_outputs;
  std::string read_id;
  PropertyValue read_id_from;
  std::vector<Transform> transforms;
  bool is_invoke = false;
  bool is_call = false;

 private:
  friend class Script;
  friend class ScriptedProgram;
  static constexpr std::size_t none = ~std::size_t{0};
  std::size_t index_;
  std::size_t parent_ = none;
  std::size_t provider_ = none;
  std::size_t deleted_with_ = none;
  std::vector<std::size_t> after_, replace_with_;
  std::vector<std::pair<std::string, std::size_t>> provides_;
};

/// What a program would do.
class Script {
 public:
  Declared& resource(std::string type, std::string name, PropertyMap inputs = {});
  Declared& component(std::string type, std::string name, PropertyMap inputs = {});
  /// A component that its provider constructs.
  Declared& remote_component(std::string type, std::string name, PropertyMap inputs = {});
  /// A provider resource of `package`.
  Declared& provider(const std::string& package, std::string name, PropertyMap inputs = {});
  /// A call of a provider's function, named `token`; what it gives are the outputs.
  Declared& invoke(std::string token, PropertyMap args = {});
  /// A call of a method; what it gives are the outputs.
  Declared& call(std::string token, PropertyMap args = {});
  /// Stands for `resource` itself in the inputs of another.
  [[nodiscard]] static PropertyValue self(const Declared& resource) { return output(resource, ""); }
  /// Stands for an output of `resource` in the inputs of another; `id` is its id.
  [[nodiscard]] static PropertyValue output(const Declared& resource, std::string key);
  void export_output(std::string name, PropertyValue value) {
    exports.insert_or_assign(std::move(name), std::move(value));
  }
  /// The program ends badly once all is registered.
  void throws(std::string message) { error = std::move(message); }

  /// Changes every resource, or every call of a function, but the stack itself.
  void transform_all(Transform transform) { stack_transforms.push_back(std::move(transform)); }
  void transform_invokes(InvokeTransform transform) { invoke_transforms.push_back(std::move(transform)); }

  std::vector<Transform> stack_transforms;
  std::vector<InvokeTransform> invoke_transforms;
  std::vector<std::unique_ptr<Declared>> declared;
  PropertyMap exports;
  std::string error;
};

/// Runs a script against the engine.
class ScriptedProgram final : public Program {
 public:
  ScriptedProgram(EventLoop& loop, std::string project, std::string stack, const Script& script)
      : loop_(loop), project_(std::move(project)), stack_(std::move(stack)), script_(script) {}

  void run(Monitor& monitor, Done<ProgramResult> done) override;
  void interrupt() override { interrupted = true; }

  /// What each declared resource was answered; null where it was refused or never asked for.
  std::vector<std::shared_ptr<RegisterAnswer>> answers;
  bool interrupted = false;

 private:
  void start_ready();
  [[nodiscard]] bool is_ready(const Declared& resource) const;
  void register_one(std::size_t index);
  void read_one(std::size_t index, Goal goal);
  void invoke_one(std::size_t index, Goal goal);
  void call_one(std::size_t index, Goal goal);
  void answered(std::size_t index, Result<RegisterAnswer> answer);
  void finish();
  [[nodiscard]] PropertyValue resolved(const PropertyValue& value, std::vector<Urn>& dependencies) const;
  [[nodiscard]] PropertyMap resolved(const PropertyMap& map, Goal* goal) const;
  [[nodiscard]] Urn urn_of(std::size_t index) const { return answers[index]->urn; }

  EventLoop& loop_;
  std::string project_, stack_;
  const Script& script_;
  Monitor* monitor_ = nullptr;
  Done<ProgramResult> done_;
  std::optional<Urn> root_;
  std::vector<bool> started_;
  std::size_t unanswered_ = 0;
  bool refused_ = false;
  bool finishing_ = false;
};

}  // namespace ashlar::deploy::testing
