#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "resource/property_value.hpp"

namespace ashlar::plugin {

/// What a program may know of the deployment that runs it.
struct DeploymentFacts {
  std::string project;
  std::string stack;
  std::string organization = "organization";
  std::map<std::string, std::string> config;    ///< `ns:key` to text, secrets in clear: for programs' eyes only
  std::vector<std::string> config_secret_keys;  ///< which of them are secret
  bool preview = false;
  int parallel = 16;
  std::filesystem::path root_directory;     ///< where Pulumi.yaml lies; source positions are given relative to it
  std::filesystem::path program_directory;  ///< relative paths of assets are looked up here
};

}  // namespace ashlar::plugin
