#include "bilder/components/traefik/static_entry_points.hpp"

namespace bilder::traefik::startup {

using ashlar::settings::Naming;

void Eab::describe(Model<Eab>& m) {
  m.naming(Naming::camel_case);
  m.field("kid", &Eab::kid);
  m.field("hmac_encoded", &Eab::hmac_encoded);
}

void DnsChallenge::describe(Model<DnsChallenge>& m) {
  m.naming(Naming::camel_case);
  m.field("provider", &DnsChallenge::provider);
  m.field("delay_before_check", &DnsChallenge::delay_before_check);
  m.field("resolvers", &DnsChallenge::resolvers);
  m.field("disable_propagation_check", &DnsChallenge::disable_propagation_check);
}

void HttpChallenge::describe(Model<HttpChallenge>& m) {
  m.naming(Naming::camel_case);
  m.field("entry_point", &HttpChallenge::entry_point);
}

void Acme::describe(Model<Acme>& m) {
  m.naming(Naming::camel_case);
  m.field("email", &Acme::email);
  m.field("ca_server", &Acme::ca_server);
  m.field("certificates_duration", &Acme::certificates_duration);
  m.field("preferred_chain", &Acme::preferred_chain);
  m.field("storage", &Acme::storage);
  m.field("key_type", &Acme::key_type);
  m.field("eab", &Acme::eab);
  m.field("dns_challenge", &Acme::dns_challenge);
  m.field("http_challenge", &Acme::http_challenge);
  m.field("tls_challenge", &Acme::tls_challenge);
}

void CertificatesResolver::describe(Model<CertificatesResolver>& m) {
  m.naming(Naming::camel_case);
  m.field("acme", &CertificatesResolver::acme);
}

void LifeCycle::describe(Model<LifeCycle>& m) {
  m.naming(Naming::camel_case);
  m.field("request_accept_grace_timeout", &LifeCycle::request_accept_grace_timeout);
  m.field("grace_time_out", &LifeCycle::grace_time_out);
}

void RespondingTimeouts::describe(Model<RespondingTimeouts>& m) {
  m.naming(Naming::camel_case);
  m.field("read_timeout", &RespondingTimeouts::read_timeout);
  m.field("write_timeout", &RespondingTimeouts::write_timeout);
  m.field("idle_timeout", &RespondingTimeouts::idle_timeout);
}

void Transport::describe(Model<Transport>& m) {
  m.naming(Naming::camel_case);
  m.field("life_cycle", &Transport::life_cycle);
  m.field("responding_timeouts", &Transport::responding_timeouts);
}

void ProxyProtocol::describe(Model<ProxyProtocol>& m) {
  m.naming(Naming::camel_case);
  m.field("insecure", &ProxyProtocol::insecure);
  m.field("trusted_i_ps", &ProxyProtocol::trusted_i_ps);
}

void ForwardedHeaders::describe(Model<ForwardedHeaders>& m) {
  m.naming(Naming::camel_case);
  m.field("insecure", &ForwardedHeaders::insecure);
  m.field("trusted_ips", &ForwardedHeaders::trusted_ips).alias("trustedIPs");
}

void RedirectionTarget::describe(Model<RedirectionTarget>& m) {
  m.naming(Naming::camel_case);
  m.field("to", &RedirectionTarget::to);
  m.field("scheme", &RedirectionTarget::scheme);
  m.field("permanent", &RedirectionTarget::permanent);
  m.field("priority", &RedirectionTarget::priority);
}

void Redirections::describe(Model<Redirections>& m) {
  m.naming(Naming::camel_case);
  m.field("entry_point", &Redirections::entry_point);
}

void Domain::describe(Model<Domain>& m) {
  m.naming(Naming::camel_case);
  m.field("main", &Domain::main);
  m.field("sans", &Domain::sans);
}

void EntryPointTls::describe(Model<EntryPointTls>& m) {
  m.naming(Naming::camel_case);
  m.field("options", &EntryPointTls::options);
  m.field("cert_resolver", &EntryPointTls::cert_resolver);
  m.field("domains", &EntryPointTls::domains);
}

void EntryPointHttp::describe(Model<EntryPointHttp>& m) {
  m.naming(Naming::camel_case);
  m.field("redirections", &EntryPointHttp::redirections);
  m.field("middlewares", &EntryPointHttp::middlewares);
  m.field("tls", &EntryPointHttp::tls);
}

void Http2::describe(Model<Http2>& m) {
  m.naming(Naming::camel_case);
  m.field("max_concurrent_streams", &Http2::max_concurrent_streams);
}

void Http3::describe(Model<Http3>& m) {
  m.naming(Naming::camel_case);
  m.field("advertised_port", &Http3::advertised_port);
}

void EntryPointUdp::describe(Model<EntryPointUdp>& m) {
  m.naming(Naming::camel_case);
  m.field("timeout", &EntryPointUdp::timeout);
}

void EntryPoint::describe(Model<EntryPoint>& m) {
  m.naming(Naming::camel_case);
  m.field("address", &EntryPoint::address);
  m.field("transport", &EntryPoint::transport);
  m.field("proxy_protocol", &EntryPoint::proxy_protocol);
  m.field("forwarded_headers", &EntryPoint::forwarded_headers);
  m.field("http", &EntryPoint::http);
  m.field("http2", &EntryPoint::http2);
  m.field("http3", &EntryPoint::http3);
  m.field("udp", &EntryPoint::udp);
}

}  // namespace bilder::traefik::startup
