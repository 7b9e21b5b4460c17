#pragma once
/// Users and groups as /etc/passwd and /etc/group list them. Read here and not by the C library, whose name services a
/// static program cannot load. Pure parsers.

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ashlar::fleet {

struct User {
  std::string name;
  uid_t id = 0;
  gid_t group = 0;
  std::string comment, home, shell;
};

struct Group {
  std::string name;
  gid_t id = 0;
  std::vector<std::string> members;
};

/// The entries of a file in the format of passwd(5) and group(5). Lines that are no entry (NIS's `+`, comments) do not
/// count.
[[nodiscard]] std::vector<User> parse_users(std::string_view passwd);
[[nodiscard]] std::vector<Group> parse_groups(std::string_view group);

}  // namespace ashlar::fleet
