#include "bilder/components/traefik/static_observability.hpp"

namespace bilder::traefik::startup {

using ashlar::settings::Naming;

void AccessLogFilters::describe(Model<AccessLogFilters>& m) {
  m.naming(Naming::camel_case);
  m.field("status_codes", &AccessLogFilters::status_codes);
  m.field("retry_attempts", &AccessLogFilters::retry_attempts);
  m.field("min_duration", &AccessLogFilters::min_duration);
}

void AccessLogHeaders::describe(Model<AccessLogHeaders>& m) {
  m.naming(Naming::camel_case);
  m.field("default_mode", &AccessLogHeaders::default_mode);
  m.field("names", &AccessLogHeaders::names);
}

void AccessLogFields::describe(Model<AccessLogFields>& m) {
  m.naming(Naming::camel_case);
  m.field("default_mode", &AccessLogFields::default_mode);
  m.field("names", &AccessLogFields::names);
  m.field("headers", &AccessLogFields::headers);
}

void AccessLog::describe(Model<AccessLog>& m) {
  m.naming(Naming::camel_case);
  m.field("file_path", &AccessLog::file_path);
  m.field("format", &AccessLog::format);
  m.field("filters", &AccessLog::filters);
  m.field("fields", &AccessLog::fields);
  m.field("buffering_size", &AccessLog::buffering_size);
}

void Log::describe(Model<Log>& m) {
  m.naming(Naming::camel_case);
  m.field("level", &Log::level);
  m.field("file_path", &Log::file_path);
  m.field("format", &Log::format);
}

void Prometheus::describe(Model<Prometheus>& m) {
  m.naming(Naming::camel_case);
  m.field("buckets", &Prometheus::buckets);
  m.field("add_entry_points_labels", &Prometheus::add_entry_points_labels);
  m.field("add_routers_labels", &Prometheus::add_routers_labels);
  m.field("add_services_labels", &Prometheus::add_services_labels);
  m.field("entry_point", &Prometheus::entry_point);
  m.field("manual_routing", &Prometheus::manual_routing);
}

void DatadogMetrics::describe(Model<DatadogMetrics>& m) {
  m.naming(Naming::camel_case);
  m.field("address", &DatadogMetrics::address);
  m.field("push_interval", &DatadogMetrics::push_interval);
  m.field("add_entry_points_labels", &DatadogMetrics::add_entry_points_labels);
  m.field("add_routers_labels", &DatadogMetrics::add_routers_labels);
  m.field("add_services_labels", &DatadogMetrics::add_services_labels);
  m.field("prefix", &DatadogMetrics::prefix);
}

void StatsD::describe(Model<StatsD>& m) {
  m.naming(Naming::camel_case);
  m.field("address", &StatsD::address);
  m.field("push_interval", &StatsD::push_interval);
  m.field("add_entry_points_labels", &StatsD::add_entry_points_labels);
  m.field("add_routers_labels", &StatsD::add_routers_labels);
  m.field("add_services_labels", &StatsD::add_services_labels);
  m.field("prefix", &StatsD::prefix);
}

void InfluxDb::describe(Model<InfluxDb>& m) {
  m.naming(Naming::camel_case);
  m.field("address", &InfluxDb::address);
  m.field("protocol", &InfluxDb::protocol);
  m.field("push_interval", &InfluxDb::push_interval);
  m.field("database", &InfluxDb::database);
  m.field("retention_policy", &InfluxDb::retention_policy);
  m.field("username", &InfluxDb::username);
  m.field("password", &InfluxDb::password);
  m.field("add_entry_points_labels", &InfluxDb::add_entry_points_labels);
  m.field("add_routers_labels", &InfluxDb::add_routers_labels);
  m.field("add_services_labels", &InfluxDb::add_services_labels);
  m.field("additional_labels", &InfluxDb::additional_labels);
}

void InfluxDb2::describe(Model<InfluxDb2>& m) {
  m.naming(Naming::camel_case);
  m.field("address", &InfluxDb2::address);
  m.field("token", &InfluxDb2::token);
  m.field("push_interval", &InfluxDb2::push_interval);
  m.field("org", &InfluxDb2::org);
  m.field("bucket", &InfluxDb2::bucket);
  m.field("add_entry_points_labels", &InfluxDb2::add_entry_points_labels);
  m.field("add_routers_labels", &InfluxDb2::add_routers_labels);
  m.field("add_services_labels", &InfluxDb2::add_services_labels);
  m.field("additional_labels", &InfluxDb2::additional_labels);
}

void Metrics::describe(Model<Metrics>& m) {
  m.naming(Naming::camel_case);
  m.field("prometheus", &Metrics::prometheus);
  m.field("datadog", &Metrics::datadog);
  m.field("stats_d", &Metrics::stats_d);
  m.field("influx_db", &Metrics::influx_db).alias("influxDB");
  m.field("influx_db2", &Metrics::influx_db2).alias("influxDB2");
}

void Pilot::describe(Model<Pilot>& m) {
  m.naming(Naming::camel_case);
  m.field("token", &Pilot::token);
  m.field("dashboard", &Pilot::dashboard);
}

void Collector::describe(Model<Collector>& m) {
  m.naming(Naming::camel_case);
  m.field("endpoint", &Collector::endpoint);
  m.field("user", &Collector::user);
  m.field("password", &Collector::password);
}

void Jaeger::describe(Model<Jaeger>& m) {
  m.naming(Naming::camel_case);
  m.field("sampling_server_url", &Jaeger::sampling_server_url).alias("samplingServerURL");
  m.field("sampling_type", &Jaeger::sampling_type);
  m.field("sampling_param", &Jaeger::sampling_param);
  m.field("local_agent_host_port", &Jaeger::local_agent_host_port);
  m.field("gen128_bit", &Jaeger::gen128_bit);
  m.field("propagation", &Jaeger::propagation);
  m.field("trace_context_header_name", &Jaeger::trace_context_header_name);
  m.field("disable_attempt_reconnecting", &Jaeger::disable_attempt_reconnecting);
  m.field("collector", &Jaeger::collector);
}

void Zipkin::describe(Model<Zipkin>& m) {
  m.naming(Naming::camel_case);
  m.field("http_endpoint", &Zipkin::http_endpoint);
  m.field("same_span", &Zipkin::same_span);
  m.field("id128_bit", &Zipkin::id128_bit);
  m.field("sample_rate", &Zipkin::sample_rate);
}

void DatadogTracing::describe(Model<DatadogTracing>& m) {
  m.naming(Naming::camel_case);
  m.field("local_agent_host_port", &DatadogTracing::local_agent_host_port);
  m.field("global_tag", &DatadogTracing::global_tag);
  m.field("global_tags", &DatadogTracing::global_tags);
  m.field("debug", &DatadogTracing::debug);
  m.field("priority_sampling", &DatadogTracing::priority_sampling);
  m.field("trace_id_header_name", &DatadogTracing::trace_id_header_name).alias("traceIDHeaderName");
  m.field("parent_id_header_name", &DatadogTracing::parent_id_header_name).alias("parentIDHeaderName");
  m.field("sampling_priority_header_name", &DatadogTracing::sampling_priority_header_name);
  m.field("bagage_prefix_header_name", &DatadogTracing::bagage_prefix_header_name);
}

void Instana::describe(Model<Instana>& m) {
  m.naming(Naming::camel_case);
  m.field("local_agent_host", &Instana::local_agent_host);
  m.field("local_agent_port", &Instana::local_agent_port);
  m.field("log_level", &Instana::log_level);
  m.field("enable_auto_profile", &Instana::enable_auto_profile);
}

void Haystack::describe(Model<Haystack>& m) {
  m.naming(Naming::camel_case);
  m.field("local_agent_host", &Haystack::local_agent_host);
  m.field("local_agent_port", &Haystack::local_agent_port);
  m.field("global_tag", &Haystack::global_tag);
  m.field("trace_id_header_name", &Haystack::trace_id_header_name).alias("traceIDHeaderName");
  m.field("parent_id_header_name", &Haystack::parent_id_header_name).alias("parentIDHeaderName");
  m.field("span_id_header_name", &Haystack::span_id_header_name).alias("spanIDHeaderName");
  m.field("baggage_prefix_header_name", &Haystack::baggage_prefix_header_name);
}

void Elastic::describe(Model<Elastic>& m) {
  m.naming(Naming::camel_case);
  m.field("server_url", &Elastic::server_url).alias("serverURL");
  m.field("secret_token", &Elastic::secret_token);
  m.field("service_environment", &Elastic::service_environment);
}

void Tracing::describe(Model<Tracing>& m) {
  m.naming(Naming::camel_case);
  m.field("service_name", &Tracing::service_name);
  m.field("span_name_limit", &Tracing::span_name_limit);
  m.field("jaeger", &Tracing::jaeger);
  m.field("zipkin", &Tracing::zipkin);
  m.field("datadog", &Tracing::datadog);
  m.field("instana", &Tracing::instana);
  m.field("haystack", &Tracing::haystack);
  m.field("elastic", &Tracing::elastic);
}

}  // namespace bilder::traefik::startup
