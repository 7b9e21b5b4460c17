#pragma once
/// The functions behind the table of operations (`registry.cpp`). Names and arguments
/// are pyinfra's.

#include "fleet/operations/operation.hpp"

namespace ashlar::fleet {

Result<Plan> plan_acl_setfacl(Arguments& arguments, Machine& machine);

Result<Plan> plan_apk_packages(Arguments& arguments, Machine& machine);

Result<Plan> plan_apt_deb(Arguments& arguments, Machine& machine);
Result<Plan> plan_apt_dist_upgrade(Arguments& arguments, Machine& machine);
Result<Plan> plan_apt_key(Arguments& arguments, Machine& machine);
Result<Plan> plan_apt_packages(Arguments& arguments, Machine& machine);
Result<Plan> plan_apt_ppa(Arguments& arguments, Machine& machine);
Result<Plan> plan_apt_repo(Arguments& arguments, Machine& machine);
Result<Plan> plan_apt_update(Arguments& arguments, Machine& machine);
Result<Plan> plan_apt_upgrade(Arguments& arguments, Machine& machine);

Result<Plan> plan_dnf_packages(Arguments& arguments, Machine& machine);

Result<Plan> plan_docker_compose(Arguments& arguments, Machine& machine);
Result<Plan> plan_docker_container(Arguments& arguments, Machine& machine);
Result<Plan> plan_docker_image(Arguments& arguments, Machine& machine);
Result<Plan> plan_docker_network(Arguments& arguments, Machine& machine);
Result<Plan> plan_docker_volume(Arguments& arguments, Machine& machine);

Result<Plan> plan_files_archive(Arguments& arguments, Machine& machine);
Result<Plan> plan_files_block(Arguments& arguments, Machine& machine);
Result<Plan> plan_files_directory(Arguments& arguments, Machine& machine);
Result<Plan> plan_files_download(Arguments& arguments, Machine& machine);
Result<Plan> plan_files_file(Arguments& arguments, Machine& machine);
Result<Plan> plan_files_flags(Arguments& arguments, Machine& machine);
Result<Plan> plan_files_line(Arguments& arguments, Machine& machine);
Result<Plan> plan_files_link(Arguments& arguments, Machine& machine);
Result<Plan> plan_files_put(Arguments& arguments, Machine& machine);
Result<Plan> plan_files_replace(Arguments& arguments, Machine& machine);
Result<Plan> plan_files_sync(Arguments& arguments, Machine& machine);

Result<Plan> plan_gem_packages(Arguments& arguments, Machine& machine);

Result<Plan> plan_git_config(Arguments& arguments, Machine& machine);
Result<Plan> plan_git_repo(Arguments& arguments, Machine& machine);
Result<Plan> plan_git_worktree(Arguments& arguments, Machine& machine);

Result<Plan> plan_iptables_chain(Arguments& arguments, Machine& machine);
Result<Plan> plan_iptables_rule(Arguments& arguments, Machine& machine);

Result<Plan> plan_mysql_database(Arguments& arguments, Machine& machine);
Result<Plan> plan_mysql_privileges(Arguments& arguments, Machine& machine);
Result<Plan> plan_mysql_sql(Arguments& arguments, Machine& machine);
Result<Plan> plan_mysql_user(Arguments& arguments, Machine& machine);

Result<Plan> plan_npm_packages(Arguments& arguments, Machine& machine);

Result<Plan> plan_openssl_certificate(Arguments& arguments, Machine& machine);

Result<Plan> plan_pip_packages(Arguments& arguments, Machine& machine);
Result<Plan> plan_pip_venv(Arguments& arguments, Machine& machine);

Result<Plan> plan_postgresql_database(Arguments& arguments, Machine& machine);
Result<Plan> plan_postgresql_role(Arguments& arguments, Machine& machine);
Result<Plan> plan_postgresql_sql(Arguments& arguments, Machine& machine);

Result<Plan> plan_selinux_boolean(Arguments& arguments, Machine& machine);
Result<Plan> plan_selinux_file_context(Arguments& arguments, Machine& machine);
Result<Plan> plan_selinux_port(Arguments& arguments, Machine& machine);

Result<Plan> plan_server_crontab(Arguments& arguments, Machine& machine);
Result<Plan> plan_server_group(Arguments& arguments, Machine& machine);
Result<Plan> plan_server_hostname(Arguments& arguments, Machine& machine);
Result<Plan> plan_server_locale(Arguments& arguments, Machine& machine);
Result<Plan> plan_server_modprobe(Arguments& arguments, Machine& machine);
Result<Plan> plan_server_mount(Arguments& arguments, Machine& machine);
Result<Plan> plan_server_packages(Arguments& arguments, Machine& machine);
Result<Plan> plan_server_reboot(Arguments& arguments, Machine& machine);
Result<Plan> plan_server_script(Arguments& arguments, Machine& machine);
Result<Plan> plan_server_security_limit(Arguments& arguments, Machine& machine);
Result<Plan> plan_server_service(Arguments& arguments, Machine& machine);
Result<Plan> plan_server_shell(Arguments& arguments, Machine& machine);
Result<Plan> plan_server_sysctl(Arguments& arguments, Machine& machine);
Result<Plan> plan_server_user(Arguments& arguments, Machine& machine);
Result<Plan> plan_server_wait(Arguments& arguments, Machine& machine);

Result<Plan> plan_systemd_daemon_reload(Arguments& arguments, Machine& machine);
Result<Plan> plan_systemd_service(Arguments& arguments, Machine& machine);
Result<Plan> plan_systemd_unit(Arguments& arguments, Machine& machine);

Result<Plan> plan_yum_packages(Arguments& arguments, Machine& machine);

std::vector<ContentWanted> contents_of_files_put(Arguments& arguments, const Machine& machine);
std::vector<ContentWanted> contents_of_files_sync(Arguments& arguments, const Machine& machine);
std::vector<ContentWanted> contents_of_server_script(Arguments& arguments, const Machine& machine);

}  // namespace ashlar::fleet
