/// server.mount: a file system that is mounted, with the options that are asked for; or not mounted.

#include <algorithm>

#include "base/strings.hpp"
#include "fleet/operations/catalogue.hpp"

namespace ashlar::fleet {
namespace {

struct Mounted {
  std::string device, type;
  std::vector<std::string> options;
};

/// The last mount at a point counts: it covers the others.
std::optional<Mounted> mounted_at(const std::string& mounts, const std::string& path) {
  std::optional<Mounted> found;
  for (const auto& line : split(mounts, '\n')) {
    const auto parts = split(line, ' ');
    if (parts.size() >= 4 && replace_all(parts[1], "\\040", " ") == path)
      found = Mounted{parts[0], parts[2], split(parts[3], ',')};
  }
  return found;
}

}  // namespace

Result<Plan> plan_server_mount(Arguments& arguments, Machine& machine) {
  const auto path = machine.absolute(arguments.text("path"));
  const bool wanted = arguments.flag("mounted", true);
  const auto options = arguments.texts("options");
  const auto device = arguments.text_or("device", ""), type = arguments.text_or("fs_type", "");
  if (auto checked = arguments.check(); !checked) return checked.error();
  auto mounts = machine.read("/proc/mounts");
  if (!mounts) return mounts.error();
  const auto now = mounted_at(*mounts, path);
  Plan plan;
  if (!wanted) {
    if (now) plan.execute("unmount " + path, {"umount", path});
    return plan;
  }
  if (!now) {
    std::vector<std::string> argv{"mount"};
    if (!options.empty()) argv.insert(argv.end(), {"-o", join(options, ",")});
    if (!type.empty()) argv.insert(argv.end(), {"-t", type});
    if (!device.empty()) argv.push_back(device);
    argv.push_back(path);
    plan.execute("mount " + path, std::move(argv));
    return plan;
  }
  const bool right = std::all_of(options.begin(), options.end(), [&](const auto& option) {
    return option == "defaults" || std::find(now->options.begin(), now->options.end(), option) != now->options.end();
  });
  if (!right)
    plan.execute("mount " + path + " again with " + join(options, ","),
                 {"mount", "-o", "remount," + join(options, ","), path});
  return plan;
}

}  // namespace ashlar::fleet
