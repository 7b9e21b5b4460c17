#include "fleet/connectors/ssh_authentication.hpp"

#include <unistd.h>

#include "base/strings.hpp"

namespace ashlar::fleet {
namespace {

std::string methods_of(int list) {
  std::vector<std::string> names;
  if ((list & SSH_AUTH_METHOD_PUBLICKEY) != 0) names.emplace_back("publickey");
  if ((list & SSH_AUTH_METHOD_PASSWORD) != 0) names.emplace_back("password");
  if ((list & SSH_AUTH_METHOD_INTERACTIVE) != 0) names.emplace_back("keyboard-interactive");
  if ((list & SSH_AUTH_METHOD_HOSTBASED) != 0) names.emplace_back("hostbased");
  if ((list & SSH_AUTH_METHOD_GSSAPI_MIC) != 0) names.emplace_back("gssapi-with-mic");
  return join(names, ", ");
}

}  // namespace

SshAuthentication::SshAuthentication(ssh_session session, const SshOptions& options, SshKeys& keys)
    : session_(session), options_(options), keys_(keys) {
  for (const auto& file : options.key_files) attempts_.push_back({Method::key, file});
  if (!options.agent_socket.empty()) attempts_.push_back({Method::agent, {}});
  for (const auto& file : options.usual_key_files) attempts_.push_back({Method::usual_key, file});
  if (options.password.empty()) return;
  attempts_.push_back({Method::password, {}});
  attempts_.push_back({Method::keyboard, {}});
}

std::optional<Status> SshAuthentication::advance() {
  while (!attempts_.empty()) {
    const int outcome = run(attempts_.front());
    if (outcome == SSH_AUTH_AGAIN) return std::nullopt;
    if (outcome == SSH_AUTH_SUCCESS) return Status();
    if (ssh_is_connected(session_) == 0) break;  // the server has had enough
    attempts_.pop_front();
  }
  return refusal();
}

int SshAuthentication::run(const Attempt& attempt) {
  switch (attempt.method) {
    case Method::key:
    case Method::usual_key:
      return offer_key(attempt);
    case Method::agent: {
      const int outcome = ssh_userauth_agent(session_, nullptr);
      if (outcome != SSH_AUTH_AGAIN) tried_.emplace_back("the agent's keys");
      return outcome;
    }
    case Method::password: {
      const int outcome = ssh_userauth_password(session_, nullptr, options_.password.c_str());
      if (outcome != SSH_AUTH_AGAIN) tried_.emplace_back("the password");
      return outcome;
    }
    default:
      return answer_prompts();
  }
}

int SshAuthentication::offer_key(const Attempt& attempt) {
  const auto key = keys_.read(attempt.file, options_.passphrase);
  if (!key) {
    const bool usual_and_absent = attempt.method == Method::usual_key && key.error().kind == ErrorKind::not_found;
    if (!usual_and_absent) notes_.push_back(key.error().message);
    if (!usual_and_absent && help_.empty()) help_ = key.error().help;
    return SSH_AUTH_DENIED;
  }
  // Signed at once: asking first whether the key would do costs a round trip.
  const int outcome = ssh_userauth_publickey(session_, nullptr, key->get());
  if (outcome != SSH_AUTH_AGAIN) tried_.push_back("the key " + attempt.file);
  return outcome;
}

int SshAuthentication::answer_prompts() {
  while (true) {
    const int outcome = ssh_userauth_kbdint(session_, nullptr, nullptr);
    if (outcome != SSH_AUTH_INFO) return outcome;
    const int prompts = ssh_userauth_kbdint_getnprompts(session_);
    for (int i = 0; i < prompts; ++i)
      ssh_userauth_kbdint_setanswer(session_, static_cast<unsigned>(i), options_.password.c_str());
  }
}

Error SshAuthentication::refusal() const {
  auto error = fail("cannot log in to " + options_.name + " as " + options_.user + ": ", ErrorKind::authentication);
  if (tried_.empty()) {
    error.message += "there is neither a key nor a password to try";
  } else {
    error.message += "the server refused " + join(tried_, ", ");
  }
  error.notes = notes_;
  const auto accepted = methods_of(ssh_userauth_list(session_, nullptr));
  if (!accepted.empty()) error.notes.push_back("the server accepts: " + accepted);
  if (ssh_is_connected(session_) == 0)
    error.notes.push_back(std::string("then it hung up: ") + ssh_get_error(session_));
  error.help = !help_.empty() ? help_
                              : "add your public key to ~" + options_.user +
                                    "/.ssh/authorized_keys there, or give another key, user or password";
  return error;
}

}  // namespace ashlar::fleet
