/// files.put: a file whose content comes from the controller. A rendered template arrives here, too.

#include "fleet/operations/catalogue.hpp"
#include "fleet/operations/file_steps.hpp"

namespace ashlar::fleet {

std::vector<ContentWanted> contents_of_files_put(Arguments& arguments, const Machine& machine) {
  const auto* source = arguments.asset("src");
  const auto path = machine.absolute(arguments.text("dest"));
  if (source == nullptr) return {};
  auto hash = machine.hash(path);
  if (hash && *hash == source->hash) return {};
  return {{source->hash, hash ? path : "", arguments.is_secret("src")}};
}

Result<Plan> plan_files_put(Arguments& arguments, Machine& machine) {
  const auto path = machine.absolute(arguments.text("dest"));
  const auto* source = arguments.asset("src");
  const bool make_parents = arguments.flag("create_remote_dir", true);
  auto wanted = wanted_attributes(arguments, machine);
  if (auto checked = arguments.check(); !checked && source == nullptr) return checked.error();
  if (!wanted) return wanted.error();
  auto info = machine.look_through(path);
  if (!info) return info.error();
  Plan plan;
  if (*info && (*info)->kind != NodeKind::file) {
    if (auto way = plan_making_way(plan, arguments, machine, path, "file"); !way) return way.error();
    *info = std::nullopt;
  } else {
    (void)arguments.flag("force", false), (void)arguments.flag("force_backup", true);
    (void)arguments.text_or("force_backup_dir", "");
  }
  if (*info) {
    auto hash = machine.hash(path);
    if (!hash) return hash.error();
    if (*hash == source->hash) {
      plan_attributes(plan, path, **info, *wanted);
      return plan;
    }
  } else if (make_parents) {
    if (auto parents = plan_parents(plan, machine, path, *wanted); !parents) return parents.error();
  }
  auto content = machine.without_contents() ? Result<SharedContent>(SharedContent()) : machine.content(source->hash);
  if (!content) return content.error();
  plan.add((*info ? "change content of " : "create file ") + path,
           WriteFile{path, *content, *wanted, arguments.is_secret("src")});
  if (*info) {
    Plan attributes;
    plan_attributes(attributes, path, **info, *wanted);
    // The write sets them, too; here they are told.
    for (auto& step : attributes.steps) plan.steps.push_back(std::move(step));
  }
  return plan;
}

}  // namespace ashlar::fleet
