#include "sdk/testing/recording_monitor.hpp"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <mutex>
#include <set>

#include "pulumi/engine.grpc.pb.h"
#include "pulumi/resource.grpc.pb.h"
#include "resource/signatures.hpp"
#include "resource/urn.hpp"

namespace ashlar::sdk {

namespace {

using Json = nlohmann::json;
namespace pb = google::protobuf;

Json to_json(const pb::Struct& object);

Json to_json(const pb::Value& value) {
  switch (value.kind_case()) {
    case pb::Value::kBoolValue:
      return value.bool_value();
    case pb::Value::kNumberValue:
      if (std::trunc(value.number_value()) == value.number_value() && std::abs(value.number_value()) < 1e15) {
        return static_cast<std::int64_t>(value.number_value());
      }
      return value.number_value();
    case pb::Value::kStringValue:
      return value.string_value();
    case pb::Value::kStructValue:
      return to_json(value.struct_value());
    case pb::Value::kListValue: {
      Json list = Json::array();
      for (const auto& element : value.list_value().values()) list.push_back(to_json(element));
      return list;
    }
    default:
      return nullptr;
  }
}

Json to_json(const pb::Struct& object) {
  Json json = Json::object();
  for (const auto& [key, value] : object.fields()) json[key] = to_json(value);
  return json;
}

void from_json(const Json& json, pb::Value& value) {
  if (json.is_boolean()) {
    value.set_bool_value(json.get<bool>());
  } else if (json.is_number()) {
    value.set_number_value(json.get<double>());
  } else if (json.is_string()) {
    value.set_string_value(json.get<std::string>());
  } else if (json.is_array()) {
    auto& list = *value.mutable_list_value();
    for (const auto& element : json) from_json(element, *list.add_values());
  } else if (json.is_object()) {
    auto& fields = *value.mutable_struct_value()->mutable_fields();
    for (const auto& [key, member] : json.items()) from_json(member, fields[key]);
  } else {
    value.set_null_value(pb::NULL_VALUE);
  }
}

void from_json(const Json& json, pb::Struct& object) {
  for (const auto& [key, member] : json.items()) from_json(member, (*object.mutable_fields())[key]);
}

template <typename Repeated>
Json sorted(const Repeated& texts) {
  const std::set<std::string> ordered(texts.begin(), texts.end());
  return ordered;
}

Json alias_json(const pulumirpc::Alias& alias) {
  if (alias.has_urn()) return {{"urn", alias.urn()}};
  Json spec = Json::object();
  const auto& given = alias.spec();
  if (!given.name().empty()) spec["name"] = given.name();
  if (!given.type().empty()) spec["type"] = given.type();
  if (!given.stack().empty()) spec["stack"] = given.stack();
  if (!given.project().empty()) spec["project"] = given.project();
  if (given.parent_case() == pulumirpc::Alias::Spec::kParentUrn) spec["parentUrn"] = given.parenturn();
  if (given.parent_case() == pulumirpc::Alias::Spec::kNoParent) spec["noParent"] = given.noparent();
  return {{"spec", spec}};
}

/// The options that are set, by their names in the recordings.
Json options_json(const pulumirpc::RegisterResourceRequest& request) {
  Json options = Json::object();
  if (request.has_protect()) options["protect"] = request.protect();
  if (!request.provider().empty()) options["provider"] = request.provider();
  for (const auto& [package, provider] : request.providers()) options["providers"][package] = provider;
  if (request.deletebeforereplacedefined()) options["deleteBeforeReplace"] = request.deletebeforereplace();
  if (request.ignorechanges_size() > 0) options["ignoreChanges"] = sorted(request.ignorechanges());
  if (request.replaceonchanges_size() > 0) options["replaceOnChanges"] = sorted(request.replaceonchanges());
  if (request.additionalsecretoutputs_size() > 0) {
    options["additionalSecretOutputs"] = sorted(request.additionalsecretoutputs());
  }
  for (const auto& alias : request.aliases()) options["aliases"].push_back(alias_json(alias));
  if (!request.importid().empty()) options["import"] = request.importid();
  if (request.has_retainondelete()) options["retainOnDelete"] = request.retainondelete();
  if (!request.deletedwith().empty()) options["deletedWith"] = request.deletedwith();
  if (request.has_customtimeouts()) {
    const auto& timeouts = request.customtimeouts();
    if (!timeouts.create().empty()) options["customTimeouts"]["create"] = timeouts.create();
    if (!timeouts.update().empty()) options["customTimeouts"]["update"] = timeouts.update();
    if (!timeouts.delete_().empty()) options["customTimeouts"]["delete"] = timeouts.delete_();
  }
  return options;
}

Json registration_json(const pulumirpc::RegisterResourceRequest& request, const std::string& urn) {
  Json json{{"type", request.type()},     {"name", request.name()},     {"urn", urn},
            {"parent", request.parent()}, {"custom", request.custom()}, {"inputs", to_json(request.object())}};
  if (request.remote()) json["remote"] = true;
  if (request.dependencies_size() > 0) json["dependencies"] = sorted(request.dependencies());
  for (const auto& [property, listed] : request.propertydependencies()) {
    if (listed.urns_size() > 0) json["propertyDependencies"][property] = sorted(listed.urns());
  }
  if (auto options = options_json(request); !options.empty()) json["options"] = std::move(options);
  if (!request.version().empty()) json["version"] = request.version();
  if (request.has_sourceposition()) {
    json["sourcePosition"] = request.sourceposition().uri() + "#" + std::to_string(request.sourceposition().line());
  }
  return json;
}

}  // namespace

class RecordingMonitor::Server final : public pulumirpc::ResourceMonitor::Service, public pulumirpc::Engine::Service {
 public:
  Server(RecordingMonitor& owner, std::string project, std::string stack)
      : owner_(owner), project_(std::move(project)), stack_(std::move(stack)) {
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(static_cast<pulumirpc::ResourceMonitor::Service*>(this));
    builder.RegisterService(static_cast<pulumirpc::Engine::Service*>(this));
    server_ = builder.BuildAndStart();
    address_ = "127.0.0.1:" + std::to_string(port);
  }
  ~Server() override { server_->Shutdown(std::chrono::system_clock::now()); }

  grpc::Status RegisterResource(grpc::ServerContext*, const pulumirpc::RegisterResourceRequest* request,
                                pulumirpc::RegisterResourceResponse* response) override {
    std::unique_lock lock(mutex_);
    std::string parent_types;
    if (const auto parent = Urn::parse(request->parent())) parent_types = parent->qualified_type();
    const auto urn = Urn::make(stack_, project_, parent_types, request->type(), request->name()).text();
    registrations_[urn] = registration_json(*request, urn);
    most_at_once_ = std::max(most_at_once_, ++at_once_);
    changed_.notify_all();
    if (request->custom()) changed_.wait(lock, [this] { return most_at_once_ >= hold_until_; });
    --at_once_;
    if (const auto failing = owner_.failing.find(request->name()); failing != owner_.failing.end()) {
      if (failing->second != "FAIL" && failing->second != "SKIP") {
        return {grpc::StatusCode::INVALID_ARGUMENT, failing->second};
      }
      response->set_urn(urn);
      response->set_result(failing->second == "FAIL" ? pulumirpc::FAIL : pulumirpc::SKIP);
      return grpc::Status::OK;
    }
    response->set_urn(urn);
    if (!request->custom() && !request->remote()) return grpc::Status::OK;
    if (!owner_.preview && request->custom()) response->set_id(request->name() + "_id");
    *response->mutable_object() = request->object();
    if (owner_.preview) return grpc::Status::OK;
    for (const auto& key : {urn, request->name()}) {
      const auto found = owner_.computed.find(key);
      if (found != owner_.computed.end()) from_json(found->second, *response->mutable_object());
    }
    return grpc::Status::OK;
  }

  grpc::Status RegisterResourceOutputs(grpc::ServerContext*, const pulumirpc::RegisterResourceOutputsRequest* request,
                                       pb::Empty*) override {
    const std::lock_guard lock(mutex_);
    outputs_[request->urn()] = to_json(request->outputs());
    return grpc::Status::OK;
  }

  grpc::Status ReadResource(grpc::ServerContext*, const pulumirpc::ReadResourceRequest* request,
                            pulumirpc::ReadResourceResponse* response) override {
    const std::lock_guard lock(mutex_);
    std::string parent_types;
    if (const auto parent = Urn::parse(request->parent())) parent_types = parent->qualified_type();
    const auto urn = Urn::make(stack_, project_, parent_types, request->type(), request->name()).text();
    reads_.push_back({{"type", request->type()},
                      {"name", request->name()},
                      {"id", request->id()},
                      {"urn", urn},
                      {"properties", to_json(request->properties())}});
    response->set_urn(urn);
    Json properties = to_json(request->properties());
    if (const auto found = owner_.stack_outputs.find(request->id()); found != owner_.stack_outputs.end()) {
      properties["outputs"] = found->second;
      properties["secretOutputNames"] = Json::array();
      for (const auto& [name, value] : found->second.items()) {
        if (value.is_object() && value.contains(std::string(signature::key))) {
          properties["secretOutputNames"].push_back(name);
        }
      }
    }
    if (const auto found = owner_.computed.find(request->name()); found != owner_.computed.end()) {
      properties.update(found->second);
    }
    from_json(properties, *response->mutable_properties());
    return grpc::Status::OK;
  }

  grpc::Status Invoke(grpc::ServerContext*, const pulumirpc::ResourceInvokeRequest* request,
                      pulumirpc::ResourceInvokeResponse* response) override {
    const std::lock_guard lock(mutex_);
    const Json args = to_json(request->args());
    invokes_.push_back({{"tok", request->tok()}, {"args", args}});
    if (!request->provider().empty()) invokes_.back()["provider"] = request->provider();
    for (const auto& answer : owner_.invoke_answers) {
      if (answer["tok"] != request->tok() || answer.value("args", args) != args) continue;
      if (answer.contains("failure")) {
        auto& failure = *response->add_failures();
        failure.set_property("name");
        failure.set_reason(answer["failure"]);
      }
      from_json(answer.value("return", Json::object()), *response->mutable_return_());
      return grpc::Status::OK;
    }
    return {grpc::StatusCode::NOT_FOUND, "no answer for " + request->tok() + " " + args.dump()};
  }

  grpc::Status Call(grpc::ServerContext*, const pulumirpc::ResourceCallRequest* request,
                    pulumirpc::CallResponse* response) override {
    const std::lock_guard lock(mutex_);
    Json call{{"tok", request->tok()}, {"args", to_json(request->args())}};
    for (const auto& [argument, listed] : request->argdependencies()) {
      if (listed.urns_size() > 0) call["argDependencies"][argument] = sorted(listed.urns());
    }
    if (!request->provider().empty()) call["provider"] = request->provider();
    calls_.push_back(std::move(call));
    const auto answer = owner_.call_answers.find(request->tok());
    if (answer == owner_.call_answers.end()) return {grpc::StatusCode::NOT_FOUND, "no answer for " + request->tok()};
    if (answer->second.contains("failure")) {
      auto& failure = *response->add_failures();
      failure.set_property("by");
      failure.set_reason(answer->second["failure"]);
    } else {
      from_json(answer->second, *response->mutable_return_());
    }
    return grpc::Status::OK;
  }

  grpc::Status SignalAndWaitForShutdown(grpc::ServerContext*, const pb::Empty*, pb::Empty*) override {
    const std::lock_guard lock(mutex_);
    signalled_ = true;
    return grpc::Status::OK;
  }

  grpc::Status Log(grpc::ServerContext*, const pulumirpc::LogRequest* request, pb::Empty*) override {
    const std::lock_guard lock(mutex_);
    constexpr std::array names{"debug", "info", "warning", "error"};
    logs_.push_back({{"severity", names.at(static_cast<std::size_t>(request->severity()))},
                     {"message", request->message()},
                     {"urn", request->urn()}});
    return grpc::Status::OK;
  }

  [[nodiscard]] const std::string& address() const { return address_; }
  [[nodiscard]] int most_at_once() const { return most_at_once_; }

  void hold_until(int count) {
    const std::lock_guard lock(mutex_);
    hold_until_ = count;
  }

  [[nodiscard]] Json recorded() const {
    const std::lock_guard lock(mutex_);
    Json registrations = Json::array();
    for (const auto& [urn, registration] : registrations_) registrations.push_back(registration);
    auto invokes = invokes_;
    std::sort(invokes.begin(), invokes.end(), [](const Json& a, const Json& b) { return a.dump() < b.dump(); });
    return {{"registrations", registrations}, {"reads", reads_}, {"invokes", invokes},     {"calls", calls_},
            {"resourceOutputs", outputs_},    {"logs", logs_},   {"signalled", signalled_}};
  }

  [[nodiscard]] Json registration(const std::string& name) const {
    const std::lock_guard lock(mutex_);
    for (const auto& [urn, registration] : registrations_) {
      if (registration["name"] == name) return registration;
    }
    return nullptr;
  }

 private:
  RecordingMonitor& owner_;
  std::string project_, stack_, address_;
  std::unique_ptr<grpc::Server> server_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, Json> registrations_;
  Json reads_ = Json::array();
  Json invokes_ = Json::array();
  Json calls_ = Json::array();
  Json outputs_ = Json::object();
  Json logs_ = Json::array();
  bool signalled_ = false;
  int at_once_ = 0;
  int most_at_once_ = 0;
  int hold_until_ = 0;
};

RecordingMonitor::RecordingMonitor(std::string project, std::string stack)
    : server_(std::make_unique<Server>(*this, std::move(project), std::move(stack))) {}
RecordingMonitor::~RecordingMonitor() = default;
const std::string& RecordingMonitor::address() const { return server_->address(); }
nlohmann::json RecordingMonitor::recorded() const { return server_->recorded(); }
nlohmann::json RecordingMonitor::registration(const std::string& name) const { return server_->registration(name); }
int RecordingMonitor::most_at_once() const { return server_->most_at_once(); }
void RecordingMonitor::hold_until(int count) { server_->hold_until(count); }

std::string differences(const nlohmann::json& expected, const nlohmann::json& actual) {
  std::string lines;
  for (const auto& change : nlohmann::json::diff(expected, actual)) {
    const nlohmann::json::json_pointer path(change["path"].get<std::string>());
    lines += change["op"].get<std::string>() + " " + path.to_string();
    if (change["op"] != "add" && expected.contains(path)) lines += "\n  expected " + expected[path].dump();
    if (change.contains("value")) lines += "\n  found    " + change["value"].dump();
    lines += "\n";
  }
  return lines;
}

}  // namespace ashlar::sdk
