#include "ashlar/aws/api.hpp"

#include "ashlar/config.hpp"
#include "aws/client.hpp"
#include "base/diagnostic.hpp"
#include "resource/property_value.hpp"

namespace ashlar::aws {

namespace {

awsapi::Value to_request(const PropertyValue& value) {
  if (const auto* flag = value.get<bool>()) return *flag;
  if (const auto* number = value.get<double>()) {
    const auto whole = static_cast<std::int64_t>(*number);
    return static_cast<double>(whole) == *number ? awsapi::Value(whole) : awsapi::Value(*number);
  }
  if (const auto* text = value.get<std::string>()) return *text;
  if (const auto* array = value.get<PropertyArray>()) {
    awsapi::Value::List list;
    for (const auto& element : *array) list.push_back(to_request(element));
    return list;
  }
  if (const auto* map = value.get<PropertyMap>()) {
    awsapi::Value::Map members;
    for (const auto& [key, member] : *map) members.emplace(key, to_request(member));
    return members;
  }
  return {};
}

struct FromAnswer {
  PropertyValue operator()(std::monostate) const { return {}; }
  PropertyValue operator()(bool flag) const { return flag; }
  PropertyValue operator()(std::int64_t number) const { return static_cast<double>(number); }
  PropertyValue operator()(double number) const { return number; }
  PropertyValue operator()(const std::string& text) const { return text; }
  PropertyValue operator()(const awsapi::Value::List& list) const {
    PropertyArray array;
    for (const auto& element : list) array.push_back(std::visit(*this, element.content()));
    return array;
  }
  PropertyValue operator()(const awsapi::Value::Map& members) const {
    PropertyMap map;
    for (const auto& [key, member] : members) map.emplace(key, std::visit(*this, member.content()));
    return map;
  }
};

awsapi::Options options_from(const Config& config) {
  awsapi::Options options;
  options.region = config.get("region").value_or("");
  options.profile = config.get("profile").value_or("");
  options.access_key = config.get("accessKey").value_or("");
  options.secret_key = config.get("secretKey").value_or("");
  options.session_token = config.get("token").value_or("");
  // A list of objects from service to URL, as the provider takes it.
  for (const auto& endpoints : config.get_object("endpoints").value_or(Value(Value::List())).as_list()) {
    for (const auto& [service, url] : endpoints.as_object()) options.endpoints[service] = url.as_string();
  }
  return options;
}

}  // namespace

/// The client with its surroundings, made with the first call.
struct Api::Connection {
  explicit Connection(awsapi::Options asked) : options(std::move(asked)) {}

  Status connect() {
    if (client) return {};
    const auto environment = Environment::of_process();
    RealFileSystem files;
    auto settings = awsapi::resolve_settings(options, files, environment);
    if (!settings) return settings.error();
    surroundings.emplace(loop, environment);
    client.emplace(surroundings->all(), std::move(*settings));
    return {};
  }

  awsapi::Outcome collect(awsapi::Request request) {
    std::optional<awsapi::Outcome> answer;
    spawn(
        [](awsapi::Client& asked, awsapi::Request what, std::optional<awsapi::Outcome>& out) -> Task<void> {
          auto collecting = asked.collect(std::move(what));
          out.emplace(co_await collecting);
        }(*client, std::move(request), answer),
        [this] { loop.post([this] { loop.stop(); }); });
    loop.run();
    return std::move(*answer);
  }

  awsapi::Options options;
  ThreadEventLoop loop;
  std::optional<awsapi::SystemSurroundings> surroundings;
  std::optional<awsapi::Client> client;
};

Api::Api(Context& ctx) : connection_(std::make_shared<Connection>(options_from(Config(ctx, "aws")))) {}

Value Api::call(std::string_view service, std::string_view operation, const Value& parameters,
                SourceLocation where) const {
  if (const auto status = connection_->connect(); !status) throw ProgramError(format_error(status.error()), where);
  awsapi::Request request{.service = std::string(service),
                          .operation = std::string(operation),
                          .parameters = to_request(parameters.property()),
                          .region = "",
                          .cancellation = nullptr};
  const auto answer = connection_->collect(std::move(request));
  if (!answer) throw ProgramError(format_error(answer.error().error()), where);
  return Value(std::visit(FromAnswer(), answer->content()));
}

}  // namespace ashlar::aws
