#include "state/integrity.hpp"

#include "base/strings.hpp"

namespace ashlar::state {

Status check_integrity(const Deployment& deployment) {
  auto status = deploy::verify_integrity(deployment.snapshot);
  if (status) return status;
  Error error = status.error().within("snapshot integrity failure; refusing to use it");
  if (const auto& trace = deployment.integrity_error) {
    error.notes.push_back("it was left so by `" + trace->command + "`: " + trace->error);
  }
  if (error.help.empty())
    error.help = "`ashlar state repair` mends the order of the resources and removes dangling references";
  return error;
}

IntegrityError integrity_trace(const Error& error, const std::vector<std::string>& command,
                               const Environment& environment) {
  IntegrityError trace{"3", join(command, " "), error.message, {}};
  for (const auto& [name, value] : environment.variables()) {
    if (name.starts_with("PULUMI_")) trace.environment[name] = "set";
  }
  return trace;
}

}  // namespace ashlar::state
