#include "fleet/runner/bootstrap.hpp"

#include "fleet/connectors/quoting.hpp"

namespace ashlar::fleet {

namespace {

/// What is needed of the host: a POSIX shell, uname, id, mkdir, head, chmod, mv, rm and sha256sum.
constexpr std::string_view find_or_install = R"sh(
usable() {
  [ -n "$1" ] || return 1
  (umask 022; mkdir -p "$1") 2>/dev/null || return 1
  [ -O "$1" ] && [ -w "$1" ] || return 1
  t=$1/.try-$$
  printf '#!/bin/sh\n' >"$t" 2>/dev/null && chmod 755 "$t" 2>/dev/null && "$t" 2>/dev/null
  r=$?
  rm -f "$t"
  return $r
}
right() { [ "$(sha256sum <"$1" 2>/dev/null | cut -c1-64)" = "$h" ]; }
command -v sha256sum >/dev/null 2>&1 || { say "error there is no sha256sum on the host, with which the agent is verified"; exit 1; }
a=
for d in $folders; do
  if [ -O "$d/agent-$h" ] && [ -x "$d/agent-$h" ] && right "$d/agent-$h" && usable "$d"; then a=$d/agent-$h; break; fi
done
if [ -z "$a" ]; then
  for d in $folders; do usable "$d" && { a=$d/agent-$h; break; }; done
  [ -n "$a" ] || { say "error there is no folder where programs can be kept and run ($folders): they are read-only, full, mounted noexec, or another user's"; exit 1; }
  say send
  n=$d/.new-$$
  trap 'rm -f "$n"' EXIT
  head -c "$size" >"$n" || { say "error the agent cannot be written to $d"; exit 1; }
  right "$n" || { say "error the agent that arrived in $d is not the one that was sent (is the disk full?)"; exit 1; }
  chmod 755 "$n" && mv -f "$n" "$a" || { say "error the agent cannot be kept in $d"; exit 1; }
  trap - EXIT
  for o in "$d"/agent-*; do [ "$o" = "$a" ] || rm -f "$o"; done
fi
)sh";

std::string start_line(Elevation elevation) {
  const std::string inner = R"sh('echo "ashlar-agent: start"; exec "$0"')sh";
  const std::string plain = "say start\nexec \"$a\"\n";
  switch (elevation) {
    case Elevation::none:
      return plain;
    case Elevation::sudo:
      return "[ \"$(id -u)\" = 0 ] || exec sudo -S -p '" + std::string(password_mark) + "' -- sh -c " + inner +
             " \"$a\"\n" + plain;
    case Elevation::su:
      // su has no option for its question; `password_mark` is said in its place just before.
      return "[ \"$(id -u)\" = 0 ] || { printf '%s' '" + std::string(password_mark) + "' >&2; exec su -s /bin/sh -c " +
             inner + " root \"$a\"; }\n" + plain;
    case Elevation::doas:
      return "[ \"$(id -u)\" = 0 ] || exec doas -n sh -c " + inner + " \"$a\"\n" + plain;
  }
  return plain;
}

}  // namespace

std::vector<std::string> bootstrap_command(const std::vector<AgentFile>& agents, const BootstrapOptions& options) {
  std::string script = "LC_ALL=C; export LC_ALL\nsay() { echo \"" + std::string(bootstrap_mark) + "$1\"; }\n";
  script += "say \"host $(uname -m) $(id -un 2>/dev/null || id -u)\"\n";
  if (!options.present.empty()) {
    script += "a=" + quote_word(options.present) + "\n";
  } else {
    script += "case $(uname -m) in\n";
    for (const auto& agent : agents) {
      script += agent.architecture + ") h=" + agent.sha256 + " size=" + std::to_string(agent.size) + " ;;\n";
    }
    script += "*) say \"error there is no agent for its architecture, $(uname -m)\"; exit 1 ;;\nesac\n";
    script += options.directory.empty()
                  ? "folders=\"${XDG_CACHE_HOME:-$HOME/.cache}/ashlar /var/tmp/ashlar-$(id -u) /tmp/ashlar-$(id -u) "
                    "/run/user/$(id -u)/ashlar /dev/shm/ashlar-$(id -u)\"\n"
                  : "folders=" + quote_word(options.directory) + "\n";
    script += find_or_install;
  }
  script += start_line(options.elevation);
  return {"sh", "-c", script};
}

}  // namespace ashlar::fleet
