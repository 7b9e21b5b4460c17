#include <algorithm>
#include <array>

#include "fleet/operations/catalogue.hpp"

namespace ashlar::fleet {
namespace {

constexpr auto operations = std::to_array<OperationType>({
    {"acl.setfacl", plan_acl_setfacl},
    {"apk.packages", plan_apk_packages},
    {"apt.deb", plan_apt_deb},
    {"apt.dist_upgrade", plan_apt_dist_upgrade},
    {"apt.key", plan_apt_key},
    {"apt.packages", plan_apt_packages},
    {"apt.ppa", plan_apt_ppa},
    {"apt.repo", plan_apt_repo},
    {"apt.update", plan_apt_update},
    {"apt.upgrade", plan_apt_upgrade},
    {"dnf.packages", plan_dnf_packages},
    {"docker.compose", plan_docker_compose},
    {"docker.container", plan_docker_container},
    {"docker.image", plan_docker_image},
    {"docker.network", plan_docker_network},
    {"docker.volume", plan_docker_volume},
    {"files.archive", plan_files_archive},
    {"files.block", plan_files_block},
    {"files.directory", plan_files_directory},
    {"files.download", plan_files_download},
    {"files.file", plan_files_file},
    {"files.flags", plan_files_flags},
    {"files.line", plan_files_line},
    {"files.link", plan_files_link},
    {"files.put", plan_files_put, contents_of_files_put},
    {"files.replace", plan_files_replace},
    {"files.sync", plan_files_sync, contents_of_files_sync},
    {"gem.packages", plan_gem_packages},
    {"git.config", plan_git_config},
    {"git.repo", plan_git_repo},
    {"git.worktree", plan_git_worktree},
    {"iptables.chain", plan_iptables_chain},
    {"iptables.rule", plan_iptables_rule},
    {"mysql.database", plan_mysql_database},
    {"mysql.privileges", plan_mysql_privileges},
    {"mysql.sql", plan_mysql_sql},
    {"mysql.user", plan_mysql_user},
    {"npm.packages", plan_npm_packages},
    {"openssl.certificate", plan_openssl_certificate},
    {"pip.packages", plan_pip_packages},
    {"pip.venv", plan_pip_venv},
    {"postgresql.database", plan_postgresql_database},
    {"postgresql.role", plan_postgresql_role},
    {"postgresql.sql", plan_postgresql_sql},
    {"selinux.boolean", plan_selinux_boolean},
    {"selinux.file_context", plan_selinux_file_context},
    {"selinux.port", plan_selinux_port},
    {"server.crontab", plan_server_crontab},
    {"server.group", plan_server_group},
    {"server.hostname", plan_server_hostname},
    {"server.locale", plan_server_locale},
    {"server.modprobe", plan_server_modprobe},
    {"server.mount", plan_server_mount},
    {"server.packages", plan_server_packages},
    {"server.reboot", plan_server_reboot},
    {"server.script", plan_server_script, contents_of_server_script},
    {"server.security_limit", plan_server_security_limit},
    {"server.service", plan_server_service},
    {"server.shell", plan_server_shell},
    {"server.sysctl", plan_server_sysctl},
    {"server.user", plan_server_user},
    {"server.wait", plan_server_wait},
    {"systemd.daemon_reload", plan_systemd_daemon_reload},
    {"systemd.service", plan_systemd_service},
    {"systemd.unit", plan_systemd_unit},
    {"yum.packages", plan_yum_packages},
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
