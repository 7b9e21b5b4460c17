/// files.directory: a directory that is there, with an owner and permissions, on request of all that is in it too; or
/// that is not there.

#include "fleet/operations/catalogue.hpp"
#include "fleet/operations/file_steps.hpp"

namespace ashlar::fleet {
namespace {

/// Everything below `path` that is not as wanted. Permissions count for directories only where files would become
/// executable by them, so they are set as given, as `chmod -R` does.
Status plan_below(Plan& plan, const Machine& machine, const std::string& path, const Attributes& wanted) {
  auto names = machine.list(path);
  if (!names) return names.error();
  for (const auto& name : *names) {
    const auto child = path + "/" + name;
    auto info = machine.look(child);
    if (!info) return info.error();
    if (!*info) continue;
    plan_attributes(plan, child, **info, wanted);
    if ((*info)->kind != NodeKind::directory) continue;
    if (auto below = plan_below(plan, machine, child, wanted); !below) return below;
  }
  return {};
}

}  // namespace

Result<Plan> plan_files_directory(Arguments& arguments, Machine& machine) {
  const auto path = machine.absolute(arguments.text("path"));
  const bool present = arguments.flag("present", true), recursive = arguments.flag("recursive", false);
  auto wanted = wanted_attributes(arguments, machine);
  auto info = machine.look_through(path);
  if (!info) return info.error();
  Plan plan;
  const bool is_directory = *info && (*info)->kind == NodeKind::directory;
  if (!present) {
    if (is_directory) plan.add("remove directory " + path, RemovePath{path});
    if (*info && !is_directory) return fail(path + " is a " + kind_text((*info)->kind) + ", not a directory");
    return plan;
  }
  if (!wanted) return wanted.error();
  if (!is_directory) {
    if (auto way = plan_making_way(plan, arguments, machine, path, "directory"); !way) return way.error();
    if (auto parents = plan_parents(plan, machine, path, *wanted); !parents) return parents.error();
    plan.add("create directory " + path, MakeDirectory{path, *wanted});
    return plan;
  }
  (void)arguments.flag("force", false), (void)arguments.flag("force_backup", true);
  (void)arguments.text_or("force_backup_dir", "");
  plan_attributes(plan, path, **info, *wanted);
  if (recursive && !wanted->empty()) {
    if (auto below = plan_below(plan, machine, path, *wanted); !below) return below.error();
  }
  return plan;
}

}  // namespace ashlar::fleet
