#pragma once
/// What Traefik says about itself: logs, metrics and traces.

#include <ashlar/settings.hpp>

namespace bilder::traefik::startup {

using ashlar::settings::Model;
using ashlar::settings::Secret;
using ashlar::settings::Value;

struct AccessLogFilters {
  std::optional<std::vector<std::string>> status_codes;
  std::optional<bool> retry_attempts;
  std::optional<std::string> min_duration;
  static void describe(Model<AccessLogFilters>& m);
};

struct AccessLogHeaders {
  std::optional<std::string> default_mode;
  std::optional<std::map<std::string, std::string>> names;
  static void describe(Model<AccessLogHeaders>& m);
};

struct AccessLogFields {
  std::optional<std::string> default_mode;
  std::optional<std::map<std::string, std::string>> names;
  std::optional<AccessLogHeaders> headers;
  static void describe(Model<AccessLogFields>& m);
};

struct AccessLog {
  std::optional<std::string> file_path;
  std::optional<std::string> format;
  std::optional<AccessLogFilters> filters;
  std::optional<AccessLogFields> fields;
  std::optional<int> buffering_size;
  static void describe(Model<AccessLog>& m);
};

struct Log {
  std::optional<std::string> level;
  std::optional<std::string> file_path;
  std::optional<std::string> format;
  static void describe(Model<Log>& m);
};

struct Prometheus {
  std::optional<std::vector<double>> buckets;
  std::optional<bool> add_entry_points_labels;
  std::optional<bool> add_routers_labels;
  std::optional<bool> add_services_labels;
  std::optional<std::string> entry_point;
  std::optional<bool> manual_routing;
  static void describe(Model<Prometheus>& m);
};

struct DatadogMetrics {
  std::optional<std::string> address;
  std::optional<std::string> push_interval;
  std::optional<bool> add_entry_points_labels;
  std::optional<bool> add_routers_labels;
  std::optional<bool> add_services_labels;
  std::optional<std::string> prefix;
  static void describe(Model<DatadogMetrics>& m);
};

struct StatsD {
  std::optional<std::string> address;
  std::optional<std::string> push_interval;
  std::optional<bool> add_entry_points_labels;
  std::optional<bool> add_routers_labels;
  std::optional<bool> add_services_labels;
  std::optional<std::string> prefix;
  static void describe(Model<StatsD>& m);
};

struct InfluxDb {
  std::optional<std::string> address;
  std::optional<std::string> protocol;
  std::optional<std::string> push_interval;
  std::optional<std::string> database;
  std::optional<std::string> retention_policy;
  std::optional<std::string> username;
  std::optional<Secret> password;
  std::optional<bool> add_entry_points_labels;
  std::optional<bool> add_routers_labels;
  std::optional<bool> add_services_labels;
  std::optional<std::map<std::string, Value>> additional_labels;
  static void describe(Model<InfluxDb>& m);
};

struct InfluxDb2 {
  std::optional<std::string> address;
  std::optional<Secret> token;
  std::optional<std::string> push_interval;
  std::optional<std::string> org;
  std::optional<std::string> bucket;
  std::optional<bool> add_entry_points_labels;
  std::optional<bool> add_routers_labels;
  std::optional<bool> add_services_labels;
  std::optional<std::map<std::string, Value>> additional_labels;
  static void describe(Model<InfluxDb2>& m);
};

struct Metrics {
  std::optional<Prometheus> prometheus;
  std::optional<DatadogMetrics> datadog;
  std::optional<StatsD> stats_d;
  std::optional<InfluxDb> influx_db;
  std::optional<InfluxDb2> influx_db2;
  static void describe(Model<Metrics>& m);
};

struct Pilot {
  std::optional<Secret> token;
  std::optional<bool> dashboard;
  static void describe(Model<Pilot>& m);
};

struct Collector {
  std::optional<std::string> endpoint;
  std::optional<std::string> user;
  std::optional<Secret> password;
  static void describe(Model<Collector>& m);
};

struct Jaeger {
  std::optional<std::string> sampling_server_url;
  std::optional<std::string> sampling_type;
  std::optional<int> sampling_param;
  std::optional<std::string> local_agent_host_port;
  std::optional<bool> gen128_bit;
  std::optional<std::string> propagation;
  std::optional<std::string> trace_context_header_name;
  std::optional<bool> disable_attempt_reconnecting;
  std::optional<Collector> collector;
  static void describe(Model<Jaeger>& m);
};

struct Zipkin {
  std::optional<std::string> http_endpoint;
  std::optional<bool> same_span;
  std::optional<bool> id128_bit;
  std::optional<int> sample_rate;
  static void describe(Model<Zipkin>& m);
};

struct DatadogTracing {
  std::optional<std::string> local_agent_host_port;
  std::optional<std::string> global_tag;
  std::optional<std::map<std::string, std::string>> global_tags;
  std::optional<bool> debug;
  std::optional<bool> priority_sampling;
  std::optional<std::string> trace_id_header_name;
  std::optional<std::string> parent_id_header_name;
  std::optional<std::string> sampling_priority_header_name;
  std::optional<std::string> bagage_prefix_header_name;
  static void describe(Model<DatadogTracing>& m);
};

struct Instana {
  std::optional<std::string> local_agent_host;
  std::optional<int> local_agent_port;
  std::optional<std::string> log_level;
  std::optional<bool> enable_auto_profile;
  static void describe(Model<Instana>& m);
};

struct Haystack {
  std::optional<std::string> local_agent_host;
  std::optional<int> local_agent_port;
  std::optional<std::string> global_tag;
  std::optional<std::string> trace_id_header_name;
  std::optional<std::string> parent_id_header_name;
  std::optional<std::string> span_id_header_name;
  std::optional<std::string> baggage_prefix_header_name;
  static void describe(Model<Haystack>& m);
};

struct Elastic {
  std::optional<std::string> server_url;
  std::optional<std::string> secret_token;
  std::optional<std::string> service_environment;
  static void describe(Model<Elastic>& m);
};

struct Tracing {
  std::optional<std::string> service_name;
  std::optional<int> span_name_limit;
  std::optional<Jaeger> jaeger;
  std::optional<Zipkin> zipkin;
  std::optional<DatadogTracing> datadog;
  std::optional<Instana> instana;
  std::optional<Haystack> haystack;
  std::optional<Elastic> elastic;
  static void describe(Model<Tracing>& m);
};

}  // namespace bilder::traefik::startup
