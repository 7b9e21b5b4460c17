#include "ashlar/fleet/operation.hpp"

#include <filesystem>

#include "fleet/deploy/arguments.hpp"
#include "fleet/protocol/sha256.hpp"

namespace fs = std::filesystem;

namespace ashlar::fleet {

namespace {

std::string position(SourceLocation where) {
  return std::string(where.file_name()) + ":" + std::to_string(where.line());
}

When any_or_all(std::initializer_list<OperationHandle> operations, bool all) {
  std::vector<std::uint64_t> ids;
  for (const auto& operation : operations) ids.push_back(operation.id());
  return {std::move(ids), all};
}

OperationMessage message_for(const Host::State& state, std::string_view name, const Options& options) {
  OperationMessage message{.host = state.description.host};
  for (const auto& scope : state.scopes) message.name += scope.name + " | ";
  message.name += name;
  if (options.if_.is_never()) message.skipped_because = "its condition is false";
  message.if_changed = options.if_.operations();
  message.if_all_changed = options.if_.needs_all();
  message.sudo = options.sudo;
  message.user = options.user;
  for (const auto& [key, value] : options.env) message.env.emplace(key, property_of(value));
  message.chdir = options.chdir;
  message.timeout_seconds = options.timeout;
  message.ignore_errors = options.ignore_errors;
  message.retries = options.retries;
  message.retry_delay_seconds = options.retry_delay;
  return message;
}

}  // namespace

PropertyValue property_of(const Text& text) {
  PropertyValue value(text.reveal());
  return text.is_secret() ? PropertyValue::secret(std::move(value)) : value;
}

When OperationHandle::changed() const { return {{id_}, false}; }

OperationOutcome OperationHandle::wait() const {
  auto& state = host_->state();
  state.wait_until([&] { return state.outcomes.contains(id_); });
  const auto& outcome = state.outcomes.at(id_);
  if (outcome.status == OperationOutcome::Status::failed && !outcome.ignored) throw HostLost{outcome.error};
  return outcome;
}

When any_changed(std::initializer_list<OperationHandle> operations) { return any_or_all(operations, false); }
When all_changed(std::initializer_list<OperationHandle> operations) { return any_or_all(operations, true); }

OperationHandle ask(Host& host, std::string_view name, const char* type, PropertyMap arguments, const Options& options,
                    SourceLocation where) {
  auto& state = host.state();
  const auto all = state.merged(options);
  auto message = message_for(state, name, all);
  message.operation = ++state.last_request;
  message.type = type;
  message.where = position(where);
  message.arguments = std::move(arguments);
  if (all.run_once && message.skipped_because.empty() &&
      !state.program.is_first(message.where + "\n" + message.type + "\n" + message.name)) {
    message.skipped_because = "it runs on one host only";
  }
  ++state.unfinished;
  state.program.channel().queue(DeployFrame::operation, message);
  return {host, message.operation};
}

OperationHandle operation(Host& host, std::string_view name, std::string_view type, const Value::Object& arguments,
                          const Options& options, SourceLocation where) {
  PropertyMap members;
  for (const auto& [key, value] : arguments) members.emplace(key, value.property());
  return ask(host, name, std::string(type).c_str(), std::move(members), options, where);
}

std::string find_file(Host& host, const std::string& source, SourceLocation where) {
  const fs::path path(source);
  std::error_code error;
  if (path.is_absolute() && fs::exists(path, error)) return source;
  const auto beside = fs::path(where.file_name()).parent_path() / path;
  const auto in_deploy = fs::path(host.state().program.directory()) / path;
  for (const auto& candidate : {beside, in_deploy}) {
    if (fs::exists(candidate, error)) return fs::absolute(candidate, error).lexically_normal().string();
  }
  throw ProgramError("there is no file '" + source + "': neither " + beside.string() + " nor " + in_deploy.string(),
                     where);
}

PropertyValue file_argument(Host& host, const std::string& source, SourceLocation where) {
  const auto path = find_file(host, source, where);
  const auto hash = host.state().program.announce_file(path);
  if (!hash) throw ProgramError(hash.error().message, where);
  return Asset{.hash = *hash, .text = {}, .path = path, .uri = {}};
}

PropertyValue content_argument(Host& host, const Text& content) {
  const auto hash =
      host.state().program.announce({.sha256 = sha256(content.reveal()), .path = {}, .bytes = content.reveal()});
  PropertyValue asset(Asset{.hash = hash, .text = {}, .path = {}, .uri = {}});
  return content.is_secret() ? PropertyValue::secret(std::move(asset)) : asset;
}

}  // namespace ashlar::fleet
