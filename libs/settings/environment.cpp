/// Environment variables as values of a model.

#include <algorithm>

#include "base/strings.hpp"
#include "settings/parse.hpp"
#include "settings/reader.hpp"
#include "settings/scalars.hpp"

namespace ashlar::settings {

namespace {

struct Variable {
  std::string name, value;
};

/// By its name in lower case. Of two that differ in case only, the later in the order of names counts.
using Variables = std::map<std::string, Variable, std::less<>>;

class Collector {
 public:
  Collector(const Variables& variables, Reading& reading) : variables_(variables), reading_(reading) {}

  /// What the variables say about the model's fields. Whole fields come before fields of fields, which change them.
  std::vector<Value> collect(const ModelInfo& model) {
    for (const auto& field : model.fields) {
      std::vector<std::string> names;
      if (!model.environment_prefix.empty()) {
        names.push_back(model.environment_prefix + field.name);
        if (field.alias != field.name) names.push_back(model.environment_prefix + field.alias);
      }
      if (!field.variable.empty()) names.push_back(field.variable);
      for (const auto& name : names) collect_field(field, name);
    }
    std::vector<Value> values = std::move(whole_);
    values.insert(values.end(), nested_.begin(), nested_.end());
    return values;
  }

 private:
  void collect_field(const FieldInfo& field, const std::string& name) {
    const auto lower = to_lower(name);
    if (const auto found = variables_.find(lower); found != variables_.end()) {
      if (auto value = value_of(*field.type, found->second, field.name, field.secret)) {
        whole_.push_back(around({field.name}, *value));
      }
    }
    const auto kind = inner(*field.type).kind;
    if (kind != Type::Kind::model && kind != Type::Kind::map) return;
    const auto begin = lower + "__";
    for (auto at = variables_.lower_bound(begin); at != variables_.end() && at->first.starts_with(begin); ++at) {
      auto path = split_names(std::string_view(at->second.name).substr(begin.size()));
      const Type* type = field.type;
      auto secret = field.secret;
      for (auto& step : path) type = step_into(type, step, secret);
      path.insert(path.begin(), field.name);
      if (auto value = value_of(type == nullptr ? type_of<Value>() : *type, at->second, join(path, "."), secret)) {
        nested_.push_back(around(path, *value));
      }
    }
  }

  static std::vector<std::string> split_names(std::string_view text) {
    std::vector<std::string> names;
    for (auto at = text.find("__"); at != std::string_view::npos; at = text.find("__")) {
      names.emplace_back(text.substr(0, at));
      text.remove_prefix(at + 2);
    }
    names.emplace_back(text);
    return names;
  }

  /// The type of what `step` names inside `type`; null when there is no such field, which the reader then reports. The
  /// step becomes the field's name.
  static const Type* step_into(const Type* type, std::string& step, bool& secret) {
    if (type == nullptr) return nullptr;
    const auto& container = inner(*type);
    if (container.kind == Type::Kind::map) return container.element;
    if (container.kind != Type::Kind::model) return nullptr;
    for (const auto& field : container.model().fields) {
      if (to_lower(field.name) != to_lower(step) && to_lower(field.alias) != to_lower(step)) continue;
      step = field.name;
      secret = secret || field.secret;
      return field.type;
    }
    step = to_lower(step);
    return nullptr;
  }

  /// JSON where it looks like it; a list may be words with commas between. Nothing: the variable counts as not set.
  std::optional<Value> value_of(const Type& type, const Variable& variable, const std::string& path, bool secret) {
    const auto source = std::make_shared<const std::string>("environment variable " + variable.name);
    const auto kind = inner(type).kind;
    const bool is_text = kind == Type::Kind::text || kind == Type::Kind::secret;
    const auto text = std::string(trim(variable.value));
    if (text.empty() && !is_text) return std::nullopt;
    const bool takes_json = kind == Type::Kind::list || kind == Type::Kind::map || kind == Type::Kind::model ||
                            kind == Type::Kind::either || kind == Type::Kind::any;
    if (takes_json && (text.front() == '[' || text.front() == '{')) return json(text, source, path, secret);
    Value value = Value::word(is_text ? variable.value : text);
    if (kind == Type::Kind::list) {
      Value::List items;
      for (const auto& item : split(text, ',')) {
        items.push_back(Value::word(std::string(trim(item))));
        items.back().origin = {source};
      }
      value = std::move(items);
    }
    value.origin = {source};
    return value;
  }

  std::optional<Value> json(const std::string& text, const SourceName& source, const std::string& path, bool secret) {
    auto parsed = parse_json(text, source);
    if (auto* value = std::get_if<Value>(&parsed)) return std::move(*value);
    const auto& malformed = std::get<Malformed>(parsed);
    reading_.violations.push_back({.path = path,
                                   .message = secret ? "malformed JSON" : malformed.message,
                                   .value = secret ? std::string(mask) : short_json(text),
                                   .source = malformed.origin.text(),
                                   .hint = {}});
    reading_.failed.insert(path);
    return std::nullopt;
  }

  static Value around(const std::vector<std::string>& path, Value value) {
    for (auto name = path.rbegin(); name != path.rend(); ++name) {
      Value outer;
      outer.origin = value.origin;
      const auto origin = value.origin;
      outer.set(*name, std::move(value));
      outer.get<Value::Map>()->front().origin = origin;
      value = std::move(outer);
    }
    return value;
  }

  const Variables& variables_;
  Reading& reading_;
  std::vector<Value> whole_, nested_;
};

}  // namespace

std::vector<Value> environment_values(const ModelInfo& model,
                                      const std::map<std::string, std::string, std::less<>>& variables,
                                      Reading& reading) {
  Variables by_lower;
  for (const auto& [name, value] : variables) by_lower.insert_or_assign(to_lower(name), Variable{name, value});
  return Collector(by_lower, reading).collect(model);
}

}  // namespace ashlar::settings
