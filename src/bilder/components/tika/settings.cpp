#include "bilder/components/tika/settings.hpp"

namespace bilder::tika {

void Config::describe(Model<Config>& m) {
  m.name("TikaConfig").doc("The Tika server, which extracts text from documents.").environment_prefix("tika_");
  m.field("version", &Config::version).pattern("[0-9]+(\\.[0-9]+)+.*");
  m.field("install_directory", &Config::install_directory).path();
  m.field("tika_user", &Config::tika_user).doc("Whom the service runs as");
  m.field("tika_group", &Config::tika_group);
  m.field("heap_max", &Config::heap_max).pattern("[0-9]+").doc("In megabytes");
  m.field("heap_min", &Config::heap_min).pattern("[0-9]+").doc("In megabytes");
  m.field("tika_host", &Config::tika_host).doc("The address to listen on");
  m.field("tika_port", &Config::tika_port).port();
  m.field("download_url", &Config::download_url).url().doc("By default the archive of the Apache project");
  m.field("install_path", &Config::install_path).path().doc("By default in the install directory");
  m.field("tika_config_file", &Config::tika_config_file).path().doc("By default in the install directory");
  m.field("tika_log_config_file", &Config::tika_log_config_file).path().doc("By default in the install directory");
}

std::string download_url_of(const Config& config) {
  return config.download_url.value_or("https://archive.apache.org/dist/tika/" + config.version +
                                      "/tika-server-standard-" + config.version + ".jar");
}

std::string install_path_of(const Config& config) {
  return config.install_path.value_or(config.install_directory + "/tika-server." + config.version + ".jar");
}

std::string config_file_of(const Config& config) {
  return config.tika_config_file.value_or(config.install_directory + "/tika-config.xml");
}

std::string log_config_file_of(const Config& config) {
  return config.tika_log_config_file.value_or(config.install_directory + "/log4j2_tika.xml");
}

}  // namespace bilder::tika
