#include "fleet/connectors/containers.hpp"

#include "base/strings.hpp"
#include "fleet/connectors/command_connector.hpp"

namespace ashlar::fleet {
namespace {

/// Arguments: the engine, the container. Fails with the reason if that does not run.
constexpr const char* find_container = R"sh(
state=$("$1" container inspect --format '{{.State.Status}}' "$2" 2>&1) || {
  if "$1" image inspect "$2" >/dev/null 2>&1; then echo "$2 is an image, not a container"; else echo "$state"; fi
  exit 1
}
[ "$state" = running ] || { echo "the container is $state"; exit 1; }
)sh";

/// Argument: the machine. Prints the process that is its PID 1.
constexpr const char* find_leader = R"sh(
leader=$(machinectl show "$1" --property=Leader --value 2>/dev/null) && [ -n "$leader" ] && { echo "$leader"; exit 0; }
for process in /proc/[0-9]*; do
  cat "$process/cmdline" 2>/dev/null | tr '\0' '\n' | {
    read -r program && [ "${program##*/}" = systemd-nspawn ] && grep -qxe "--machine=$1"
  } || continue
  for child in $(cat "$process"/task/*/children 2>/dev/null); do
    [ "$(readlink "/proc/$child/ns/pid")" = "$(readlink "$process/ns/pid")" ] || { echo "$child"; exit 0; }
    for grandchild in $(cat "/proc/$child"/task/*/children 2>/dev/null); do
      [ "$(readlink "/proc/$grandchild/ns/pid")" = "$(readlink "$process/ns/pid")" ] || { echo "$grandchild"; exit 0; }
    done
  done
done
echo "no machine of that name runs"
exit 1
)sh";

}  // namespace

std::unique_ptr<Connector> container_connector(IoLoop& loop, const std::string& engine, const std::string& container) {
  CommandConnectorOptions options;
  options.name = "@" + engine + "/" + container;
  options.prefix = {engine, "exec", "--interactive", container};
  options.probe = {"sh", "-c", find_container, "sh", engine, container};
  options.help = "start the container: " + engine + " start " + container + ", or of an image: " + engine +
                 " run --detach IMAGE sleep infinity";
  return std::make_unique<CommandConnector>(loop, std::move(options));
}

std::unique_ptr<Connector> chroot_connector(IoLoop& loop, const std::string& path) {
  CommandConnectorOptions options;
  options.name = "@chroot/" + path;
  options.prefix = {"chroot", path};
  options.probe = {"chroot", path, "/bin/sh", "-c", ":"};
  options.help = "run ashlar as root, and give a folder that holds a root file system";
  return std::make_unique<CommandConnector>(loop, std::move(options));
}

std::unique_ptr<Connector> nspawn_connector(IoLoop& loop, const std::string& machine) {
  CommandConnectorOptions options;
  options.name = "@nspawn/" + machine;
  options.probe = {"sh", "-c", find_leader, "sh", machine};
  options.prefix_from_probe = [](const std::string& leader) {
    return std::vector<std::string>{"nsenter", "--target", leader,  "--mount", "--uts",
                                    "--ipc",   "--net",    "--pid", "--wd=/"};
  };
  options.help = "run ashlar as root; `machinectl list` shows the machines that run";
  return std::make_unique<CommandConnector>(loop, std::move(options));
}

}  // namespace ashlar::fleet
