#pragma once
/// What is done to HTTP requests on their way.

#include <ashlar/settings.hpp>

namespace bilder::traefik::routing {

using ashlar::settings::Model;
using ashlar::settings::Secret;
using ashlar::settings::Value;

struct AddPrefixMiddleware {
  std::optional<std::string> prefix;
  static void describe(Model<AddPrefixMiddleware>& m);
};

struct BasicAuthMiddleware {
  std::optional<std::vector<std::string>> users;
  std::optional<std::string> users_file;
  std::optional<std::string> realm;
  std::optional<std::string> header_field;
  std::optional<bool> remove_header;
  static void describe(Model<BasicAuthMiddleware>& m);
};

struct BufferingMiddleware {
  std::optional<int> max_request_body_bytes;
  std::optional<int> mem_request_body_bytes;
  std::optional<int> max_response_body_bytes;
  std::optional<int> mem_response_body_bytes;
  std::optional<std::string> retry_expression;
  static void describe(Model<BufferingMiddleware>& m);
};

struct ChainMiddleware {
  std::optional<std::vector<std::string>> middlewares;
  static void describe(Model<ChainMiddleware>& m);
};

struct CircuitBreakerMiddleware {
  std::optional<std::string> expression;
  std::optional<std::string> check_period;
  std::optional<std::string> fallback_duration;
  std::optional<std::string> recovery_duration;
  static void describe(Model<CircuitBreakerMiddleware>& m);
};

struct CompressMiddleware {
  std::optional<std::vector<std::string>> excluded_content_types;
  std::optional<int> min_response_body_bytes;
  static void describe(Model<CompressMiddleware>& m);
};

struct ContentTypeMiddleware {
  std::optional<bool> auto_detect;
  static void describe(Model<ContentTypeMiddleware>& m);
};

struct DigestAuthMiddleware {
  std::optional<std::vector<std::string>> users;
  std::optional<std::string> users_file;
  std::optional<std::string> realm;
  std::optional<std::string> header_field;
  std::optional<bool> remove_header;
  static void describe(Model<DigestAuthMiddleware>& m);
};

struct ErrorsMiddleware {
  std::optional<std::vector<std::string>> status;
  std::optional<std::string> service;
  std::optional<std::string> query;
  static void describe(Model<ErrorsMiddleware>& m);
};

struct ForwardTls {
  std::optional<std::string> ca;
  std::optional<bool> ca_optional;
  std::optional<std::string> cert;
  std::optional<std::string> key;
  std::optional<bool> insecure_skip_verify;
  static void describe(Model<ForwardTls>& m);
};

struct ForwardAuthMiddleware {
  std::optional<std::string> address;
  std::optional<ForwardTls> tls;
  std::optional<bool> trust_forward_header;
  std::optional<std::vector<std::string>> auth_response_headers;
  std::optional<std::string> auth_response_headers_regex;
  std::optional<std::vector<std::string>> auth_request_headers;
  static void describe(Model<ForwardAuthMiddleware>& m);
};

struct HeadersMiddleware {
  std::optional<std::map<std::string, std::string>> custom_request_headers;
  std::optional<std::map<std::string, std::string>> custom_response_headers;
  std::optional<bool> access_control_allow_credentials;
  std::optional<std::vector<std::string>> access_control_allow_headers;
  std::optional<std::vector<std::string>> access_control_allow_methods;
  std::optional<std::vector<std::string>> access_control_allow_origin_list;
  std::optional<std::vector<std::string>> access_control_allow_origin_list_regex;
  std::optional<std::vector<std::string>> access_control_expose_headers;
  std::optional<int> access_control_max_age;
  std::optional<bool> add_vary_header;
  std::optional<std::vector<std::string>> allowed_hosts;
  std::optional<std::vector<std::string>> hosts_proxy_headers;
  std::optional<bool> ssl_redirect;
  std::optional<bool> ssl_temporary_redirect;
  std::optional<std::string> ssl_host;
  std::optional<std::map<std::string, std::string>> ssl_proxy_headers;
  std::optional<bool> ssl_force_host;
  std::optional<int> sts_seconds;
  std::optional<bool> sts_include_subdomains;
  std::optional<bool> sts_preload;
  std::optional<bool> force_sts_header;
  std::optional<bool> frame_deny;
  std::optional<std::string> custom_frame_options_value;
  std::optional<bool> content_type_nosniff;
  std::optional<bool> browser_xss_filter;
  std::optional<std::string> custom_browser_xss_value;
  std::optional<std::string> content_security_policy;
  std::optional<std::string> public_key;
  std::optional<std::string> referrer_policy;
  std::optional<std::string> feature_policy;
  std::optional<std::string> permissions_policy;
  std::optional<bool> is_development;
  static void describe(Model<HeadersMiddleware>& m);
};

struct IpStrategy {
  std::optional<int> depth;
  std::optional<std::vector<std::string>> excluded_i_ps;
  static void describe(Model<IpStrategy>& m);
};

struct IpWhiteListMiddleware {
  std::optional<std::vector<std::string>> source_range;
  std::optional<IpStrategy> ip_strategy;
  static void describe(Model<IpWhiteListMiddleware>& m);
};

struct SourceCriterion {
  std::optional<IpStrategy> ip_strategy;
  std::optional<std::string> request_header_name;
  std::optional<bool> request_host;
  static void describe(Model<SourceCriterion>& m);
};

struct InFlightReqMiddleware {
  std::optional<int> amount;
  std::optional<SourceCriterion> source_criterion;
  static void describe(Model<InFlightReqMiddleware>& m);
};

struct CertificateName {
  std::optional<bool> country;
  std::optional<bool> province;
  std::optional<bool> locality;
  std::optional<bool> organization;
  std::optional<bool> common_name;
  std::optional<bool> serial_number;
  std::optional<bool> domain_component;
  static void describe(Model<CertificateName>& m);
};

struct CertificateInfo {
  std::optional<bool> not_after;
  std::optional<bool> not_before;
  std::optional<bool> sans;
  std::optional<CertificateName> subject;
  std::optional<CertificateName> issuer;
  static void describe(Model<CertificateInfo>& m);
};

struct PassTLSClientCertMiddleware {
  std::optional<bool> pem;
  std::optional<CertificateInfo> info;
  static void describe(Model<PassTLSClientCertMiddleware>& m);
};

struct RateLimitMiddleware {
  std::optional<std::variant<std::string, double>> average;
  std::optional<std::variant<std::string, double>> period;
  std::optional<double> burst;
  std::optional<SourceCriterion> source_criterion;
  static void describe(Model<RateLimitMiddleware>& m);
};

struct RedirectRegexMiddleware {
  std::optional<bool> permanent;
  std::optional<std::string> regex;
  std::optional<std::string> replacement;
  static void describe(Model<RedirectRegexMiddleware>& m);
};

struct RedirectSchemeMiddleware {
  std::optional<bool> permanent;
  std::optional<std::string> scheme;
  std::optional<std::string> port;
  static void describe(Model<RedirectSchemeMiddleware>& m);
};

struct ReplacePathMiddleware {
  std::optional<std::string> path;
  static void describe(Model<ReplacePathMiddleware>& m);
};

struct ReplacePathRegexMiddleware {
  std::optional<std::string> regex;
  std::optional<std::string> replacement;
  static void describe(Model<ReplacePathRegexMiddleware>& m);
};

struct RetryMiddleware {
  int attempts = 0;
  std::optional<std::string> initial_interval;
  static void describe(Model<RetryMiddleware>& m);
};

struct StripPrefixMiddleware {
  std::optional<std::vector<std::string>> prefixes;
  std::optional<bool> force_slash;
  static void describe(Model<StripPrefixMiddleware>& m);
};

struct StripPrefixRegexMiddleware {
  std::optional<std::vector<std::string>> regex;
  static void describe(Model<StripPrefixRegexMiddleware>& m);
};

struct HttpMiddleware {
  std::optional<AddPrefixMiddleware> add_prefix;
  std::optional<BasicAuthMiddleware> basic_auth;
  std::optional<BufferingMiddleware> buffering;
  std::optional<ChainMiddleware> chain;
  std::optional<CircuitBreakerMiddleware> circuit_breaker;
  std::optional<CompressMiddleware> compress;
  std::optional<ContentTypeMiddleware> content_type;
  std::optional<DigestAuthMiddleware> digest_auth;
  std::optional<ErrorsMiddleware> errors;
  std::optional<ForwardAuthMiddleware> forward_auth;
  std::optional<HeadersMiddleware> headers;
  std::optional<IpWhiteListMiddleware> ip_white_list;
  std::optional<InFlightReqMiddleware> in_flight_req;
  std::optional<PassTLSClientCertMiddleware> pass_tls_client_cert;
  std::optional<std::map<std::string, Value>> plugin;
  std::optional<RateLimitMiddleware> rate_limit;
  std::optional<RedirectRegexMiddleware> redirect_regex;
  std::optional<RedirectSchemeMiddleware> redirect_scheme;
  std::optional<ReplacePathMiddleware> replace_path;
  std::optional<ReplacePathRegexMiddleware> replace_path_regex;
  std::optional<RetryMiddleware> retry;
  std::optional<StripPrefixMiddleware> strip_prefix;
  std::optional<StripPrefixRegexMiddleware> strip_prefix_regex;
  static void describe(Model<HttpMiddleware>& m);
};

}  // namespace bilder::traefik::routing
