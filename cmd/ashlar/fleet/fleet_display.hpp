#pragma once
/// What people see of a run on hosts.

#include <map>
#include <set>

#include "base/io_loop.hpp"
#include "cmd/ashlar/shell/shell.hpp"
#include "fleet/runner/fleet_run.hpp"

namespace ashlar::cli {

struct FleetDisplayOptions {
  bool check = false;
  bool stats = false;
  bool show_unchanged = false;
  bool only_output = false;  ///< of commands: `ashlar exec`
};

/// A line an operation that did something, as it ends. On a terminal, below them, a line a host that is being worked
/// on.
class FleetDisplay final : public fleet::RunObserver {
 public:
  FleetDisplay(Shell& shell, IoLoop& loop, const fleet::Inventory& inventory, const FleetDisplayOptions& options);

  void host_begins(std::uint32_t host) override;
  void host_connected(std::uint32_t host) override;
  void operation_ended(std::uint32_t host, const fleet::OperationMessage& operation,
                       const fleet::OperationResult& result) override;
  void output(std::uint32_t host, const fleet::OperationMessage& operation, const fleet::Output& output) override;
  void note(std::uint32_t host, const std::string& line) override;
  void host_ended(std::uint32_t host, const fleet::HostReport& report) override;
  void printed(const std::string& text) override;

  /// The table of all hosts, and what is wrong with those that failed.
  void summarize(const std::vector<fleet::HostReport>& reports);

 private:
  struct Progress {
    std::string doing;
    unsigned operations = 0, changed = 0;
  };

  /// Prints whole lines above the progress.
  void say(const std::string& text);
  [[nodiscard]] std::string label(std::uint32_t host) const;
  void progress_changed();
  void erase_progress();
  void draw_progress();

  Shell& shell_;
  IoLoop& loop_;
  const fleet::Inventory& inventory_;
  FleetDisplayOptions options_;
  std::size_t label_width_ = 0;
  std::map<std::uint32_t, Progress> active_;
  std::size_t drawn_ = 0;
  IoLoop::Timer redraw_;
  bool redraw_waits_ = false;
  std::map<std::uint32_t, std::string> partial_;  ///< output of commands, the line that has not ended
};

/// One word for how a host ended: `ok`, `failed`, `unreachable`, `cancelled`, `not run`.
[[nodiscard]] std::string_view ending_word(fleet::HostRun::Ending ending);

}  // namespace ashlar::cli
