#pragma once
/// Components that a provider constructs, and methods that it has (reference 1.1, 1.2): while it works, it registers
/// resources of its own with the same monitor as the program.

#include <map>
#include <string>
#include <vector>

#include "deploy/provider.hpp"
#include "resource/output_dependencies.hpp"

namespace ashlar::deploy {

/// What a provider that registers resources has to know of the run.
struct RunInfo {
  std::string project;
  std::string stack;
  std::string organization;
  PropertyMap config;  ///< `ns:key` to text, secret marks kept
  bool preview = false;
  int parallel = 0;
  std::string monitor_address;  ///< where the monitor can be reached by other processes; empty when it cannot
};

struct ConstructRequest {
  RunInfo run;
  /// The registration that the component comes from, with what it inherits. Its properties may hold output values.
  Goal goal;
};

struct ConstructAnswer {
  Urn urn;  ///< the component, which the provider has registered itself
  PropertyMap outputs;
  PropertyDependencies dependencies;  ///< what the outputs depend on
};

/// A method, as a program calls it. Arguments and results may hold output values.
struct MethodCall {
  std::string token;
  PropertyMap args;  ///< `__self__`, if any, is the resource whose method it is
  PropertyDependencies dependencies;
  std::string provider;
  PackageDescriptor package;
};

struct CallRequest {
  RunInfo run;
  std::string token;
  PropertyMap args;
  PropertyDependencies dependencies;
};

struct MethodAnswer {
  PropertyMap result;
  PropertyDependencies dependencies;  ///< what the results depend on
  std::vector<CheckFailure> failures;
};

}  // namespace ashlar::deploy
