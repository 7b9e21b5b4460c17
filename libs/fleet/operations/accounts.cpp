#include "fleet/operations/accounts.hpp"

#include <charconv>

#include "base/strings.hpp"

namespace ashlar::fleet {
namespace {

bool read_number(std::string_view text, unsigned& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

std::vector<User> parse_users(std::string_view passwd) {
  std::vector<User> users;
  for (const auto& line : split(passwd, '\n')) {
    auto parts = split(line, ':');
    User user;
    if (parts.size() < 7 || !read_number(parts[2], user.id) || !read_number(parts[3], user.group)) continue;
    user.name = std::move(parts[0]);
    user.comment = std::move(parts[4]);
    user.home = std::move(parts[5]);
    user.shell = std::move(parts[6]);
    users.push_back(std::move(user));
  }
  return users;
}

std::vector<Group> parse_groups(std::string_view group) {
  std::vector<Group> groups;
  for (const auto& line : split(group, '\n')) {
    auto parts = split(line, ':');
    Group entry;
    if (parts.size() < 4 || !read_number(parts[2], entry.id)) continue;
    entry.name = std::move(parts[0]);
    for (auto& member : split(parts[3], ',')) {
      if (!member.empty()) entry.members.push_back(std::move(member));
    }
    groups.push_back(std::move(entry));
  }
  return groups;
}

}  // namespace ashlar::fleet
