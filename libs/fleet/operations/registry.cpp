#include <algorithm>
#include <array>

#include "fleet/operations/catalogue.hpp"

namespace ashlar::fleet {
namespace {

constexpr auto operations = std::to_array<OperationType>({
    {"files.block", plan_files_block},
    {"files.directory", plan_files_directory},
    {"files.file", plan_files_file},
    {"files.line", plan_files_line},
    {"files.link", plan_files_link},
    {"files.put", plan_files_put, contents_of_files_put},
    {"files.replace", plan_files_replace},
    {"server.group", plan_server_group},
    {"server.script", plan_server_script, contents_of_server_script},
    {"server.shell", plan_server_shell},
    {"server.user", plan_server_user},
    {"systemd.daemon_reload", plan_systemd_daemon_reload},
    {"systemd.service", plan_systemd_service},
    {"systemd.unit", plan_systemd_unit},
});

}  // namespace

const OperationType* find_operation(std::string_view name) {
  const auto found =
      std::find_if(operations.begin(), operations.end(), [&](const auto& type) { return type.name == name; });
  return found == operations.end() ? nullptr : found;
}

std::vector<std::string> operation_names() {
  std::vector<std::string> names;
  for (const auto& type : operations) names.emplace_back(type.name);
  return names;
}

}  // namespace ashlar::fleet
