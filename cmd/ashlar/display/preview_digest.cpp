/// `preview --json`.

#include <unordered_map>

#include "cmd/ashlar/display/json.hpp"
#include "cmd/ashlar/display/rows.hpp"
#include "cmd/ashlar/terminal/json_text.hpp"
#include "state/deployment_json.hpp"
#include "state/json_layout.hpp"

namespace ashlar::cli {

using deploy::StepOp;

namespace {

// Here a secret is the plain text `[secret]`, without any mark.
PropertyValue blinded(const PropertyValue& value) {
  if (value.is<Secret>()) return "[secret]";
  if (const auto* output = value.get<OutputValue>()) {
    if (output->secret) return "[secret]";
    return output->value ? blinded(*output->value) : PropertyValue::computed();
  }
  if (const auto* array = value.get<PropertyArray>()) {
    PropertyArray copy;
    for (const auto& element : *array) copy.push_back(blinded(element));
    return copy;
  }
  if (const auto* map = value.get<PropertyMap>()) {
    PropertyMap copy;
    for (const auto& [key, member] : *map) copy.emplace_hint(copy.end(), key, blinded(member));
    return copy;
  }
  return value;
}

PropertyMap blinded(const PropertyMap& map) { return *blinded(PropertyValue(map)).get<PropertyMap>(); }

std::string_view severity_text(Severity severity) {
  return severity == Severity::error ? "error" : severity == Severity::warning ? "warning" : "info";
}

class PreviewDigest final : public Display {
 public:
  PreviewDigest(DisplayOptions options, Output& out) : options_(std::move(options)), out_(out) {}

  void begin(const RunInfo& info) override { info_ = info; }

  void message(const std::string& text) override {
    diagnostics_.push_back(JsonObject().text("message", text + "\n").text("severity", "info").done());
  }

  void on_event(const deploy::Event& event) override {
    if (const auto* start = std::get_if<deploy::StepStarted>(&event)) {
      if (is_shown(start->step)) {
        by_urn_[start->step.urn.text()] = {steps_.size(), start->step.op == StepOp::refresh};
        steps_.push_back(step_json(start->step));
      }
    } else if (const auto* end = std::get_if<deploy::StepDone>(&event)) {
      refreshed(end->step);
    } else if (const auto* raised = std::get_if<deploy::DiagnosticRaised>(&event)) {
      diagnostic(raised->diagnostic);
    }
  }

  void finish(const RunSummary& summary) override {
    JsonObject json;
    JsonObject config;
    for (const auto& [key, value] : info_.config) config.text(key, value);
    if (!config.empty()) json.raw("config", config.done());
    if (!steps_.empty()) json.raw("steps", json_array(steps_));
    if (!diagnostics_.empty()) json.raw("diagnostics", json_array(diagnostics_));
    if (summary.duration.count() > 0) json.number("duration", summary.duration.count());
    std::map<std::string_view, int> by_name;
    for (const auto& [op, count] : summary.changes) by_name[deploy::text(op)] = count;
    JsonObject changes;
    for (const auto& [name, count] : by_name) changes.number(name, count);
    if (!changes.empty()) json.raw("changeSummary", changes.done());
    json.flag_if("maybeCorrupt", summary.maybe_corrupt);
    out_.write(state::indent_json(state::escape_html(json.done()), 4) + "\n");
  }

 private:
  struct Place {
    std::size_t index;
    bool refresh;
  };

  [[nodiscard]] bool is_shown(const deploy::StepInfo& step) const {
    return !is_hidden_resource(step.urn) && (should_show(step, options_, true) || step.urn.is_root_stack());
  }

  // What a refresh found is known at its end only.
  void refreshed(const deploy::StepInfo& step) {
    const auto place = by_urn_.find(step.urn.text());
    if (place == by_urn_.end() || !place->second.refresh) return;
    if (step.op == StepOp::remove || (step.op == StepOp::update && step.has_detailed_diff))
      steps_[place->second.index] = step_json(step);
  }

  void diagnostic(const Diagnostic& diagnostic) {
    if (diagnostic.ephemeral || diagnostic.severity == Severity::debug) return;
    const std::string prefix =
        diagnostic.severity == Severity::info ? "" : std::string(severity_text(diagnostic.severity)) + ": ";
    JsonObject json;
    json.text_if("urn", diagnostic.urn);
    json.text("message", prefix + Palette(Coloring::never).translate(diagnostic.message));
    json.text("severity", severity_text(diagnostic.severity));
    diagnostics_.push_back(json.done());
  }

  [[nodiscard]] std::string state_json(const ResourceState& resource) const {
    auto copy = resource;
    const bool suppressed = options_.suppress_outputs && resource.urn.is_root_stack();
    copy.inputs = suppressed ? PropertyMap() : blinded(resource.inputs);
    copy.outputs = suppressed ? PropertyMap() : blinded(resource.outputs);
    std::string json;
    const auto written = state::append_resource(json, copy, {});
    return written ? json : JsonObject().text("error", written.error().message).done();
  }

  [[nodiscard]] std::string step_json(const deploy::StepInfo& step) const {
    JsonObject json;
    json.text("op", deploy::text(step.op)).text("urn", step.urn.text()).text_if("provider", step.provider);
    if (step.old_state) json.raw("oldState", state_json(*step.old_state));
    if (step.new_state) json.raw("newState", state_json(*step.new_state));
    if (!step.diffs.empty()) json.raw("diffReasons", json_strings(step.diffs));
    if (!step.keys.empty()) json.raw("replaceReasons", json_strings(step.keys));
    JsonObject detailed;
    for (const auto& [path, change] : step.detailed_diff) {
      detailed.raw(path,
                   JsonObject().text("kind", diff_kind_text(change.kind)).flag("inputDiff", change.input_diff).done());
    }
    json.raw("detailedDiff", step.has_detailed_diff ? detailed.done() : "null");
    return json.done();
  }

  DisplayOptions options_;
  Output& out_;
  RunInfo info_;
  std::vector<std::string> steps_, diagnostics_;
  std::unordered_map<std::string, Place> by_urn_;
};

}  // namespace

std::unique_ptr<Display> make_preview_digest(DisplayOptions options, Output& out) {
  return std::make_unique<PreviewDigest>(std::move(options), out);
}

}  // namespace ashlar::cli
