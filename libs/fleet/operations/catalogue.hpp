#pragma once
/// The functions behind the table of operations (`registry.cpp`), one for each file of that name. Names and arguments
/// are pyinfra's.

#include "fleet/operations/operation.hpp"

namespace ashlar::fleet {

Result<Plan> plan_files_block(Arguments& arguments, Machine& machine);
Result<Plan> plan_files_directory(Arguments& arguments, Machine& machine);
Result<Plan> plan_files_file(Arguments& arguments, Machine& machine);
Result<Plan> plan_files_line(Arguments& arguments, Machine& machine);
Result<Plan> plan_files_link(Arguments& arguments, Machine& machine);
Result<Plan> plan_files_put(Arguments& arguments, Machine& machine);
Result<Plan> plan_files_replace(Arguments& arguments, Machine& machine);
std::vector<ContentWanted> contents_of_files_put(Arguments& arguments, const Machine& machine);

Result<Plan> plan_server_group(Arguments& arguments, Machine& machine);
Result<Plan> plan_server_script(Arguments& arguments, Machine& machine);
Result<Plan> plan_server_shell(Arguments& arguments, Machine& machine);
Result<Plan> plan_server_user(Arguments& arguments, Machine& machine);
std::vector<ContentWanted> contents_of_server_script(Arguments& arguments, const Machine& machine);

Result<Plan> plan_systemd_daemon_reload(Arguments& arguments, Machine& machine);
Result<Plan> plan_systemd_service(Arguments& arguments, Machine& machine);
Result<Plan> plan_systemd_unit(Arguments& arguments, Machine& machine);

}  // namespace ashlar::fleet
