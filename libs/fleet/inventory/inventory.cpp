#include "fleet/inventory/inventory.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/strings.hpp"
#include "fleet/inventory/tree.hpp"

namespace ashlar::fleet {

namespace {

const std::vector<std::string> connection_members{
    "address",         "user", "port",           "key",           "key_passphrase",
    "password",        "jump", "known_hosts",    "host_keys",     "compression",
    "connect_timeout", "sudo", "sudo_user",      "sudo_password", "su",
    "su_password",     "doas", "agent_directory"};

class Builder {
 public:
  Builder(PropertyMap tree, const std::string& source) : tree_(std::move(tree)), place_(source) {}

  Result<Inventory> build() {
    const auto known = check_members(tree_, {"data", "connection", "hosts", "groups", "environments"}, place_);
    if (!known) return known.error();
    if (auto status = read_everything(); !status) return status.error();
    Inventory inventory;
    for (const auto& name : order_) {
      auto host = host_of(name);
      if (!host) return host.error();
      inventory.hosts.push_back(*std::move(host));
    }
    return inventory;
  }

 private:
  struct Group {
    PropertyMap data, connection;
    std::vector<std::string> parents;
  };
  struct Member {
    PropertyMap data, connection;
    std::vector<std::string> groups;  ///< that name it
  };

  Status read_everything() {
    auto common = read_common(tree_, place_);
    if (!common) return common.error();
    common_ = *std::move(common);
    if (auto status = read_hosts(tree_, place_, {}); !status) return status;
    auto groups = map_member(tree_, "groups", place_);
    if (!groups) return groups.error();
    for (const auto& [name, value] : *groups) {
      if (auto status = read_group(*groups, name, place_.below("groups")); !status) return status;
    }
    for (auto& [name, host] : hosts_) close_over_parents(host);
    return {};
  }

  Result<Group> read_common(const PropertyMap& tree, const Place& place) {
    auto data = map_member(tree, "data", place);
    if (!data) return data.error();
    auto connection = map_member(tree, "connection", place);
    if (!connection) return connection.error();
    if (auto status = check_members(*connection, connection_members, place.below("connection")); !status) {
      return status.error();
    }
    return Group{.data = *std::move(data), .connection = *std::move(connection)};
  }

  /// The hosts of `tree`, a list of names or a map, for a group or (empty) for none.
  Status read_hosts(const PropertyMap& tree, const Place& place, const std::string& group) {
    const auto* hosts = find(tree, "hosts");
    if (hosts == nullptr || hosts->is_null()) return {};
    const auto where = place.below("hosts");
    if (const auto* list = hosts->get<PropertyArray>()) {
      for (const auto& name : *list) {
        const auto text = name.as_string();
        if (!text) return where.error("has to be a list of names, or a map");
        add_host(*text, group);
      }
      return {};
    }
    const auto* map = hosts->get<PropertyMap>();
    if (map == nullptr) return where.error("has to be a list of names, or a map");
    for (const auto& [name, value] : *map) {
      const auto members = map_member(*map, name, where);
      if (!members) return members.error();
      if (auto status = check_members(*members, {"data", "connection"}, where.below(name)); !status) return status;
      auto said = read_common(*members, where.below(name));
      if (!said) return said.error();
      auto& host = add_host(name, group);
      host.data = laid_over(std::move(host.data), said->data);
      host.connection = laid_over(std::move(host.connection), said->connection);
    }
    return {};
  }

  Member& add_host(const std::string& name, const std::string& group) {
    const auto [host, is_new] = hosts_.try_emplace(name);
    if (is_new) order_.push_back(name);
    auto& groups = host->second.groups;
    if (!group.empty() && std::find(groups.begin(), groups.end(), group) == groups.end()) groups.push_back(group);
    return host->second;
  }

  Status read_group(const PropertyMap& groups, const std::string& name, const Place& place) {
    const auto members = map_member(groups, name, place);
    if (!members) return members.error();
    const auto where = place.below(name);
    if (auto status = check_members(*members, {"data", "connection", "hosts", "groups"}, where); !status) return status;
    auto said = read_common(*members, where);
    if (!said) return said.error();
    auto& group = groups_[name];
    group.data = std::move(said->data);
    group.connection = std::move(said->connection);
    const auto* children = find(*members, "groups");
    if (children != nullptr && !children->is_null()) {
      const auto* list = children->get<PropertyArray>();
      if (list == nullptr) return where.below("groups").error("has to be a list of names of groups");
      for (const auto& child : *list) {
        const auto text = child.as_string();
        if (!text || !groups.contains(*text)) {
          return where.below("groups").error("there is no group '" + text.value_or("") + "'");
        }
        groups_[*text].parents.push_back(name);
      }
    }
    return read_hosts(*members, where, name);
  }

  void close_over_parents(Member& host) {
    std::vector<std::string> all;
    for (const auto& group : host.groups) add_with_parents(group, all);
    host.groups = std::move(all);
  }

  void add_with_parents(const std::string& group, std::vector<std::string>& all) {
    if (std::find(all.begin(), all.end(), group) != all.end() || visiting_.contains(group)) return;
    visiting_.insert(group);
    for (const auto& parent : groups_[group].parents) add_with_parents(parent, all);
    visiting_.erase(group);
    all.push_back(group);
  }

  Result<InventoryHost> host_of(const std::string& name) {
    const auto& member = hosts_.at(name);
    InventoryHost host{.name = name, .groups = member.groups, .data = common_.data, .connection = common_.connection};
    const auto take = [&](const PropertyMap& data, const PropertyMap& connection) {
      for (const auto& [key, value] : data) host.data.insert_or_assign(key, value);
      for (const auto& [key, value] : connection) host.connection.insert_or_assign(key, value);
    };
    for (const auto& group : member.groups) take(groups_[group].data, groups_[group].connection);
    take(member.data, member.connection);
    const auto* address = find(host.connection, "address");
    auto target = Target::parse(address == nullptr ? name : address->as_string().value_or(""));
    if (!target) return place_.below("hosts").below(name).error(target.error().message, target.error().help);
    host.target = *std::move(target);
    return host;
  }

  PropertyMap tree_;
  Place place_;
  Group common_;
  std::map<std::string, Member> hosts_;
  std::map<std::string, Group> groups_;
  std::vector<std::string> order_;
  std::set<std::string> visiting_;
};

/// Lists of hosts become maps, so that an environment can be laid over them.
PropertyValue with_host_maps(const PropertyValue& value) {
  const auto* map = value.get<PropertyMap>();
  if (map == nullptr) return value;
  PropertyMap changed = *map;
  if (auto hosts = changed.find("hosts"); hosts != changed.end()) {
    if (const auto* list = hosts->second.get<PropertyArray>()) {
      PropertyMap members;
      for (const auto& name : *list) members.emplace(name.as_string().value_or(""), PropertyValue());
      hosts->second = std::move(members);
    }
  }
  if (auto groups = changed.find("groups"); groups != changed.end()) {
    if (auto* members = groups->second.get<PropertyMap>()) {
      for (auto& [name, group] : *members) group = with_host_maps(group);
    }
  }
  return changed;
}

}  // namespace

Result<Inventory> inventory_of(const PropertyMap& tree, const std::string& source, const std::string& environment) {
  if (environment.empty()) return Builder(tree, source).build();
  const Place place(source);
  const auto environments = map_member(tree, "environments", place);
  if (!environments) return environments.error();
  if (!environments->contains(environment)) {
    std::vector<std::string> names;
    for (const auto& [name, value] : *environments) names.push_back(name);
    return place.error("there is no environment '" + environment + "'",
                       names.empty() ? "add it below `environments`" : "there are " + join(names, ", "));
  }
  const auto over = map_member(*environments, environment, place.below("environments"));
  if (!over) return over.error();
  auto base = with_host_maps(tree);
  const auto above = with_host_maps(*over);
  return Builder(laid_over(std::move(*base.get<PropertyMap>()), *above.get<PropertyMap>()), source).build();
}

Result<Inventory> inventory_of_names(std::string_view names) {
  Inventory inventory;
  for (const auto& part : split(names, ',')) {
    const std::string name(trim(part));
    if (name.empty()) continue;
    auto target = Target::parse(name);
    if (!target) return target.error();
    const auto same = [&](const InventoryHost& host) { return host.name == name; };
    if (std::none_of(inventory.hosts.begin(), inventory.hosts.end(), same)) {
      inventory.hosts.push_back({.name = name, .target = *std::move(target)});
    }
  }
  if (inventory.hosts.empty()) return fail("no host was named", ErrorKind::usage);
  return inventory;
}

}  // namespace ashlar::fleet
