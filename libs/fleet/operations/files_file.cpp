/// files.file: a file that is there, with an owner and permissions; or that is not there. Its content is left alone.

#include "fleet/operations/catalogue.hpp"
#include "fleet/operations/file_steps.hpp"

namespace ashlar::fleet {

Result<Plan> plan_files_file(Arguments& arguments, Machine& machine) {
  const auto path = machine.absolute(arguments.text("path"));
  const bool present = arguments.flag("present", true), touch = arguments.flag("touch", false);
  const bool make_parents = arguments.flag("create_remote_dir", true);
  auto wanted = wanted_attributes(arguments, machine);
  Plan plan;
  auto info = machine.look_through(path);
  if (!info) return info.error();
  if (!present) {
    const bool is_directory = *info && (*info)->kind == NodeKind::directory;
    auto itself = machine.look(path);
    if (!itself) return itself.error();
    if (!*itself) return plan;
    if (is_directory) {
      if (auto way = plan_making_way(plan, arguments, machine, path, "file"); !way) return way.error();
    } else {
      plan.add("remove file " + path, RemovePath{path});
    }
    return plan;
  }
  if (!wanted) return wanted.error();
  const bool is_file = *info && (*info)->kind == NodeKind::file;
  if (*info && !is_file) {
    if (auto way = plan_making_way(plan, arguments, machine, path, "file"); !way) return way.error();
  } else {
    (void)arguments.flag("force", false), (void)arguments.flag("force_backup", true);
    (void)arguments.text_or("force_backup_dir", "");
  }
  if (!is_file) {
    if (make_parents) {
      if (auto parents = plan_parents(plan, machine, path, *wanted); !parents) return parents.error();
    }
    plan.add("create file " + path, WriteFile{path, content_of(""), *wanted});
    return plan;
  }
  plan_attributes(plan, path, **info, *wanted);
  if (touch) plan.execute("touch " + path, {"touch", "--", path});
  return plan;
}

}  // namespace ashlar::fleet
