#include "base/strings.hpp"
#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/fleet/fleet_flags.hpp"
#include "cmd/ashlar/fleet/property_text.hpp"
#include "cmd/ashlar/terminal/json_text.hpp"
#include "cmd/ashlar/terminal/table.hpp"
#include "state/json_layout.hpp"

namespace ashlar::cli {

namespace {

std::string reached_by(const fleet::Target& target) {
  if (target.connector != "ssh") return "@" + target.connector + (target.address.empty() ? "" : "/" + target.address);
  return (target.user.empty() ? "" : target.user + "@") + target.address +
         (target.port == 0 ? "" : ":" + std::to_string(target.port));
}

std::string as_json(const fleet::Inventory& inventory) {
  std::vector<std::string> hosts;
  for (const auto& host : inventory.hosts) {
    hosts.push_back(JsonObject()
                        .text("host", host.name)
                        .text("address", reached_by(host.target))
                        .raw("groups", json_strings(host.groups))
                        .raw("data", shown_json(PropertyValue(host.data)))
                        .raw("connection", shown_json(PropertyValue(host.connection)))
                        .done());
  }
  return state::indent_json(JsonObject().raw("hosts", json_array(hosts)).done(), 2);
}

std::string as_table(const fleet::Inventory& inventory) {
  std::vector<std::vector<std::string>> rows{{"HOST", "REACHED BY", "GROUPS", "DATA"}};
  for (const auto& host : inventory.hosts) {
    std::vector<std::string> data;
    for (const auto& [key, value] : host.data) data.push_back(key + "=" + shown_text(value));
    rows.push_back({host.name, reached_by(host.target), join(host.groups, ", "), join(data, " ")});
  }
  return render_table(rows);
}

class InventoryCommand final : public Command {
 public:
  void declare(Arguments& arguments) override { flags_.declare_inventory(arguments); }

  Status run(Shell& shell) override {
    const auto inventory = load_inventory(shell, flags_);
    if (!inventory) return inventory.error();
    shell.print(flags_.json ? as_json(*inventory) + "\n" : as_table(*inventory));
    return {};
  }

 private:
  FleetFlags flags_;
};

}  // namespace

std::unique_ptr<Command> make_inventory() { return std::make_unique<InventoryCommand>(); }

}  // namespace ashlar::cli
