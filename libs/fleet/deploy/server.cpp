#include "ashlar/fleet/server.hpp"

#include "fleet/deploy/arguments.hpp"

namespace ashlar::fleet::server {

OperationHandle shell(Host& host, std::string_view name, const ShellArgs& args, const Options& options,
                      SourceLocation where) {
  ArgumentList list;
  list.add("commands", args.commands);
  return ask(host, name, "server.shell", list.take(), options, where);
}

OperationHandle user(Host& host, std::string_view name, const UserArgs& args, const Options& options,
                     SourceLocation where) {
  ArgumentList list;
  list.add("user", args.user);
  list.add("present", args.present, true);
  list.add("home", args.home);
  list.add("shell", args.shell);
  list.add("group", args.group);
  list.add("groups", args.groups);
  list.add("public_keys", args.public_keys);
  list.add("delete_keys", args.delete_keys, false);
  list.add("ensure_home", args.ensure_home, true);
  list.add("create_home", args.create_home, false);
  list.add("system", args.system, false);
  list.add("uid", args.uid);
  list.add("comment", args.comment);
  list.add("append", args.append, false);
  list.add("unique", args.unique, true);
  list.add("password", args.password);
  return ask(host, name, "server.user", list.take(), options, where);
}

OperationHandle group(Host& host, std::string_view name, const GroupArgs& args, const Options& options,
                      SourceLocation where) {
  ArgumentList list;
  list.add("group", args.group);
  list.add("present", args.present, true);
  list.add("system", args.system, false);
  list.add("gid", args.gid);
  return ask(host, name, "server.group", list.take(), options, where);
}

OperationHandle packages(Host& host, std::string_view name, const PackagesArgs& args, const Options& options,
                         SourceLocation where) {
  ArgumentList list;
  list.add("packages", args.packages);
  list.add("present", args.present, true);
  return ask(host, name, "server.packages", list.take(), options, where);
}

OperationHandle service(Host& host, std::string_view name, const ServiceArgs& args, const Options& options,
                        SourceLocation where) {
  ArgumentList list;
  list.add("service", args.service);
  list.put("running", args.running ? PropertyValue(*args.running) : PropertyValue());
  list.add("restarted", args.restarted, false);
  list.add("reloaded", args.reloaded, false);
  list.add("enabled", args.enabled);
  list.add("command", args.command);
  return ask(host, name, "server.service", list.take(), options, where);
}

OperationHandle hostname(Host& host, std::string_view name, const HostnameArgs& args, const Options& options,
                         SourceLocation where) {
  ArgumentList list;
  list.add("hostname", args.hostname);
  list.add("hostname_file", args.hostname_file);
  return ask(host, name, "server.hostname", list.take(), options, where);
}

OperationHandle sysctl(Host& host, std::string_view name, const SysctlArgs& args, const Options& options,
                       SourceLocation where) {
  ArgumentList list;
  list.add("key", args.key);
  list.add("value", args.value);
  list.add("persist", args.persist, false);
  list.add("persist_file", args.persist_file);
  return ask(host, name, "server.sysctl", list.take(), options, where);
}

OperationHandle locale(Host& host, std::string_view name, const LocaleArgs& args, const Options& options,
                       SourceLocation where) {
  ArgumentList list;
  list.add("locale", args.locale);
  list.add("present", args.present, true);
  return ask(host, name, "server.locale", list.take(), options, where);
}

OperationHandle mount(Host& host, std::string_view name, const MountArgs& args, const Options& options,
                      SourceLocation where) {
  ArgumentList list;
  list.add("path", args.path);
  list.add("mounted", args.mounted, true);
  list.add("device", args.device);
  list.add("fs_type", args.fs_type);
  list.add("options", args.options);
  return ask(host, name, "server.mount", list.take(), options, where);
}

OperationHandle crontab(Host& host, std::string_view name, const CrontabArgs& args, const Options& options,
                        SourceLocation where) {
  ArgumentList list;
  list.add("command", args.command);
  list.add("present", args.present, true);
  list.add("user", args.user);
  list.add("cron_name", args.cron_name);
  list.add("minute", args.minute);
  list.add("hour", args.hour);
  list.add("month", args.month);
  list.add("day_of_week", args.day_of_week);
  list.add("day_of_month", args.day_of_month);
  list.add("special_time", args.special_time);
  return ask(host, name, "server.crontab", list.take(), options, where);
}

OperationHandle modprobe(Host& host, std::string_view name, const ModprobeArgs& args, const Options& options,
                         SourceLocation where) {
  ArgumentList list;
  list.add("module", args.module);
  list.add("present", args.present, true);
  list.add("force", args.force, false);
  return ask(host, name, "server.modprobe", list.take(), options, where);
}

OperationHandle security_limit(Host& host, std::string_view name, const SecurityLimitArgs& args, const Options& options,
                               SourceLocation where) {
  ArgumentList list;
  list.add("domain", args.domain);
  list.add("limit_type", args.limit_type);
  list.add("item", args.item);
  list.add("value", args.value);
  return ask(host, name, "server.security_limit", list.take(), options, where);
}

OperationHandle wait(Host& host, std::string_view name, const WaitArgs& args, const Options& options,
                     SourceLocation where) {
  ArgumentList list;
  list.add("port", args.port);
  return ask(host, name, "server.wait", list.take(), options, where);
}

}  // namespace ashlar::fleet::server
