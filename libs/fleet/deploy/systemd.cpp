#include "ashlar/fleet/systemd.hpp"

#include "fleet/deploy/arguments.hpp"

namespace ashlar::fleet::systemd {

OperationHandle service(Host& host, std::string_view name, const ServiceArgs& args, const Options& options,
                        SourceLocation where) {
  ArgumentList list;
  list.add("service", args.service);
  list.put("running", args.running ? PropertyValue(*args.running) : PropertyValue());
  list.add("restarted", args.restarted, false);
  list.add("reloaded", args.reloaded, false);
  list.add("enabled", args.enabled);
  list.add("command", args.command);
  list.add("daemon_reload", args.daemon_reload, false);
  list.add("user_mode", args.user_mode, false);
  return ask(host, name, "systemd.service", list.take(), options, where);
}

OperationHandle daemon_reload(Host& host, std::string_view name, const DaemonReloadArgs& args, const Options& options,
                              SourceLocation where) {
  ArgumentList list;
  list.add("user_mode", args.user_mode, false);
  return ask(host, name, "systemd.daemon_reload", list.take(), options, where);
}

OperationHandle unit(Host& host, std::string_view name, const UnitArgs& args, const Options& options,
                     SourceLocation where) {
  ArgumentList list;
  list.add("unit", args.unit);
  list.add("content", args.content);
  list.add("present", args.present, true);
  return ask(host, name, "systemd.unit", list.take(), options, where);
}

}  // namespace ashlar::fleet::systemd
