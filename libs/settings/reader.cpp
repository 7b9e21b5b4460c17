#include "settings/reader.hpp"

#include <limits>

#include "base/strings.hpp"
#include "settings/scalars.hpp"

namespace ashlar::settings {

namespace {

/// Why text stands where something else was expected, in files that have both.
std::string quoting_hint(const Type& type, const Value& value) {
  const auto kind = inner(type).kind;
  if (kind == Type::Kind::text && (value.kind() == Value::Kind::integer || value.kind() == Value::Kind::number)) {
    return "put it in quotes";
  }
  const auto* text = value.get<std::string>();
  if (text == nullptr || value.is_word()) return {};
  const auto meant = resolve_word(*text).kind();
  const bool is_meant = (kind == Type::Kind::boolean && meant == Value::Kind::boolean) ||
                        (kind == Type::Kind::integer && meant == Value::Kind::integer) ||
                        (kind == Type::Kind::number && (meant == Value::Kind::integer || meant == Value::Kind::number));
  return is_meant ? "remove the quotes" : "";
}

}  // namespace

void Reader::refuse(const std::string& path, std::string message, const Value& value, bool secret, std::string hint) {
  std::string shown = secret || value.contains_secrets() ? std::string(mask) : short_json(value);
  reading_.failed.insert(path);
  reading_.violations.push_back({.path = path,
                                 .message = std::move(message),
                                 .value = std::move(shown),
                                 .source = value.origin.text(),
                                 .hint = std::move(hint)});
}

void Reader::refuse_unknown(const ModelInfo& model, const Member& member, const std::string& path) {
  std::vector<std::string> names;
  for (const auto& field : model.fields) {
    names.push_back(field.alias);
    if (field.name != field.alias) names.push_back(field.name);
  }
  const auto meant = nearest(member.key, names);
  // Nobody knows whether an unknown field is a secret, so its value is not shown.
  reading_.violations.push_back(
      {.path = key_path(path, member.key),
       .message = "there is no such field in " + model.name,
       .value = {},
       .source = member.origin.source != nullptr ? member.origin.text() : member.value.origin.text(),
       .hint = meant ? "did you mean '" + *meant + "'?" : ""});
  reading_.failed.insert(reading_.violations.back().path);
}

void Reader::forget_inside(const std::string& path) {
  const auto inside = [&](const std::string& other) {
    return other.starts_with(path) && other.size() > path.size() &&
           (other[path.size()] == '.' || other[path.size()] == '[');
  };
  for (auto at = reading_.given.upper_bound(path); at != reading_.given.end() && at->first.starts_with(path);) {
    at = inside(at->first) ? reading_.given.erase(at) : std::next(at);
  }
}

void Reader::read_model(const ModelInfo& model, const Value& value, void* object, const std::string& path,
                        bool secret) {
  const auto* members = value.get<Value::Map>();
  if (members == nullptr) return refuse(path, "must be a map, not " + kind_name(value), value, secret);
  std::set<const FieldInfo*> seen;
  for (const auto& member : *members) {
    const auto* field = model.find(member.key);
    if (field != nullptr) {
      const auto inner_path = field_path(path, field->name);
      if (!seen.insert(field).second) {
        refuse(inner_path, "is given twice, as '" + field->name + "' and '" + field->alias + "'", member.value,
               secret || field->secret);
        continue;
      }
      read(*field->type, member.value, at(object, field->offset), inner_path, secret || field->secret);
    } else if (model.rest) {
      const auto inner_path = key_path(path, member.key);
      (*static_cast<std::map<std::string, Value>*>(at(object, *model.rest)))[member.key] = member.value.resolved();
      reading_.given.insert_or_assign(inner_path, member.value.origin);
    } else {
      refuse_unknown(model, member, path);
    }
  }
  if (!is_trial_) return;
  for (const auto& field : model.fields) {
    if (field.required && !seen.contains(&field)) refuse(field_path(path, field.name), "is missing", value, secret);
  }
}

void Reader::read(const Type& type, const Value& value, void* object, const std::string& path, bool secret) {
  reading_.given.insert_or_assign(path, value.origin);
  if (value.is_secret()) reading_.secrets.insert(path);
  secret = secret || value.is_secret() || type.kind == Type::Kind::secret;
  switch (type.kind) {
    case Type::Kind::optional:
      if (value.is_null()) {
        forget_inside(path);
        return type.clear(object);
      }
      return read(*type.element, value, type.add(object, {}), path, secret);
    case Type::Kind::list:
      return read_list(type, value, object, path, secret);
    case Type::Kind::map:
      return read_map(type, value, object, path, secret);
    case Type::Kind::either:
      return read_either(type, value, object, path, secret);
    case Type::Kind::model:
      return read_model(type.model(), value, object, path, secret);
    default:
      break;
  }
  auto refusal = store_scalar(type, value, object);
  if (refusal) refuse(path, std::move(*refusal), value, secret, quoting_hint(type, value));
}

void Reader::read_list(const Type& type, const Value& value, void* object, const std::string& path, bool secret) {
  const auto* items = value.get<Value::List>();
  if (items == nullptr) return refuse(path, "must be a list, not " + kind_name(value), value, secret);
  forget_inside(path);
  type.clear(object);
  for (std::size_t i = 0; i < items->size(); ++i) {
    read(*type.element, (*items)[i], type.add(object, {}), item_path(path, i), secret);
  }
}

void Reader::read_map(const Type& type, const Value& value, void* object, const std::string& path, bool secret) {
  const auto* members = value.get<Value::Map>();
  if (members == nullptr) return refuse(path, "must be a map, not " + kind_name(value), value, secret);
  for (const auto& member : *members) {
    read(*type.element, member.value, type.add(object, member.key), key_path(path, member.key), secret);
  }
}

namespace {

/// Whether values of that kind are what the type is for.
bool is_for(Type::Kind type, Value::Kind value) {
  switch (value) {
    case Value::Kind::boolean:
      return type == Type::Kind::boolean;
    case Value::Kind::integer:
      return type == Type::Kind::integer || type == Type::Kind::number;
    case Value::Kind::number:
      return type == Type::Kind::number;
    case Value::Kind::list:
      return type == Type::Kind::list;
    case Value::Kind::map:
      return type == Type::Kind::map || type == Type::Kind::model;
    case Value::Kind::text:
      return type == Type::Kind::text || type == Type::Kind::secret || type == Type::Kind::choice ||
             type == Type::Kind::duration;
    default:
      return false;
  }
}

std::vector<std::size_t> alternatives_for(const Type& type, const Value& value) {
  std::vector<std::size_t> found;
  const auto collect = [&](auto accepts) {
    for (std::size_t i = 0; i < type.alternatives.size(); ++i) {
      if (accepts(inner(*type.alternatives[i]).kind)) found.push_back(i);
    }
  };
  const auto meant = value.is_word() ? value.resolved().kind() : value.kind();
  collect([&](Type::Kind kind) { return is_for(kind, meant); });
  // A word that looks like a number is text where only text is expected.
  if (found.empty() && value.is_word()) collect([](Type::Kind kind) { return is_for(kind, Value::Kind::text); });
  if (found.empty()) collect([](Type::Kind kind) { return kind == Type::Kind::any; });
  return found;
}

}  // namespace

void Reader::read_either(const Type& type, const Value& value, void* object, const std::string& path, bool secret) {
  const auto candidates = alternatives_for(type, value);
  if (candidates.empty()) {
    return refuse(path, "must be " + kind_name(type) + ", not " + kind_name(value), value, secret);
  }
  forget_inside(path);
  auto best = candidates.front();
  auto least = std::numeric_limits<std::size_t>::max();
  for (const auto candidate : candidates) {
    if (candidates.size() == 1) break;
    Reading trial;
    Reader(trial, true).read(*type.alternatives[candidate], value, type.select(object, candidate), path, secret);
    if (trial.violations.size() < least) best = candidate, least = trial.violations.size();
  }
  read(*type.alternatives[best], value, type.select(object, best), path, secret);
}

}  // namespace ashlar::settings
