#pragma once

#include <libssh/libssh.h>

#include <deque>
#include <optional>

#include "fleet/connectors/ssh_keys.hpp"
#include "fleet/connectors/ssh_options.hpp"

namespace ashlar::fleet {

/// Logs in on a session whose host key was checked, one attempt after the other: the keys that the user named, the
/// agent's, the usual key files, the password.
class SshAuthentication {
 public:
  /// All must outlive it. The session does not block.
  SshAuthentication(ssh_session session, const SshOptions& options, SshKeys& keys);

  /// Goes as far as it can. Nothing: it waits for the server, call again when more has come.
  [[nodiscard]] std::optional<Status> advance();

 private:
  enum class Method { key, usual_key, agent, password, keyboard };
  struct Attempt {
    Method method;
    std::string file;  ///< of a key
  };

  int run(const Attempt& attempt);
  int offer_key(const Attempt& attempt);
  int answer_prompts();
  [[nodiscard]] Error refusal() const;

  ssh_session session_;
  const SshOptions& options_;
  SshKeys& keys_;
  std::deque<Attempt> attempts_;
  std::vector<std::string> tried_;
  std::vector<std::string> notes_;  ///< what of the user's material could not be used
  std::string help_;
};

}  // namespace ashlar::fleet
