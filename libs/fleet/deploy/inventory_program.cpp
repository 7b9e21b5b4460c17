#include <cstdio>
#include <set>

#include "ashlar/fleet/inventory.hpp"
#include "fleet/deploy/arguments.hpp"

namespace ashlar::fleet {

struct Inventory::State {
  std::string environment;
  PropertyMap common;
  std::map<std::string, PropertyMap> hosts, groups;
  std::map<std::string, std::set<std::string>> members;  ///< of groups
};

namespace {

PropertyMap members_of(const Value::Object& plain, const TextMap& secret) {
  PropertyMap members;
  for (const auto& [key, value] : plain) members.emplace(key, value.property());
  for (const auto& [key, text] : secret) members.insert_or_assign(key, property_of(text.as_secret()));
  return members;
}

template <typename Entry>
PropertyMap said_by(const Entry& entry) {
  return {{"data", members_of(entry.data, entry.secrets)},
          {"connection", members_of(entry.connection, entry.connection_secrets)}};
}

PropertyMap tree_of(Inventory::State& state) {
  PropertyMap tree = state.common;
  PropertyMap hosts, groups;
  for (auto& [name, host] : state.hosts) hosts.emplace(name, std::move(host));
  for (const auto& [name, hosts_in_it] : state.members) {
    PropertyArray names;
    for (const auto& host : hosts_in_it) names.emplace_back(host);
    state.groups[name].insert_or_assign("hosts", std::move(names));
  }
  for (auto& [name, group] : state.groups) groups.emplace(name, std::move(group));
  tree.insert_or_assign("hosts", std::move(hosts));
  tree.insert_or_assign("groups", std::move(groups));
  // The program knows the environment itself: nothing is laid over what it says.
  if (!state.environment.empty()) {
    tree.insert_or_assign("environments", PropertyMap{{state.environment, PropertyMap()}});
  }
  return tree;
}

Status answer(Channel& channel, const std::function<void(Inventory&)>& function) {
  const auto frame = channel.receive();
  if (!frame) return frame.error();
  if (!*frame) return fail("ashlar has gone away");
  const auto begin = message_of<BeginMessage>(**frame);
  if (!begin) return begin.error();
  InventoryMessage message;
  try {
    Inventory::State state{.environment = begin->environment};
    Inventory inventory(state);
    function(inventory);
    message.inventory = tree_of(state);
  } catch (const std::exception& error) {
    message.error = error.what();
  }
  channel.queue(DeployFrame::inventory, message);
  return channel.send();
}

}  // namespace

const std::string& Inventory::environment() const { return state_.environment; }

void Inventory::host(const std::string& name, const HostEntry& entry) {
  state_.hosts[name] = said_by(entry);
  for (const auto& group : entry.groups) state_.members[group].insert(name);
}

void Inventory::group(const std::string& name, const GroupEntry& entry) {
  auto group = said_by(entry);
  PropertyArray children;
  for (const auto& child : entry.groups) children.emplace_back(child);
  group.emplace("groups", std::move(children));
  state_.groups[name] = std::move(group);
}

void Inventory::all(const GroupEntry& entry) { state_.common = said_by(entry); }

int inventory(const std::function<void(Inventory&)>& function) {
  auto channel = Channel::open();
  if (!channel) {
    std::fputs("this is an inventory: run it with `ashlar inventory DIRECTORY`\n", stderr);
    return 2;
  }
  const auto answered = answer(*channel, function);
  if (answered) return 0;
  std::fprintf(stderr, "%s\n", answered.error().message.c_str());
  return 1;
}

}  // namespace ashlar::fleet
