#include "aws/model.hpp"

#include <nlohmann/json.hpp>
#include <optional>

#include "aws/embedded_models.hpp"
#include "base/strings.hpp"

namespace ashlar::awsapi {
namespace {

using Json = nlohmann::json;

std::string text_of(const Json& json, const char* key) { return json.value(key, std::string()); }

/// A value that models give either alone or as a list.
std::vector<std::string> texts_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end()) return {};
  if (found->is_string()) return {found->get<std::string>()};
  return found->get<std::vector<std::string>>();
}

ShapeKind kind_of(const std::string& type) {
  static const std::map<std::string, ShapeKind, std::less<>> kinds = {
      {"structure", ShapeKind::structure}, {"list", ShapeKind::list},        {"map", ShapeKind::map},
      {"string", ShapeKind::string},       {"character", ShapeKind::string}, {"boolean", ShapeKind::boolean},
      {"integer", ShapeKind::integer},     {"long", ShapeKind::integer},     {"float", ShapeKind::number},
      {"double", ShapeKind::number},       {"blob", ShapeKind::blob},        {"timestamp", ShapeKind::timestamp}};
  return kinds.at(type);
}

/// Turns the document into a ServiceModel. Throws what nlohmann and std throw on a malformed one: `parse_model`
/// catches.
class Reader {
 public:
  Reader(std::string_view service, const Json& document) : document_(document), model_(new ServiceModel) {
    model_->name = service;
  }

  std::unique_ptr<const ServiceModel> read() {
    read_metadata(document_.at("metadata"));
    for (const auto& [name, json] : document_.at("shapes").items()) shape_named(name);
    for (const auto& [name, json] : document_.at("shapes").items()) fill(*shape_named(name), json);
    for (const auto& [name, json] : document_.at("operations").items()) read_operation(name, json);
    for (const auto& [name, json] : document_.at("pagination").items()) read_paginator(name, json);
    for (const auto& [name, json] : document_.at("waiters").items()) read_waiter(name, json);
    return std::move(model_);
  }

 private:
  void read_metadata(const Json& json) {
    model_->api_version = text_of(json, "apiVersion");
    model_->protocol = text_of(json, "protocol");
    model_->endpoint_prefix = text_of(json, "endpointPrefix");
    model_->signing_name = json.value("signingName", model_->endpoint_prefix);
    model_->global_endpoint = text_of(json, "globalEndpoint");
    model_->target_prefix = text_of(json, "targetPrefix");
    model_->json_version = text_of(json, "jsonVersion");
    model_->xml_namespace = text_of(json, "xmlNamespace");
    model_->service_id = text_of(json, "serviceId");
    model_->full_name = text_of(json, "serviceFullName");
  }

  Shape* shape_named(const std::string& name) {
    auto& shape = model_->shapes[name];
    if (shape == nullptr) {
      shape = std::make_unique<Shape>();
      shape->name = name;
    }
    return shape.get();
  }

  /// What a use says overrides what its shape says.
  ShapeUse use_of(const Json& json) {
    const auto name = json.at("shape").get<std::string>();
    const auto& shape = document_.at("shapes").at(name);
    const auto trait = [&](const char* key) { return json.value(key, text_of(shape, key)); };
    ShapeUse use;
    use.shape = shape_named(name);
    use.location_name = trait("locationName");
    use.query_name = text_of(json, "queryName");
    use.location = text_of(json, "location");
    use.result_wrapper = text_of(json, "resultWrapper");
    use.timestamp_format = trait("timestampFormat");
    use.flattened = json.value("flattened", shape.value("flattened", false));
    use.idempotency_token = json.value("idempotencyToken", false);
    use.xml_attribute = json.value("xmlAttribute", false);
    return use;
  }

  std::optional<ShapeUse> use_in(const Json& json, const char* key) {
    const auto found = json.find(key);
    if (found == json.end()) return std::nullopt;
    return use_of(*found);
  }

  void fill(Shape& shape, const Json& json) {
    shape.kind = kind_of(json.at("type").get<std::string>());
    shape.required = texts_of(json, "required");
    shape.payload = text_of(json, "payload");
    if (const auto members = json.find("members"); members != json.end()) {
      for (const auto& [name, member] : members->items()) shape.members.emplace(name, use_of(member));
    }
    shape.element = use_in(json, "member").value_or(ShapeUse());
    shape.key = use_in(json, "key").value_or(ShapeUse());
    shape.value = use_in(json, "value").value_or(ShapeUse());
  }

  void read_operation(const std::string& name, const Json& json) {
    Operation operation;
    operation.name = name;
    operation.http_method = json.at("http").at("method").get<std::string>();
    operation.uri = json.at("http").at("requestUri").get<std::string>();
    operation.input = use_in(json, "input").value_or(ShapeUse());
    operation.output = use_in(json, "output").value_or(ShapeUse());
    if (const auto retry = json.find("retry"); retry != json.end()) {
      for (const auto& [code, throttling] : retry->items()) operation.retryable_errors.push_back(code);
    }
    model_->operations.emplace(name, std::move(operation));
  }

  void read_paginator(const std::string& name, const Json& json) {
    Paginator paginator;
    paginator.input_tokens = texts_of(json, "input_token");
    paginator.output_tokens = texts_of(json, "output_token");
    paginator.result_keys = texts_of(json, "result_key");
    paginator.more_results = text_of(json, "more_results");
    model_->paginators.emplace(name, std::move(paginator));
  }

  static Acceptor acceptor_of(const Json& json) {
    static const std::map<std::string, Acceptor::Matcher, std::less<>> matchers = {
        {"path", Acceptor::Matcher::path},
        {"pathAll", Acceptor::Matcher::path_all},
        {"pathAny", Acceptor::Matcher::path_any},
        {"status", Acceptor::Matcher::status},
        {"error", Acceptor::Matcher::error}};
    static const std::map<std::string, Acceptor::State, std::less<>> states = {{"success", Acceptor::State::success},
                                                                               {"failure", Acceptor::State::failure},
                                                                               {"retry", Acceptor::State::retry}};
    Acceptor acceptor{.matcher = matchers.at(json.at("matcher").get<std::string>()),
                      .state = states.at(json.at("state").get<std::string>()),
                      .argument = text_of(json, "argument"),
                      .expected = {}};
    const auto& expected = json.at("expected");
    if (expected.is_boolean()) acceptor.expected = expected.get<bool>();
    if (expected.is_number_integer()) acceptor.expected = expected.get<std::int64_t>();
    if (expected.is_string()) acceptor.expected = expected.get<std::string>();
    return acceptor;
  }

  void read_waiter(const std::string& name, const Json& json) {
    Waiter waiter{.name = name,
                  .operation = json.at("operation").get<std::string>(),
                  .delay = std::chrono::seconds(json.at("delay").get<int>()),
                  .max_attempts = json.at("maxAttempts").get<int>(),
                  .acceptors = {}};
    for (const auto& acceptor : json.at("acceptors")) waiter.acceptors.push_back(acceptor_of(acceptor));
    model_->waiters.emplace(name, std::move(waiter));
  }

  const Json& document_;
  std::unique_ptr<ServiceModel> model_;
};

std::vector<std::string> names_of(const auto& map) {
  std::vector<std::string> names;
  for (const auto& [name, value] : map) names.push_back(name);
  return names;
}

}  // namespace

Result<std::unique_ptr<const ServiceModel>> parse_model(std::string_view service, std::string_view json) {
  try {
    const auto document = Json::parse(json);
    return Reader(service, document).read();
  } catch (const std::exception& problem) {
    return fail("the model of the AWS service " + std::string(service) + " is malformed: " + problem.what(),
                ErrorKind::internal);
  }
}

Result<const ServiceModel*> Models::service(std::string_view name) {
  if (const auto found = loaded_.find(name); found != loaded_.end()) return found->second.get();
  const auto json = embedded_model(name);
  if (json.empty()) {
    return fail_with_help("the AWS service \"" + std::string(name) + "\" is not built in",
                          "list its operations in libs/aws/models/operations.txt", ErrorKind::internal);
  }
  auto parsed = parse_model(name, json);
  if (!parsed) return parsed.error();
  return loaded_.emplace(name, std::move(*parsed)).first->second.get();
}

Result<const Operation*> Models::operation(const ServiceModel& service, std::string_view name) const {
  const auto found = service.operations.find(name);
  if (found != service.operations.end()) return &found->second;
  const auto like = nearest(name, names_of(service.operations));
  return fail_with_help(
      "the operation " + std::string(name) + " of the AWS service " + service.name + " is not built in",
      like ? "did you mean " + *like + "?" : "list it in libs/aws/models/operations.txt", ErrorKind::internal);
}

}  // namespace ashlar::awsapi
