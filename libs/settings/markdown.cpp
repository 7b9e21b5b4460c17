/// Tables of models' fields for people.

#include <algorithm>

#include "base/strings.hpp"
#include "settings/model_info.hpp"
#include "settings/object_value.hpp"
#include "settings/scalars.hpp"

namespace ashlar::settings {

namespace {

std::string cell(std::string text) { return replace_all(replace_all(std::move(text), "|", "\\|"), "\n", " "); }
std::string code(const std::string& text) { return "`" + text + "`"; }

std::string anchor(const ModelInfo& model) { return "[" + model.name + "](#" + to_lower(model.name) + ")"; }

std::string type_text(const Type& type) {
  switch (type.kind) {
    case Type::Kind::boolean:
      return "boolean";
    case Type::Kind::integer:
      return "whole number";
    case Type::Kind::number:
      return "number";
    case Type::Kind::duration:
      return "duration";
    case Type::Kind::any:
      return "anything";
    case Type::Kind::optional:
      return type_text(*type.element) + ", optional";
    case Type::Kind::list:
      return "list of " + type_text(*type.element);
    case Type::Kind::map:
      return "map of " + type_text(*type.element);
    case Type::Kind::model:
      return anchor(type.model());
    case Type::Kind::either: {
      std::vector<std::string> names;
      for (const auto* alternative : type.alternatives) names.push_back(type_text(*alternative));
      return join(names, " or ");
    }
    case Type::Kind::choice: {
      std::vector<std::string> words;
      for (const auto& [word, value] : *type.choices) words.push_back(code(word));
      return join(words, ", ");
    }
    default:
      return "text";
  }
}

std::string bounds_text(std::size_t least, std::size_t most, const std::string& what) {
  if (most == std::string::npos) return "at least " + std::to_string(least) + " " + what;
  return std::to_string(least) + " to " + std::to_string(most) + " " + what;
}

std::string demands_text(const FieldInfo& field) {
  std::vector<std::string> demands;
  if (field.required) demands.emplace_back("required");
  if (field.least && field.most) {
    demands.push_back(format_number(*field.least) + " to " + format_number(*field.most));
  } else if (field.least) {
    demands.push_back("at least " + format_number(*field.least));
  } else if (field.most) {
    demands.push_back("at most " + format_number(*field.most));
  }
  if (field.length) demands.push_back(bounds_text(field.length->first, field.length->second, "characters"));
  if (field.items) demands.push_back(bounds_text(field.items->first, field.items->second, "items"));
  if (!field.pattern.empty()) demands.push_back("matches " + code(field.pattern));
  if (!field.key_pattern.empty()) demands.push_back("keys match " + code(field.key_pattern));
  if (!field.words.empty()) {
    std::vector<std::string> words;
    for (const auto& word : field.words) words.push_back(code(word));
    demands.push_back("one of " + join(words, ", "));
  }
  for (const auto& rule : field.rules) demands.push_back(rule.what);
  if (field.secret) demands.emplace_back("secret");
  return join(demands, "; ");
}

std::string default_text(const ModelInfo& model, const FieldInfo& field) {
  if (field.required) return {};
  const auto value = type_value(*field.type, at(model.prototype, field.offset), Rendering{});
  if (value.is_null() || field.secret) return {};
  return code(short_json(value, 60));
}

class MarkdownWriter {
 public:
  std::string write(const ModelInfo& root) {
    wanted_.push_back(&root);
    for (std::size_t next = 0; next < wanted_.size(); ++next) add_model(*wanted_[next], next == 0);
    return out_;
  }

 private:
  void add_model(const ModelInfo& model, bool is_root) {
    out_ += std::string(is_root ? "# " : "\n## ") + model.name + "\n\n";
    if (!model.doc.empty()) out_ += model.doc + "\n\n";
    if (is_root && !model.environment_prefix.empty()) {
      out_ += "Each field is read from the environment variable " + code(model.environment_prefix + "<field>") +
              " too, in any case; a field of a field after two underscores.\n\n";
    }
    out_ += "| Field | Type | Default | Demands | Description |\n|---|---|---|---|---|\n";
    for (const auto& field : model.fields) {
      collect(*field.type);
      auto description = field.doc;
      if (!field.variable.empty() && field.variable != field.alias)
        description += " Variable " + code(field.variable) + ".";
      if (field.variable == field.alias && !field.variable.empty())
        description = "Also the environment variable. " + description;
      if (field.name != field.alias) description = "In code " + code(field.name) + ". " + description;
      if (field.internal) description += " Not rendered.";
      out_ += "| " + code(field.alias) + " | " + cell(type_text(*field.type)) + " | " +
              cell(default_text(model, field)) + " | " + cell(demands_text(field)) + " | " +
              cell(std::string(trim(description))) + " |\n";
    }
    if (model.rest) out_ += "\nFields that are not listed are passed on as they are.\n";
    for (const auto& choice : model.choices) {
      out_ += std::string("\n") + (choice.needs_one ? "Exactly one of " : "At most one of ") +
              code(join(choice.fields, "`, `")) + " may be set.\n";
    }
  }

  /// Notes the models that the type reaches, to be written behind this one.
  void collect(const Type& type) {
    if (type.kind == Type::Kind::model) {
      const auto* model = &type.model();
      if (std::find(wanted_.begin(), wanted_.end(), model) == wanted_.end()) wanted_.push_back(model);
    }
    if (type.element != nullptr) collect(*type.element);
    for (const auto* alternative : type.alternatives) collect(*alternative);
  }

  std::string out_;
  std::vector<const ModelInfo*> wanted_;
};

}  // namespace

std::string markdown(const ModelInfo& model) { return MarkdownWriter().write(model); }

}  // namespace ashlar::settings
