#pragma once
/// How a host is reached by ssh: what the inventory says, then what ssh_config(5) says, then OpenSSH's defaults.

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/environment.hpp"
#include "base/result.hpp"

namespace ashlar::fleet {

enum class HostKeyPolicy {
  known_only,  ///< a host whose key is not known is refused: StrictHostKeyChecking yes, and ask
  accept_new,  ///< a new host's key is believed and written down; a changed one is refused
  accept_any   ///< nothing is checked: for throw-away machines only
};

/// What the user gave for a host. What is empty comes from the configuration.
struct SshRequest {
  std::string host;  ///< a name, an address, or a `Host` of the configuration; `user@host:port` too
  std::uint16_t port = 0;
  std::string user;
  std::string password;                ///< secret
  std::vector<std::string> key_files;  ///< tried before all others
  std::string passphrase;              ///< secret: of the key files
  std::vector<std::string> jump;       ///< `user@host:port` each, in the order in which they are passed
  std::optional<HostKeyPolicy> host_keys;
  std::vector<std::string> known_hosts_files;
  std::optional<std::chrono::milliseconds> connect_timeout;
  std::optional<bool> compression;
  bool ignore_config = false;  ///< reads no configuration file
};

struct SshOptions {
  std::string name;  ///< what messages call the host
  std::string host;  ///< the name or address to connect to
  std::uint16_t port = 22;
  std::string user;
  std::string password, passphrase;          ///< secret; empty: none
  std::vector<std::string> key_files;        ///< must be readable
  std::vector<std::string> usual_key_files;  ///< tried after the agent, if they are there
  std::string agent_socket;                  ///< empty: no agent
  std::string host_key_alias;                ///< what the host is called in known_hosts files, if not `host`
  HostKeyPolicy host_keys = HostKeyPolicy::known_only;
  std::vector<std::string> known_hosts_files;  ///< the first is where new keys are written
  std::vector<std::string> global_known_hosts_files;
  std::chrono::milliseconds connect_timeout = std::chrono::seconds(10);      ///< for all until it is logged in
  std::chrono::milliseconds keep_alive_interval = std::chrono::seconds(15);  ///< 0: none
  int keep_alive_count = 3;  ///< this many unanswered: the connection is lost
  bool compression = false;
  std::string bind_address;
  int address_family = 0;                                               ///< AF_INET, AF_INET6, or 0 for either
  std::string ciphers, macs, key_exchanges, host_key_types, key_types;  ///< empty: libssh's
  std::shared_ptr<const SshOptions> jump;                               ///< reached through it

  /// What a shared connection is known by: `user@host:port`, with those that it goes through.
  [[nodiscard]] std::string identity() const;
};

/// Where settings are looked for.
struct SshSurroundings {
  std::string home;
  std::string local_user;
  std::string agent_socket;
  std::vector<std::string> config_files;  ///< the user's before the system's

  [[nodiscard]] static SshSurroundings of_process(const Environment& environment);
};

[[nodiscard]] Result<SshOptions> ssh_options(const SshRequest& request, const SshSurroundings& surroundings);

/// `5`, `1m30s`: sshd_config(5), TIME FORMATS.
[[nodiscard]] std::optional<std::chrono::seconds> parse_ssh_duration(std::string_view text);

}  // namespace ashlar::fleet
