#include "ashlar/fleet/apt.hpp"

#include "fleet/deploy/arguments.hpp"

namespace ashlar::fleet::apt {

OperationHandle packages(Host& host, std::string_view name, const PackagesArgs& args, const Options& options,
                         SourceLocation where) {
  ArgumentList list;
  list.add("packages", args.packages);
  list.add("present", args.present, true);
  list.add("latest", args.latest, false);
  list.add("update", args.update, false);
  list.add("upgrade", args.upgrade, false);
  list.add("cache_time", args.cache_time);
  list.add("no_recommends", args.no_recommends, false);
  list.add("force", args.force, false);
  list.add("allow_downgrades", args.allow_downgrades, false);
  list.add("extra_install_args", args.extra_install_args);
  list.add("extra_uninstall_args", args.extra_uninstall_args);
  return ask(host, name, "apt.packages", list.take(), options, where);
}

OperationHandle update(Host& host, std::string_view name, const UpdateArgs& args, const Options& options,
                       SourceLocation where) {
  ArgumentList list;
  list.add("cache_time", args.cache_time);
  return ask(host, name, "apt.update", list.take(), options, where);
}

OperationHandle upgrade(Host& host, std::string_view name, const UpgradeArgs& args, const Options& options,
                        SourceLocation where) {
  ArgumentList list;
  list.add("auto_remove", args.auto_remove, false);
  return ask(host, name, "apt.upgrade", list.take(), options, where);
}

OperationHandle dist_upgrade(Host& host, std::string_view name, const UpgradeArgs& args, const Options& options,
                             SourceLocation where) {
  ArgumentList list;
  list.add("auto_remove", args.auto_remove, false);
  return ask(host, name, "apt.dist_upgrade", list.take(), options, where);
}

OperationHandle key(Host& host, std::string_view name, const KeyArgs& args, const Options& options,
                    SourceLocation where) {
  ArgumentList list;
  list.add("src", args.src);
  list.add("keyserver", args.keyserver);
  list.add("keyid", args.keyid);
  list.add("dest", args.dest);
  list.add("present", args.present, true);
  return ask(host, name, "apt.key", list.take(), options, where);
}

OperationHandle repo(Host& host, std::string_view name, const RepoArgs& args, const Options& options,
                     SourceLocation where) {
  ArgumentList list;
  list.add("src", args.src);
  list.add("present", args.present, true);
  list.add("filename", args.filename);
  return ask(host, name, "apt.repo", list.take(), options, where);
}

OperationHandle ppa(Host& host, std::string_view name, const PpaArgs& args, const Options& options,
                    SourceLocation where) {
  ArgumentList list;
  list.add("src", args.src);
  list.add("present", args.present, true);
  return ask(host, name, "apt.ppa", list.take(), options, where);
}

OperationHandle deb(Host& host, std::string_view name, const DebArgs& args, const Options& options,
                    SourceLocation where) {
  ArgumentList list;
  list.add("src", args.src);
  list.add("present", args.present, true);
  list.add("force", args.force, false);
  return ask(host, name, "apt.deb", list.take(), options, where);
}

}  // namespace ashlar::fleet::apt
