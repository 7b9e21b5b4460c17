#include "providers/command/execution.hpp"

#include "base/strings.hpp"
#include "providers/command/properties.hpp"

namespace ashlar::providers::command {

namespace {

constexpr std::size_t longest_shown = 200;

/// The text is expanded before `eval` runs it, so the variable is gone when the command itself begins.
constexpr const char* secret_variable = "ASHLAR_SECRET_COMMAND";
constexpr const char* run_secret_variable = "eval \"unset ASHLAR_SECRET_COMMAND\n$ASHLAR_SECRET_COMMAND\"";

std::string quoted(const std::string& command) {
  const bool cut = command.size() > longest_shown;
  std::string text;
  append_json_string(text, cut ? command.substr(0, longest_shown) + "…" : command);
  return text;
}

bool adds_previous_output(const PropertyMap& inputs) {
  const auto* value = find(inputs, "addPreviousOutputInEnv");
  const auto* flag = value == nullptr ? nullptr : value->unwrapped().get<bool>();
  return flag == nullptr || *flag;
}

std::map<std::string, std::string> environment(const PropertyMap& inputs, const PropertyMap& previous) {
  std::map<std::string, std::string> variables;
  const auto* given_variables = find(inputs, "environment");
  const auto* map = given_variables == nullptr ? nullptr : given_variables->unwrapped().get<PropertyMap>();
  if (map != nullptr) {
    for (const auto& [name, value] : *map) variables.insert_or_assign(name, value.as_string().value_or(""));
  }
  if (!adds_previous_output(inputs)) return variables;
  const auto out = text(previous, "stdout");
  const auto err = text(previous, "stderr");
  if (!out.empty()) variables.insert_or_assign("PULUMI_COMMAND_STDOUT", out);
  if (!err.empty()) variables.insert_or_assign("PULUMI_COMMAND_STDERR", err);
  return variables;
}

}  // namespace

Execution describe(const PropertyMap& inputs, const PropertyValue& command, const PropertyMap& previous,
                   const std::filesystem::path& directory) {
  const auto line = command.as_string().value_or("");
  const auto logging = text(inputs, "logging");
  Execution execution;
  execution.log_stdout = logging.empty() || logging == "stdout" || logging == "stdoutAndStderr";
  execution.log_stderr = logging.empty() || logging == "stderr" || logging == "stdoutAndStderr";
  execution.redaction.add_secrets_of({{"inputs", inputs}, {"command", command}, {"previous", previous}});
  execution.shown = command.contains_secrets() ? "[secret]" : quoted(execution.redaction.apply(line));
  if (command.contains_secrets()) execution.redaction.cover_everything();

  auto& process = execution.process;
  process.environment = environment(inputs, previous);
  process.argv = texts(inputs, "interpreter");
  const bool hidden = process.argv.empty() && command.contains_secrets();
  if (process.argv.empty()) process.argv = {"/bin/sh", "-c"};
  process.argv.push_back(hidden ? run_secret_variable : line);
  if (hidden) process.environment.insert_or_assign(secret_variable, line);
  process.directory = directory / text(inputs, "dir");
  process.input = text(inputs, "stdin");
  process.ends_with_group = false;  // commands may start what is to stay
  process.dies_with_us = true;      // but what has not ended is not left behind
  return execution;
}

}  // namespace ashlar::providers::command
