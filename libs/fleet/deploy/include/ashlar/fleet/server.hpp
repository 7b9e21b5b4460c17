#pragma once
/// The system as a whole. The arguments' names and meanings are pyinfra's.

#include "ashlar/fleet/operation.hpp"
#include "ashlar/fleet/vars.hpp"

namespace ashlar::fleet::server {

struct ShellArgs {
  Texts commands{};  ///< each a line for /bin/sh; they always run, and count as a change
};
OperationHandle shell(Host& host, std::string_view name, const ShellArgs& args, const Options& options = {},
                      SourceLocation where = SourceLocation::current());

struct ScriptArgs {
  std::string src{};  ///< a file here, as those of `files`
  Texts args{};
};
OperationHandle script(Host& host, std::string_view name, const ScriptArgs& args, const Options& options = {},
                       SourceLocation where = SourceLocation::current());

struct ScriptTemplateArgs {
  std::string src{};
  Vars vars{};
  Texts args{};
};
OperationHandle script_template(Host& host, std::string_view name, const ScriptTemplateArgs& args,
                                const Options& options = {}, SourceLocation where = SourceLocation::current());

struct UserArgs {
  std::string user{};
  bool present = true;
  std::string home{};
  std::string shell{};
  std::string group{};  ///< the primary one
  std::vector<std::string> groups{};
  std::vector<Text> public_keys{};  ///< lines for authorized_keys
  bool delete_keys = false;         ///< remove other lines
  bool ensure_home = true;
  bool create_home = false;
  bool system = false;
  std::optional<int> uid{};
  std::string comment{};
  bool append = false;  ///< keep other groups that the user is in
  bool unique = true;
  Text password{};  ///< as crypt(3) makes it
};
OperationHandle user(Host& host, std::string_view name, const UserArgs& args, const Options& options = {},
                     SourceLocation where = SourceLocation::current());

struct GroupArgs {
  std::string group{};
  bool present = true;
  bool system = false;
  std::optional<int> gid{};
};
OperationHandle group(Host& host, std::string_view name, const GroupArgs& args, const Options& options = {},
                      SourceLocation where = SourceLocation::current());

struct PackagesArgs {
  std::vector<std::string> packages{};
  bool present = true;
};
/// By whatever package manager the host has.
OperationHandle packages(Host& host, std::string_view name, const PackagesArgs& args, const Options& options = {},
                         SourceLocation where = SourceLocation::current());

struct ServiceArgs {
  std::string service{};
  std::optional<bool> running = true;  ///< std::nullopt: as it is
  bool restarted = false;
  bool reloaded = false;
  std::optional<bool> enabled{};
  std::string command{};
};
/// By whatever service manager the host has.
OperationHandle service(Host& host, std::string_view name, const ServiceArgs& args, const Options& options = {},
                        SourceLocation where = SourceLocation::current());

struct HostnameArgs {
  std::string hostname{};
  std::string hostname_file{};  ///< /etc/hostname when it is left out
};
OperationHandle hostname(Host& host, std::string_view name, const HostnameArgs& args, const Options& options = {},
                         SourceLocation where = SourceLocation::current());

struct SysctlArgs {
  std::string key{};
  std::string value{};
  bool persist = false;
  std::string persist_file{};  ///< /etc/sysctl.conf when it is left out
};
OperationHandle sysctl(Host& host, std::string_view name, const SysctlArgs& args, const Options& options = {},
                       SourceLocation where = SourceLocation::current());

struct LocaleArgs {
  std::string locale{};
  bool present = true;
};
OperationHandle locale(Host& host, std::string_view name, const LocaleArgs& args, const Options& options = {},
                       SourceLocation where = SourceLocation::current());

struct MountArgs {
  std::string path{};
  bool mounted = true;
  std::string device{};
  std::string fs_type{};
  std::vector<std::string> options{};
};
OperationHandle mount(Host& host, std::string_view name, const MountArgs& args, const Options& options = {},
                      SourceLocation where = SourceLocation::current());

struct CrontabArgs {
  Text command{};
  bool present = true;
  std::string user{};
  std::string cron_name{};
  std::string minute{};  ///< each is `*` when it is left out
  std::string hour{};
  std::string month{};
  std::string day_of_week{};
  std::string day_of_month{};
  std::string special_time{};  ///< `@daily`
};
OperationHandle crontab(Host& host, std::string_view name, const CrontabArgs& args, const Options& options = {},
                        SourceLocation where = SourceLocation::current());

struct ModprobeArgs {
  std::string module{};
  bool present = true;
  bool force = false;
};
OperationHandle modprobe(Host& host, std::string_view name, const ModprobeArgs& args, const Options& options = {},
                         SourceLocation where = SourceLocation::current());

struct SecurityLimitArgs {
  std::string domain{};
  std::string limit_type{};
  std::string item{};
  std::string value{};
};
OperationHandle security_limit(Host& host, std::string_view name, const SecurityLimitArgs& args,
                               const Options& options = {}, SourceLocation where = SourceLocation::current());

struct WaitArgs {
  std::optional<int> port{};
};
/// Waits until something listens on the port.
OperationHandle wait(Host& host, std::string_view name, const WaitArgs& args, const Options& options = {},
                     SourceLocation where = SourceLocation::current());

}  // namespace ashlar::fleet::server
