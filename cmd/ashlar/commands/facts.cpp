#include <map>

#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/fleet/fleet_display.hpp"
#include "cmd/ashlar/fleet/property_text.hpp"
#include "cmd/ashlar/fleet/run_on_hosts.hpp"
#include "cmd/ashlar/terminal/json_text.hpp"
#include "cmd/ashlar/terminal/table.hpp"
#include "state/json_layout.hpp"

namespace ashlar::cli {

namespace {

/// `server.LinuxName` or `files.File:path=/etc/hosts,…`.
Result<fleet::FactMessage> fact_named(const std::string& text) {
  const auto colon = text.find(':');
  fleet::FactMessage fact{.name = text.substr(0, colon)};
  if (colon == std::string::npos) return fact;
  for (const auto& part : split(text.substr(colon + 1), ',')) {
    const auto equals = part.find('=');
    if (equals == std::string::npos) {
      return fail_with_help("'" + part + "' is no argument of a fact", "write " + fact.name + ":NAME=VALUE,…",
                            ErrorKind::usage);
    }
    fact.arguments.emplace(part.substr(0, equals), fleet::value_of_yaml(part.substr(equals + 1)));
  }
  return fact;
}

/// Collects what hosts answer.
class Answers final : public fleet::RunObserver {
 public:
  Answers(Shell& shell, const std::vector<std::string>& names) : shell_(shell), names_(names) {}

  void fact_known(std::uint32_t host, const fleet::FactMessage& request, const fleet::FactResult& result) override {
    failed_ = failed_ || result.error.has_value();
    answers_[host][request.request - 1] = result;
  }
  void note(std::uint32_t, const std::string& line) override { shell_.note(line); }

  void print(const std::vector<fleet::HostReport>& reports, bool json) const {
    for (const auto& report : reports) {
      if (!report.error) continue;
      auto error = *report.error;
      error.message = report.name + ": " + error.message;
      report_error(error);
    }
    shell_.print(json ? as_json(reports) : as_table(reports));
  }
  [[nodiscard]] bool failed() const { return failed_; }

 private:
  void report_error(const Error& error) const { report(error, shell_); }

  [[nodiscard]] const fleet::FactResult* find(std::uint32_t host, std::size_t fact) const {
    const auto of_host = answers_.find(host);
    if (of_host == answers_.end()) return nullptr;
    const auto found = of_host->second.find(fact);
    return found == of_host->second.end() ? nullptr : &found->second;
  }

  [[nodiscard]] std::string as_json(const std::vector<fleet::HostReport>& reports) const {
    JsonObject hosts;
    for (std::uint32_t host = 0; host < reports.size(); ++host) {
      JsonObject facts;
      for (std::size_t i = 0; i < names_.size(); ++i) {
        const auto* result = find(host, i);
        if (result == nullptr) continue;
        facts.raw(names_[i], result->error ? JsonObject().text("error", result->error->message).done()
                                           : shown_json(result->value));
      }
      hosts.raw(reports[host].name, facts.done());
    }
    return state::indent_json(hosts.done(), 2) + "\n";
  }

  [[nodiscard]] std::string as_table(const std::vector<fleet::HostReport>& reports) const {
    std::vector<std::vector<std::string>> rows{{"HOST", "FACT", "VALUE"}};
    for (std::uint32_t host = 0; host < reports.size(); ++host) {
      for (std::size_t i = 0; i < names_.size(); ++i) {
        const auto* result = find(host, i);
        if (result == nullptr) continue;
        rows.push_back({reports[host].name, names_[i],
                        result->error ? "error: " + result->error->message : shown_text(result->value)});
      }
    }
    return render_table(rows);
  }

  Shell& shell_;
  const std::vector<std::string>& names_;
  std::map<std::uint32_t, std::map<std::size_t, fleet::FactResult>> answers_;
  bool failed_ = false;
};

class Facts final : public Command {
 public:
  void declare(Arguments& arguments) override {
    flags_.declare(arguments);
    arguments.positional("name", names_, true);
  }

  Status run(Shell& shell) override {
    std::vector<fleet::FactMessage> facts;
    for (const auto& name : names_) {
      auto fact = fact_named(name);
      if (!fact) return fact.error();
      facts.push_back(*std::move(fact));
    }
    const auto inventory = load_inventory(shell, flags_);
    if (!inventory) return inventory.error();
    const auto settings = flags_.settings(shell);
    if (!settings) return settings.error();
    bool failed = false;
    const auto reports = run_on_hosts(
        shell, flags_, *settings, *inventory,
        [&](IoLoop&) -> std::unique_ptr<fleet::RunObserver> { return std::make_unique<Answers>(shell, names_); },
        [&](HostsRun run) -> Result<std::unique_ptr<fleet::RequestSource>> {
          return std::unique_ptr<fleet::RequestSource>(
              std::make_unique<fleet::FixedSource>(run.run, std::vector<fleet::OperationMessage>{}, facts));
        },
        [&](fleet::RunObserver& observer, const std::vector<fleet::HostReport>& all) {
          const auto& answers = static_cast<const Answers&>(observer);
          answers.print(all, flags_.json);
          failed = answers.failed();
        });
    if (!reports) return reports.error();
    if (auto status = status_of(*reports); !status) return status;
    return failed ? Status(fail("")) : Status();
  }

 private:
  FleetFlags flags_;
  std::vector<std::string> names_;
};

}  // namespace

std::unique_ptr<Command> make_facts() { return std::make_unique<Facts>(); }

}  // namespace ashlar::cli
