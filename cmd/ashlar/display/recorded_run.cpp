#include "cmd/ashlar/display/recorded_run.hpp"

#include <nlohmann/json.hpp>

#include "base/strings.hpp"
#include "cmd/ashlar/display/words.hpp"
#include "resource/signatures.hpp"

namespace ashlar::cli {

using nlohmann::json;

namespace {

PropertyMap properties(const json& object);

PropertyValue property(const json& value) {
  if (value.is_boolean()) return value.get<bool>();
  if (value.is_number()) return value.get<double>();
  if (value.is_string())
    return value.get_ref<const std::string&>() == signature::unknown ? PropertyValue::computed()
                                                                     : PropertyValue(value.get<std::string>());
  if (value.is_array()) {
    PropertyArray array;
    for (const auto& element : value) array.push_back(property(element));
    return array;
  }
  if (!value.is_object()) return {};
  const auto mark = value.value(std::string(signature::key), "");
  if (mark == signature::secret) return PropertyValue::secret(value.value("plaintext", "[secret]"));
  if (mark == signature::asset) {
    return Asset{.hash = value.value("hash", ""), .text = value.value("text", ""), .has_text = value.contains("text")};
  }
  return properties(value);
}

PropertyMap properties(const json& object) {
  PropertyMap map;
  for (const auto& [key, value] : object.items()) map.emplace(key, property(value));
  return map;
}

ResourceStatePtr state(const json& object) {
  if (!object.is_object()) return nullptr;
  auto resource =
      std::make_shared<ResourceState>(ResourceState{.urn = *Urn::parse(object.at("urn").get<std::string>())});
  resource->custom = object.value("custom", false);
  resource->id = object.value("id", "");
  resource->inputs = properties(object.at("inputs"));
  resource->outputs = properties(object.at("outputs"));
  if (const auto parent = object.value("parent", ""); !parent.empty()) resource->parent = *Urn::parse(parent);
  resource->protect = object.value("protect", false);
  resource->taint = object.value("taint", false);
  resource->retain_on_delete = object.value("retainOnDelete", false);
  resource->provider = object.value("provider", "");
  return resource;
}

DiffKind diff_kind(const std::string& text) {
  for (const auto kind : {DiffKind::add, DiffKind::remove, DiffKind::update}) {
    const std::string_view name = kind == DiffKind::add ? "add" : kind == DiffKind::remove ? "delete" : "update";
    if (text == name) return kind;
    if (text == std::string(name) + "-replace") return as_replace(kind);
  }
  return DiffKind::update;
}

deploy::StepOp step_op(const std::string& name) {
  auto op = deploy::StepOp::same;
  while (deploy::text(op) != name) op = static_cast<deploy::StepOp>(static_cast<int>(op) + 1);
  return op;
}

deploy::StepInfo step(const json& metadata) {
  deploy::StepInfo step(step_op(metadata.at("op").get<std::string>()),
                        *Urn::parse(metadata.at("urn").get<std::string>()));
  step.old_state = state(metadata.at("old"));
  step.new_state = state(metadata.at("new"));
  step.keys = metadata.value("keys", std::vector<std::string>());
  step.diffs = metadata.value("diffs", std::vector<std::string>());
  step.logical = metadata.value("logical", false);
  step.provider = metadata.value("provider", "");
  const auto& detailed = metadata.at("detailedDiff");
  step.has_detailed_diff = detailed.is_object();
  if (!step.has_detailed_diff) return step;
  for (const auto& [path, change] : detailed.items()) {
    step.detailed_diff[path] = {diff_kind(change.at("diffKind").get<std::string>()), change.value("inputDiff", false)};
  }
  return step;
}

Diagnostic diagnostic(const json& event) {
  const auto severity = event.value("severity", "");
  Diagnostic diagnostic;
  diagnostic.severity = severity == "error"     ? Severity::error
                        : severity == "warning" ? Severity::warning
                        : severity == "debug"   ? Severity::debug
                                                : Severity::info;
  diagnostic.message = event.value("message", "");
  diagnostic.urn = event.value("urn", "");
  diagnostic.ephemeral = event.value("ephemeral", false);
  diagnostic.stream_id = event.value("streamID", 0);
  return diagnostic;
}

}  // namespace

RecordedRun read_recorded_run(std::string_view lines, deploy::Mode mode) {
  RecordedRun run;
  run.info.mode = mode;
  for (const auto& line : split(lines, '\n')) {
    if (line.empty()) continue;
    const auto event = json::parse(line);
    if (event.contains("preludeEvent")) {
      run.info.config = event["preludeEvent"].value("config", std::map<std::string, std::string>());
    } else if (event.contains("resourcePreEvent")) {
      run.events.emplace_back(deploy::StepStarted{step(event["resourcePreEvent"]["metadata"])});
    } else if (event.contains("resOutputsEvent")) {
      run.events.emplace_back(deploy::StepDone{step(event["resOutputsEvent"]["metadata"])});
    } else if (event.contains("resOpFailedEvent")) {
      run.events.emplace_back(deploy::StepFailed{step(event["resOpFailedEvent"]["metadata"]), fail("")});
    } else if (event.contains("diagnosticEvent")) {
      run.events.emplace_back(deploy::DiagnosticRaised{diagnostic(event["diagnosticEvent"])});
    } else if (event.contains("summaryEvent")) {
      const auto& summary = event["summaryEvent"];
      run.info.preview = summary.value("isPreview", false);
      run.summary.duration = std::chrono::seconds(summary.value("durationSeconds", 0));
      run.summary.failed = summary.value("result", "succeeded") == "failed";
      for (const auto& [op, count] : summary.at("resourceChanges").items())
        run.summary.changes[step_op(op)] = count.get<int>();
    }
  }
  for (const auto& event : run.events) {
    const auto* start = std::get_if<deploy::StepStarted>(&event);
    if (start == nullptr) continue;
    run.info.stack = start->step.urn.stack();
    run.info.project = start->step.urn.project();
  }
  return run;
}

void replay(const RecordedRun& run, Display& display) {
  display.begin(run.info);
  for (const auto& event : run.events) display.on_event(event);
  display.finish(run.summary);
}

}  // namespace ashlar::cli
