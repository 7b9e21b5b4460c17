#pragma once
/// The package `pulumi`, which every engine has: stack references and stashes (reference 3.3).

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/event_loop.hpp"
#include "deploy/provider.hpp"

namespace ashlar::providers::pulumi {

/// What another stack shows of itself.
struct StackView {
  PropertyMap outputs;  ///< of its root resource, secret marks kept
  std::vector<ResourceStatePtr> resources;
};

/// Reads a stack by the name that a program gives: `stack`, or `organization/project/stack`. Called on the engine's
/// thread.
using StackReader = std::function<Result<StackView>(const std::string& name)>;

/// `loop` outlives the provider.
[[nodiscard]] std::shared_ptr<deploy::Provider> make_pulumi_provider(EventLoop& loop, StackReader read_stack);

}  // namespace ashlar::providers::pulumi
