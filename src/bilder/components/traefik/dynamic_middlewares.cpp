#include "bilder/components/traefik/dynamic_middlewares.hpp"

namespace bilder::traefik::routing {

using ashlar::settings::Naming;

void AddPrefixMiddleware::describe(Model<AddPrefixMiddleware>& m) {
  m.naming(Naming::camel_case);
  m.field("prefix", &AddPrefixMiddleware::prefix);
}

void BasicAuthMiddleware::describe(Model<BasicAuthMiddleware>& m) {
  m.naming(Naming::camel_case);
  m.field("users", &BasicAuthMiddleware::users);
  m.field("users_file", &BasicAuthMiddleware::users_file);
  m.field("realm", &BasicAuthMiddleware::realm);
  m.field("header_field", &BasicAuthMiddleware::header_field);
  m.field("remove_header", &BasicAuthMiddleware::remove_header);
}

void BufferingMiddleware::describe(Model<BufferingMiddleware>& m) {
  m.naming(Naming::camel_case);
  m.field("max_request_body_bytes", &BufferingMiddleware::max_request_body_bytes);
  m.field("mem_request_body_bytes", &BufferingMiddleware::mem_request_body_bytes);
  m.field("max_response_body_bytes", &BufferingMiddleware::max_response_body_bytes);
  m.field("mem_response_body_bytes", &BufferingMiddleware::mem_response_body_bytes);
  m.field("retry_expression", &BufferingMiddleware::retry_expression);
}

void ChainMiddleware::describe(Model<ChainMiddleware>& m) {
  m.naming(Naming::camel_case);
  m.field("middlewares", &ChainMiddleware::middlewares).items(1, std::string::npos);
}

void CircuitBreakerMiddleware::describe(Model<CircuitBreakerMiddleware>& m) {
  m.naming(Naming::camel_case);
  m.field("expression", &CircuitBreakerMiddleware::expression);
  m.field("check_period", &CircuitBreakerMiddleware::check_period);
  m.field("fallback_duration", &CircuitBreakerMiddleware::fallback_duration);
  m.field("recovery_duration", &CircuitBreakerMiddleware::recovery_duration);
}

void CompressMiddleware::describe(Model<CompressMiddleware>& m) {
  m.naming(Naming::camel_case);
  m.field("excluded_content_types", &CompressMiddleware::excluded_content_types);
  m.field("min_response_body_bytes", &CompressMiddleware::min_response_body_bytes);
}

void ContentTypeMiddleware::describe(Model<ContentTypeMiddleware>& m) {
  m.naming(Naming::camel_case);
  m.field("auto_detect", &ContentTypeMiddleware::auto_detect);
}

void DigestAuthMiddleware::describe(Model<DigestAuthMiddleware>& m) {
  m.naming(Naming::camel_case);
  m.field("users", &DigestAuthMiddleware::users);
  m.field("users_file", &DigestAuthMiddleware::users_file);
  m.field("realm", &DigestAuthMiddleware::realm);
  m.field("header_field", &DigestAuthMiddleware::header_field);
  m.field("remove_header", &DigestAuthMiddleware::remove_header);
}

void ErrorsMiddleware::describe(Model<ErrorsMiddleware>& m) {
  m.naming(Naming::camel_case);
  m.field("status", &ErrorsMiddleware::status);
  m.field("service", &ErrorsMiddleware::service);
  m.field("query", &ErrorsMiddleware::query);
}

void ForwardTls::describe(Model<ForwardTls>& m) {
  m.naming(Naming::camel_case);
  m.field("ca", &ForwardTls::ca);
  m.field("ca_optional", &ForwardTls::ca_optional);
  m.field("cert", &ForwardTls::cert);
  m.field("key", &ForwardTls::key);
  m.field("insecure_skip_verify", &ForwardTls::insecure_skip_verify);
}

void ForwardAuthMiddleware::describe(Model<ForwardAuthMiddleware>& m) {
  m.naming(Naming::camel_case);
  m.field("address", &ForwardAuthMiddleware::address);
  m.field("tls", &ForwardAuthMiddleware::tls);
  m.field("trust_forward_header", &ForwardAuthMiddleware::trust_forward_header);
  m.field("auth_response_headers", &ForwardAuthMiddleware::auth_response_headers);
  m.field("auth_response_headers_regex", &ForwardAuthMiddleware::auth_response_headers_regex);
  m.field("auth_request_headers", &ForwardAuthMiddleware::auth_request_headers);
}

void HeadersMiddleware::describe(Model<HeadersMiddleware>& m) {
  m.naming(Naming::camel_case);
  m.field("custom_request_headers", &HeadersMiddleware::custom_request_headers);
  m.field("custom_response_headers", &HeadersMiddleware::custom_response_headers);
  m.field("access_control_allow_credentials", &HeadersMiddleware::access_control_allow_credentials);
  m.field("access_control_allow_headers", &HeadersMiddleware::access_control_allow_headers);
  m.field("access_control_allow_methods", &HeadersMiddleware::access_control_allow_methods);
  m.field("access_control_allow_origin_list", &HeadersMiddleware::access_control_allow_origin_list);
  m.field("access_control_allow_origin_list_regex", &HeadersMiddleware::access_control_allow_origin_list_regex);
  m.field("access_control_expose_headers", &HeadersMiddleware::access_control_expose_headers);
  m.field("access_control_max_age", &HeadersMiddleware::access_control_max_age);
  m.field("add_vary_header", &HeadersMiddleware::add_vary_header);
  m.field("allowed_hosts", &HeadersMiddleware::allowed_hosts);
  m.field("hosts_proxy_headers", &HeadersMiddleware::hosts_proxy_headers);
  m.field("ssl_redirect", &HeadersMiddleware::ssl_redirect);
  m.field("ssl_temporary_redirect", &HeadersMiddleware::ssl_temporary_redirect);
  m.field("ssl_host", &HeadersMiddleware::ssl_host);
  m.field("ssl_proxy_headers", &HeadersMiddleware::ssl_proxy_headers);
  m.field("ssl_force_host", &HeadersMiddleware::ssl_force_host);
  m.field("sts_seconds", &HeadersMiddleware::sts_seconds);
  m.field("sts_include_subdomains", &HeadersMiddleware::sts_include_subdomains);
  m.field("sts_preload", &HeadersMiddleware::sts_preload);
  m.field("force_sts_header", &HeadersMiddleware::force_sts_header).alias("forceSTSHeader");
  m.field("frame_deny", &HeadersMiddleware::frame_deny);
  m.field("custom_frame_options_value", &HeadersMiddleware::custom_frame_options_value);
  m.field("content_type_nosniff", &HeadersMiddleware::content_type_nosniff);
  m.field("browser_xss_filter", &HeadersMiddleware::browser_xss_filter);
  m.field("custom_browser_xss_value", &HeadersMiddleware::custom_browser_xss_value).alias("customBrowserXSSValue");
  m.field("content_security_policy", &HeadersMiddleware::content_security_policy);
  m.field("public_key", &HeadersMiddleware::public_key);
  m.field("referrer_policy", &HeadersMiddleware::referrer_policy);
  m.field("feature_policy", &HeadersMiddleware::feature_policy);
  m.field("permissions_policy", &HeadersMiddleware::permissions_policy);
  m.field("is_development", &HeadersMiddleware::is_development);
}

void IpStrategy::describe(Model<IpStrategy>& m) {
  m.naming(Naming::camel_case);
  m.field("depth", &IpStrategy::depth);
  m.field("excluded_i_ps", &IpStrategy::excluded_i_ps);
}

void IpWhiteListMiddleware::describe(Model<IpWhiteListMiddleware>& m) {
  m.naming(Naming::camel_case);
  m.field("source_range", &IpWhiteListMiddleware::source_range);
  m.field("ip_strategy", &IpWhiteListMiddleware::ip_strategy);
}

void SourceCriterion::describe(Model<SourceCriterion>& m) {
  m.naming(Naming::camel_case);
  m.field("ip_strategy", &SourceCriterion::ip_strategy);
  m.field("request_header_name", &SourceCriterion::request_header_name);
  m.field("request_host", &SourceCriterion::request_host);
}

void InFlightReqMiddleware::describe(Model<InFlightReqMiddleware>& m) {
  m.naming(Naming::camel_case);
  m.field("amount", &InFlightReqMiddleware::amount);
  m.field("source_criterion", &InFlightReqMiddleware::source_criterion);
}

void CertificateName::describe(Model<CertificateName>& m) {
  m.naming(Naming::camel_case);
  m.field("country", &CertificateName::country);
  m.field("province", &CertificateName::province);
  m.field("locality", &CertificateName::locality);
  m.field("organization", &CertificateName::organization);
  m.field("common_name", &CertificateName::common_name);
  m.field("serial_number", &CertificateName::serial_number);
  m.field("domain_component", &CertificateName::domain_component);
}

void CertificateInfo::describe(Model<CertificateInfo>& m) {
  m.naming(Naming::camel_case);
  m.field("not_after", &CertificateInfo::not_after);
  m.field("not_before", &CertificateInfo::not_before);
  m.field("sans", &CertificateInfo::sans);
  m.field("subject", &CertificateInfo::subject);
  m.field("issuer", &CertificateInfo::issuer);
}

void PassTLSClientCertMiddleware::describe(Model<PassTLSClientCertMiddleware>& m) {
  m.naming(Naming::camel_case);
  m.field("pem", &PassTLSClientCertMiddleware::pem);
  m.field("info", &PassTLSClientCertMiddleware::info);
}

void RateLimitMiddleware::describe(Model<RateLimitMiddleware>& m) {
  m.naming(Naming::camel_case);
  m.field("average", &RateLimitMiddleware::average);
  m.field("period", &RateLimitMiddleware::period);
  m.field("burst", &RateLimitMiddleware::burst);
  m.field("source_criterion", &RateLimitMiddleware::source_criterion);
}

void RedirectRegexMiddleware::describe(Model<RedirectRegexMiddleware>& m) {
  m.naming(Naming::camel_case);
  m.field("permanent", &RedirectRegexMiddleware::permanent);
  m.field("regex", &RedirectRegexMiddleware::regex);
  m.field("replacement", &RedirectRegexMiddleware::replacement);
}

void RedirectSchemeMiddleware::describe(Model<RedirectSchemeMiddleware>& m) {
  m.naming(Naming::camel_case);
  m.field("permanent", &RedirectSchemeMiddleware::permanent);
  m.field("scheme", &RedirectSchemeMiddleware::scheme);
  m.field("port", &RedirectSchemeMiddleware::port);
}

void ReplacePathMiddleware::describe(Model<ReplacePathMiddleware>& m) {
  m.naming(Naming::camel_case);
  m.field("path", &ReplacePathMiddleware::path);
}

void ReplacePathRegexMiddleware::describe(Model<ReplacePathRegexMiddleware>& m) {
  m.naming(Naming::camel_case);
  m.field("regex", &ReplacePathRegexMiddleware::regex);
  m.field("replacement", &ReplacePathRegexMiddleware::replacement);
}

void RetryMiddleware::describe(Model<RetryMiddleware>& m) {
  m.naming(Naming::camel_case);
  m.field("attempts", &RetryMiddleware::attempts).required();
  m.field("initial_interval", &RetryMiddleware::initial_interval);
}

void StripPrefixMiddleware::describe(Model<StripPrefixMiddleware>& m) {
  m.naming(Naming::camel_case);
  m.field("prefixes", &StripPrefixMiddleware::prefixes);
  m.field("force_slash", &StripPrefixMiddleware::force_slash);
}

void StripPrefixRegexMiddleware::describe(Model<StripPrefixRegexMiddleware>& m) {
  m.naming(Naming::camel_case);
  m.field("regex", &StripPrefixRegexMiddleware::regex);
}

void HttpMiddleware::describe(Model<HttpMiddleware>& m) {
  m.naming(Naming::camel_case);
  m.field("add_prefix", &HttpMiddleware::add_prefix);
  m.field("basic_auth", &HttpMiddleware::basic_auth);
  m.field("buffering", &HttpMiddleware::buffering);
  m.field("chain", &HttpMiddleware::chain);
  m.field("circuit_breaker", &HttpMiddleware::circuit_breaker);
  m.field("compress", &HttpMiddleware::compress);
  m.field("content_type", &HttpMiddleware::content_type);
  m.field("digest_auth", &HttpMiddleware::digest_auth);
  m.field("errors", &HttpMiddleware::errors);
  m.field("forward_auth", &HttpMiddleware::forward_auth);
  m.field("headers", &HttpMiddleware::headers);
  m.field("ip_white_list", &HttpMiddleware::ip_white_list);
  m.field("in_flight_req", &HttpMiddleware::in_flight_req);
  m.field("pass_tls_client_cert", &HttpMiddleware::pass_tls_client_cert).alias("passTLSClientCert");
  m.field("plugin", &HttpMiddleware::plugin);
  m.field("rate_limit", &HttpMiddleware::rate_limit);
  m.field("redirect_regex", &HttpMiddleware::redirect_regex);
  m.field("redirect_scheme", &HttpMiddleware::redirect_scheme);
  m.field("replace_path", &HttpMiddleware::replace_path);
  m.field("replace_path_regex", &HttpMiddleware::replace_path_regex);
  m.field("retry", &HttpMiddleware::retry);
  m.field("strip_prefix", &HttpMiddleware::strip_prefix);
  m.field("strip_prefix_regex", &HttpMiddleware::strip_prefix_regex);
  m.exactly_one(
      {"add_prefix",    "basic_auth",           "buffering", "chain",        "circuit_breaker",   "compress",
       "content_type",  "digest_auth",          "errors",    "forward_auth", "headers",           "ip_white_list",
       "in_flight_req", "pass_tls_client_cert", "plugin",    "rate_limit",   "redirect_regex",    "redirect_scheme",
       "replace_path",  "replace_path_regex",   "retry",     "strip_prefix", "strip_prefix_regex"});
}

}  // namespace bilder::traefik::routing
