#pragma once
/// What the tests of targets and excludes are about.

#include <functional>
#include <initializer_list>

#include "deploy/testing/scenario.hpp"

namespace ashlar::deploy::testing {

inline constexpr const char* disk_type = "pkg:m:Disk";

/// network <- disk <- machine, and a bucket that nothing has to do with; all of one size.
inline std::function<void(Script&)> estate(int size) {
  return [=](Script& p) {
    auto& network = p.resource("pkg:m:Network", "network", {{"size", size}});
    auto& disk = p.resource(disk_type, "disk", {{"size", size}, {"network", Script::output(network, "id")}});
    p.resource("pkg:m:Machine", "machine", {{"size", size}, {"disk", Script::output(disk, "id")}});
    p.resource("pkg:m:Bucket", "bucket", {{"size", size}});
  };
}

/// A stack with the estate in it, and targets or excludes to come.
struct Estate : Scenario {
  Estate() { up(estate(1)); }
};

inline void target(Scenario& s, std::initializer_list<const char*> names) {
  for (const auto* name : names) s.options.targets.push_back(s.find(name)->urn.text());
}

inline void exclude(Scenario& s, std::initializer_list<const char*> names) {
  for (const auto* name : names) s.options.excludes.push_back(s.find(name)->urn.text());
}

}  // namespace ashlar::deploy::testing
