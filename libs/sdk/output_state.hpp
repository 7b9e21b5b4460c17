#pragma once
/// What stands behind an `Output`: a value that arrives once, with where it comes from.

#include <optional>
#include <unordered_set>
#include <vector>

#include "ashlar/output.hpp"
#include "ashlar/resource.hpp"
#include "resource/property_value.hpp"

namespace ashlar::sdk {

class Program;

/// Why a value never arrives. Shared by everything that was derived from it, so that it is told once.
struct Failure {
  std::string message;
  std::string position;  ///< `file:line`; empty when it is not known
  bool told = false;     ///< the user has seen it, by us or by the engine
};
using FailurePtr = std::shared_ptr<Failure>;

/// The resources that a value comes from, each once, in the order in which they were added.
class Dependencies {
 public:
  void add(const ResourceRef& resource);
  void add(const Dependencies& others);
  [[nodiscard]] const std::vector<ResourceRef>& all() const { return resources_; }

 private:
  std::vector<ResourceRef> resources_;
  std::unordered_set<ResourceRef> known_;  ///< the same, once they are many
};

/// The settled content of an output. `value` holds no secret marks and no output values: these are the two flags.
struct Settled {
  PropertyValue value;
  bool known = true;
  bool secret = false;
  Dependencies dependencies{};
  FailurePtr failure{};  ///< not null: there is no value
};

/// Pending until `settle`, which runs what waits for it. Program's thread only.
struct OutputState {
  explicit OutputState(Program* owner) : program(owner) {}

  void settle(Settled result);
  /// The two halves of `settle`, for outputs that must be there together before anything goes on.
  void put(Settled result) { settled = std::move(result); }
  void release();
  /// Runs `action` when settled: at once when it is already. For the SDK's own steps; user code is deferred.
  void when_settled(std::function<void()> action);
  [[nodiscard]] bool is_settled() const { return settled.has_value(); }
  /// The run is over: forgets the value and what waits for it, and with these the resources that they refer to.
  void let_go();

  Program* const program;  ///< null for constants
  std::optional<Settled> settled;

 private:
  std::vector<std::function<void()>> waiting_;
};

[[nodiscard]] OutputRef pending(Program* program);
[[nodiscard]] OutputRef settled(Program* program, Settled result);

/// Splits secret marks and unknown parts off: a value with a secret inside is secret, one with an unknown is unknown.
[[nodiscard]] Settled settle_value(PropertyValue value);

/// Runs `action` when all are settled.
void when_all_settled(const std::vector<OutputRef>& outputs, std::function<void()> action);

}  // namespace ashlar::sdk
