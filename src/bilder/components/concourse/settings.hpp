#pragma once
/// What web nodes and workers of Concourse have in common.

#include <ashlar/settings.hpp>

namespace bilder::concourse {

using ashlar::settings::Model;
using ashlar::settings::Secret;
using ashlar::settings::Value;

/// Where things are on the node.
struct Base {
  std::string version = "7.4.0";
  std::string configuration_directory = "/etc/concourse";
  std::string deploy_directory = "/usr/local/concourse";
  std::string data_directory = "/var/lib/concourse";
  std::string env_file_path = "/etc/default/concourse";

  static void describe(Model<Base>& m);
};

}  // namespace bilder::concourse
