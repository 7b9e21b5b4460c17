#include "base/strings.hpp"
#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/fleet/fleet_display.hpp"
#include "cmd/ashlar/fleet/json_observer.hpp"
#include "cmd/ashlar/fleet/run_on_hosts.hpp"
#include "fleet/connectors/quoting.hpp"
#include "state/json_layout.hpp"

namespace ashlar::cli {

namespace {

class Exec final : public Command {
 public:
  void declare(Arguments& arguments) override {
    flags_.declare(arguments);
    arguments.positional("command", words_, true);
    arguments.option("timeout", 0, timeout_, "seconds", "End the command when it takes longer");
    arguments.option("chdir", 0, directory_, "dir", "Where to run it");
  }

  Status run(Shell& shell) override {
    const auto inventory = load_inventory(shell, flags_);
    if (!inventory) return inventory.error();
    auto settings = flags_.settings(shell);
    if (!settings) return settings.error();
    settings->stream_output = !flags_.json;
    // One word is a line for the shell, several are a program and its arguments.
    const auto line = words_.size() == 1 ? words_.front() : fleet::quote_words(words_);
    fleet::OperationMessage operation{.type = "server.shell", .name = line};
    operation.arguments.emplace("commands", PropertyArray{PropertyValue(line)});
    operation.chdir = directory_;
    if (timeout_ > 0) operation.timeout_seconds = timeout_;
    const auto reports = run_on_hosts(
        shell, flags_, *settings, *inventory,
        [&](IoLoop& loop) -> std::unique_ptr<fleet::RunObserver> {
          if (flags_.json) return std::make_unique<JsonObserver>(shell);
          const FleetDisplayOptions options{.stats = flags_.stats, .only_output = true};
          return std::make_unique<FleetDisplay>(shell, loop, *inventory, options);
        },
        [&](HostsRun run) -> Result<std::unique_ptr<fleet::RequestSource>> {
          return std::unique_ptr<fleet::RequestSource>(
              std::make_unique<fleet::FixedSource>(run.run, std::vector{operation}, std::vector<fleet::FactMessage>{}));
        },
        [&](fleet::RunObserver& observer, const std::vector<fleet::HostReport>& all) {
          if (auto* json = dynamic_cast<JsonObserver*>(&observer)) {
            shell.print_line(state::indent_json(json->document(all, flags_.stats), 2));
          } else {
            static_cast<FleetDisplay&>(observer).summarize(all);
          }
        });
    if (!reports) return reports.error();
    return status_of(*reports);
  }

 private:
  FleetFlags flags_;
  std::vector<std::string> words_;
  std::string directory_;
  int timeout_ = 0;
};

}  // namespace

std::unique_ptr<Command> make_exec() { return std::make_unique<Exec>(); }

}  // namespace ashlar::cli
