#include <array>

#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/commands/installed_plugins.hpp"
#include "cmd/ashlar/shell/times.hpp"
#include "cmd/ashlar/terminal/json_text.hpp"
#include "cmd/ashlar/terminal/table.hpp"
#include "state/json_layout.hpp"

namespace ashlar::cli {

namespace {

// `36 MB`
std::string readable_size(std::uint64_t bytes) {
  constexpr std::array<std::string_view, 5> units = {"B", "kB", "MB", "GB", "TB"};
  std::size_t unit = 0;
  auto amount = static_cast<double>(bytes);
  for (; amount >= 1000 && unit + 1 < units.size(); ++unit) amount /= 1000;
  return std::to_string(static_cast<std::uint64_t>(amount + 0.5)) + " " + std::string(units[unit]);
}

class PluginList final : public Command {
 public:
  void declare(Arguments& arguments) override {
    arguments.flag("json", 'j', json_, "Print JSON");
    arguments.flag("project", 'p', project_, "Accepted and ignored: projects name their packages in their programs");
    arguments.hide_last();
  }

  Status run(Shell& shell) override {
    const auto plugins = installed_plugins(shell);
    if (!plugins) return plugins.error();
    shell.print(json_ ? as_json(*plugins) : as_table(*plugins, shell));
    return {};
  }

 private:
  static std::string as_json(const std::vector<InstalledPlugin>& plugins) {
    std::vector<std::string> entries;
    for (const auto& plugin : plugins) {
      JsonObject json;
      json.text("name", plugin.name).text("kind", plugin.kind).text("version", plugin.version);
      json.number("size", static_cast<long long>(plugin.size));
      if (plugin.installed) json.text("installTime", json_time(*plugin.installed));
      if (plugin.last_used) json.text("lastUsedTime", json_time(*plugin.last_used));
      entries.push_back(json.done());
    }
    return state::indent_json(json_array(entries), 2) + "\n";
  }

  static std::string as_table(const std::vector<InstalledPlugin>& plugins, const Shell& shell) {
    std::vector<std::vector<std::string>> rows{{"NAME", "KIND", "VERSION", "SIZE", "INSTALLED", "LAST USED"}};
    std::uint64_t total = 0;
    const auto ago = [&](const std::optional<Clock::Time>& time) {
      return time ? time_ago(*time, shell.clock().now()) : std::string("n/a");
    };
    for (const auto& plugin : plugins) {
      rows.push_back({plugin.name, plugin.kind, plugin.version, readable_size(plugin.size), ago(plugin.installed),
                      ago(plugin.last_used)});
      total += plugin.size;
    }
    return render_table(rows) + "\nTOTAL plugin cache size: " + readable_size(total) + "\n";
  }

  bool json_ = false;
  bool project_ = false;
};

}  // namespace

std::unique_ptr<Command> make_plugin_ls() { return std::make_unique<PluginList>(); }

}  // namespace ashlar::cli
