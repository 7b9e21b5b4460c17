#pragma once
/// The `random` package, built in: values that are drawn once and stay the same until they are to change.

#include <memory>
#include <string_view>

#include "base/clock.hpp"
#include "base/event_loop.hpp"
#include "deploy/provider.hpp"

namespace ashlar::providers::random {

inline constexpr std::string_view package_name = "random";
/// The published release whose types, defaults and state this provider has.
inline constexpr std::string_view package_version = "4.21.2";

/// All three outlive the provider. `entropy` and `clock` are used on the engine's thread only.
[[nodiscard]] std::shared_ptr<deploy::Provider> make_random_provider(EventLoop& loop, Entropy& entropy, Clock& clock);

}  // namespace ashlar::providers::random
