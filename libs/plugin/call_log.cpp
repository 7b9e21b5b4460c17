#include "plugin/call_log.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>

#include "base/strings.hpp"
#include "resource/signatures.hpp"

namespace ashlar::plugin {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* hidden = "[secret]";

bool is_marked_secret(const Json& value) {
  if (!value.is_object() || !value.contains("value")) return false;
  const auto kind = value.find(std::string(signature::key));
  return kind != value.end() && *kind == std::string(signature::secret);
}

Json metadata(const CallPeer& peer) {
  if (peer.kind.empty()) return {{"mode", "server"}};
  return {{"kind", peer.kind}, {"mode", "client"}, {peer.kind == "language" ? "runtime" : "name", peer.name}};
}

/// The settings that a message names as secret, wherever it carries settings.
template <typename Each>
void for_each_secret_setting(const Json& message, const Each& each) {
  if (!message.contains("config") || !message.contains("configSecretKeys")) return;
  const auto& config = message["config"];
  for (const auto& key : message["configSecretKeys"]) {
    if (const auto at = config.find(key.get<std::string>()); at != config.end()) each(*at);
  }
}

/// Calls `each` with the value of everything that is marked as a secret.
template <typename Each>
void for_each_secret(const Json& value, const Each& each) {
  if (is_marked_secret(value)) return each(value["value"]);
  if (!value.is_structured()) return;
  for (const auto& element : value) for_each_secret(element, each);
}

}  // namespace

Result<std::shared_ptr<CallLog>> CallLog::open(const std::filesystem::path& file) {
  constexpr auto for_the_owner = S_IRUSR | S_IWUSR;
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, for_the_owner);
  if (descriptor < 0)
    return fail_with_help("cannot write calls to " + file.string() + ": " + std::strerror(errno),
                          "PULUMI_DEBUG_GRPC names the file; unset it to run without");
  return std::shared_ptr<CallLog>(new CallLog(descriptor));
}

CallLog::~CallLog() { ::close(file_); }

void CallLog::learn(const Json& secret) {
  // Shorter texts would be found everywhere by chance.
  constexpr std::size_t shortest = 4;
  if (secret.is_string() && secret.get_ref<const std::string&>().size() >= shortest)
    secrets_.insert(secret.get<std::string>());
  if (!secret.is_structured()) return;
  for (const auto& element : secret) learn(element);
}

void CallLog::hide(Json& value) const {
  if (is_marked_secret(value)) {
    value["value"] = hidden;
    return;
  }
  if (value.is_string()) {
    auto text = value.get<std::string>();
    for (const auto& secret : secrets_) text = replace_all(std::move(text), secret, hidden);
    value = std::move(text);
  }
  if (!value.is_structured()) return;
  for (auto& element : value) hide(element);
}

Json CallLog::without_secrets(const std::string& message) {
  auto json = Json::parse(message, nullptr, false);
  if (json.is_discarded()) return nullptr;
  for_each_secret(json, [this](const Json& secret) { learn(secret); });
  for_each_secret_setting(json, [this](const Json& setting) { learn(setting); });
  hide(json);
  for_each_secret_setting(json, [](const Json& setting) { const_cast<Json&>(setting) = hidden; });
  return json;
}

void CallLog::write(const Json& line) const {
  const auto text = line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  // In one piece, so that processes that share the file do not mix their lines. A log that cannot be written is no
  // reason to end what it is about.
  [[maybe_unused]] const auto written = ::write(file_, text.data(), text.size());
}

void CallLog::begun(const CallPeer& peer, const std::string& method, const std::string& request) {
  const std::lock_guard lock(mutex_);
  write({{"method", method},
         {"request", without_secrets(request)},
         {"metadata", metadata(peer)},
         {"progress", "request_started"},
         {"timestamp", format_rfc3339(clock_.now())}});
}

void CallLog::ended(const CallPeer& peer, const std::string& method, const std::string& request, const Ending& ending) {
  const std::lock_guard lock(mutex_);
  // The response first: what it marks as secret may stand in the request, too.
  auto response = ending.response.empty() ? Json() : without_secrets(ending.response);
  Json line{{"method", method}, {"request", without_secrets(request)}};
  if (ending.error.empty()) {
    line["response"] = std::move(response);
  } else {
    Json error = ending.error;
    hide(error);
    line["errors"] = Json::array({std::move(error)});
  }
  line["metadata"] = metadata(peer);
  line["progress"] = "response_completed";
  line["timestamp"] = format_rfc3339(clock_.now());
  line["duration"] = ending.duration.count();
  write(line);
}

}  // namespace ashlar::plugin
