#include "cmd/ashlar/fleet/json_observer.hpp"

#include "cmd/ashlar/fleet/run_on_hosts.hpp"
#include "cmd/ashlar/terminal/json_text.hpp"

namespace ashlar::cli {

namespace {

std::string_view word(const fleet::OperationResult& result) {
  if (result.status == fleet::OperationStatus::failed) return "failed";
  if (result.status == fleet::OperationStatus::skipped) return "skipped";
  return result.changed ? "changed" : "unchanged";
}

}  // namespace

void JsonObserver::operation_ended(std::uint32_t host, const fleet::OperationMessage& operation,
                                   const fleet::OperationResult& result) {
  JsonObject json;
  json.text("name", operation.name).text("type", operation.type).text("status", word(result));
  json.text_if("where", operation.where).flag_if("ignored", result.ignored).flag_if("uncertain", result.uncertain);
  if (!result.changes.empty()) json.raw("changes", json_strings(result.changes));
  json.text_if("diff", result.diff).text_if("output", result.output).text_if("errorOutput", result.error_output);
  if (result.exit_code) json.number("exitCode", *result.exit_code);
  json.text_if("skippedBecause", result.skipped_because);
  if (result.error) json.text("error", result.error->message).text_if("help", result.error->help);
  operations_[host].push_back(json.done());
}

std::string JsonObserver::document(const std::vector<fleet::HostReport>& reports, bool with_stats) const {
  std::vector<std::string> hosts;
  for (std::uint32_t i = 0; i < reports.size(); ++i) {
    const auto found = operations_.find(i);
    hosts.push_back(
        report_json(reports[i], with_stats, found == operations_.end() ? std::vector<std::string>() : found->second));
  }
  return JsonObject().raw("hosts", json_array(hosts)).done();
}

}  // namespace ashlar::cli
