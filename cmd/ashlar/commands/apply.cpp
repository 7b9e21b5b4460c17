#include <filesystem>

#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/fleet/fleet_display.hpp"
#include "cmd/ashlar/fleet/json_observer.hpp"
#include "cmd/ashlar/fleet/run_on_hosts.hpp"
#include "state/json_layout.hpp"

namespace ashlar::cli {

namespace {

class Apply final : public Command {
 public:
  void declare(Arguments& arguments) override {
    flags_.declare(arguments);
    arguments.positional("directory", directory_, true).completes = Completes::directories;
    arguments.flag("check", 0, check_, "Change nothing: show what would change");
    arguments.flag("diff", 0, diff_, "Show how files change");
    arguments.flag("show-unchanged", 0, show_unchanged_, "Show what needs no change too");
    arguments.flag("expect-no-changes", 0, expect_no_changes_, "Fail when something changes, or would");
  }

  Status run(Shell& shell) override {
    const auto directory = shell.absolute(directory_);
    std::error_code error;
    if (!std::filesystem::is_directory(directory, error)) {
      return fail_with_help("there is no folder " + directory_, "a deploy is a folder with a main.cpp",
                            ErrorKind::usage);
    }
    const auto inventory = load_inventory(shell, flags_);
    if (!inventory) return inventory.error();
    auto settings = flags_.settings(shell);
    if (!settings) return settings.error();
    settings->check = check_;
    settings->want_diff = diff_;
    const auto executable = build_program(shell, directory);
    if (!executable) return executable.error();
    const auto reports = run_on_hosts(
        shell, flags_, *settings, *inventory, [&](IoLoop& loop) { return make_observer(shell, loop, *inventory); },
        [&](HostsRun run) -> Result<std::unique_ptr<fleet::RequestSource>> {
          auto source = std::make_unique<fleet::DeploySource>(run.run, run.supply);
          const fleet::BeginMessage begin{.check = check_, .directory = directory};
          if (auto started = source->start(run.loop, *executable, begin); !started) return started.error();
          return std::unique_ptr<fleet::RequestSource>(std::move(source));
        },
        [&](fleet::RunObserver& observer, const std::vector<fleet::HostReport>& all) {
          if (auto* json = dynamic_cast<JsonObserver*>(&observer)) {
            shell.print_line(state::indent_json(json->document(all, flags_.stats), 2));
          } else {
            static_cast<FleetDisplay&>(observer).summarize(all);
          }
        });
    if (!reports) return reports.error();
    if (auto status = status_of(*reports); !status || !expect_no_changes_) return status;
    for (const auto& report : *reports) {
      if (report.changed == 0) continue;
      return fail("no changes were expected, but " + report.name + " has " + std::to_string(report.changed),
                  ErrorKind::unexpected_changes);
    }
    return {};
  }

 private:
  std::unique_ptr<fleet::RunObserver> make_observer(Shell& shell, IoLoop& loop,
                                                    const fleet::Inventory& inventory) const {
    if (flags_.json) return std::make_unique<JsonObserver>(shell);
    return std::make_unique<FleetDisplay>(
        shell, loop, inventory,
        FleetDisplayOptions{.check = check_, .stats = flags_.stats, .show_unchanged = show_unchanged_});
  }

  FleetFlags flags_;
  std::string directory_;
  bool check_ = false, diff_ = false, show_unchanged_ = false, expect_no_changes_ = false;
};

}  // namespace

std::unique_ptr<Command> make_apply() { return std::make_unique<Apply>(); }

}  // namespace ashlar::cli
