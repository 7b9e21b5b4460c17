#include "settings/object_value.hpp"

#include "settings/model_info.hpp"
#include "settings/scalars.hpp"

namespace ashlar::settings {

namespace {

class Writer {
 public:
  explicit Writer(const Rendering& rendering) : rendering_(rendering) {}

  Value model(const ModelInfo& model, const void* object, const std::string& path, bool secret) const {
    Value::Map members;
    for (const auto& field : model.fields) {
      const auto inner_path = field_path(path, field.name);
      if (field.internal && rendering_.by_alias) continue;
      if (rendering_.only != nullptr && !rendering_.only->contains(inner_path)) continue;
      const void* member = at(object, field.offset);
      auto value = any(*field.type, member, inner_path, secret || field.secret);
      if (value.is_null() && rendering_.omit_null) continue;
      if (rendering_.omit_defaults && has_default(model, field, member)) continue;
      members.push_back({rendering_.by_alias ? field.alias : field.name, std::move(value)});
    }
    if (!model.rest) return members;
    for (const auto& [key, value] : *static_cast<const std::map<std::string, Value>*>(at(object, *model.rest))) {
      const bool hidden = secret || value.contains_secrets();
      members.push_back({key, hidden && rendering_.secrets == Secrets::masked ? Value(std::string(mask)) : value});
    }
    return members;
  }

  Value any(const Type& type, const void* object, const std::string& path, bool secret) const {
    Value result;
    switch (type.kind) {
      case Type::Kind::optional:
        type.visit(object, [&](const auto&, const void* held) { result = any(*type.element, held, path, secret); });
        return result;
      case Type::Kind::either:
        type.visit(object, [&](const auto&, const void* held) {
          result = any(*type.alternatives[type.index(object)], held, path, secret);
        });
        return result;
      case Type::Kind::list: {
        Value::List items;
        type.visit(object, [&](const auto&, const void* element) {
          items.push_back(any(*type.element, element, item_path(path, items.size()), secret));
        });
        return items;
      }
      case Type::Kind::map: {
        Value::Map members;
        type.visit(object, [&](const std::string& key, const void* element) {
          members.push_back({key, any(*type.element, element, key_path(path, key), secret)});
        });
        return members;
      }
      case Type::Kind::model:
        return model(type.model(), object, path, secret);
      default:
        break;
    }
    if (!secret && type.kind != Type::Kind::secret) return load_scalar(type, object);
    return rendering_.secrets == Secrets::masked ? Value(std::string(mask)) : load_scalar(type, object).as_secret();
  }

 private:
  static bool has_default(const ModelInfo& model, const FieldInfo& field, const void* member) {
    const Rendering all{.by_alias = false, .omit_null = false, .secrets = Secrets::shown};
    const Writer writer(all);
    return writer.any(*field.type, member, {}, false) ==
           writer.any(*field.type, at(model.prototype, field.offset), {}, false);
  }

  const Rendering& rendering_;
};

}  // namespace

Value type_value(const Type& type, const void* object, const Rendering& rendering, const std::string& path) {
  return Writer(rendering).any(type, object, path, false);
}

Value object_value(const ModelInfo& model, const void* object, const Rendering& rendering) {
  return Writer(rendering).model(model, object, {}, false);
}

}  // namespace ashlar::settings
