#include <filesystem>

#include "base/io_loop.hpp"
#include "base/strings.hpp"
#include "cmd/ashlar/fleet/fleet_flags.hpp"
#include "fleet/runner/deploy_process.hpp"
#include "toolchain/build.hpp"

namespace fs = std::filesystem;

namespace ashlar::cli {

namespace {

/// What an inventory program in `directory` says.
Result<fleet::Inventory> inventory_of_program(Shell& shell, const std::string& directory,
                                              const std::string& environment) {
  const auto executable = build_program(shell, directory);
  if (!executable) return executable.error();
  IoLoop loop;
  std::optional<fleet::InventoryMessage> said;
  Status ended;
  fleet::DeployProcess::Callbacks callbacks;
  callbacks.on_inventory = [&](fleet::InventoryMessage message) { said = std::move(message); };
  callbacks.on_print = [&](const std::string& text) { shell.err().write(text); };
  callbacks.on_end = [&](const Status& status) {
    ended = status;
    loop.stop();
  };
  const fleet::BeginMessage begin{.directory = directory, .environment = environment};
  const auto process = fleet::DeployProcess::start(loop, *executable, begin, std::move(callbacks));
  if (!process) return process.error();
  loop.run();
  if (!ended) return ended.error();
  if (!said) {
    return fail_with_help("the program in " + directory + " is no inventory",
                          "an inventory's main returns what `inventory` returns", ErrorKind::usage);
  }
  if (!said->error.empty()) return fail(directory + ": " + said->error);
  return fleet::inventory_of(said->inventory, directory, environment);
}

Result<fleet::Inventory> all_hosts(Shell& shell, const FleetFlags& flags) {
  const auto path = shell.absolute(flags.inventory);
  std::error_code error;
  if (fs::is_directory(path, error)) return inventory_of_program(shell, path, flags.environment);
  if (fs::is_regular_file(path, error)) {
    auto text = shell.files().read_file(path);
    if (!text) return text.error();
    return fleet::inventory_of_yaml(*std::move(text), flags.inventory, flags.environment, shell.environment());
  }
  if (flags.inventory.ends_with(".yaml") || flags.inventory.ends_with(".yml") || flags.inventory.ends_with(".json")) {
    return fail_with_help("there is no inventory " + flags.inventory,
                          "name a file, the folder of an inventory program, or hosts", ErrorKind::usage);
  }
  if (!flags.environment.empty()) {
    return fail("--environment needs an inventory that is a file or a program", ErrorKind::usage);
  }
  return fleet::inventory_of_names(flags.inventory);
}

}  // namespace

Result<fleet::Inventory> load_inventory(Shell& shell, const FleetFlags& flags) {
  auto inventory = all_hosts(shell, flags);
  if (!inventory) return inventory;
  if (!flags.limit.empty()) inventory = fleet::limited(*inventory, flags.limit);
  if (!inventory) return inventory;
  for (const auto& item : flags.data) {
    const auto equals = item.find('=');
    if (equals == std::string::npos || equals == 0) {
      return fail("--data: '" + item + "' is not name=value", ErrorKind::usage);
    }
    const auto value = fleet::value_of_yaml(item.substr(equals + 1));
    for (auto& host : inventory->hosts) host.data.insert_or_assign(item.substr(0, equals), value);
  }
  return inventory;
}

Result<fs::path> build_program(Shell& shell, const std::string& directory) {
  const auto sdk = toolchain::find_sdk(shell.environment(), "fleet.conf");
  if (!sdk) return sdk.error();
  toolchain::BuildOutput output;
  output.compiler = [&](std::string_view text) { shell.err().write(std::string(text)); };
  auto built = toolchain::build(directory, *sdk, toolchain::default_cache(shell.environment()), output);
  if (built) return built->executable;
  auto error = built.error();
  error.kind = ErrorKind::failed;
  return error;
}

}  // namespace ashlar::cli
