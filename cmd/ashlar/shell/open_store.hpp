#pragma once
/// From URLs to what they name: stores of stacks, and keys that lock secrets.

#include <memory>
#include <string>

#include "cmd/ashlar/shell/shell.hpp"
#include "secrets/key_service.hpp"
#include "state/stack_store.hpp"

namespace ashlar::cli {

/// The store at `file://…`. Other schemes are refused with what there is instead.
[[nodiscard]] Result<std::unique_ptr<state::StackStore>> open_store(const std::string& url, const Shell& shell);

[[nodiscard]] std::unique_ptr<secrets::KeyService> open_key_service(const Shell& shell);

}  // namespace ashlar::cli
