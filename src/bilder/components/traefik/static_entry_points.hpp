#pragma once
/// Where Traefik listens, and how it gets certificates.

#include <ashlar/settings.hpp>

namespace bilder::traefik::startup {

using ashlar::settings::Model;
using ashlar::settings::Secret;
using ashlar::settings::Value;

struct Eab {
  std::optional<std::string> kid;
  std::optional<Secret> hmac_encoded;
  static void describe(Model<Eab>& m);
};

struct DnsChallenge {
  std::optional<std::string> provider;
  std::optional<std::string> delay_before_check;
  std::optional<std::vector<std::string>> resolvers;
  std::optional<bool> disable_propagation_check;
  static void describe(Model<DnsChallenge>& m);
};

struct HttpChallenge {
  std::optional<std::string> entry_point;
  static void describe(Model<HttpChallenge>& m);
};

struct Acme {
  std::optional<std::string> email;
  std::optional<std::string> ca_server;
  std::optional<int> certificates_duration;
  std::optional<std::string> preferred_chain;
  std::optional<std::string> storage;
  std::optional<std::string> key_type;
  std::optional<Eab> eab;
  std::optional<DnsChallenge> dns_challenge;
  std::optional<HttpChallenge> http_challenge;
  std::optional<std::map<std::string, Value>> tls_challenge;
  static void describe(Model<Acme>& m);
};

struct CertificatesResolver {
  std::optional<Acme> acme;
  static void describe(Model<CertificatesResolver>& m);
};

struct LifeCycle {
  std::optional<std::string> request_accept_grace_timeout;
  std::optional<std::string> grace_time_out;
  static void describe(Model<LifeCycle>& m);
};

struct RespondingTimeouts {
  std::optional<std::string> read_timeout;
  std::optional<std::string> write_timeout;
  std::optional<std::string> idle_timeout;
  static void describe(Model<RespondingTimeouts>& m);
};

struct Transport {
  std::optional<LifeCycle> life_cycle;
  std::optional<RespondingTimeouts> responding_timeouts;
  static void describe(Model<Transport>& m);
};

struct ProxyProtocol {
  std::optional<bool> insecure;
  std::optional<std::vector<std::string>> trusted_i_ps;
  static void describe(Model<ProxyProtocol>& m);
};

struct ForwardedHeaders {
  std::optional<bool> insecure;
  std::optional<std::vector<std::string>> trusted_ips;
  static void describe(Model<ForwardedHeaders>& m);
};

struct RedirectionTarget {
  std::optional<std::string> to;
  std::optional<std::string> scheme;
  std::optional<bool> permanent;
  std::optional<int> priority;
  static void describe(Model<RedirectionTarget>& m);
};

struct Redirections {
  std::optional<RedirectionTarget> entry_point;
  static void describe(Model<Redirections>& m);
};

struct Domain {
  std::optional<std::string> main;
  std::optional<std::vector<std::string>> sans;
  static void describe(Model<Domain>& m);
};

struct EntryPointTls {
  std::optional<std::string> options;
  std::optional<std::string> cert_resolver;
  std::optional<std::vector<Domain>> domains;
  static void describe(Model<EntryPointTls>& m);
};

struct EntryPointHttp {
  std::optional<Redirections> redirections;
  std::optional<std::vector<std::string>> middlewares;
  std::optional<EntryPointTls> tls;
  static void describe(Model<EntryPointHttp>& m);
};

struct Http2 {
  std::optional<int> max_concurrent_streams;
  static void describe(Model<Http2>& m);
};

struct Http3 {
  std::optional<int> advertised_port;
  static void describe(Model<Http3>& m);
};

struct EntryPointUdp {
  std::optional<std::string> timeout;
  static void describe(Model<EntryPointUdp>& m);
};

struct EntryPoint {
  std::optional<std::string> address;
  std::optional<Transport> transport;
  std::optional<ProxyProtocol> proxy_protocol;
  std::optional<ForwardedHeaders> forwarded_headers;
  std::optional<EntryPointHttp> http;
  std::optional<Http2> http2;
  std::optional<Http3> http3;
  std::optional<EntryPointUdp> udp;
  static void describe(Model<EntryPoint>& m);
};

}  // namespace bilder::traefik::startup
