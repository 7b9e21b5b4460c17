#include "ashlar/settings.hpp"

#include "base/environment.hpp"
#include "base/filesystem.hpp"
#include "base/strings.hpp"
#include "settings/object_value.hpp"
#include "settings/parse.hpp"
#include "settings/reader.hpp"

namespace ashlar::settings {

std::string Violation::text() const {
  auto text = path.empty() ? message : path + " " + message;
  if (!value.empty()) text += ": " + value;
  if (!source.empty()) text += " (" + source + ")";
  if (!hint.empty()) text += "; " + hint;
  return text;
}

namespace {

std::string report(const std::string& model, const std::vector<Violation>& violations) {
  const auto count = violations.size();
  std::string text =
      "invalid settings of " + model + ", " + std::to_string(count) + (count == 1 ? " problem:" : " problems:");
  for (const auto& violation : violations) text += "\n  " + violation.text();
  return text;
}

}  // namespace

InvalidSettings::InvalidSettings(const std::string& model, std::vector<Violation> violations)
    : std::runtime_error(report(model, violations)), violations_(std::move(violations)) {}

Sources& Sources::file(std::string path, bool may_be_absent) {
  layers_.push_back({.kind = Layer::Kind::file, .name = std::move(path), .may_be_absent = may_be_absent});
  return *this;
}
Sources& Sources::text(std::string content, std::string name, Format format) {
  layers_.push_back(
      {.kind = Layer::Kind::text, .name = std::move(name), .content = std::move(content), .format = format});
  return *this;
}
Sources& Sources::values(Value values, std::string source) {
  layers_.push_back({.kind = Layer::Kind::values, .name = std::move(source), .values = std::move(values)});
  return *this;
}
Sources& Sources::environment() { return environment(Environment::of_process().variables()); }
Sources& Sources::environment(std::map<std::string, std::string, std::less<>> variables) {
  layers_.push_back({.kind = Layer::Kind::environment, .variables = std::move(variables)});
  return *this;
}

namespace {

/// Gives everything without an origin this one.
void name_source(Value& value, const Origin& origin) {
  if (value.origin.source == nullptr) value.origin = origin;
  if (auto* items = value.get<Value::List>()) {
    for (auto& item : *items) name_source(item, origin);
  }
  if (auto* members = value.get<Value::Map>()) {
    for (auto& member : *members) {
      if (member.origin.source == nullptr) member.origin = origin;
      name_source(member.value, origin);
    }
  }
}

void add_problem(Reading& reading, std::string message, std::string source, std::string hint = {}) {
  reading.violations.push_back(
      {.path = {}, .message = std::move(message), .value = {}, .source = std::move(source), .hint = std::move(hint)});
}

void read_text(const ModelInfo& model, void* object, const std::string& text, const std::string& name, Format format,
               Reading& reading) {
  const auto parsed = parse_text(text, std::make_shared<const std::string>(name), format);
  if (const auto* malformed = std::get_if<Malformed>(&parsed)) {
    return add_problem(reading, malformed->message, malformed->origin.text());
  }
  const auto& value = std::get<Value>(parsed);
  if (!value.is_null()) Reader(reading).read_model(model, value, object, {}, false);
}

void read_file(const ModelInfo& model, void* object, const Sources::Layer& layer, Reading& reading) {
  const auto format = format_of(layer.name);
  if (!format) {
    return add_problem(reading, "the file's format is not known", layer.name, "name it .yaml, .json or .toml");
  }
  const auto content = RealFileSystem().read_file(layer.name);
  if (content) return read_text(model, object, *content, layer.name, *format, reading);
  if (content.error().kind == ErrorKind::not_found && layer.may_be_absent) return;
  add_problem(reading, content.error().message, layer.name);
}

void read_layer(const ModelInfo& model, void* object, const Sources::Layer& layer, Reading& reading) {
  switch (layer.kind) {
    case Sources::Layer::Kind::file:
      return read_file(model, object, layer, reading);
    case Sources::Layer::Kind::text:
      return read_text(model, object, layer.content, layer.name, layer.format, reading);
    case Sources::Layer::Kind::values: {
      auto values = layer.values;
      name_source(values, {std::make_shared<const std::string>(layer.name)});
      return Reader(reading).read_model(model, values, object, {}, false);
    }
    case Sources::Layer::Kind::environment:
      for (const auto& value : environment_values(model, layer.variables, reading)) {
        Reader(reading).read_model(model, value, object, {}, false);
      }
  }
}

/// Notes each field in which the two differ as given by `origin`.
void note_differences(const Value& before, const Value& after, const std::string& path, const Origin& origin,
                      Given& given) {
  if (before == after) return;
  if (!path.empty()) given.insert_or_assign(path, origin);
  if (const auto* members = after.get<Value::Map>()) {
    for (const auto& member : *members) {
      const auto* old = before.find(member.key);
      note_differences(old == nullptr ? Value() : *old, member.value, key_path(path, member.key), origin, given);
    }
  }
  if (const auto* items = after.get<Value::List>()) {
    for (std::size_t i = 0; i < items->size(); ++i) {
      note_differences({}, (*items)[i], item_path(path, i), origin, given);
    }
  }
}

const Rendering everything{.by_alias = false, .omit_null = false, .secrets = Secrets::shown};

Origin in_code() { return {std::make_shared<const std::string>("code")}; }

}  // namespace

void read_object(const ModelInfo& model, void* object, const Sources& sources, const std::function<void()>& code,
                 std::vector<Violation>& violations, Given& given) {
  Reading reading;
  for (const auto& layer : sources.layers()) read_layer(model, object, layer, reading);
  if (code) {
    const auto before = object_value(model, object, everything);
    code();
    note_differences(before, object_value(model, object, everything), {}, in_code(), reading.given);
  }
  check_demands(model, object, reading);
  violations = std::move(reading.violations);
  given = std::move(reading.given);
}

std::vector<Violation> check_object(const ModelInfo& model, const void* object) {
  Reading reading;
  note_differences(object_value(model, model.prototype, everything), object_value(model, object, everything), {},
                   in_code(), reading.given);
  check_demands(model, object, reading);
  return std::move(reading.violations);
}

void refuse(const ModelInfo& model, std::vector<Violation> violations) {
  throw InvalidSettings(model.name, std::move(violations));
}

}  // namespace ashlar::settings
