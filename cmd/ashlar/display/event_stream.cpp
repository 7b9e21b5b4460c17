/// `up --json` and `--event-log`.

#include "cmd/ashlar/display/change.hpp"
#include "cmd/ashlar/display/json.hpp"
#include "cmd/ashlar/display/rows.hpp"
#include "cmd/ashlar/terminal/json_text.hpp"
#include "cmd/ashlar/terminal/text.hpp"
#include "state/property_json.hpp"

namespace ashlar::cli {

namespace {

// Secrets are masked before they get here; their marks stay.
std::string properties_json(const PropertyMap& properties) {
  const state::SecretWriting secrets{
      .encrypt = [](const std::string&) -> Result<std::string> { return std::string("[secret]"); },
      .reuse_ciphertext = false};
  std::string json;
  state::PropertyWriter(json, secrets).write(for_display(properties, false));
  return json;
}

std::string state_json(const ResourceStatePtr& state) {
  if (!state) return "null";
  JsonObject json;
  json.text("type", state->urn.type()).text("urn", state->urn.text());
  json.flag_if("custom", state->custom).flag_if("delete", state->pending_delete);
  json.text("id", state->id).text("parent", state->parent ? state->parent->text() : "");
  json.flag_if("protect", state->protect).flag_if("taint", state->taint).flag_if("external", state->external);
  json.flag_if("retainOnDelete", state->retain_on_delete);
  json.raw("inputs", properties_json(state->inputs)).raw("outputs", properties_json(state->outputs));
  json.text("provider", state->provider);
  if (!state->init_errors.empty()) json.raw("initErrors", json_strings(state->init_errors));
  return json.done();
}

std::string metadata_json(const deploy::StepInfo& step) {
  JsonObject json;
  json.text("op", deploy::text(step.op)).text("urn", step.urn.text()).text("type", step.urn.type());
  json.raw("old", state_json(step.old_state)).raw("new", state_json(step.new_state));
  if (!step.keys.empty()) json.raw("keys", json_strings(step.keys));
  if (!step.diffs.empty()) json.raw("diffs", json_strings(step.diffs));
  JsonObject detailed;
  for (const auto& [path, change] : step.detailed_diff) {
    detailed.raw(
        path, JsonObject().text("diffKind", diff_kind_text(change.kind)).flag("inputDiff", change.input_diff).done());
  }
  json.raw("detailedDiff", step.has_detailed_diff ? detailed.done() : "null");
  json.flag_if("logical", step.logical).text("provider", step.provider);
  return JsonObject().raw("metadata", json.done()).done();
}

std::string_view severity_text(Severity severity) {
  switch (severity) {
    case Severity::debug:
      return "debug";
    case Severity::info:
      return "info";
    case Severity::warning:
      return "warning";
    case Severity::error:
      return "error";
  }
  return {};
}

class EventStream final : public Display {
 public:
  EventStream(DisplayOptions options, Output& out, Clock& clock, bool with_internal)
      : options_(std::move(options)), out_(out), clock_(clock), with_internal_(with_internal) {}

  void begin(const RunInfo& info) override {
    preview_ = info.preview;
    JsonObject config;
    for (const auto& [key, value] : info.config) config.text(key, value);
    write("preludeEvent", JsonObject().raw("config", config.done()).done());
  }

  void message(const std::string& text) override {
    write("stdoutEvent", JsonObject().text("message", text + "\n").text("color", color()).done());
  }

  void on_event(const deploy::Event& event) override {
    if (const auto* start = std::get_if<deploy::StepStarted>(&event)) {
      step("resourcePreEvent", start->step);
    } else if (const auto* end = std::get_if<deploy::StepDone>(&event)) {
      step("resOutputsEvent", end->step);
    } else if (const auto* outputs = std::get_if<deploy::OutputsRegistered>(&event)) {
      step("resOutputsEvent", outputs->step);
    } else if (const auto* failed = std::get_if<deploy::StepFailed>(&event)) {
      step("resOpFailedEvent", failed->step);
    } else {
      diagnostic(std::get<deploy::DiagnosticRaised>(event).diagnostic);
    }
  }

  void finish(const RunSummary& summary) override {
    JsonObject changes;
    for (const auto& [op, count] : summary.changes) changes.number(deploy::text(op), count);
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(summary.duration).count();
    JsonObject json;
    json.flag("maybeCorrupt", summary.maybe_corrupt)
        .number("durationSeconds", seconds)
        .raw("resourceChanges", changes.done());
    json.raw("PolicyPacks", "{}").flag("isPreview", preview_);
    json.text("result", summary.cancelled ? "canceled" : summary.failed ? "failed" : "succeeded");
    write("summaryEvent", json.done());
    write("cancelEvent", "{}");
  }

 private:
  void step(std::string_view name, const deploy::StepInfo& step) {
    if (!with_internal_ && is_hidden_resource(step.urn)) return;
    auto json = metadata_json(step);
    if (name == "resOpFailedEvent") {
      json.pop_back();
      json += ",\"status\":0,\"steps\":0}";
    } else if (preview_) {
      json.pop_back();
      json += ",\"planning\":true}";
    }
    write(name, json);
  }

  void diagnostic(const Diagnostic& diagnostic) {
    JsonObject json;
    json.text_if("urn", diagnostic.urn);
    if (diagnostic.severity != Severity::info)
      json.text("prefix", std::string(severity_text(diagnostic.severity)) + ": ");
    auto message = options_.palette.translate(diagnostic.message);
    if (options_.palette.coloring() != Coloring::always) message = without_ansi(message);
    json.text("message", message).text("color", color()).text("severity", severity_text(diagnostic.severity));
    if (diagnostic.stream_id != 0) json.number("streamID", diagnostic.stream_id);
    json.flag_if("ephemeral", diagnostic.ephemeral);
    write("diagnosticEvent", json.done());
  }

  [[nodiscard]] std::string_view color() const {
    switch (options_.palette.coloring()) {
      case Coloring::never:
        return "never";
      case Coloring::always:
        return "always";
      case Coloring::raw:
        return "raw";
    }
    return {};
  }

  void write(std::string_view name, const std::string& event) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(clock_.now().time_since_epoch()).count();
    out_.write(JsonObject().number("sequence", sequence_++).number("timestamp", seconds).raw(name, event).done() +
               "\n");
  }

  DisplayOptions options_;
  Output& out_;
  Clock& clock_;
  bool with_internal_;
  bool preview_ = false;
  long long sequence_ = 0;
};

}  // namespace

std::string_view diff_kind_text(DiffKind kind) {
  switch (kind) {
    case DiffKind::add:
      return "add";
    case DiffKind::add_replace:
      return "add-replace";
    case DiffKind::remove:
      return "delete";
    case DiffKind::remove_replace:
      return "delete-replace";
    case DiffKind::update:
      return "update";
    case DiffKind::update_replace:
      return "update-replace";
  }
  return {};
}

std::unique_ptr<Display> make_event_stream(DisplayOptions options, Output& out, Clock& clock, bool with_internal) {
  return std::make_unique<EventStream>(std::move(options), out, clock, with_internal);
}

}  // namespace ashlar::cli
