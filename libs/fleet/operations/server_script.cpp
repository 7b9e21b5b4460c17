/// server.script: a script that comes from the controller, run every time.

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>

#include "base/filesystem.hpp"
#include "fleet/operations/catalogue.hpp"

namespace ashlar::fleet {
namespace {

/// Runs the script from memory: nothing is left behind, a secret in it never reaches a disk, and a host that executes
/// nothing below /tmp does not mind.
Status run_script(Machine& machine, const FileContent& script, const std::vector<std::string>& parameters) {
  auto text = script.kept_in.empty() ? Result<std::string>(script.bytes) : RealFileSystem().read_file(script.kept_in);
  if (!text) return text.error();
  const int file = ::memfd_create("script", 0);  // the interpreter opens it again, so it must outlive the exec
  if (file < 0) return file_error("make", "a script in memory", errno);
  std::string_view rest = *text;
  while (!rest.empty()) {
    const auto wrote = ::write(file, rest.data(), rest.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) break;
    rest.remove_prefix(static_cast<std::size_t>(wrote));
  }
  Execute execute{.command = {.argv = {"/proc/self/fd/" + std::to_string(file)}, .is_users = true}};
  execute.command.argv.insert(execute.command.argv.end(), parameters.begin(), parameters.end());
  auto status = rest.empty() ? machine.carry_out(execute) : Status(fail("there is no memory for the script"));
  ::close(file);
  return status;
}

}  // namespace

std::vector<ContentWanted> contents_of_server_script(Arguments& arguments, const Machine&) {
  const auto* source = arguments.asset("src");
  if (source == nullptr) return {};
  return {{source->hash, "", arguments.is_secret("src")}};
}

Result<Plan> plan_server_script(Arguments& arguments, Machine& machine) {
  const auto* source = arguments.asset("src");
  const auto parameters = arguments.texts("args");
  if (source == nullptr) return Plan{};
  Plan plan;
  const auto name = "run " + (source->path.empty() ? "script" : source->path);
  if (machine.planning()) {
    plan.add(name, Custom{});
    return plan;
  }
  auto content = machine.content(source->hash);
  if (!content) return content.error();
  plan.add(name,
           Custom{[content = *content, parameters](Machine& host) { return run_script(host, *content, parameters); }});
  return plan;
}

}  // namespace ashlar::fleet
