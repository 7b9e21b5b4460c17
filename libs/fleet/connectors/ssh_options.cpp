#include "fleet/connectors/ssh_options.hpp"

#include <pwd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>

#include "base/strings.hpp"
#include "fleet/connectors/ssh_config.hpp"

namespace ashlar::fleet {
namespace {

constexpr int most_jumps = 10;

/// `user@host:port`, `[::1]:22`, `::1`.
struct Destination {
  std::string user, host;
  std::uint16_t port = 0;
};

std::optional<std::uint16_t> parse_port(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value == 0 || value > 65535) return std::nullopt;
  return static_cast<std::uint16_t>(value);
}

Result<Destination> parse_destination(std::string text) {
  Destination result;
  const auto original = text;
  if (text.starts_with("ssh://")) text.erase(0, 6);
  if (const auto at = text.rfind('@'); at != std::string::npos) {
    result.user = text.substr(0, at);
    text.erase(0, at + 1);
  }
  std::string port;
  if (text.starts_with('[') && text.find(']') != std::string::npos) {
    const auto end = text.find(']');
    result.host = text.substr(1, end - 1);
    port = text.substr(end + 1);
  } else if (const auto colon = text.find(':'); colon != std::string::npos && colon == text.rfind(':')) {
    result.host = text.substr(0, colon);
    port = text.substr(colon);
  } else {
    result.host = text;
  }
  if (port.starts_with(':')) {
    const auto number = parse_port(std::string_view(port).substr(1));
    if (!number) return fail("`" + original + "` is no host: its port must be a number from 1 to 65535");
    result.port = *number;
  }
  if (result.host.empty()) return fail("`" + original + "` names no host");
  return result;
}

/// Replaces ssh_config(5)'s tokens and a leading `~`.
class Expansion {
 public:
  Expansion(const SshSurroundings& surroundings, const SshOptions& options, std::string original)
      : surroundings_(surroundings), options_(options), original_(std::move(original)) {}

  [[nodiscard]] std::string operator()(const std::string& text) const {
    std::string result;
    std::size_t at = 0;
    if (text == "~" || text.starts_with("~/")) {
      result = surroundings_.home;
      at = 1;
    }
    for (; at < text.size(); ++at) {
      if (text[at] != '%' || at + 1 == text.size()) {
        result += text[at];
        continue;
      }
      result += token(text[++at]);
    }
    return result;
  }

 private:
  [[nodiscard]] std::string token(char letter) const {
    switch (letter) {
      case '%':
        return "%";
      case 'h':
        return options_.host;
      case 'n':
        return original_;
      case 'p':
        return std::to_string(options_.port);
      case 'r':
        return options_.user;
      case 'u':
        return surroundings_.local_user;
      case 'd':
        return surroundings_.home;
      case 'i':
        return std::to_string(getuid());
      default:
        return std::string("%") + letter;
    }
  }

  const SshSurroundings& surroundings_;
  const SshOptions& options_;
  std::string original_;
};

std::vector<std::string> expand_all(const Expansion& expand, std::vector<std::string> texts) {
  std::vector<std::string> result;
  for (const auto& text : texts)
    if (to_lower(text) != "none") result.push_back(expand(text));
  return result;
}

Result<std::chrono::milliseconds> duration(const SshHostConfig& config, const std::string& keyword,
                                           std::chrono::milliseconds otherwise) {
  const auto text = config.first(keyword);
  if (!text || *text == "none") return otherwise;
  const auto parsed = parse_ssh_duration(*text);
  if (!parsed) return fail("`" + keyword + " " + *text + "` in the ssh configuration is no time");
  return std::chrono::milliseconds(*parsed);
}

void take_keys(SshOptions& options, const SshRequest& request, const SshHostConfig& config,
               const SshSurroundings& surroundings, const Expansion& expand) {
  options.password = request.password;
  options.passphrase = request.passphrase;
  options.key_files = expand_all(expand, request.key_files);
  for (auto& file : expand_all(expand, config.all("identityfile"))) options.usual_key_files.push_back(std::move(file));
  if (options.usual_key_files.empty()) {
    for (const auto* usual : {"id_ed25519", "id_ecdsa", "id_rsa"})
      options.usual_key_files.push_back(surroundings.home + "/.ssh/" + usual);
  } else if (config.is_yes("identitiesonly")) {
    // Before the agent: its other keys could use up the tries that the server grants.
    for (auto& file : options.usual_key_files)
      if (access(file.c_str(), R_OK) == 0) options.key_files.push_back(std::move(file));
    options.usual_key_files.clear();
  }
  options.agent_socket = surroundings.agent_socket;
  if (const auto agent = config.first("identityagent")) {
    if (*agent == "none") {
      options.agent_socket.clear();
    } else if (*agent != "SSH_AUTH_SOCK") {
      options.agent_socket = expand(*agent);
    }
  }
}

void take_known_hosts(SshOptions& options, const SshRequest& request, const SshHostConfig& config,
                      const SshSurroundings& surroundings, const Expansion& expand) {
  options.known_hosts_files = expand_all(
      expand, !request.known_hosts_files.empty() ? request.known_hosts_files : config.arguments("userknownhostsfile"));
  if (options.known_hosts_files.empty())
    options.known_hosts_files = {surroundings.home + "/.ssh/known_hosts", surroundings.home + "/.ssh/known_hosts2"};
  options.global_known_hosts_files = expand_all(expand, config.arguments("globalknownhostsfile"));
  if (options.global_known_hosts_files.empty())
    options.global_known_hosts_files = {"/etc/ssh/ssh_known_hosts", "/etc/ssh/ssh_known_hosts2"};
  options.host_key_alias = config.first("hostkeyalias").value_or("");
  const auto strict = to_lower(config.first("stricthostkeychecking").value_or("ask"));
  if (strict == "accept-new") options.host_keys = HostKeyPolicy::accept_new;
  if (strict == "no" || strict == "off") options.host_keys = HostKeyPolicy::accept_any;
  if (request.host_keys) options.host_keys = *request.host_keys;
}

Status take_connection(SshOptions& options, const SshRequest& request, const SshHostConfig& config) {
  const auto timeout = duration(config, "connecttimeout", options.connect_timeout);
  const auto interval = duration(config, "serveraliveinterval", options.keep_alive_interval);
  if (!timeout || !interval) return (!timeout ? timeout : interval).error();
  options.connect_timeout = request.connect_timeout.value_or(*timeout);
  options.keep_alive_interval = *interval;
  if (const auto count = config.first("serveralivecountmax"); count && parse_port(*count))
    options.keep_alive_count = *parse_port(*count);
  options.compression = request.compression.value_or(config.is_yes("compression"));
  options.bind_address = config.first("bindaddress").value_or("");
  const auto family = to_lower(config.first("addressfamily").value_or("any"));
  options.address_family = family == "inet" ? AF_INET : family == "inet6" ? AF_INET6 : 0;
  options.ciphers = config.first("ciphers").value_or("");
  options.macs = config.first("macs").value_or("");
  options.key_exchanges = config.first("kexalgorithms").value_or("");
  options.host_key_types = config.first("hostkeyalgorithms").value_or("");
  options.key_types =
      config.first("pubkeyacceptedalgorithms").value_or(config.first("pubkeyacceptedkeytypes").value_or(""));
  return {};
}

Result<SshOptions> resolve(const SshRequest& request, const SshConfig& config, const SshSurroundings& surroundings,
                           int depth);

/// The hosts to pass through, the last of them first: each is reached through the one before.
Status take_jumps(SshOptions& options, const SshRequest& request, const SshHostConfig& host_config,
                  const SshConfig& config, const SshSurroundings& surroundings, int depth) {
  auto jumps = request.jump;
  if (jumps.empty()) {
    if (const auto configured = host_config.first("proxyjump"); configured && to_lower(*configured) != "none")
      jumps = split(*configured, ',');
  }
  if (jumps.empty() && host_config.first("proxycommand") && to_lower(*host_config.first("proxycommand")) != "none") {
    return fail_with_help(options.name + ": ProxyCommand of the ssh configuration is not supported",
                          "use ProxyJump, or `jump` in the inventory");
  }
  if (depth + static_cast<int>(jumps.size()) > most_jumps)
    return fail(options.name + ": its jump hosts lead in a circle, or are more than " + std::to_string(most_jumps));
  std::shared_ptr<const SshOptions> through;
  for (const auto& jump : jumps) {
    SshRequest hop;
    hop.host = std::string(trim(jump));
    hop.host_keys = request.host_keys;
    hop.known_hosts_files = request.known_hosts_files;
    hop.key_files = request.key_files;
    hop.passphrase = request.passphrase;
    hop.connect_timeout = request.connect_timeout;
    hop.ignore_config = request.ignore_config;
    auto resolved = resolve(hop, config, surroundings, depth + 1);
    if (!resolved) return resolved.error().within("on the way to " + options.name);
    if (through) resolved->jump = through;
    through = std::make_shared<const SshOptions>(std::move(*resolved));
  }
  options.jump = std::move(through);
  return {};
}

Result<SshOptions> resolve(const SshRequest& request, const SshConfig& config, const SshSurroundings& surroundings,
                           int depth) {
  const auto destination = parse_destination(request.host);
  if (!destination) return destination.error();
  const auto asked_user = !request.user.empty() ? request.user : destination->user;
  const auto found = config.lookup(
      {destination->host, asked_user.empty() ? surroundings.local_user : asked_user, surroundings.local_user});
  if (!found) return found.error();

  SshOptions options;
  options.name = destination->host;
  options.host = destination->host;
  options.user = !asked_user.empty() ? asked_user : found->first("user").value_or(surroundings.local_user);
  options.port = request.port != 0 ? request.port : destination->port;
  if (options.port == 0) options.port = parse_port(found->first("port").value_or("22")).value_or(22);
  if (const auto real = found->first("hostname")) {
    options.host = Expansion(surroundings, options, destination->host)(*real);
  }
  const Expansion expand(surroundings, options, destination->host);
  take_keys(options, request, *found, surroundings, expand);
  take_known_hosts(options, request, *found, surroundings, expand);
  if (auto taken = take_connection(options, request, *found); !taken) return taken.error().within(options.name);
  if (auto taken = take_jumps(options, request, *found, config, surroundings, depth); !taken) return taken.error();
  return options;
}

}  // namespace

std::optional<std::chrono::seconds> parse_ssh_duration(std::string_view text) {
  if (text.empty()) return std::nullopt;
  std::chrono::seconds total{0};
  while (!text.empty()) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || value < 0) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    const char unit = text.empty() ? 's' : text.front();
    if (!text.empty()) text.remove_prefix(1);
    constexpr std::string_view units = "smhdw";
    constexpr int factors[] = {1, 60, 3600, 86400, 604800};
    const auto at = units.find(static_cast<char>(unit | 0x20));
    if (at == std::string_view::npos) return std::nullopt;
    total += std::chrono::seconds(value) * factors[at];
  }
  return total;
}

std::string SshOptions::identity() const {
  const auto own = user + "@" + host + ":" + std::to_string(port);
  return jump ? jump->identity() + " " + own : own;
}

SshSurroundings SshSurroundings::of_process(const Environment& environment) {
  SshSurroundings result;
  result.home = environment.text("HOME");
  const auto* account = getpwuid(getuid());
  if (account != nullptr) {
    result.local_user = account->pw_name;
    if (result.home.empty()) result.home = account->pw_dir;
  }
  result.agent_socket = environment.text("SSH_AUTH_SOCK");
  result.config_files = {result.home + "/.ssh/config", "/etc/ssh/ssh_config"};
  return result;
}

Result<SshOptions> ssh_options(const SshRequest& request, const SshSurroundings& surroundings) {
  SshConfig config;
  if (!request.ignore_config) {
    for (const auto& file : surroundings.config_files)
      if (auto added = config.add_file(file, surroundings.home); !added) return added.error();
  }
  return resolve(request, config, surroundings, 0);
}

}  // namespace ashlar::fleet
