#include "fleet/runner/reach.hpp"

#include "fleet/connectors/command_connector.hpp"
#include "fleet/connectors/containers.hpp"

namespace ashlar::fleet {

namespace {

/// The settings of one host, and those that count where it has none.
class Settings {
 public:
  Settings(const PropertyMap& own, const PropertyMap& common) : own_(own), common_(common) {}

  [[nodiscard]] const PropertyValue* find(std::string_view name) const {
    const auto* value = ashlar::find(own_, name);
    if (value == nullptr || value->is_null()) value = ashlar::find(common_, name);
    return value == nullptr ? nullptr : &value->unwrapped();
  }
  [[nodiscard]] std::string text(std::string_view name) const {
    const auto* value = find(name);
    return value == nullptr ? "" : value->as_string().value_or("");
  }
  [[nodiscard]] double number(std::string_view name) const {
    const auto* value = find(name);
    const auto* number = value == nullptr ? nullptr : value->get<double>();
    return number == nullptr ? 0 : *number;
  }
  /// A text, or a list of them.
  [[nodiscard]] std::vector<std::string> texts(std::string_view name) const {
    std::vector<std::string> all;
    const auto* value = find(name);
    if (value == nullptr) return all;
    if (const auto one = value->as_string()) all.push_back(*one);
    if (const auto* list = value->get<PropertyArray>()) {
      for (const auto& item : *list) all.push_back(item.as_string().value_or(""));
    }
    return all;
  }

 private:
  const PropertyMap& own_;
  const PropertyMap& common_;
};

}  // namespace

Result<SshRequest> Reach::request_for(const InventoryHost& host) const {
  const Settings settings(host.connection, common_);
  SshRequest request;
  request.host = host.target.address;
  request.port = static_cast<std::uint16_t>(host.target.port != 0 ? host.target.port : settings.number("port"));
  request.user = !host.target.user.empty() ? host.target.user : settings.text("user");
  request.password = settings.text("password");
  request.key_files = settings.texts("key");
  request.passphrase = settings.text("key_passphrase");
  request.jump = settings.texts("jump");
  request.known_hosts_files = settings.texts("known_hosts");
  if (const auto seconds = settings.number("connect_timeout"); seconds > 0) {
    request.connect_timeout = std::chrono::milliseconds(static_cast<long>(seconds * 1000));
  }
  if (const auto* compression = settings.find("compression")) {
    if (const auto* flag = compression->get<bool>()) request.compression = *flag;
  }
  const auto policy = settings.text("host_keys");
  if (policy == "known") request.host_keys = HostKeyPolicy::known_only;
  if (policy == "accept-new") request.host_keys = HostKeyPolicy::accept_new;
  if (policy == "off") request.host_keys = HostKeyPolicy::accept_any;
  if (!policy.empty() && !request.host_keys) {
    return fail_with_help(host.name + ": `host_keys` is '" + policy + "'", "it may be known, accept-new or off",
                          ErrorKind::usage);
  }
  return request;
}

Result<std::unique_ptr<Connector>> Reach::connector(const InventoryHost& host) {
  const auto& [kind, address, user, port] = host.target;
  if (kind == "local") return local_connector(loop_);
  if (kind == "docker" || kind == "podman") return container_connector(loop_, kind, address);
  if (kind == "chroot") return chroot_connector(loop_, address);
  if (kind == "nspawn") return nspawn_connector(loop_, address);
  if (kind == "ssh") {
    auto request = request_for(host);
    if (!request) return request.error();
    auto options = ssh_options(*request, surroundings_);
    if (!options) return options.error();
    options->name = host.name;
    return ssh_.connector(*options);
  }
  return fail("there is no connector '" + kind + "'");
}

}  // namespace ashlar::fleet
