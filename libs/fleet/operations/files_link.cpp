/// files.link: a symbolic (or hard) link to a target; or none.

#include "fleet/operations/catalogue.hpp"
#include "fleet/operations/file_steps.hpp"

namespace ashlar::fleet {
namespace {

Result<bool> is_same_file(const Machine& machine, const NodeInfo& link, const std::string& target) {
  auto info = machine.look(target);
  if (!info) return info.error();
  return *info && (*info)->inode == link.inode && (*info)->device == link.device;
}

}  // namespace

Result<Plan> plan_files_link(Arguments& arguments, Machine& machine) {
  const auto path = machine.absolute(arguments.text("path"));
  const bool present = arguments.flag("present", true), symbolic = arguments.flag("symbolic", true);
  const bool make_parents = arguments.flag("create_remote_dir", true);
  const auto target = present ? arguments.text("target") : arguments.text_or("target", "");
  auto owner = wanted_attributes(arguments, machine);
  auto info = machine.look(path);
  if (!info) return info.error();
  Plan plan;
  const bool right_kind = *info && ((*info)->kind == NodeKind::link) == symbolic;
  if (!present) {
    if (*info && !right_kind) return fail(path + " is a " + kind_text((*info)->kind) + ", not a link");
    if (*info) plan.add("remove link " + path, RemovePath{path});
    return plan;
  }
  if (!owner) return owner.error();
  const MakeLink make{.path = path, .target = target, .symbolic = symbolic, .owner = *owner};
  const auto words = path + " -> " + target;
  if (!*info) {
    if (make_parents) {
      if (auto parents = plan_parents(plan, machine, path, *owner); !parents) return parents.error();
    }
    plan.add("create link " + words, make);
    return plan;
  }
  if (!right_kind) {
    if (auto way = plan_making_way(plan, arguments, machine, path, symbolic ? "link" : "hard link"); !way)
      return way.error();
    plan.add("create link " + words, make);
    return plan;
  }
  bool right_target = (*info)->target == target;
  if (!symbolic) {
    auto same = is_same_file(machine, **info, target);
    if (!same) return same.error();
    right_target = *same;
  }
  (void)arguments.flag("force", false), (void)arguments.flag("force_backup", true);
  (void)arguments.text_or("force_backup_dir", "");
  if (right_target) {
    plan_attributes(plan, path, **info, *owner);
    return plan;
  }
  plan.add("", RemovePath{path});
  plan.add("change link " + words + (symbolic ? " (was " + (*info)->target + ")" : ""), make);
  return plan;
}

}  // namespace ashlar::fleet
