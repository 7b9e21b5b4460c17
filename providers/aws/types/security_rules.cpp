#include "providers/aws/types/security_rules.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "base/strings.hpp"
#include "providers/aws/convert.hpp"

namespace ashlar::providers::aws {

using awsapi::Value;

namespace {

/// One kind of peer: a rule's list, and where AWS has it.
struct PeerList {
  Permission::Peer peer;
  const char* property;
  const char* member;  ///< of an IpPermission
  const char* value;   ///< of an entry there
};
constexpr std::array<PeerList, 4> peer_lists = {
    {{Permission::Peer::ipv4, "cidrBlocks", "IpRanges", "CidrIp"},
     {Permission::Peer::ipv6, "ipv6CidrBlocks", "Ipv6Ranges", "CidrIpv6"},
     {Permission::Peer::prefix_list, "prefixListIds", "PrefixListIds", "PrefixListId"},
     {Permission::Peer::group, "securityGroups", "UserIdGroupPairs", "GroupId"}}};

/// What permissions of one rule share.
using Head = std::tuple<std::string, std::int64_t, std::int64_t, std::string>;
Head head_of(const Permission& permission) {
  return {permission.protocol, permission.from_port, permission.to_port, permission.description};
}

Permissions permissions_of_rule(const PropertyMap& rule) {
  Permission permission{.protocol = canonical_protocol(text_in(rule, "protocol")),
                        .from_port = number_in(rule, "fromPort"),
                        .to_port = number_in(rule, "toPort"),
                        .description = text_in(rule, "description"),
                        .peer = Permission::Peer::self,
                        .value = ""};
  Permissions permissions;
  if (flag_in(rule, "self")) permissions.insert(permission);
  for (const auto& list : peer_lists) {
    permission.peer = list.peer;
    for (auto& value : strings_in(rule, list.property)) {
      permission.value = std::move(value);
      permissions.insert(permission);
    }
  }
  return permissions;
}

PropertyValue rule_of(const Head& head, const Permissions& permissions) {
  PropertyMap rule{{"protocol", std::get<0>(head)},
                   {"fromPort", static_cast<double>(std::get<1>(head))},
                   {"toPort", static_cast<double>(std::get<2>(head))},
                   {"description", std::get<3>(head)},
                   {"self", false}};
  for (const auto& list : peer_lists) {
    PropertyArray values;
    for (const auto& permission : permissions) {
      if (permission.peer == list.peer) values.emplace_back(permission.value);
    }
    rule.emplace(list.property, std::move(values));
  }
  for (const auto& permission : permissions) {
    if (permission.peer == Permission::Peer::self) rule.insert_or_assign("self", true);
  }
  return rule;
}

/// A rule of the program with every member there, as the state has them.
PropertyValue completed(const PropertyMap& rule) {
  PropertyMap whole = without_internals(rule);
  whole.insert_or_assign("protocol", canonical_protocol(text_in(rule, "protocol")));
  whole.emplace("description", "");
  whole.emplace("self", false);
  for (const auto& list : peer_lists) whole.emplace(list.property, PropertyArray());
  return whole;
}

Value entry_of(const Permission& permission, const PeerList& list, const std::string& group) {
  Value entry = Value::Map();
  if (!permission.description.empty()) entry.set("Description", permission.description);
  if (permission.peer == Permission::Peer::self) {
    entry.set("GroupId", group);
  } else if (const auto slash = permission.value.find('/');
             permission.peer == Permission::Peer::group && slash != std::string::npos) {
    entry.set("UserId", permission.value.substr(0, slash));
    entry.set("GroupId", permission.value.substr(slash + 1));
  } else {
    entry.set(list.value, permission.value);
  }
  return entry;
}

}  // namespace

std::string canonical_protocol(const std::string& protocol) {
  static const std::map<std::string, std::string, std::less<>> names = {
      {"all", "-1"}, {"6", "tcp"}, {"17", "udp"}, {"1", "icmp"}, {"58", "icmpv6"}};
  auto lower = to_lower(protocol);
  const auto found = names.find(lower);
  return found == names.end() ? lower : found->second;
}

Permissions permissions_of(const PropertyValue* rules) {
  Permissions all;
  const auto* array = rules == nullptr ? nullptr : rules->get<PropertyArray>();
  if (array == nullptr) return all;
  for (const auto& rule : *array) {
    if (const auto* map = rule.get<PropertyMap>()) all.merge(permissions_of_rule(*map));
  }
  return all;
}

Permissions permissions_of(const Value& ip_permissions, const std::string& owner, const std::string& group) {
  Permissions all;
  for (const auto& entry : ip_permissions.elements()) {
    Permission permission{.protocol = canonical_protocol(entry["IpProtocol"].text()),
                          .from_port = entry["FromPort"].integer(),
                          .to_port = entry["ToPort"].integer()};
    if (permission.protocol == "-1") permission.from_port = permission.to_port = 0;
    for (const auto& list : peer_lists) {
      for (const auto& peer : entry[list.member].elements()) {
        permission.description = peer["Description"].text();
        permission.peer = list.peer;
        permission.value = peer[list.value].text();
        const auto account = peer["UserId"].text();
        if (list.peer == Permission::Peer::group && permission.value == group) {
          permission.peer = Permission::Peer::self;
          permission.value.clear();
        } else if (list.peer == Permission::Peer::group && !account.empty() && account != owner) {
          permission.value = account + "/" + permission.value;
        }
        all.insert(permission);
      }
    }
  }
  return all;
}

Value to_ip_permissions(const Permissions& permissions, const std::string& group) {
  std::map<std::tuple<std::string, std::int64_t, std::int64_t>, Value> entries;
  for (const auto& permission : permissions) {
    auto& entry = entries[{permission.protocol, permission.from_port, permission.to_port}];
    entry.set("IpProtocol", permission.protocol);
    if (permission.protocol != "-1") {
      entry.set("FromPort", permission.from_port);
      entry.set("ToPort", permission.to_port);
    }
    const auto peer = permission.peer == Permission::Peer::self ? Permission::Peer::group : permission.peer;
    const auto& list = *std::ranges::find(peer_lists, peer, &PeerList::peer);
    Value peers = entry[list.member];
    peers.append(entry_of(permission, list, group));
    entry.set(list.member, std::move(peers));
  }
  Value::List result;
  for (auto& [head, entry] : entries) result.push_back(std::move(entry));
  return result;
}

PropertyArray rules_of(Permissions permissions, const PropertyValue* known) {
  PropertyArray rules;
  const auto* array = known == nullptr ? nullptr : known->get<PropertyArray>();
  for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
    const auto* rule = (*array)[i].get<PropertyMap>();
    if (rule == nullptr) continue;
    const auto wanted = permissions_of_rule(*rule);
    if (wanted.empty() || !std::ranges::includes(permissions, wanted)) continue;
    for (const auto& permission : wanted) permissions.erase(permission);
    rules.push_back(completed(*rule));
  }
  std::map<Head, Permissions> rest;
  for (const auto& permission : permissions) rest[head_of(permission)].insert(permission);
  for (const auto& [head, group] : rest) rules.push_back(rule_of(head, group));
  return rules;
}

}  // namespace ashlar::providers::aws
