#include "bilder/components/concourse/web_settings.hpp"

namespace bilder::concourse {

void WebConfig::describe(Model<WebConfig>& m) {
  m.environment_prefix("concourse_web_");
  m.include(&WebConfig::base);
  m.field("user", &WebConfig::user).doc("Whom the service runs as");
  m.field("admin_password", &WebConfig::admin_password).internal().required();
  m.field("admin_user", &WebConfig::admin_user).internal();
  m.field("ocw_user_password", &WebConfig::ocw_user_password).internal();
  m.field("release_bot_password", &WebConfig::release_bot_password).internal();
  m.field("auth_duration", &WebConfig::auth_duration).variable("CONCOURSE_AUTH_DURATION");
  m.field("authorized_keys_file", &WebConfig::authorized_keys_file).variable("CONCOURSE_TSA_AUTHORIZED_KEYS").path();
  m.field("authorized_worker_keys", &WebConfig::authorized_worker_keys);
  m.field("aws_secretsmanager_access_key", &WebConfig::aws_secretsmanager_access_key)
      .variable("CONCOURSE_AWS_SECRETSMANAGER_ACCESS_KEY");
  m.field("aws_secretsmanager_pipeline_secret_template", &WebConfig::aws_secretsmanager_pipeline_secret_template)
      .variable("CONCOURSE_AWS_SECRETSMANAGER_PIPELINE_SECRET_TEMPLATE");
  m.field("aws_secretsmanager_region", &WebConfig::aws_secretsmanager_region)
      .variable("CONCOURSE_AWS_SECRETSMANAGER_REGION");
  m.field("aws_secretsmanager_secret_key", &WebConfig::aws_secretsmanager_secret_key)
      .variable("CONCOURSE_AWS_SECRETSMANAGER_SECRET_KEY");
  m.field("aws_secretsmanager_session_token", &WebConfig::aws_secretsmanager_session_token)
      .variable("CONCOURSE_AWS_SECRETSMANAGER_SESSION_TOKEN");
  m.field("aws_secretsmanager_team_secret_template", &WebConfig::aws_secretsmanager_team_secret_template)
      .variable("CONCOURSE_AWS_SECRETSMANAGER_TEAM_SECRET_TEMPLATE");
  m.field("aws_ssm_access_key", &WebConfig::aws_ssm_access_key).variable("CONCOURSE_AWS_SSM_ACCESS_KEY");
  m.field("aws_ssm_pipeline_secret_template", &WebConfig::aws_ssm_pipeline_secret_template)
      .variable("CONCOURSE_AWS_SSM_PIPELINE_SECRET_TEMPLATE");
  m.field("aws_ssm_region", &WebConfig::aws_ssm_region).variable("CONCOURSE_AWS_SSM_REGION");
  m.field("aws_ssm_secret_key", &WebConfig::aws_ssm_secret_key).variable("CONCOURSE_AWS_SSM_SECRET_KEY");
  m.field("aws_ssm_session_token", &WebConfig::aws_ssm_session_token).variable("CONCOURSE_AWS_SSM_SESSION_TOKEN");
  m.field("aws_ssm_team_secret_template", &WebConfig::aws_ssm_team_secret_template)
      .variable("CONCOURSE_AWS_SSM_TEAM_SECRET_TEMPLATE");
  m.field("baggageclaim_response_header_timeout", &WebConfig::baggageclaim_response_header_timeout)
      .variable("CONCOURSE_BAGGAGECLAIM_RESPONSE_HEADER_TIMEOUT");
  m.field("base_resource_type_defaults", &WebConfig::base_resource_type_defaults)
      .variable("CONCOURSE_BASE_RESOURCE_TYPE_DEFAULTS");
  m.field("bind_ip", &WebConfig::bind_ip).variable("CONCOURSE_BIND_IP");
  m.field("bind_port", &WebConfig::bind_port).variable("CONCOURSE_BIND_PORT");
  m.field("build_tracker_interval", &WebConfig::build_tracker_interval).variable("CONCOURSE_BUILD_TRACKER_INTERVAL");
  m.field("capture_error_metrics", &WebConfig::capture_error_metrics).variable("CONCOURSE_CAPTURE_ERROR_METRICS");
  m.field("cli_artifacts_dir", &WebConfig::cli_artifacts_dir).variable("CONCOURSE_CLI_ARTIFACTS_DIR");
  m.field("client_id", &WebConfig::client_id).variable("CONCOURSE_CLIENT_ID");
  m.field("client_secret", &WebConfig::client_secret).variable("CONCOURSE_CLIENT_SECRET");
  m.field("cluster_name", &WebConfig::cluster_name).variable("CONCOURSE_CLUSTER_NAME");
  m.field("component_runner_interval", &WebConfig::component_runner_interval)
      .variable("CONCOURSE_COMPONENT_RUNNER_INTERVAL");
  m.field("concurrent_request_limit", &WebConfig::concurrent_request_limit)
      .variable("CONCOURSE_CONCURRENT_REQUEST_LIMIT");
  m.field("config_rbac", &WebConfig::config_rbac).variable("CONCOURSE_CONFIG_RBAC");
  m.field("container_placement_strategy", &WebConfig::container_placement_strategy)
      .variable("CONCOURSE_CONTAINER_PLACEMENT_STRATEGY");
  m.field("cookie_secure", &WebConfig::cookie_secure).variable("CONCOURSE_COOKIE_SECURE");
  m.field("database_name", &WebConfig::database_name).variable("CONCOURSE_POSTGRES_DATABASE");
  m.field("database_password", &WebConfig::database_password).variable("CONCOURSE_POSTGRES_PASSWORD").required();
  m.field("database_sslmode", &WebConfig::database_sslmode).variable("CONCOURSE_POSTGRES_SSLMODE");
  m.field("database_user", &WebConfig::database_user).variable("CONCOURSE_POSTGRES_USER");
  m.field("postgres_ca_cert", &WebConfig::postgres_ca_cert).variable("CONCOURSE_POSTGRES_CA_CERT").path();
  m.field("postgres_client_cert", &WebConfig::postgres_client_cert).variable("CONCOURSE_POSTGRES_CLIENT_CERT").path();
  m.field("postgres_client_key", &WebConfig::postgres_client_key).variable("CONCOURSE_POSTGRES_CLIENT_KEY").path();
  m.field("postgres_connect_timeout", &WebConfig::postgres_connect_timeout)
      .variable("CONCOURSE_POSTGRES_CONNECT_TIMEOUT");
  m.field("postgres_host", &WebConfig::postgres_host).variable("CONCOURSE_POSTGRES_HOST");
  m.field("postgres_port", &WebConfig::postgres_port).variable("CONCOURSE_POSTGRES_PORT").port();
  m.field("postgres_socket", &WebConfig::postgres_socket).variable("CONCOURSE_POSTGRES_SOCKET").path();
  m.field("postgres_user", &WebConfig::postgres_user).variable("CONCOURSE_POSTGRES_USER");
  m.field("datadog_agent_host", &WebConfig::datadog_agent_host).variable("CONCOURSE_DATADOG_AGENT_HOST");
  m.field("datadog_agent_port", &WebConfig::datadog_agent_port).variable("CONCOURSE_DATADOG_AGENT_PORT");
  m.field("datadog_prefix", &WebConfig::datadog_prefix).variable("CONCOURSE_DATADOG_PREFIX");
  m.field("db_max_conns_api", &WebConfig::db_max_conns_api).variable("CONCOURSE_API_MAX_CONNS").at_least(1);
  m.field("db_max_conns_backend", &WebConfig::db_max_conns_backend).variable("CONCOURSE_BACKEND_MAX_CONNS").at_least(1);
  m.field("debug_bind_ip", &WebConfig::debug_bind_ip).variable("CONCOURSE_DEBUG_BIND_IP");
  m.field("debug_bind_port", &WebConfig::debug_bind_port).variable("CONCOURSE_DEBUG_BIND_PORT");
  m.field("default_build_logs_to_retain", &WebConfig::default_build_logs_to_retain)
      .variable("CONCOURSE_DEFAULT_BUILD_LOGS_TO_RETAIN");
  m.field("default_days_to_retain_build_logs", &WebConfig::default_days_to_retain_build_logs)
      .variable("CONCOURSE_DEFAULT_DAYS_TO_RETAIN_BUILD_LOGS");
  m.field("default_task_cpu_limit", &WebConfig::default_task_cpu_limit).variable("CONCOURSE_DEFAULT_TASK_CPU_LIMIT");
  m.field("default_task_memory_limit", &WebConfig::default_task_memory_limit)
      .variable("CONCOURSE_DEFAULT_TASK_MEMORY_LIMIT");
  m.field("destroy_archived_pipelines_after", &WebConfig::destroy_archived_pipelines_after)
      .variable("CONCOURSE_DESTROY_ARCHIVED_PIPELINES_AFTER");
  m.field("display_user_id_per_connector", &WebConfig::display_user_id_per_connector)
      .variable("CONCOURSE_DISPLAY_USER_ID_PER_CONNECTOR");
  m.field("emit_to_logs", &WebConfig::emit_to_logs).variable("CONCOURSE_EMIT_TO_LOGS");
  m.field("enable_across_step", &WebConfig::enable_across_step).variable("CONCOURSE_ENABLE_ACROSS_STEP");
  m.field("enable_build_auditing", &WebConfig::enable_build_auditing).variable("CONCOURSE_ENABLE_BUILD_AUDITING");
  m.field("enable_container_auditing", &WebConfig::enable_container_auditing)
      .variable("CONCOURSE_ENABLE_CONTAINER_AUDITING");
  m.field("enable_global_resources", &WebConfig::enable_global_resources).variable("CONCOURSE_ENABLE_GLOBAL_RESOURCES");
  m.field("enable_job_auditing", &WebConfig::enable_job_auditing).variable("CONCOURSE_ENABLE_JOB_AUDITING");
  m.field("enable_lets_encrypt", &WebConfig::enable_lets_encrypt).variable("CONCOURSE_ENABLE_LETS_ENCRYPT");
  m.field("enable_p2p_volume_streaming", &WebConfig::enable_p2p_volume_streaming)
      .variable("CONCOURSE_ENABLE_P2P_VOLUME_STREAMING");
  m.field("enable_pipeline_auditing", &WebConfig::enable_pipeline_auditing)
      .variable("CONCOURSE_ENABLE_PIPELINE_AUDITING");
  m.field("enable_pipeline_instances", &WebConfig::enable_pipeline_instances)
      .variable("CONCOURSE_ENABLE_PIPELINE_INSTANCES");
  m.field("enable_redact_secrets", &WebConfig::enable_redact_secrets).variable("CONCOURSE_ENABLE_REDACT_SECRETS");
  m.field("enable_rerun_when_worker_disappears", &WebConfig::enable_rerun_when_worker_disappears)
      .variable("CONCOURSE_ENABLE_RERUN_WHEN_WORKER_DISAPPEARS");
  m.field("enable_resource_auditing", &WebConfig::enable_resource_auditing)
      .variable("CONCOURSE_ENABLE_RESOURCE_AUDITING");
  m.field("enable_resource_causality", &WebConfig::enable_resource_causality)
      .variable("CONCOURSE_ENABLE_RESOURCE_CAUSALITY");
  m.field("enable_system_auditing", &WebConfig::enable_system_auditing).variable("CONCOURSE_ENABLE_SYSTEM_AUDITING");
  m.field("enable_team_auditing", &WebConfig::enable_team_auditing).variable("CONCOURSE_ENABLE_TEAM_AUDITING");
  m.field("enable_volume_auditing", &WebConfig::enable_volume_auditing).variable("CONCOURSE_ENABLE_VOLUME_AUDITING");
  m.field("enable_worker_auditing", &WebConfig::enable_worker_auditing).variable("CONCOURSE_ENABLE_WORKER_AUDITING");
  m.field("encryption_key", &WebConfig::encryption_key)
      .variable("CONCOURSE_ENCRYPTION_KEY")
      .length(32, 32)
      .doc("Generated by the deploy when it is not set");
  m.field("garden_request_timeout", &WebConfig::garden_request_timeout).variable("CONCOURSE_GARDEN_REQUEST_TIMEOUT");
  m.field("gc_check_recycle_period", &WebConfig::gc_check_recycle_period).variable("CONCOURSE_GC_CHECK_RECYCLE_PERIOD");
  m.field("gc_failed_grace_period", &WebConfig::gc_failed_grace_period).variable("CONCOURSE_GC_FAILED_GRACE_PERIOD");
  m.field("gc_hijack_grace_period", &WebConfig::gc_hijack_grace_period).variable("CONCOURSE_GC_HIJACK_GRACE_PERIOD");
  m.field("gc_interval", &WebConfig::gc_interval).variable("CONCOURSE_GC_INTERVAL");
  m.field("gc_missing_grace_period", &WebConfig::gc_missing_grace_period).variable("CONCOURSE_GC_MISSING_GRACE_PERIOD");
  m.field("gc_one_off_grace_period", &WebConfig::gc_one_off_grace_period).variable("CONCOURSE_GC_ONE_OFF_GRACE_PERIOD");
  m.field("gc_var_source_recycle_period", &WebConfig::gc_var_source_recycle_period)
      .variable("CONCOURSE_GC_VAR_SOURCE_RECYCLE_PERIOD");
  m.field("github_ca_cert", &WebConfig::github_ca_cert).variable("CONCOURSE_GITHUB_CA_CERT");
  m.field("github_client_id", &WebConfig::github_client_id).variable("CONCOURSE_GITHUB_CLIENT_ID");
  m.field("github_client_secret", &WebConfig::github_client_secret).variable("CONCOURSE_GITHUB_CLIENT_SECRET");
  m.field("github_host", &WebConfig::github_host).variable("CONCOURSE_GITHUB_HOST");
  m.field("github_main_team_concourse_team", &WebConfig::github_main_team_concourse_team)
      .variable("CONCOURSE_MAIN_TEAM_GITHUB_TEAM");
  m.field("github_main_team_org", &WebConfig::github_main_team_org).variable("CONCOURSE_MAIN_TEAM_GITHUB_ORG");
  m.field("github_main_team_user", &WebConfig::github_main_team_user).variable("CONCOURSE_MAIN_TEAM_GITHUB_USER");
  m.field("gitlab_client_id", &WebConfig::gitlab_client_id).variable("CONCOURSE_GITLAB_CLIENT_ID");
  m.field("gitlab_client_secret", &WebConfig::gitlab_client_secret).variable("CONCOURSE_GITLAB_CLIENT_SECRET");
  m.field("gitlab_host", &WebConfig::gitlab_host).variable("CONCOURSE_GITLAB_HOST");
  m.field("global_resource_check_timeout", &WebConfig::global_resource_check_timeout)
      .variable("CONCOURSE_GLOBAL_RESOURCE_CHECK_TIMEOUT");
  m.field("iframe_options", &WebConfig::iframe_options)
      .variable("CONCOURSE_X_FRAME_OPTIONS")
      .one_of({"deny", "sameorigin"});
  m.field("influxdb_batch_duration", &WebConfig::influxdb_batch_duration).variable("CONCOURSE_INFLUXDB_BATCH_DURATION");
  m.field("influxdb_batch_size", &WebConfig::influxdb_batch_size).variable("CONCOURSE_INFLUXDB_BATCH_SIZE");
  m.field("influxdb_database", &WebConfig::influxdb_database).variable("CONCOURSE_INFLUXDB_DATABASE");
  m.field("influxdb_insecure_skip_verify", &WebConfig::influxdb_insecure_skip_verify)
      .variable("CONCOURSE_INFLUXDB_INSECURE_SKIP_VERIFY");
  m.field("influxdb_password", &WebConfig::influxdb_password).variable("CONCOURSE_INFLUXDB_PASSWORD");
  m.field("influxdb_url", &WebConfig::influxdb_url).variable("CONCOURSE_INFLUXDB_URL");
  m.field("influxdb_username", &WebConfig::influxdb_username).variable("CONCOURSE_INFLUXDB_USERNAME");
  m.field("intercept_idle_timeout", &WebConfig::intercept_idle_timeout).variable("CONCOURSE_INTERCEPT_IDLE_TIMEOUT");
  m.field("job_scheduling_max_in_flight", &WebConfig::job_scheduling_max_in_flight)
      .variable("CONCOURSE_JOB_SCHEDULING_MAX_IN_FLIGHT");
  m.field("ldap_bind_dn", &WebConfig::ldap_bind_dn).variable("CONCOURSE_LDAP_BIND_DN");
  m.field("ldap_bind_pw", &WebConfig::ldap_bind_pw).variable("CONCOURSE_LDAP_BIND_PW");
  m.field("ldap_ca_cert", &WebConfig::ldap_ca_cert).variable("CONCOURSE_LDAP_CA_CERT");
  m.field("ldap_display_name", &WebConfig::ldap_display_name).variable("CONCOURSE_LDAP_DISPLAY_NAME");
  m.field("ldap_group_search_base_dn", &WebConfig::ldap_group_search_base_dn)
      .variable("CONCOURSE_LDAP_GROUP_SEARCH_BASE_DN");
  m.field("ldap_group_search_filter", &WebConfig::ldap_group_search_filter)
      .variable("CONCOURSE_LDAP_GROUP_SEARCH_FILTER");
  m.field("ldap_group_search_group_attr", &WebConfig::ldap_group_search_group_attr)
      .variable("CONCOURSE_LDAP_GROUP_SEARCH_GROUP_ATTR");
  m.field("ldap_group_search_name_attr", &WebConfig::ldap_group_search_name_attr)
      .variable("CONCOURSE_LDAP_GROUP_SEARCH_NAME_ATTR");
  m.field("ldap_group_search_scope", &WebConfig::ldap_group_search_scope).variable("CONCOURSE_LDAP_GROUP_SEARCH_SCOPE");
  m.field("ldap_group_search_user_attr", &WebConfig::ldap_group_search_user_attr)
      .variable("CONCOURSE_LDAP_GROUP_SEARCH_USER_ATTR");
  m.field("ldap_host", &WebConfig::ldap_host).variable("CONCOURSE_LDAP_HOST");
  m.field("ldap_insecure_no_ssl", &WebConfig::ldap_insecure_no_ssl).variable("CONCOURSE_LDAP_INSECURE_NO_SSL");
  m.field("ldap_insecure_skip_verify", &WebConfig::ldap_insecure_skip_verify)
      .variable("CONCOURSE_LDAP_INSECURE_SKIP_VERIFY");
  m.field("ldap_start_tls", &WebConfig::ldap_start_tls).variable("CONCOURSE_LDAP_START_TLS");
  m.field("ldap_user_search_base_dn", &WebConfig::ldap_user_search_base_dn)
      .variable("CONCOURSE_LDAP_USER_SEARCH_BASE_DN");
  m.field("ldap_user_search_email_attr", &WebConfig::ldap_user_search_email_attr)
      .variable("CONCOURSE_LDAP_USER_SEARCH_EMAIL_ATTR");
  m.field("ldap_user_search_filter", &WebConfig::ldap_user_search_filter).variable("CONCOURSE_LDAP_USER_SEARCH_FILTER");
  m.field("ldap_user_search_id_attr", &WebConfig::ldap_user_search_id_attr)
      .variable("CONCOURSE_LDAP_USER_SEARCH_ID_ATTR");
  m.field("ldap_user_search_name_attr", &WebConfig::ldap_user_search_name_attr)
      .variable("CONCOURSE_LDAP_USER_SEARCH_NAME_ATTR");
  m.field("ldap_user_search_scope", &WebConfig::ldap_user_search_scope).variable("CONCOURSE_LDAP_USER_SEARCH_SCOPE");
  m.field("ldap_user_search_username", &WebConfig::ldap_user_search_username)
      .variable("CONCOURSE_LDAP_USER_SEARCH_USERNAME");
  m.field("ldap_username_prompt", &WebConfig::ldap_username_prompt).variable("CONCOURSE_LDAP_USERNAME_PROMPT");
  m.field("lets_encrypt_acme_url", &WebConfig::lets_encrypt_acme_url).variable("CONCOURSE_LETS_ENCRYPT_ACME_URL");
  m.field("lidar_scanner_interval", &WebConfig::lidar_scanner_interval).variable("CONCOURSE_LIDAR_SCANNER_INTERVAL");
  m.field("log_cluster_name", &WebConfig::log_cluster_name).variable("CONCOURSE_LOG_CLUSTER_NAME");
  m.field("log_db_queries", &WebConfig::log_db_queries).variable("CONCOURSE_LOG_DB_QUERIES");
  m.field("log_level", &WebConfig::log_level).variable("CONCOURSE_LOG_LEVEL");
  m.field("main_team_config", &WebConfig::main_team_config).variable("CONCOURSE_MAIN_TEAM_CONFIG");
  m.field("main_team_github_org", &WebConfig::main_team_github_org).variable("CONCOURSE_MAIN_TEAM_GITHUB_ORG");
  m.field("main_team_github_team", &WebConfig::main_team_github_team).variable("CONCOURSE_MAIN_TEAM_GITHUB_TEAM");
  m.field("main_team_github_user", &WebConfig::main_team_github_user).variable("CONCOURSE_MAIN_TEAM_GITHUB_USER");
  m.field("main_team_ldap_group", &WebConfig::main_team_ldap_group).variable("CONCOURSE_MAIN_TEAM_LDAP_GROUP");
  m.field("main_team_ldap_user", &WebConfig::main_team_ldap_user).variable("CONCOURSE_MAIN_TEAM_LDAP_USER");
  m.field("main_team_local_user", &WebConfig::main_team_local_user).variable("CONCOURSE_MAIN_TEAM_LOCAL_USER");
  m.field("main_team_oauth_group", &WebConfig::main_team_oauth_group).variable("CONCOURSE_MAIN_TEAM_OAUTH_GROUP");
  m.field("main_team_oauth_user", &WebConfig::main_team_oauth_user).variable("CONCOURSE_MAIN_TEAM_OAUTH_USER");
  m.field("main_team_oidc_group_name", &WebConfig::main_team_oidc_group_name)
      .variable("CONCOURSE_MAIN_TEAM_OIDC_GROUP");
  m.field("main_team_oidc_user", &WebConfig::main_team_oidc_user).variable("CONCOURSE_MAIN_TEAM_OIDC_USER");
  m.field("main_team_saml_group_name", &WebConfig::main_team_saml_group_name)
      .variable("CONCOURSE_MAIN_TEAM_SAML_GROUP");
  m.field("main_team_saml_user", &WebConfig::main_team_saml_user).variable("CONCOURSE_MAIN_TEAM_SAML_USER");
  m.field("max_active_containers_per_worker", &WebConfig::max_active_containers_per_worker)
      .variable("CONCOURSE_MAX_ACTIVE_CONTAINERS_PER_WORKER");
  m.field("max_active_tasks_per_worker", &WebConfig::max_active_tasks_per_worker)
      .variable("CONCOURSE_MAX_ACTIVE_TASKS_PER_WORKER");
  m.field("max_active_volumes_per_worker", &WebConfig::max_active_volumes_per_worker)
      .variable("CONCOURSE_MAX_ACTIVE_VOLUMES_PER_WORKER");
  m.field("max_build_logs_to_retain", &WebConfig::max_build_logs_to_retain)
      .variable("CONCOURSE_MAX_BUILD_LOGS_TO_RETAIN");
  m.field("max_checks_per_second", &WebConfig::max_checks_per_second).variable("CONCOURSE_MAX_CHECKS_PER_SECOND");
  m.field("max_days_to_retain_build_logs", &WebConfig::max_days_to_retain_build_logs)
      .variable("CONCOURSE_MAX_DAYS_TO_RETAIN_BUILD_LOGS");
  m.field("metrics_attribute", &WebConfig::metrics_attribute).variable("CONCOURSE_METRICS_ATTRIBUTE");
  m.field("metrics_buffer_size", &WebConfig::metrics_buffer_size).variable("CONCOURSE_METRICS_BUFFER_SIZE");
  m.field("metrics_host_name", &WebConfig::metrics_host_name).variable("CONCOURSE_METRICS_HOST_NAME");
  m.field("newrelic_account_id", &WebConfig::newrelic_account_id).variable("CONCOURSE_NEWRELIC_ACCOUNT_ID");
  m.field("newrelic_api_key", &WebConfig::newrelic_api_key).variable("CONCOURSE_NEWRELIC_API_KEY");
  m.field("newrelic_batch_disable_compression", &WebConfig::newrelic_batch_disable_compression)
      .variable("CONCOURSE_NEWRELIC_BATCH_DISABLE_COMPRESSION");
  m.field("newrelic_batch_duration", &WebConfig::newrelic_batch_duration).variable("CONCOURSE_NEWRELIC_BATCH_DURATION");
  m.field("newrelic_batch_size", &WebConfig::newrelic_batch_size).variable("CONCOURSE_NEWRELIC_BATCH_SIZE");
  m.field("newrelic_insights_api_url", &WebConfig::newrelic_insights_api_url)
      .variable("CONCOURSE_NEWRELIC_INSIGHTS_API_URL");
  m.field("newrelic_service_prefix", &WebConfig::newrelic_service_prefix).variable("CONCOURSE_NEWRELIC_SERVICE_PREFIX");
  m.field("oauth_auth_url", &WebConfig::oauth_auth_url).variable("CONCOURSE_OAUTH_AUTH_URL");
  m.field("oauth_ca_cert", &WebConfig::oauth_ca_cert).variable("CONCOURSE_OAUTH_CA_CERT");
  m.field("oauth_client_id", &WebConfig::oauth_client_id).variable("CONCOURSE_OAUTH_CLIENT_ID");
  m.field("oauth_client_secret", &WebConfig::oauth_client_secret).variable("CONCOURSE_OAUTH_CLIENT_SECRET");
  m.field("oauth_display_name", &WebConfig::oauth_display_name).variable("CONCOURSE_OAUTH_DISPLAY_NAME");
  m.field("oauth_groups_key", &WebConfig::oauth_groups_key).variable("CONCOURSE_OAUTH_GROUPS_KEY");
  m.field("oauth_scope", &WebConfig::oauth_scope).variable("CONCOURSE_OAUTH_SCOPE");
  m.field("oauth_skip_ssl_validation", &WebConfig::oauth_skip_ssl_validation)
      .variable("CONCOURSE_OAUTH_SKIP_SSL_VALIDATION");
  m.field("oauth_token_url", &WebConfig::oauth_token_url).variable("CONCOURSE_OAUTH_TOKEN_URL");
  m.field("oauth_user_id_key", &WebConfig::oauth_user_id_key).variable("CONCOURSE_OAUTH_USER_ID_KEY");
  m.field("oauth_user_name_key", &WebConfig::oauth_user_name_key).variable("CONCOURSE_OAUTH_USER_NAME_KEY");
  m.field("oauth_userinfo_url", &WebConfig::oauth_userinfo_url).variable("CONCOURSE_OAUTH_USERINFO_URL");
  m.field("oidc_ca_cert", &WebConfig::oidc_ca_cert).variable("CONCOURSE_OIDC_CA_CERT");
  m.field("oidc_client_id", &WebConfig::oidc_client_id).variable("CONCOURSE_OIDC_CLIENT_ID");
  m.field("oidc_client_secret", &WebConfig::oidc_client_secret).variable("CONCOURSE_OIDC_CLIENT_SECRET");
  m.field("oidc_disable_groups", &WebConfig::oidc_disable_groups).variable("CONCOURSE_OIDC_DISABLE_GROUPS");
  m.field("oidc_display_name", &WebConfig::oidc_display_name).variable("CONCOURSE_OIDC_DISPLAY_NAME");
  m.field("oidc_groups_key", &WebConfig::oidc_groups_key).variable("CONCOURSE_OIDC_GROUPS_KEY");
  m.field("oidc_hosted_domains", &WebConfig::oidc_hosted_domains).variable("CONCOURSE_OIDC_HOSTED_DOMAINS");
  m.field("oidc_issuer", &WebConfig::oidc_issuer).variable("CONCOURSE_OIDC_ISSUER");
  m.field("oidc_scope", &WebConfig::oidc_scope).variable("CONCOURSE_OIDC_SCOPE");
  m.field("oidc_skip_email_verified_validation", &WebConfig::oidc_skip_email_verified_validation)
      .variable("CONCOURSE_OIDC_SKIP_EMAIL_VERIFIED_VALIDATION");
  m.field("oidc_skip_ssl_validation", &WebConfig::oidc_skip_ssl_validation)
      .variable("CONCOURSE_OIDC_SKIP_SSL_VALIDATION");
  m.field("oidc_user_name_key", &WebConfig::oidc_user_name_key).variable("CONCOURSE_OIDC_USER_NAME_KEY");
  m.field("old_encryption_key", &WebConfig::old_encryption_key).variable("CONCOURSE_OLD_ENCRYPTION_KEY");
  m.field("opa_timeout", &WebConfig::opa_timeout).variable("CONCOURSE_OPA_TIMEOUT");
  m.field("opa_url", &WebConfig::opa_url).variable("CONCOURSE_OPA_URL");
  m.field("p2p_volume_streaming_timeout", &WebConfig::p2p_volume_streaming_timeout)
      .variable("CONCOURSE_P2P_VOLUME_STREAMING_TIMEOUT");
  m.field("password_connector", &WebConfig::password_connector).variable("CONCOURSE_PASSWORD_CONNECTOR");
  m.field("peer_address", &WebConfig::peer_address).variable("CONCOURSE_PEER_ADDRESS");
  m.field("policy_check_filter_action", &WebConfig::policy_check_filter_action)
      .variable("CONCOURSE_POLICY_CHECK_FILTER_ACTION");
  m.field("policy_check_filter_action_skip", &WebConfig::policy_check_filter_action_skip)
      .variable("CONCOURSE_POLICY_CHECK_FILTER_ACTION_SKIP");
  m.field("policy_check_filter_http_method", &WebConfig::policy_check_filter_http_method)
      .variable("CONCOURSE_POLICY_CHECK_FILTER_HTTP_METHOD");
  m.field("prometheus_bind_ip", &WebConfig::prometheus_bind_ip).variable("CONCOURSE_PROMETHEUS_BIND_IP").ip();
  m.field("prometheus_bind_port", &WebConfig::prometheus_bind_port).variable("CONCOURSE_PROMETHEUS_BIND_PORT").port();
  m.field("public_domain", &WebConfig::public_domain).variable("CONCOURSE_EXTERNAL_URL");
  m.field("resource_checking_interval", &WebConfig::resource_checking_interval)
      .variable("CONCOURSE_RESOURCE_CHECKING_INTERVAL");
  m.field("resource_with_webhook_checking_interval", &WebConfig::resource_with_webhook_checking_interval)
      .variable("CONCOURSE_RESOURCE_WITH_WEBHOOK_CHECKING_INTERVAL");
  m.field("saml_ca_cert", &WebConfig::saml_ca_cert).variable("CONCOURSE_SAML_CA_CERT");
  m.field("saml_display_name", &WebConfig::saml_display_name).variable("CONCOURSE_SAML_DISPLAY_NAME");
  m.field("saml_email_attr", &WebConfig::saml_email_attr).variable("CONCOURSE_SAML_EMAIL_ATTR");
  m.field("saml_entity_issuer", &WebConfig::saml_entity_issuer).variable("CONCOURSE_SAML_ENTITY_ISSUER");
  m.field("saml_groups_attr", &WebConfig::saml_groups_attr).variable("CONCOURSE_SAML_GROUPS_ATTR");
  m.field("saml_groups_delim", &WebConfig::saml_groups_delim).variable("CONCOURSE_SAML_GROUPS_DELIM");
  m.field("saml_name_id_policy_format", &WebConfig::saml_name_id_policy_format)
      .variable("CONCOURSE_SAML_NAME_ID_POLICY_FORMAT");
  m.field("saml_skip_ssl_validation", &WebConfig::saml_skip_ssl_validation)
      .variable("CONCOURSE_SAML_SKIP_SSL_VALIDATION");
  m.field("saml_sso_issuer", &WebConfig::saml_sso_issuer).variable("CONCOURSE_SAML_SSO_ISSUER");
  m.field("saml_sso_url", &WebConfig::saml_sso_url).variable("CONCOURSE_SAML_SSO_URL");
  m.field("saml_username_attr", &WebConfig::saml_username_attr).variable("CONCOURSE_SAML_USERNAME_ATTR");
  m.field("secret_cache_duration", &WebConfig::secret_cache_duration).variable("CONCOURSE_SECRET_CACHE_DURATION");
  m.field("secret_cache_duration_notfound", &WebConfig::secret_cache_duration_notfound)
      .variable("CONCOURSE_SECRET_CACHE_DURATION_NOTFOUND");
  m.field("secret_cache_enabled", &WebConfig::secret_cache_enabled).variable("CONCOURSE_SECRET_CACHE_ENABLED");
  m.field("secret_cache_purge_interval", &WebConfig::secret_cache_purge_interval)
      .variable("CONCOURSE_SECRET_CACHE_PURGE_INTERVAL");
  m.field("secret_retry_attempts", &WebConfig::secret_retry_attempts).variable("CONCOURSE_SECRET_RETRY_ATTEMPTS");
  m.field("secret_retry_interval", &WebConfig::secret_retry_interval).variable("CONCOURSE_SECRET_RETRY_INTERVAL");
  m.field("session_signing_key", &WebConfig::session_signing_key);
  m.field("session_signing_key_path", &WebConfig::session_signing_key_path)
      .variable("CONCOURSE_SESSION_SIGNING_KEY")
      .path();
  m.field("stalled_worker_timeout", &WebConfig::stalled_worker_timeout).variable("CONCOURSE_STALLED_WORKER_TIMEOUT");
  m.field("streaming_artifacts_compression", &WebConfig::streaming_artifacts_compression)
      .variable("CONCOURSE_STREAMING_ARTIFACTS_COMPRESSION");
  m.field("syslog_address", &WebConfig::syslog_address).variable("CONCOURSE_SYSLOG_ADDRESS");
  m.field("syslog_ca_cert", &WebConfig::syslog_ca_cert).variable("CONCOURSE_SYSLOG_CA_CERT");
  m.field("syslog_drain_interval", &WebConfig::syslog_drain_interval).variable("CONCOURSE_SYSLOG_DRAIN_INTERVAL");
  m.field("syslog_hostname", &WebConfig::syslog_hostname).variable("CONCOURSE_SYSLOG_HOSTNAME");
  m.field("syslog_transport", &WebConfig::syslog_transport).variable("CONCOURSE_SYSLOG_TRANSPORT");
  m.field("system_claim_key", &WebConfig::system_claim_key).variable("CONCOURSE_SYSTEM_CLAIM_KEY");
  m.field("system_claim_value", &WebConfig::system_claim_value).variable("CONCOURSE_SYSTEM_CLAIM_VALUE");
  m.field("tls_bind_port", &WebConfig::tls_bind_port).variable("CONCOURSE_TLS_BIND_PORT");
  m.field("tls_ca_cert", &WebConfig::tls_ca_cert).variable("CONCOURSE_TLS_CA_CERT");
  m.field("tls_cert", &WebConfig::tls_cert).variable("CONCOURSE_TLS_CERT");
  m.field("tls_key", &WebConfig::tls_key).variable("CONCOURSE_TLS_KEY");
  m.field("tracing_attribute", &WebConfig::tracing_attribute).variable("CONCOURSE_TRACING_ATTRIBUTE");
  m.field("tracing_honeycomb_api_key", &WebConfig::tracing_honeycomb_api_key)
      .variable("CONCOURSE_TRACING_HONEYCOMB_API_KEY");
  m.field("tracing_honeycomb_dataset", &WebConfig::tracing_honeycomb_dataset)
      .variable("CONCOURSE_TRACING_HONEYCOMB_DATASET");
  m.field("tracing_honeycomb_service_name", &WebConfig::tracing_honeycomb_service_name)
      .variable("CONCOURSE_TRACING_HONEYCOMB_SERVICE_NAME");
  m.field("tracing_jaeger_endpoint", &WebConfig::tracing_jaeger_endpoint).variable("CONCOURSE_TRACING_JAEGER_ENDPOINT");
  m.field("tracing_jaeger_service", &WebConfig::tracing_jaeger_service).variable("CONCOURSE_TRACING_JAEGER_SERVICE");
  m.field("tracing_jaeger_tags", &WebConfig::tracing_jaeger_tags).variable("CONCOURSE_TRACING_JAEGER_TAGS");
  m.field("tracing_otlp_address", &WebConfig::tracing_otlp_address).variable("CONCOURSE_TRACING_OTLP_ADDRESS");
  m.field("tracing_otlp_header", &WebConfig::tracing_otlp_header).variable("CONCOURSE_TRACING_OTLP_HEADER");
  m.field("tracing_otlp_use_tls", &WebConfig::tracing_otlp_use_tls).variable("CONCOURSE_TRACING_OTLP_USE_TLS");
  m.field("tracing_service_name", &WebConfig::tracing_service_name).variable("CONCOURSE_TRACING_SERVICE_NAME");
  m.field("tracing_stackdriver_projectid", &WebConfig::tracing_stackdriver_projectid)
      .variable("CONCOURSE_TRACING_STACKDRIVER_PROJECTID");
  m.field("tsa_atc_url", &WebConfig::tsa_atc_url).variable("CONCOURSE_TSA_ATC_URL");
  m.field("tsa_authorized_keys", &WebConfig::tsa_authorized_keys).variable("CONCOURSE_TSA_AUTHORIZED_KEYS");
  m.field("tsa_bind_ip", &WebConfig::tsa_bind_ip).variable("CONCOURSE_TSA_BIND_IP");
  m.field("tsa_bind_port", &WebConfig::tsa_bind_port).variable("CONCOURSE_TSA_BIND_PORT");
  m.field("tsa_client_id", &WebConfig::tsa_client_id).variable("CONCOURSE_TSA_CLIENT_ID");
  m.field("tsa_client_secret", &WebConfig::tsa_client_secret).variable("CONCOURSE_TSA_CLIENT_SECRET");
  m.field("tsa_cluster_name", &WebConfig::tsa_cluster_name).variable("CONCOURSE_TSA_CLUSTER_NAME");
  m.field("tsa_debug_bind_ip", &WebConfig::tsa_debug_bind_ip).variable("CONCOURSE_TSA_DEBUG_BIND_IP");
  m.field("tsa_debug_bind_port", &WebConfig::tsa_debug_bind_port).variable("CONCOURSE_TSA_DEBUG_BIND_PORT");
  m.field("tsa_garden_request_timeout", &WebConfig::tsa_garden_request_timeout)
      .variable("CONCOURSE_TSA_GARDEN_REQUEST_TIMEOUT");
  m.field("tsa_heartbeat_interval", &WebConfig::tsa_heartbeat_interval).variable("CONCOURSE_TSA_HEARTBEAT_INTERVAL");
  m.field("tsa_host_key", &WebConfig::tsa_host_key);
  m.field("tsa_host_key_path", &WebConfig::tsa_host_key_path).variable("CONCOURSE_TSA_HOST_KEY").path();
  m.field("tsa_log_cluster_name", &WebConfig::tsa_log_cluster_name).variable("CONCOURSE_TSA_LOG_CLUSTER_NAME");
  m.field("tsa_log_level", &WebConfig::tsa_log_level).variable("CONCOURSE_TSA_LOG_LEVEL");
  m.field("tsa_peer_address", &WebConfig::tsa_peer_address).variable("CONCOURSE_TSA_PEER_ADDRESS");
  m.field("tsa_scope", &WebConfig::tsa_scope).variable("CONCOURSE_TSA_SCOPE");
  m.field("tsa_team_authorized_keys", &WebConfig::tsa_team_authorized_keys)
      .variable("CONCOURSE_TSA_TEAM_AUTHORIZED_KEYS")
      .path();
  m.field("tsa_team_authorized_keys_file", &WebConfig::tsa_team_authorized_keys_file)
      .variable("CONCOURSE_TSA_TEAM_AUTHORIZED_KEYS_FILE")
      .path();
  m.field("tsa_token_url", &WebConfig::tsa_token_url).variable("CONCOURSE_TSA_TOKEN_URL");
  m.field("vault_auth_backend", &WebConfig::vault_auth_backend).variable("CONCOURSE_VAULT_AUTH_BACKEND");
  m.field("vault_auth_backend_max_ttl", &WebConfig::vault_auth_backend_max_ttl)
      .variable("CONCOURSE_VAULT_AUTH_BACKEND_MAX_TTL");
  m.field("vault_auth_param", &WebConfig::vault_auth_param).variable("CONCOURSE_VAULT_AUTH_PARAM");
  m.field("vault_ca_cert", &WebConfig::vault_ca_cert).variable("CONCOURSE_VAULT_CA_CERT").path();
  m.field("vault_ca_path", &WebConfig::vault_ca_path).variable("CONCOURSE_VAULT_CA_PATH").path();
  m.field("vault_client_cert", &WebConfig::vault_client_cert).variable("CONCOURSE_VAULT_CLIENT_CERT").path();
  m.field("vault_client_key", &WebConfig::vault_client_key).variable("CONCOURSE_VAULT_CLIENT_KEY").path();
  m.field("vault_client_token", &WebConfig::vault_client_token).variable("CONCOURSE_VAULT_CLIENT_TOKEN");
  m.field("vault_insecure_skip_verify", &WebConfig::vault_insecure_skip_verify)
      .variable("CONCOURSE_VAULT_INSECURE_SKIP_VERIFY");
  m.field("vault_login_timeout", &WebConfig::vault_login_timeout).variable("CONCOURSE_VAULT_LOGIN_TIMEOUT");
  m.field("vault_lookup_templates", &WebConfig::vault_lookup_templates).variable("CONCOURSE_VAULT_LOOKUP_TEMPLATES");
  m.field("vault_namespace", &WebConfig::vault_namespace).variable("CONCOURSE_VAULT_NAMESPACE");
  m.field("vault_path_prefix", &WebConfig::vault_path_prefix).variable("CONCOURSE_VAULT_PATH_PREFIX");
  m.field("vault_query_timeout", &WebConfig::vault_query_timeout).variable("CONCOURSE_VAULT_QUERY_TIMEOUT");
  m.field("vault_retry_initial", &WebConfig::vault_retry_initial).variable("CONCOURSE_VAULT_RETRY_INITIAL");
  m.field("vault_retry_max", &WebConfig::vault_retry_max).variable("CONCOURSE_VAULT_RETRY_MAX");
  m.field("vault_server_name", &WebConfig::vault_server_name).variable("CONCOURSE_VAULT_SERVER_NAME");
  m.field("vault_shared_path", &WebConfig::vault_shared_path).variable("CONCOURSE_VAULT_SHARED_PATH");
  m.field("vault_url", &WebConfig::vault_url).variable("CONCOURSE_VAULT_URL");
  m.field("web_public_dir", &WebConfig::web_public_dir).variable("CONCOURSE_WEB_PUBLIC_DIR");
}

Value environment_of(const WebConfig& config) {
  auto variables = ashlar::settings::to_value(config, {.secrets = ashlar::settings::Secrets::shown});
  auto users = config.admin_user + ":" + config.admin_password.reveal();
  if (config.ocw_user_password) users += ",ocw:" + config.ocw_user_password->reveal();
  if (config.release_bot_password) users += ",release-bot:" + config.release_bot_password->reveal();
  variables.set("CONCOURSE_ADD_LOCAL_USER", users);
  return variables;
}

}  // namespace bilder::concourse
