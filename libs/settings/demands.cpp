/// What models demand of whole objects.

#include <algorithm>

#include "base/strings.hpp"
#include "settings/object_value.hpp"
#include "settings/reader.hpp"
#include "settings/scalars.hpp"

namespace ashlar::settings {

namespace {

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](unsigned char byte) { return (byte & 0xc0U) != 0x80; }));
}

std::string span_text(std::optional<double> least, std::optional<double> most) {
  if (least && most) return "between " + format_number(*least) + " and " + format_number(*most);
  return least ? "at least " + format_number(*least) : "at most " + format_number(*most);
}

std::string count_text(std::pair<std::size_t, std::size_t> bounds, const std::string& what) {
  const auto [least, most] = bounds;
  if (least == most) return "must have exactly " + std::to_string(least) + " " + what;
  if (most == std::string::npos) return "must have at least " + std::to_string(least) + " " + what;
  return "must have " + std::to_string(least) + " to " + std::to_string(most) + " " + what;
}

class Checker {
 public:
  explicit Checker(Reading& reading) : reading_(reading) {}

  void check_model(const ModelInfo& model, const void* object, const std::string& path, bool secret) {
    const auto before = reading_.violations.size();
    for (const auto& field : model.fields) {
      const auto inner_path = field_path(path, field.name);
      const void* member = at(object, field.offset);
      const bool hidden = secret || field.secret || reading_.secrets.contains(inner_path);
      if (field.required && is_missing(model, field, member, inner_path)) {
        refuse(inner_path, "is required", nullptr, *field.type, hidden, required_hint(model, field, path));
      }
      check(*field.type, &field, member, inner_path, hidden);
    }
    for (const auto& choice : model.choices) check_choice(model, choice, object, path);
    if (reading_.violations.size() > before || failed_inside(path)) return;
    for (const auto& [offset, rule] : model.checks) {
      FieldProblems problems(*this, model, object, path, secret);
      rule(at(object, offset), problems);
    }
  }

 private:
  /// What a validator says, put at the field's path.
  class FieldProblems : public Problems {
   public:
    FieldProblems(Checker& checker, const ModelInfo& model, const void* object, const std::string& path, bool secret)
        : checker_(checker), model_(model), object_(object), path_(path), secret_(secret) {}
    void add(std::string_view name, std::string message) override {
      const auto* field = model_.find(name);
      const auto path = name.empty() ? path_ : field_path(path_, name);
      if (field == nullptr) return checker_.refuse(path, std::move(message), nullptr, type_of<Value>(), secret_);
      checker_.refuse(path, std::move(message), at(object_, field->offset), *field->type,
                      secret_ || field->secret || checker_.reading_.secrets.contains(path));
    }

   private:
    Checker& checker_;
    const ModelInfo& model_;
    const void* object_;
    const std::string& path_;
    bool secret_;
  };

  bool failed(const std::string& path) const { return reading_.failed.contains(path); }
  bool failed_inside(const std::string& path) const {
    if (path.empty()) return !reading_.failed.empty();
    const auto found = reading_.failed.lower_bound(path);
    return found != reading_.failed.end() && found->starts_with(path);
  }

  bool is_missing(const ModelInfo& model, const FieldInfo& field, const void* member, const std::string& path) const {
    if (failed(path)) return false;
    // What code set counts only when it set something: it cannot leave out the members of an element that it adds.
    const auto found = reading_.given.find(path);
    if (found != reading_.given.end() && found->second.text() != "code") return false;
    const Rendering all{.by_alias = false, .omit_null = false, .secrets = Secrets::shown};
    return type_value(*field.type, member, all) == type_value(*field.type, at(model.prototype, field.offset), all);
  }

  static std::string required_hint(const ModelInfo& model, const FieldInfo& field, const std::string& path) {
    if (!field.variable.empty()) return "set '" + field.name + "' or the environment variable " + field.variable;
    if (!path.empty() || model.environment_prefix.empty()) return "set '" + field.alias + "'";
    std::string variable = model.environment_prefix + field.name;
    std::transform(variable.begin(), variable.end(), variable.begin(), [](unsigned char c) { return std::toupper(c); });
    return "set '" + field.alias + "' or the environment variable " + variable;
  }

  /// `field`: whose demands count; they reach through optionals, lists, maps and variants, not into models.
  void check(const Type& type, const FieldInfo* field, const void* object, const std::string& path, bool secret) {
    if (failed(path)) return;
    secret = secret || reading_.secrets.contains(path);
    switch (type.kind) {
      case Type::Kind::optional:
        return type.visit(object,
                          [&](const auto&, const void* held) { check(*type.element, field, held, path, secret); });
      case Type::Kind::either:
        return type.visit(object, [&](const auto&, const void* held) {
          check(*type.alternatives[type.index(object)], field, held, path, secret);
        });
      case Type::Kind::list:
      case Type::Kind::map:
        return check_items(type, field, object, path, secret);
      case Type::Kind::model:
        return check_model(type.model(), object, path, secret);
      case Type::Kind::text:
      case Type::Kind::secret:
        return check_text(type, *field, object, path, secret || type.kind == Type::Kind::secret);
      case Type::Kind::integer:
      case Type::Kind::number:
        return check_number(type, *field, object, path, secret);
      default:
        return;
    }
  }

  void check_items(const Type& type, const FieldInfo* field, const void* object, const std::string& path, bool secret) {
    std::size_t count = 0;
    type.visit(object, [&](const std::string& key, const void* element) {
      const auto inner_path = type.kind == Type::Kind::list ? item_path(path, count) : key_path(path, key);
      if (!field->key_pattern.empty() && !matches(field->key_pattern, key)) {
        refuse(inner_path, "must have a key that matches " + field->key_pattern, nullptr, type, secret);
      }
      check(*type.element, field, element, inner_path, secret);
      ++count;
    });
    if (field->items && (count < field->items->first || count > field->items->second)) {
      refuse(path, count_text(*field->items, "items"), object, type, secret);
    }
  }

  void check_number(const Type& type, const FieldInfo& field, const void* object, const std::string& path,
                    bool secret) {
    const auto value = load_scalar(type, object);
    const auto* whole = value.get<std::int64_t>();
    const double number = whole != nullptr ? static_cast<double>(*whole) : *value.get<double>();
    const bool is_right = (!field.least || number >= *field.least) && (!field.most || number <= *field.most);
    if (!is_right) refuse(path, "must be " + span_text(field.least, field.most), object, type, secret);
  }

  void check_text(const Type& type, const FieldInfo& field, const void* object, const std::string& path, bool secret) {
    const auto value = load_scalar(type, object);
    const auto& text = *value.get<std::string>();
    const auto wrong = [&](std::string message, std::string hint = {}) {
      refuse(path, std::move(message), object, type, secret, std::move(hint));
    };
    if (field.length) {
      const auto length = characters(text);
      if (length < field.length->first || length > field.length->second) wrong(count_text(*field.length, "characters"));
    }
    if (!field.words.empty() && std::find(field.words.begin(), field.words.end(), text) == field.words.end()) {
      const auto meant = secret ? std::nullopt : nearest(text, field.words);
      wrong("must be one of " + join(field.words, ", "), meant ? "did you mean '" + *meant + "'?" : "");
    }
    if (!field.pattern.empty() && !matches(field.pattern, text)) wrong("must match " + field.pattern);
    for (const auto& rule : field.rules) {
      if (!rule.holds(text)) wrong("must be " + rule.what);
    }
  }

  void check_choice(const ModelInfo& model, const Choice& choice, const void* object, const std::string& path) {
    std::vector<std::string> set;
    for (const auto& name : choice.fields) {
      const auto* field = model.find(name);
      if (failed(field_path(path, name))) return;
      bool is_set = false;
      const auto& type = *field->type;
      if (type.visit == nullptr) continue;
      type.visit(at(object, field->offset), [&](const auto&, const void*) { is_set = true; });
      if (is_set) set.push_back(name);
    }
    if (set.size() == 1 || (set.empty() && !choice.needs_one)) return;
    const auto names = join(choice.fields, ", ");
    auto message =
        (choice.needs_one ? "exactly one of " : "at most one of ") + names + " may be set, not " + join(set, " and ");
    if (set.empty()) message = "one of " + names + " must be set";
    refuse(path, std::move(message), nullptr, type_of<Value>(), false);
  }

  void refuse(const std::string& path, std::string message, const void* object, const Type& type, bool secret,
              std::string hint = {}) {
    Violation violation{
        .path = path, .message = std::move(message), .value = {}, .source = source_of(path), .hint = std::move(hint)};
    if (object != nullptr) {
      const Rendering masked;
      violation.value = secret ? std::string(mask) : short_json(type_value(type, object, masked));
    }
    reading_.violations.push_back(std::move(violation));
  }

  /// Where the path was given, or else what it is part of.
  std::string source_of(std::string path) const {
    while (!path.empty()) {
      const auto found = reading_.given.find(path);
      if (found != reading_.given.end()) return found->second.text();
      const auto end = path.find_last_of(".[");
      path.resize(end == std::string::npos ? 0 : end);
    }
    return "default";
  }

  Reading& reading_;
};

}  // namespace

void check_demands(const ModelInfo& model, const void* object, Reading& reading) {
  Checker(reading).check_model(model, object, {}, false);
}

}  // namespace ashlar::settings
