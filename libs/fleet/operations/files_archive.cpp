/// files.archive: what an archive on the host holds, unpacked in a directory.

#include "base/strings.hpp"
#include "fleet/operations/catalogue.hpp"
#include "fleet/operations/file_steps.hpp"
#include "fleet/protocol/sha256.hpp"

namespace ashlar::fleet {
namespace {

/// The member's path without its first folders; empty when nothing is left.
std::string stripped(std::string member, int folders) {
  if (member.starts_with("./")) member.erase(0, 2);
  for (; folders > 0; --folders) {
    const auto slash = member.find('/');
    if (slash == std::string::npos) return "";
    member.erase(0, slash + 1);
  }
  while (member.ends_with('/')) member.pop_back();
  return member;
}

/// Whether everything that the archive holds is there.
Result<bool> is_unpacked(const Machine& machine, const std::string& archive, const std::string& destination, int strip,
                         bool zip) {
  auto members = zip ? machine.output_of({"unzip", "-Z1", machine.real(archive)})
                     : machine.output_of({"tar", "-tf", machine.real(archive)});
  if (!members) return members.error();
  for (const auto& member : lines_of(*members)) {
    const auto path = stripped(member, strip);
    if (path.empty()) continue;
    auto info = machine.look(destination + "/" + path);
    if (!info) return info.error();
    if (!*info) return false;
  }
  return true;
}

}  // namespace

Result<Plan> plan_files_archive(Arguments& arguments, Machine& machine) {
  const auto archive = machine.absolute(arguments.text("src")), destination = machine.absolute(arguments.text("dest"));
  const auto creates = arguments.text_or("creates", "");
  const int strip = static_cast<int>(arguments.optional_number("strip_components").value_or(0));
  auto owner = wanted_attributes(arguments, machine);
  const bool zip = archive.ends_with(".zip");
  if (zip && strip > 0) arguments.reject("strip_components", "cannot be had of a zip archive");
  if (auto checked = arguments.check(); !checked) return checked.error();
  if (!owner) return owner.error();
  Plan plan;
  if (!creates.empty()) {
    auto there = machine.look_through(creates.starts_with('/') ? creates : destination + "/" + creates);
    if (!there) return there.error();
    if (*there) return plan;
  }
  auto hash = machine.hash(archive);
  if (!hash) return hash.error().within(archive);
  // Which archive a directory was unpacked from is kept, so that another one of the same name is unpacked again.
  const auto stamp = "/var/lib/ashlar/archives/" + sha256(destination + '\0' + archive).substr(0, 32);
  auto last = machine.read_if_there(stamp);
  if (!last) return last.error();
  if (last->value_or("") == *hash) {
    auto unpacked = is_unpacked(machine, archive, destination, strip, zip);
    if (!unpacked) return unpacked.error();
    if (*unpacked) return plan;
  }
  if (auto parents = plan_parents(plan, machine, destination + "/x", *owner); !parents) return parents.error();
  std::vector<std::string> argv =
      zip ? std::vector<std::string>{"unzip", "-oq", machine.real(archive), "-d", machine.real(destination)}
          : std::vector<std::string>{
                "tar", "-xf", machine.real(archive), "-C", machine.real(destination), "--no-same-owner"};
  if (strip > 0) argv.push_back("--strip-components=" + std::to_string(strip));
  plan.execute("unpack " + archive + " in " + destination, std::move(argv));
  if (owner->user || owner->group) {
    const auto id =
        (owner->user ? std::to_string(*owner->user) : "") + (owner->group ? ":" + std::to_string(*owner->group) : "");
    plan.execute("", {"chown", "-R", id, machine.real(destination)});
  }
  plan.then = [stamp, digest = *hash](Machine& host) -> Result<Plan> {
    Plan mark;
    if (auto parents = plan_parents(mark, host, stamp, {}); !parents) return parents.error();
    mark.add("", WriteFile{stamp, content_of(digest), {}});
    for (auto& step : mark.steps) step.change.clear();
    return mark;
  };
  return plan;
}

/// files.flags: attributes of ext4 and its like, as chattr(1) sets them: letters, or the names of the usual ones.
Result<Plan> plan_files_flags(Arguments& arguments, Machine& machine) {
  const auto path = machine.absolute(arguments.text("path"));
  const auto flags = arguments.texts("flags");
  const bool present = arguments.flag("present", true);
  if (auto checked = arguments.check(); !checked) return checked.error();
  auto text = machine.output_of({"lsattr", "-d", "--", machine.real(path)});
  if (!text) return text.error();
  const auto now = text->substr(0, text->find(' '));
  std::string change;
  for (const auto& flag : flags) {
    const auto letter = flag == "immutable" ? "i" : flag == "append" ? "a" : flag == "nodump" ? "d" : flag;
    if ((now.find(letter) != std::string::npos) != present) change += letter;
  }
  Plan plan;
  const std::string sign = present ? "+" : "-";
  if (!change.empty())
    plan.execute("set flags " + sign + change + " of " + path, {"chattr", sign + change, "--", machine.real(path)});
  return plan;
}

}  // namespace ashlar::fleet
