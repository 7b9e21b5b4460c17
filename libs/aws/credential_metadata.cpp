/// Credentials that the machine has because of what it is: a container with a role, an instance with a role.

#include "aws/credential_sources.hpp"
#include "base/strings.hpp"

namespace ashlar::awsapi {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view container_host = "http://169.254.170.2";
constexpr std::string_view instance_host_ipv6 = "http://[fd00:ec2::254]";
constexpr std::string_view instance_host = "http://169.254.169.254";
const std::string container_source = "the container's credential service";
const std::string instance_source = "the instance's metadata service";

HttpRequest local_request(std::string method, std::string url, std::vector<Header> headers) {
  HttpRequest request;
  request.method = std::move(method);
  request.url = std::move(url);
  request.headers = std::move(headers);
  request.connect_timeout = 1s;
  request.idle_timeout = 2s;
  request.use_proxy = false;
  return request;
}

/// The body of a 200 answer, or why there is none.
Result<std::string> body_of(const HttpResult& result) {
  if (const auto* failure = std::get_if<HttpFailure>(&result)) return fail(failure->message);
  const auto& response = std::get<HttpResponse>(result);
  if (response.status != 200) return fail("HTTP status " + std::to_string(response.status));
  return response.body;
}

/// Keys over plain HTTP go to this machine only: loopback, and the addresses that ECS and EKS use.
bool may_ask(const Url& url) {
  if (url.scheme == "https") return true;
  const auto host =
      url.host.starts_with('[') ? url.host.substr(0, url.host.find(']') + 1) : url.host.substr(0, url.host.find(':'));
  return host == "localhost" || host.starts_with("127.") || host == "[::1]" || host == "169.254.170.2" ||
         host == "169.254.170.23" || host == "[fd00:ec2::23]";
}

}  // namespace

Task<MaybeCredentials> credentials_from_container(Surroundings surroundings) {
  const auto& environment = surroundings.environment;
  std::string url;
  if (const auto relative = environment.text("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"); !relative.empty()) {
    url = std::string(container_host) + relative;
  } else if (const auto full = environment.text("AWS_CONTAINER_CREDENTIALS_FULL_URI"); !full.empty()) {
    url = full;
  } else {
    co_return std::optional<Credentials>();
  }
  if (!may_ask(split_url(url))) {
    co_return source_failed(container_source,
                            "AWS_CONTAINER_CREDENTIALS_FULL_URI is neither https nor on this machine");
  }
  std::string authorization = environment.text("AWS_CONTAINER_AUTHORIZATION_TOKEN");
  if (const auto path = environment.text("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"); !path.empty()) {
    const auto content = surroundings.files.read_file(path);
    if (!content) co_return source_failed(container_source, content.error().message);
    authorization = trim(*content);
  }
  std::vector<Header> headers{{"Accept", "application/json"}};
  if (!authorization.empty()) headers.push_back({"Authorization", authorization});
  auto exchanging = exchange(surroundings.http, local_request("GET", url, std::move(headers)), nullptr);
  const auto result = co_await exchanging;
  const auto body = body_of(result);
  if (!body) co_return source_failed(container_source, body.error().message);
  auto parsed = parse_credentials(*body, "Token", container_source);
  if (!parsed) co_return parsed.error();
  co_return std::optional(std::move(*parsed));
}

Task<MaybeCredentials> credentials_from_instance(Surroundings surroundings, Options options) {
  const auto& environment = surroundings.environment;
  if (environment.is_true("AWS_EC2_METADATA_DISABLED")) co_return std::optional<Credentials>();
  auto host = options.metadata_endpoint;
  if (host.empty()) host = environment.text("AWS_EC2_METADATA_SERVICE_ENDPOINT");
  const bool ipv6 =
      options.metadata_over_ipv6 || to_lower(environment.text("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE")) == "ipv6";
  if (host.empty()) host = ipv6 ? instance_host_ipv6 : instance_host;
  while (host.ends_with('/')) host.pop_back();

  std::vector<Header> lifetime{{"X-aws-ec2-metadata-token-ttl-seconds", "21600"}};
  auto asking_token =
      exchange(surroundings.http, local_request("PUT", host + "/latest/api/token", std::move(lifetime)), nullptr);
  const auto token_answer = co_await asking_token;
  const auto token = body_of(token_answer);
  if (!token) co_return std::optional<Credentials>();  // no instance, or one without the service

  const std::vector<Header> headers{{"X-aws-ec2-metadata-token", *token}};
  const auto roles_url = host + "/latest/meta-data/iam/security-credentials/";
  auto asking_role = exchange(surroundings.http, local_request("GET", roles_url, headers), nullptr);
  const auto role_answer = co_await asking_role;
  const auto role = body_of(role_answer);
  if (!role || trim(*role).empty()) co_return std::optional<Credentials>();  // an instance without a role

  const std::string name(trim(split(*role, '\n').front()));
  auto asking_keys = exchange(surroundings.http, local_request("GET", roles_url + name, headers), nullptr);
  const auto keys_answer = co_await asking_keys;
  const auto body = body_of(keys_answer);
  if (!body) co_return source_failed(instance_source, body.error().message);
  auto parsed = parse_credentials(*body, "Token", instance_source);
  if (!parsed) co_return parsed.error();
  co_return std::optional(std::move(*parsed));
}

}  // namespace ashlar::awsapi
