#include "sdk/program.hpp"

#include <cstdio>
#include <filesystem>

#include "pulumi/engine.pb.h"
#include "pulumi/resource.pb.h"
#include "resource/urn.hpp"
#include "wire/marshal.hpp"

namespace ashlar::sdk {

namespace {

/// Exit codes as language hosts understand them: with 32 the user has been told already (reference 4.4).
constexpr int exit_told = 32;

void print_error(const std::string& message) { std::fprintf(stderr, "error: %s\n", message.c_str()); }

}  // namespace

Program::Program(Settings settings)
    : settings_(std::move(settings)), client_(settings_.monitor_address, settings_.engine_address) {}

// A resource's outputs know the resources that they come from, itself among them.
Program::~Program() {
  for (const auto& resource : resources_) resource->let_go();
  for (const auto& [urn, resource] : foreign_) resource->let_go();
}

void Program::start_stack() {
  Declaration declaration{.info = {.token = root_stack_type.data()}};
  stack_ =
      declare(std::string(root_stack_type), settings_.project + "-" + settings_.stack, false, std::move(declaration));
}

int Program::run(const std::function<void(Context&)>& declare) {
  start_stack();
  run_declarations(declare);
  for (std::size_t i = 0; i < resources_.size(); ++i) {  // by index: it may grow
    const auto& resource = resources_[i];
    if (!resource->custom && !resource->remote && !resource->outputs_registered && resource != stack_) {
      register_outputs(resource, {});
    }
  }
  register_outputs(stack_, exports_);
  loop();
  return finish() ? 0 : exit_told;
}

void Program::run_declarations(const std::function<void(Context&)>& declare) {
  try {
    declare(context_);
  } catch (const ProgramError& error) {
    const auto* where = error.where();
    tell(note_failure(error.what(), where != nullptr ? position_of(*where) : ""), "", stack_.get());
  } catch (const std::exception& error) {
    tell(note_failure(error.what(), ""), "", stack_.get());
  }
}

void Program::loop() {
  while (true) {
    while (!deferred_.empty()) {
      const auto action = std::move(deferred_.front());
      deferred_.pop_front();
      action();
      handle_answers();
    }
    if (client_.calls_under_way() == 0) return;
    client_.handle_answer(true);
  }
}

void Program::handle_answers() {
  while (client_.calls_under_way() > 0 && client_.handle_answer(false)) {
  }
}

/// Nothing is under way any more, so what is not answered waits for itself.
void Program::report_what_waits() {
  std::string names;
  for (const auto& resource : resources_) {
    if (resource->is_answered()) continue;
    names += "\n  " + resource->type + " \"" + resource->name + "\"";
    if (!resource->position.empty()) names += " at " + resource->position;
  }
  if (names.empty()) return;
  failed_ = true;
  log_to(LogLevel::error, "these resources wait for each other and were never declared to the engine:" + names, "");
}

bool Program::finish() {
  report_what_waits();
  for (const auto& failure : failures_) tell(failure, "", nullptr);
  loop();
  if (failed_) return false;
  client_.wait_for_shutdown([this](const Status& status) {
    // An engine without the handshake ends the program's registrations when the program exits.
    if (!status && status.error().kind == ErrorKind::cancelled) failed_ = true;
  });
  loop();
  return !failed_;
}

ResourceRef Program::declare(std::string type, std::string name, bool custom, Declaration declaration) {
  handle_answers();
  auto node = std::make_shared<ResourceNode>(*this, std::move(type), std::move(name), custom);
  node->remote = declaration.info.remote;
  node->position = position_of(declaration.where);
  resources_.push_back(node);

  const auto& options = declaration.options;
  node->parent = options.parent ? options.parent.node().get() : stack_.get();  // null for the stack itself
  node->protect = options.protect;
  if (node->parent != nullptr) {
    node->parent->children.push_back(node.get());
    node->providers = node->parent->providers;
    if (!node->protect) node->protect = node->parent->protect;
  }
  for (const auto& provider : options.providers) node->providers[provider.package()] = provider.node();
  if (options.provider) node->providers[options.provider.package()] = options.provider.node();

  start_registration(node, std::move(declaration));
  return node;
}

void Program::register_outputs(const ResourceRef& component, const InputBase& outputs) {
  if (component->outputs_registered) {
    throw ProgramError("the outputs of component \"" + component->name + "\" were registered already");
  }
  component->outputs_registered = true;
  std::vector<OutputRef> needed{component->urn};
  collect_outputs(outputs.node(), needed);
  when_all_settled(needed, [this, component, outputs] {
    if (component->urn->settled->failure != nullptr) return;
    pulumirpc::RegisterResourceOutputsRequest request;
    request.set_urn(*component->urn->settled->value.as_string());
    PropertyMap map;
    for (auto& [key, member] : encode_members(outputs.node())) {
      if (member.failure != nullptr) {
        tell(member.failure, "output \"" + key + "\" of " + component->name, component.get());
      } else {
        map.emplace(key, std::move(member.value));
      }
    }
    const auto status = wire::marshal(std::move(map), {}, *request.mutable_outputs());
    if (!status) return tell(note_failure(status.error().message, ""), "outputs", component.get());
    client_.register_outputs(request, [this, component](const Status& answer) {
      if (answer) return;
      auto failure = note_failure(answer.error().message, "");
      failure->told = answer.error().kind == ErrorKind::cancelled;
      failed_ = true;
      tell(failure, "the outputs of " + component->name, component.get());
    });
  });
}

void Program::export_output(std::string name, const InputBase& value) {
  exports_ = with_member(exports_, {std::move(name), value});
}

ResourceRef Program::foreign_resource(const std::string& urn) {
  auto& node = foreign_[urn];
  if (node == nullptr) {
    const auto parsed = Urn::parse(urn);
    node = std::make_shared<ResourceNode>(*this, parsed ? std::string(parsed->type()) : "", urn, true);
    node->answer(urn, std::nullopt, {}, true, {});
  }
  return node;
}

FailurePtr Program::note_failure(const std::exception& error, SourceLocation where) {
  const auto* program_error = dynamic_cast<const ProgramError*>(&error);
  const auto* own = program_error != nullptr ? program_error->where() : nullptr;
  return note_failure(error.what(), position_of(own != nullptr ? *own : where));
}

FailurePtr Program::note_failure(std::string message, std::string position) {
  auto failure = std::make_shared<Failure>(std::move(message), std::move(position));
  failures_.push_back(failure);
  return failure;
}

void Program::tell(const FailurePtr& failure, const std::string& what, const ResourceNode* about) {
  failed_ = true;
  if (failure->told) return;
  failure->told = true;
  std::string message = what.empty() ? failure->message : what + ": " + failure->message;
  if (!failure->position.empty()) message += "\n  at " + failure->position;
  log(LogLevel::error, message, about);
}

std::string Program::position_of(const SourceLocation& where) const {
  if (where.line() == 0) return "";
  auto file = std::filesystem::path(where.file_name()).lexically_normal();
  if (!settings_.root_directory.empty()) {
    const auto relative = file.lexically_relative(settings_.root_directory);
    if (!relative.empty() && *relative.begin() != "..") file = relative;
  }
  return file.string() + ":" + std::to_string(where.line());
}

void Program::log(LogLevel level, const std::string& message, const ResourceNode* about) {
  if (about == nullptr) return log_to(level, message, "");
  // Settled or not: what is not registered yet is told about the run as a whole, which the message's position makes up
  // for.
  const bool has_urn = about->urn->is_settled() && about->urn->settled->failure == nullptr;
  log_to(level, message, has_urn ? *about->urn->settled->value.as_string() : "");
}

void Program::log_to(LogLevel level, const std::string& message, const std::string& urn) {
  if (!client_.can_log()) {
    if (level == LogLevel::error) return print_error(message);
    if (level != LogLevel::debug) std::fprintf(stderr, "%s\n", message.c_str());
    return;
  }
  pulumirpc::LogRequest request;
  request.set_severity(static_cast<pulumirpc::LogSeverity>(level));
  request.set_message(message);
  request.set_urn(urn);
  client_.log(request, [message](const Status& status) {
    if (!status) std::fprintf(stderr, "%s\n", message.c_str());
  });
}

}  // namespace ashlar::sdk
