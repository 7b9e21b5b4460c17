#pragma once

#include <map>
#include <mutex>
#include <string>

#include "base/clock.hpp"
#include "resource/resource_state.hpp"

namespace ashlar::plugin {

/// The packages that a program has registered, by the reference it got for each. Safe on any thread.
class PackageRegistry {
 public:
  explicit PackageRegistry(Entropy& entropy) : entropy_(entropy) {}

  /// The reference of `package`: the same for the same content.
  [[nodiscard]] std::string add(const PackageDescriptor& package) {
    const std::lock_guard lock(mutex_);
    auto& reference = references_[package];
    if (reference.empty()) {
      reference = entropy_.uuid();
      packages_.emplace(reference, package);
    }
    return reference;
  }

  [[nodiscard]] Result<PackageDescriptor> find(const std::string& reference) const {
    const std::lock_guard lock(mutex_);
    const auto at = packages_.find(reference);
    if (at == packages_.end()) return fail("no package was registered under `" + reference + "`", ErrorKind::usage);
    return at->second;
  }

 private:
  Entropy& entropy_;
  mutable std::mutex mutex_;
  std::map<PackageDescriptor, std::string> references_;
  std::map<std::string, PackageDescriptor> packages_;
};

}  // namespace ashlar::plugin
