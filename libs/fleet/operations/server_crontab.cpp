/// server.crontab: a job in a user's table.

#include <algorithm>

#include "base/strings.hpp"
#include "fleet/operations/catalogue.hpp"
#include "fleet/operations/file_steps.hpp"
#include "fleet/operations/text_edits.hpp"

namespace ashlar::fleet {
namespace {

bool runs(const std::string& line, const std::string& command) {
  if (trim(line).starts_with('#') || !trim(line).ends_with(command)) return false;
  const auto before = trim(std::string_view(line)).substr(0, trim(line).size() - command.size());
  return before.ends_with(' ') || before.ends_with('\t');
}

}  // namespace

std::string with_cron_job(const std::string& table, const CronJob& job) {
  auto lines = lines_of(table);
  const auto title = "# ashlar-name=" + job.name, other_title = "# pyinfra-name=" + job.name;
  auto place = lines.end();
  if (!job.name.empty()) {
    place = std::find_if(lines.begin(), lines.end(),
                         [&](const auto& line) { return line == title || line == other_title; });
    if (place != lines.end() && place + 1 != lines.end()) ++place;
  } else {
    place = std::find_if(lines.begin(), lines.end(), [&](const auto& line) { return runs(line, job.command); });
  }
  const auto line = job.when + " " + job.command;
  if (place != lines.end()) {
    if (job.present && *place == line) return table;
    if (job.present) {
      *place = line;
      return text_of(lines);
    }
    if (!job.name.empty()) place = lines.erase(place - 1);
    lines.erase(place);
    return text_of(lines);
  }
  if (!job.present) return table;
  if (!job.name.empty()) lines.push_back(title);
  lines.push_back(line);
  return text_of(lines);
}

Result<Plan> plan_server_crontab(Arguments& arguments, Machine& machine) {
  CronJob job;
  job.command = arguments.text("command");
  job.present = arguments.flag("present", true);
  job.name = arguments.text_or("cron_name", "");
  const auto user = arguments.text_or("user", "");
  job.when = arguments.text_or("special_time", "");
  std::vector<std::string> times;
  for (const auto* field : {"minute", "hour", "day_of_month", "month", "day_of_week"})
    times.push_back(arguments.text_or(field, "*"));
  if (job.when.empty()) job.when = join(times, " ");
  if (auto checked = arguments.check(); !checked) return checked.error();
  std::vector<std::string> crontab{"crontab"};
  if (!user.empty()) crontab.insert(crontab.end(), {"-u", user});
  auto list = crontab;
  list.emplace_back("-l");
  auto now = machine.run({.argv = std::move(list)});
  if (!now) return now.error();
  const auto table = now->ok() ? now->output : "";  // a user without a table is told by an exit code
  const auto wanted = with_cron_job(table, job);
  Plan plan;
  if (wanted == table) return plan;
  crontab.emplace_back("-");
  const auto title = job.name.empty() ? job.command : job.name;
  plan.add((job.present ? "set cron job " : "remove cron job ") + title,
           Execute{.command = {.argv = crontab, .input = wanted}});
  return plan;
}

}  // namespace ashlar::fleet
