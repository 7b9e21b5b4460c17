#include "fleet/operations/systemd_units.hpp"

#include "base/strings.hpp"

namespace ashlar::fleet {

std::vector<std::string> systemctl(Arguments& arguments) {
  std::vector<std::string> argv{"systemctl"};
  const auto host = arguments.text_or("machine", ""), user = arguments.text_or("user_name", "");
  if (arguments.flag("user_mode", false)) argv.emplace_back("--user");
  if (!host.empty() || !user.empty()) argv.push_back("--machine=" + (user.empty() ? "" : user + "@") + host);
  return argv;
}

std::vector<std::string> with(std::vector<std::string> argv, std::vector<std::string> more) {
  argv.insert(argv.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  return argv;
}

std::string unit_name(const std::string& name) {
  for (const auto* suffix : {".service", ".socket", ".device", ".mount", ".automount", ".swap", ".target", ".path",
                             ".timer", ".slice", ".scope"}) {
    if (name.ends_with(suffix)) return name;
  }
  return name + ".service";
}

std::map<std::string, std::string> parse_properties(const std::string& text) {
  std::map<std::string, std::string> properties;
  for (const auto& line : split(text, '\n')) {
    const auto equals = line.find('=');
    if (equals != std::string::npos) properties[line.substr(0, equals)] = line.substr(equals + 1);
  }
  return properties;
}

bool systemd_runs(const Machine& machine) {
  auto info = machine.look("/run/systemd/system");
  return info && *info;
}

}  // namespace ashlar::fleet
