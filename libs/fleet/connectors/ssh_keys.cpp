#include "fleet/connectors/ssh_keys.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>

#include "base/descriptor.hpp"
#include "base/strings.hpp"

namespace ashlar::fleet {
namespace {

/// libssh asks for a passphrase only if the file is encrypted and none was given.
int note_that_it_asked(const char*, char*, std::size_t, int, int, void* asked) {
  *static_cast<bool*>(asked) = true;
  return -1;
}

Result<SshKey> read_key(const std::string& file, const std::string& passphrase) {
  if (access(file.c_str(), R_OK) != 0) {
    return fail("cannot read the key " + file + ": " + std::strerror(errno),
                errno == ENOENT ? ErrorKind::not_found : ErrorKind::failed);
  }
  ssh_key key = nullptr;
  bool asked = false;
  const char* secret = passphrase.empty() ? nullptr : passphrase.c_str();
  if (ssh_pki_import_privkey_file(file.c_str(), secret, note_that_it_asked, &asked, &key) == SSH_OK)
    return SshKey(key, ssh_key_free);
  if (asked) {
    return fail_with_help("the key " + file + " is protected by a passphrase",
                          "give the passphrase, or load the key into an agent: ssh-add " + file);
  }
  return fail("cannot read the key " + file + ": " +
              (secret != nullptr ? "the passphrase is wrong, or it is no private key" : "it is no private key"));
}

std::string fingerprint(ssh_key key) {
  unsigned char* hash = nullptr;
  std::size_t size = 0;
  if (ssh_get_publickey_hash(key, SSH_PUBLICKEY_HASH_SHA256, &hash, &size) != SSH_OK) return "unknown";
  char* text = ssh_get_fingerprint_hash(SSH_PUBLICKEY_HASH_SHA256, hash, size);
  std::string result = text == nullptr ? "unknown" : text;
  ssh_string_free_char(text);
  ssh_clean_pubkey_hash(&hash);
  return result;
}

/// What the host is called in a known_hosts file.
std::string known_name(const SshOptions& options) {
  if (!options.host_key_alias.empty()) return to_lower(options.host_key_alias);
  const auto host = to_lower(options.host);
  return options.port == 22 ? host : "[" + host + "]:" + std::to_string(options.port);
}

/// Adds a line to the first known_hosts file; many may do so at a time.
Status write_down(ssh_key key, const SshOptions& options) {
  char* text = nullptr;
  if (ssh_pki_export_pubkey_base64(key, &text) != SSH_OK) return fail("cannot write the host's key down");
  const std::string line = known_name(options) + " " + ssh_key_type_to_char(ssh_key_type(key)) + " " + text + "\n";
  ssh_string_free_char(text);
  const auto& file = options.known_hosts_files.front();
  const auto folder = std::filesystem::path(file).parent_path();
  std::error_code error;
  if (!folder.empty() && !std::filesystem::exists(folder, error)) {
    std::filesystem::create_directories(folder, error);
    ::chmod(folder.c_str(), 0700);
  }
  const Descriptor out(::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600));
  if (!out.is_open() || flock(out.get(), LOCK_EX) != 0 ||
      ::write(out.get(), line.data(), line.size()) != static_cast<ssize_t>(line.size())) {
    return fail("cannot write the key of " + options.name + " to " + file + ": " + std::strerror(errno));
  }
  return {};
}

Error changed_key(const SshOptions& options, const std::string& file, const std::string& print, const char* what) {
  auto error = fail_with_help(
      "the host key of " + options.name + " " + what + ": it now has " + print + ", not what " + file + " says",
      "someone may be between you and the host. If it was reinstalled, check the fingerprint there, then forget the "
      "old "
      "key: ssh-keygen -f " +
          file + " -R '" + known_name(options) + "'");
  error.kind = ErrorKind::authentication;
  return error;
}

Error unknown_key(const SshOptions& options, const std::string& print) {
  auto error = fail_with_help("the host key of " + options.name + " is not known: " + print + " is in none of " +
                                  join(options.known_hosts_files, ", "),
                              "compare the fingerprint with the host's, then add it: ssh-keyscan -p " +
                                  std::to_string(options.port) + " " + options.host + " >> " +
                                  options.known_hosts_files.front() + "; or accept new hosts (accept-new)");
  error.kind = ErrorKind::authentication;
  return error;
}

}  // namespace

Result<SshKey> SshKeys::read(const std::string& file, const std::string& passphrase) {
  const auto name = std::pair(file, passphrase);
  auto found = read_.find(name);
  if (found == read_.end()) found = read_.emplace(name, read_key(file, passphrase)).first;
  return found->second;
}

Status check_host_key(ssh_session session, const SshOptions& options) {
  if (options.host_keys == HostKeyPolicy::accept_any) return {};
  ssh_key raw = nullptr;
  if (ssh_get_server_publickey(session, &raw) != SSH_OK) return fail(options.name + " showed no host key");
  const SshKey key(raw, ssh_key_free);
  const auto print = std::string(ssh_key_type_to_char(ssh_key_type(raw))) + " " + fingerprint(raw);

  auto files = options.known_hosts_files;
  files.insert(files.end(), options.global_known_hosts_files.begin(), options.global_known_hosts_files.end());
  std::optional<Error> contradiction;
  for (const auto& file : files) {
    if (access(file.c_str(), F_OK) != 0) continue;
    // libssh looks into two files, one of the user's and a global one.
    ssh_options_set(session, SSH_OPTIONS_KNOWNHOSTS, file.c_str());
    ssh_options_set(session, SSH_OPTIONS_GLOBAL_KNOWNHOSTS, "/dev/null");
    const auto verdict = ssh_session_is_known_server(session);
    if (verdict == SSH_KNOWN_HOSTS_OK) return {};
    if (contradiction) continue;  // but another file may know the key
    if (verdict == SSH_KNOWN_HOSTS_CHANGED) contradiction = changed_key(options, file, print, "has changed");
    if (verdict == SSH_KNOWN_HOSTS_OTHER) contradiction = changed_key(options, file, print, "is of another type");
    if (verdict == SSH_KNOWN_HOSTS_ERROR)
      contradiction = fail("cannot read " + file + " to check the host key of " + options.name);
  }
  if (contradiction) return *contradiction;
  if (options.host_keys == HostKeyPolicy::accept_new) return write_down(raw, options);
  return unknown_key(options, print);
}

}  // namespace ashlar::fleet
