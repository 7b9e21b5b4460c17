/// JSON Schema of models.

#include <limits>

#include "settings/model_info.hpp"
#include "settings/object_value.hpp"
#include "settings/parse.hpp"

namespace ashlar::settings {

namespace {

/// The models inside become `$defs`, each once; two of one name are told apart by a number.
class SchemaWriter {
 public:
  explicit SchemaWriter(const ModelInfo& root) : root_(root) { names_[&root] = root.name; }

  Value write() {
    Value schema = Value::map({{"$schema", "https://json-schema.org/draft/2020-12/schema"}});
    const auto body = model(root_);
    for (const auto& member : *body.get<Value::Map>()) schema.set(member.key, member.value);
    if (!definitions_.is_null()) schema.set("$defs", definitions_);
    return schema;
  }

 private:
  Value model(const ModelInfo& info) {
    Value schema = Value::map({{"title", info.name}});
    if (!info.doc.empty()) schema.set("description", info.doc);
    schema.set("type", "object");
    Value properties = Value::Map();
    Value::List required;
    for (const auto& field : info.fields) {
      properties.set(field.alias, property(info, field));
      if (field.required) required.emplace_back(field.alias);
    }
    schema.set("properties", std::move(properties));
    if (!required.empty()) schema.set("required", std::move(required));
    schema.set("additionalProperties", info.rest.has_value());
    if (!info.choices.empty()) schema.set("allOf", choices(info));
    return schema;
  }

  Value property(const ModelInfo& info, const FieldInfo& field) {
    auto schema = type(*field.type, field);
    if (!field.doc.empty()) schema.set("description", field.doc);
    if (field.secret) schema.set("writeOnly", true);
    const Rendering masked{.by_alias = true};
    const auto standard = type_value(*field.type, at(info.prototype, field.offset), masked);
    if (!standard.is_null() && !field.required && !field.secret) schema.set("default", standard);
    return schema;
  }

  static Value choices(const ModelInfo& info) {
    Value::List all;
    for (const auto& choice : info.choices) {
      Value::List ways;
      for (const auto& name : choice.fields)
        ways.push_back(Value::map({{"required", Value::list({info.find(name)->alias})}}));
      if (!choice.needs_one) ways.push_back(Value::map({{"not", Value::map({{"anyOf", ways}})}}));
      all.push_back(Value::map({{"oneOf", ways}}));
    }
    return all;
  }

  Value type(const Type& type, const FieldInfo& field) {
    switch (type.kind) {
      case Type::Kind::boolean:
        return Value::map({{"type", "boolean"}});
      case Type::Kind::integer:
      case Type::Kind::number:
        return number(type, field);
      case Type::Kind::duration:
        return Value::map({{"type", "string"}, {"format", "go-duration"}});
      case Type::Kind::choice: {
        Value::List words;
        for (const auto& [word, value] : *type.choices) words.emplace_back(word);
        return Value::map({{"enum", words}});
      }
      case Type::Kind::any:
        return Value::Map();
      case Type::Kind::optional:
        return nullable(this->type(*type.element, field));
      case Type::Kind::list:
      case Type::Kind::map:
        return container(type, field);
      case Type::Kind::either: {
        Value::List ways;
        for (const auto* alternative : type.alternatives) ways.push_back(this->type(*alternative, field));
        return Value::map({{"anyOf", ways}});
      }
      case Type::Kind::model:
        return reference(type.model());
      default:
        return text(field);
    }
  }

  static Value nullable(Value schema) {
    if (const auto* kind = schema.find("type"); kind != nullptr && schema.find("enum") == nullptr) {
      schema.set("type", Value::list({*kind, "null"}));
      return schema;
    }
    if (schema.get<Value::Map>()->empty()) return schema;
    return Value::map({{"anyOf", Value::list({std::move(schema), Value::map({{"type", "null"}})})}});
  }

  static Value number(const Type& type, const FieldInfo& field) {
    Value schema = Value::map({{"type", type.kind == Type::Kind::integer ? "integer" : "number"}});
    const auto bound = [](double limit) {
      const auto whole = static_cast<std::int64_t>(limit);
      return static_cast<double>(whole) == limit ? Value(whole) : Value(limit);
    };
    if (field.least) {
      schema.set("minimum", bound(*field.least));
    } else if (type.kind == Type::Kind::integer && !type.is_signed) {
      schema.set("minimum", 0);
    }
    if (field.most) schema.set("maximum", bound(*field.most));
    return schema;
  }

  static void set_bounds(Value& schema, const std::optional<std::pair<std::size_t, std::size_t>>& bounds,
                         const char* least, const char* most) {
    if (!bounds) return;
    if (bounds->first > 0) schema.set(least, static_cast<std::int64_t>(bounds->first));
    if (bounds->second != std::string::npos) schema.set(most, static_cast<std::int64_t>(bounds->second));
  }

  static Value text(const FieldInfo& field) {
    Value schema = Value::map({{"type", "string"}});
    if (!field.words.empty()) {
      Value::List words;
      for (const auto& word : field.words) words.emplace_back(word);
      schema.set("enum", std::move(words));
    }
    set_bounds(schema, field.length, "minLength", "maxLength");
    if (!field.pattern.empty()) schema.set("pattern", "^(?:" + field.pattern + ")$");
    for (const auto& rule : field.rules) {
      if (!rule.format.empty()) schema.set("format", rule.format);
    }
    return schema;
  }

  Value container(const Type& type, const FieldInfo& field) {
    auto element = this->type(*type.element, field);
    if (type.kind == Type::Kind::list) {
      Value schema = Value::map({{"type", "array"}, {"items", std::move(element)}});
      set_bounds(schema, field.items, "minItems", "maxItems");
      return schema;
    }
    Value schema = Value::map({{"type", "object"}, {"additionalProperties", std::move(element)}});
    if (!field.key_pattern.empty())
      schema.set("propertyNames", Value::map({{"pattern", "^(?:" + field.key_pattern + ")$"}}));
    set_bounds(schema, field.items, "minProperties", "maxProperties");
    return schema;
  }

  Value reference(const ModelInfo& info) {
    if (&info == &root_) return Value::map({{"$ref", "#"}});
    const auto [found, is_new] = names_.try_emplace(&info, info.name);
    if (is_new) {
      for (int number = 2; definitions_.find(found->second) != nullptr; ++number) {
        found->second = info.name + std::to_string(number);
      }
      definitions_.set(found->second, Value::Map());
      definitions_.set(names_[&info], model(info));
    }
    return Value::map({{"$ref", "#/$defs/" + names_[&info]}});
  }

  const ModelInfo& root_;
  std::map<const ModelInfo*, std::string> names_;
  Value definitions_;
};

}  // namespace

Value json_schema(const ModelInfo& model) { return SchemaWriter(model).write(); }

}  // namespace ashlar::settings
