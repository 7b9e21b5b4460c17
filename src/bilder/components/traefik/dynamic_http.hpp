#pragma once
/// HTTP routers and the services behind them.

#include <ashlar/settings.hpp>

namespace bilder::traefik::routing {

using ashlar::settings::Model;
using ashlar::settings::Secret;
using ashlar::settings::Value;

struct Domain {
  std::optional<std::string> main;
  std::optional<std::vector<std::string>> sans;
  static void describe(Model<Domain>& m);
};

struct RouterTls {
  std::optional<std::string> options;
  std::optional<std::string> cert_resolver;
  std::optional<std::vector<Domain>> domains;
  static void describe(Model<RouterTls>& m);
};

struct HttpRouter {
  std::optional<std::vector<std::string>> entry_points;
  std::string rule;
  std::optional<int> priority;
  std::optional<std::vector<std::string>> middlewares;
  std::string service;
  std::optional<RouterTls> tls;
  static void describe(Model<HttpRouter>& m);
};

struct HttpServer {
  std::string url;
  static void describe(Model<HttpServer>& m);
};

struct Cookie {
  std::optional<std::string> name;
  std::optional<bool> secure;
  std::optional<bool> http_only;
  std::optional<std::string> same_site;
  static void describe(Model<Cookie>& m);
};

struct Sticky {
  std::optional<Cookie> cookie;
  static void describe(Model<Sticky>& m);
};

struct HealthCheck {
  std::optional<std::string> method;
  std::optional<std::string> path;
  std::optional<std::string> scheme;
  std::optional<std::string> hostname;
  std::optional<int> port;
  std::optional<std::string> interval;
  std::optional<std::string> timeout;
  std::optional<std::map<std::string, std::string>> headers;
  std::optional<bool> follow_redirects;
  static void describe(Model<HealthCheck>& m);
};

struct ResponseForwarding {
  std::optional<std::string> flush_interval;
  static void describe(Model<ResponseForwarding>& m);
};

struct HttpLoadBalancerService {
  std::vector<HttpServer> servers;
  std::optional<Sticky> sticky;
  std::optional<HealthCheck> health_check;
  std::optional<bool> pass_host_header;
  std::optional<ResponseForwarding> response_forwarding;
  std::optional<std::string> servers_transport;
  static void describe(Model<HttpLoadBalancerService>& m);
};

struct WeightedHttp {
  std::optional<std::string> name;
  std::optional<double> weight;
  static void describe(Model<WeightedHttp>& m);
};

struct HttpWeightedService {
  std::optional<std::vector<WeightedHttp>> services;
  std::optional<Sticky> sticky;
  std::optional<std::map<std::string, Value>> health_check;
  static void describe(Model<HttpWeightedService>& m);
};

struct Mirror {
  std::optional<std::string> name;
  std::optional<double> percent;
  static void describe(Model<Mirror>& m);
};

struct HttpMirroringService {
  std::optional<std::string> service;
  std::optional<int> max_body_size;
  std::optional<std::vector<Mirror>> mirrors;
  std::optional<std::map<std::string, Value>> health_check;
  static void describe(Model<HttpMirroringService>& m);
};

struct HttpFailoverService {
  std::optional<std::string> service;
  std::optional<std::string> fallback;
  std::optional<std::map<std::string, Value>> health_check;
  static void describe(Model<HttpFailoverService>& m);
};

struct HttpService {
  std::optional<HttpLoadBalancerService> load_balancer;
  std::optional<HttpWeightedService> weighted;
  std::optional<HttpMirroringService> mirroring;
  std::optional<HttpFailoverService> failover;
  static void describe(Model<HttpService>& m);
};

}  // namespace bilder::traefik::routing
