#include <algorithm>

#include "fleet/deploy/program.hpp"

namespace ashlar::fleet {

const std::string& Host::name() const { return state_.description.name; }
const std::vector<std::string>& Host::groups() const { return state_.description.groups; }
bool Host::is_check() const { return state_.program.is_check(); }

bool Host::in_group(std::string_view group) const {
  return std::find(groups().begin(), groups().end(), group) != groups().end();
}

Value Host::data(std::string_view key) const {
  const auto* value = ashlar::find(state_.description.data, key);
  return value == nullptr ? Value() : Value(without_secrets(*value));
}

Text Host::text_data(std::string_view key) const {
  const Text text(data(key).as_string());
  return ashlar::find(state_.description.data, key)->contains_secrets() ? text.as_secret() : text;
}

void Host::require_data(std::string_view key, SourceLocation where) const {
  const auto* value = ashlar::find(state_.description.data, key);
  if (value != nullptr && !value->is_null()) return;
  const std::string name(key);
  throw ProgramError("the inventory has no data '" + name + "' for " + this->name() +
                         "; add it there, or give --data " + name + "=VALUE",
                     where);
}

Value Host::fact(std::string_view name, const Value::Object& arguments, SourceLocation where) {
  FactMessage request{.host = state_.description.host, .request = ++state_.last_request, .name = std::string(name)};
  for (const auto& [key, value] : arguments) request.arguments.emplace(key, value.property());
  if (!state_.scopes.empty()) request.user = state_.merged({}).user;
  state_.program.channel().queue(DeployFrame::fact, request);
  state_.fact.reset();
  state_.wait_until([&] { return state_.fact && state_.fact->request == request.request; });
  if (!state_.fact->error.empty()) throw ProgramError("fact " + request.name + ": " + state_.fact->error, where);
  return Value(state_.fact->value);
}

void Host::flush() {
  state_.wait_until([this] { return state_.unfinished == 0; });
}

void Host::log(std::string_view line) {
  state_.program.channel().queue(DeployFrame::log,
                                 LogMessage{.host = state_.description.host, .line = std::string(line)});
}

Host::Nested::Nested(Host& host, std::string_view name, const Options& options) : host_(host) {
  host_.state_.scopes.push_back({.name = std::string(name), .options = options});
}
Host::Nested::~Nested() { host_.state_.scopes.pop_back(); }

/// Inner options win; variables are joined.
Options Host::State::merged(Options options) const {
  for (auto scope = scopes.rbegin(); scope != scopes.rend(); ++scope) {
    const auto& outer = scope->options;
    if (options.if_.is_always()) options.if_ = outer.if_;
    if (!options.sudo) options.sudo = outer.sudo;
    if (options.user.empty()) options.user = outer.user;
    options.env.insert(outer.env.begin(), outer.env.end());
    if (options.chdir.empty()) options.chdir = outer.chdir;
    if (!options.timeout) options.timeout = outer.timeout;
    if (!options.ignore_errors) options.ignore_errors = outer.ignore_errors;
    if (!options.retries) options.retries = outer.retries;
    if (!options.retry_delay) options.retry_delay = outer.retry_delay;
    options.run_once = options.run_once || outer.run_once;
  }
  return options;
}

}  // namespace ashlar::fleet
