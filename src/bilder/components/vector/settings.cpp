#include "bilder/components/vector/settings.hpp"

namespace bilder::vector {

void Config::describe(Model<Config>& m) {
  m.name("VectorConfig").doc("Vector, which ships logs and metrics.").environment_prefix("vector_");
  m.field("install_method", &Config::install_method).one_of({"package"});
  m.field("user", &Config::user).doc("Whom the service runs as");
  m.field("configuration_templates", &Config::configuration_templates).doc("Templates, each with its variables");
  m.field("configuration_directory", &Config::configuration_directory).path();
  m.field("data_directory", &Config::data_directory).path();
  m.field("is_proxy", &Config::is_proxy).doc("Takes in what other hosts send");
  m.field("is_docker", &Config::is_docker).doc("Reads the logs of containers");
  m.field("use_global_log_sink", &Config::use_global_log_sink).doc("Logs go where those of all hosts go");
  m.field("use_global_metric_sink", &Config::use_global_metric_sink).doc("Metrics go where those of all hosts go");
  m.field("tls_config_directory", &Config::tls_config_directory).path();
}

}  // namespace bilder::vector
