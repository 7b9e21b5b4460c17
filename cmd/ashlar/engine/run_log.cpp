#include "cmd/ashlar/engine/run_log.hpp"

#include <nlohmann/json.hpp>

#include "base/strings.hpp"
#include "cmd/ashlar/terminal/json_text.hpp"
#include "cmd/ashlar/terminal/text.hpp"

namespace ashlar::cli {

namespace {

// Shorter ones, such as `1` or `yes`, stand in any text.
constexpr std::size_t shortest_hidden = 4;

}  // namespace

std::string run_log_path(const std::string& home, const std::string& project, const std::string& stack) {
  return home + "/logs/runs/" + project + "/" + stack + ".jsonl";
}

std::vector<LoggedMessage> parse_run_log(const std::string& text) {
  std::vector<LoggedMessage> messages;
  for (const auto& line : split(text, '\n')) {
    const auto json = nlohmann::json::parse(line, nullptr, false);
    const bool whole = json.is_object() && json.contains("message") && json["message"].is_string() &&
                       json.contains("timestamp") && json["timestamp"].is_number_integer();
    if (!whole) continue;
    messages.push_back({Clock::Time(std::chrono::milliseconds(json["timestamp"].get<std::int64_t>())),
                        json.value("urn", std::string()), json["message"].get<std::string>()});
  }
  return messages;
}

Result<std::unique_ptr<RunLog>> RunLog::open(FileSystem& files, const std::string& path, Clock& clock,
                                             std::vector<std::string> hidden) {
  constexpr unsigned owner_only = 0600;
  if (auto made = files.make_directories(path.substr(0, path.rfind('/')), 0700); !made) return made.error();
  auto file = files.open_append(path, owner_only);
  if (!file) return file.error();
  if (auto emptied = (*file)->truncate(0); !emptied) return emptied.error();
  std::erase_if(hidden, [](const std::string& text) { return text.size() < shortest_hidden; });
  return std::unique_ptr<RunLog>(new RunLog(*std::move(file), clock, std::move(hidden)));
}

void RunLog::on_event(const deploy::Event& event) {
  if (const auto* raised = std::get_if<deploy::DiagnosticRaised>(&event)) {
    const auto& diagnostic = raised->diagnostic;
    const bool of_note = diagnostic.severity == Severity::warning || diagnostic.severity == Severity::error;
    const auto prefix = of_note ? std::string(diagnostic.severity == Severity::error ? "error: " : "warning: ") : "";
    if (diagnostic.severity != Severity::debug) write(diagnostic.urn, prefix + diagnostic.message);
  } else if (const auto* failed = std::get_if<deploy::StepFailed>(&event)) {
    write(failed->step.urn.text(), "error: " + format_error(failed->error));
  }
}

void RunLog::write(const std::string& urn, std::string text) {
  text = without_ansi(text);
  for (const auto& hidden : hidden_) text = replace_all(std::move(text), hidden, "[secret]");
  while (!text.empty() && text.back() == '\n') text.pop_back();
  if (text.empty() || !status_) return;
  const auto time = std::chrono::floor<std::chrono::milliseconds>(clock_.now().time_since_epoch()).count();
  JsonObject json;
  json.number("timestamp", time).text_if("urn", urn).text("message", text);
  status_ = file_->append(json.done() + "\n");
}

}  // namespace ashlar::cli
