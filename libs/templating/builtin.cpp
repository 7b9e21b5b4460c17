#include "templating/builtin.hpp"

#include <algorithm>
#include <unordered_map>

#include "base/strings.hpp"
#include "templating/operators.hpp"
#include "templating/printing.hpp"

namespace ashlar::templating {

namespace {

using Table = std::unordered_map<std::string_view, const Builtin*>;

Table table_of(std::initializer_list<std::span<const Builtin>> parts) {
  Table table;
  for (const auto& part : parts) {
    for (const auto& builtin : part) table.emplace(builtin.name, &builtin);
  }
  return table;
}

const Table& filters() {
  static const Table table = table_of({text_filters(), html_filters(), list_filters(), selection_filters(),
                                       number_filters(), json_filters(), wrapping_filters()});
  return table;
}

const Table& tests() {
  static const Table table = table_of({all_tests()});
  return table;
}

const Builtin* find(const Table& table, std::string_view name) {
  const auto found = table.find(name);
  return found == table.end() ? nullptr : found->second;
}

const Value none;

}  // namespace

const Builtin* find_filter(std::string_view name) { return find(filters(), name); }
const Builtin* find_test(std::string_view name) { return find(tests(), name); }

const Builtin* find_method(const Value& subject, std::string_view name) {
  static const Table of_strings = table_of({string_methods()});
  static const Table of_lists = table_of({list_methods()});
  static const Table of_tuples = table_of({tuple_methods()});
  static const Table of_dicts = table_of({dict_methods()});
  static const Table of_numbers = table_of({number_methods()});
  switch (subject.kind()) {
    case Kind::string:
      return find(of_strings, name);
    case Kind::list:
      return find(of_lists, name);
    case Kind::tuple:
      return find(of_tuples, name);
    case Kind::dict:
      return find(of_dicts, name);
    case Kind::boolean:
    case Kind::integer:
    case Kind::floating:
      return find(of_numbers, name);
    default:
      return nullptr;
  }
}

const Builtin* find_function(std::string_view name) {
  static const Table table = table_of({all_functions()});
  return find(table, name);
}

void raise_unknown(std::string_view what, std::string_view name, FailureKind kind) {
  std::vector<std::string> names;
  for (const auto& [known, builtin] : what == "filter" ? filters() : tests()) names.emplace_back(known);
  std::sort(names.begin(), names.end());
  const auto near = nearest(name, names);
  raise(kind, "No " + std::string(what) + " named '" + std::string(name) + "'.",
        near ? "did you mean '" + *near + "'?" : "");
}

Value run(const Builtin& builtin, Runtime& runtime, const Value& subject, const Arguments& arguments) {
  Call call(runtime, builtin, subject, arguments);
  return builtin.run(call);
}

Call::Call(Runtime& running, const Builtin& builtin, const Value& before, const Arguments& arguments)
    : runtime(running), subject(before), all(arguments), name(builtin.name) {
  if (builtin.any_arguments) return;
  const auto& parameters = builtin.parameters;
  const auto count = static_cast<std::size_t>(std::find(parameters.begin(), parameters.end(), std::string_view()) -
                                              parameters.begin());
  const auto what = std::string(name) + "()";
  if (arguments.positional.size() > count) {
    raise_type(what + " takes at most " + std::to_string(count) + " arguments (" +
               std::to_string(arguments.positional.size()) + " given)");
  }
  for (std::size_t i = 0; i < arguments.positional.size(); ++i) bound_[i] = &arguments.positional[i];
  for (const auto& [key, value] : arguments.named) {
    const auto at = static_cast<std::size_t>(
        std::find(parameters.begin(), parameters.begin() + static_cast<std::ptrdiff_t>(count), key) -
        parameters.begin());
    if (at == count) raise_type(what + " got an unexpected keyword argument '" + key + "'");
    if (bound_[at] != nullptr) raise_type(what + " got multiple values for argument '" + key + "'");
    bound_[at] = &value;
  }
  for (std::size_t i = 0; i < builtin.required; ++i) {
    if (bound_[i] == nullptr) raise_type(what + " missing a required argument: '" + std::string(parameters[i]) + "'");
  }
}

Value as_string(const Value& value) { return value.is_string() ? value : Value(to_text(value)); }

const Value& Call::operator[](std::size_t i) const { return bound_[i] == nullptr ? none : *bound_[i]; }

std::int64_t Call::integer(std::size_t i, std::int64_t otherwise) const {
  if (!given(i)) return otherwise;
  const auto& value = *bound_[i];
  if (value.is_undefined()) raise_undefined(value);
  if (!value.is_integral())
    raise_type(std::string(name) + "(): '" + type_name(value) + "' object cannot be interpreted as an integer");
  return value.as_integer();
}

const std::string& Call::text(std::size_t i) const {
  const auto& value = (*this)[i];
  if (value.is_undefined()) raise_undefined(value);
  if (!value.is_string()) raise_type(std::string(name) + "() wants a string, not " + type_name(value));
  return value.as_text();
}

std::optional<std::string_view> Call::optional_text(std::size_t i) const {
  if (!given(i) || bound_[i]->is_none()) return std::nullopt;
  return text(i);
}

bool Call::flag(std::size_t i) const { return given(i) && truthy(*bound_[i]); }

std::string BoundBuiltin::print() const {
  if (!is_method_) return "<function " + std::string(builtin_.name) + ">";
  return "<built-in method " + std::string(builtin_.name) + " of " + templating::type_name(subject_) + " object>";
}

}  // namespace ashlar::templating
