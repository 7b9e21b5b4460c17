#include "sdk/engine_call.hpp"

namespace ashlar::sdk {

EngineCall::EngineCall(Program& program, std::string token, InputBase args, InvokeOptions options, SourceLocation where)
    : program_(program),
      token_(std::move(token)),
      args_(std::move(args)),
      options_(std::move(options)),
      position_(program.position_of(where)),
      result_(pending(&program)) {}

void EngineCall::when_needed_is_known(const ResourceRef& provider, std::function<void()> go_on) const {
  std::vector<OutputRef> needed;
  collect_outputs(args_.node(), needed);
  if (provider != nullptr) needed.push_back(provider->id);
  for (const auto& resource : options_.depends_on) needed.push_back(resource.urn().output_ref());
  when_all_settled(needed, std::move(go_on));
}

bool EngineCall::refused_arguments(const Failures& failures) {
  if (failures.empty()) return false;
  std::string message;
  for (const auto& failure : failures) {
    if (!message.empty()) message += "\n  ";
    message += failure.property().empty() ? failure.reason() : failure.property() + ": " + failure.reason();
  }
  fail(message);
  return true;
}

void EngineCall::refused(const Error& error) {
  if (error.kind != ErrorKind::cancelled) return fail(error.message);
  auto failure = program_.note_failure(error.message, position_);
  failure->told = true;
  result_->settle({.value = {}, .failure = failure});
}

void EngineCall::fail(const std::string& message) {
  result_->settle({.value = {}, .failure = program_.note_failure("calling " + token_ + ": " + message, position_)});
}

}  // namespace ashlar::sdk
