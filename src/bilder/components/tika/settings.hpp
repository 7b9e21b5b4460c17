#pragma once
/// How the Tika server is installed and runs.

#include <ashlar/settings.hpp>

namespace bilder::tika {

using ashlar::settings::Model;

struct Config {
  std::string version = "2.4.0";
  std::string install_directory = "/opt/tika";
  std::string tika_user = "tika";
  std::string tika_group = "tika";
  std::string heap_max = "2048";
  std::string heap_min = "1024";
  std::string tika_host = "localhost";
  int tika_port = 9998;
  // What these are made of when they are not set, the functions below say.
  std::optional<std::string> download_url, install_path, tika_config_file, tika_log_config_file;

  static void describe(Model<Config>& m);
};

[[nodiscard]] std::string download_url_of(const Config& config);
[[nodiscard]] std::string install_path_of(const Config& config);
[[nodiscard]] std::string config_file_of(const Config& config);
[[nodiscard]] std::string log_config_file_of(const Config& config);

}  // namespace bilder::tika
