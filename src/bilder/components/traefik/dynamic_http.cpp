#include "bilder/components/traefik/dynamic_http.hpp"

namespace bilder::traefik::routing {

using ashlar::settings::Naming;

void Domain::describe(Model<Domain>& m) {
  m.naming(Naming::camel_case);
  m.field("main", &Domain::main);
  m.field("sans", &Domain::sans);
}

void RouterTls::describe(Model<RouterTls>& m) {
  m.naming(Naming::camel_case);
  m.field("options", &RouterTls::options);
  m.field("cert_resolver", &RouterTls::cert_resolver);
  m.field("domains", &RouterTls::domains);
}

void HttpRouter::describe(Model<HttpRouter>& m) {
  m.naming(Naming::camel_case);
  m.field("entry_points", &HttpRouter::entry_points);
  m.field("rule", &HttpRouter::rule).required();
  m.field("priority", &HttpRouter::priority).at_least(0);
  m.field("middlewares", &HttpRouter::middlewares);
  m.field("service", &HttpRouter::service).required();
  m.field("tls", &HttpRouter::tls);
}

void HttpServer::describe(Model<HttpServer>& m) {
  m.naming(Naming::camel_case);
  m.field("url", &HttpServer::url).required();
}

void Cookie::describe(Model<Cookie>& m) {
  m.naming(Naming::camel_case);
  m.field("name", &Cookie::name);
  m.field("secure", &Cookie::secure);
  m.field("http_only", &Cookie::http_only);
  m.field("same_site", &Cookie::same_site);
}

void Sticky::describe(Model<Sticky>& m) {
  m.naming(Naming::camel_case);
  m.field("cookie", &Sticky::cookie);
}

void HealthCheck::describe(Model<HealthCheck>& m) {
  m.naming(Naming::camel_case);
  m.field("method", &HealthCheck::method);
  m.field("path", &HealthCheck::path);
  m.field("scheme", &HealthCheck::scheme);
  m.field("hostname", &HealthCheck::hostname);
  m.field("port", &HealthCheck::port);
  m.field("interval", &HealthCheck::interval);
  m.field("timeout", &HealthCheck::timeout);
  m.field("headers", &HealthCheck::headers);
  m.field("follow_redirects", &HealthCheck::follow_redirects);
}

void ResponseForwarding::describe(Model<ResponseForwarding>& m) {
  m.naming(Naming::camel_case);
  m.field("flush_interval", &ResponseForwarding::flush_interval);
}

void HttpLoadBalancerService::describe(Model<HttpLoadBalancerService>& m) {
  m.naming(Naming::camel_case);
  m.field("servers", &HttpLoadBalancerService::servers).required().items(1, std::string::npos);
  m.field("sticky", &HttpLoadBalancerService::sticky);
  m.field("health_check", &HttpLoadBalancerService::health_check);
  m.field("pass_host_header", &HttpLoadBalancerService::pass_host_header);
  m.field("response_forwarding", &HttpLoadBalancerService::response_forwarding);
  m.field("servers_transport", &HttpLoadBalancerService::servers_transport);
}

void WeightedHttp::describe(Model<WeightedHttp>& m) {
  m.naming(Naming::camel_case);
  m.field("name", &WeightedHttp::name);
  m.field("weight", &WeightedHttp::weight);
}

void HttpWeightedService::describe(Model<HttpWeightedService>& m) {
  m.naming(Naming::camel_case);
  m.field("services", &HttpWeightedService::services);
  m.field("sticky", &HttpWeightedService::sticky);
  m.field("health_check", &HttpWeightedService::health_check);
}

void Mirror::describe(Model<Mirror>& m) {
  m.naming(Naming::camel_case);
  m.field("name", &Mirror::name);
  m.field("percent", &Mirror::percent).range(0, 100);
}

void HttpMirroringService::describe(Model<HttpMirroringService>& m) {
  m.naming(Naming::camel_case);
  m.field("service", &HttpMirroringService::service);
  m.field("max_body_size", &HttpMirroringService::max_body_size);
  m.field("mirrors", &HttpMirroringService::mirrors);
  m.field("health_check", &HttpMirroringService::health_check);
}

void HttpFailoverService::describe(Model<HttpFailoverService>& m) {
  m.naming(Naming::camel_case);
  m.field("service", &HttpFailoverService::service);
  m.field("fallback", &HttpFailoverService::fallback);
  m.field("health_check", &HttpFailoverService::health_check);
}

void HttpService::describe(Model<HttpService>& m) {
  m.naming(Naming::camel_case);
  m.field("load_balancer", &HttpService::load_balancer);
  m.field("weighted", &HttpService::weighted);
  m.field("mirroring", &HttpService::mirroring);
  m.field("failover", &HttpService::failover);
  m.exactly_one({"load_balancer", "weighted", "mirroring", "failover"});
}

}  // namespace bilder::traefik::routing
