#pragma once
/// The filters, tests, methods and functions that every template has: tables of names, parameters and code.

#include <array>
#include <optional>
#include <span>
#include <string_view>

#include "templating/failure.hpp"
#include "templating/object.hpp"

namespace ashlar::templating {

class Runtime;
struct Builtin;

/// One call of a builtin, its arguments put to its parameters.
class Call {
 public:
  /// Raises a type failure when the arguments do not fit.
  Call(Runtime& runtime, const Builtin& builtin, const Value& subject, const Arguments& arguments);

  Runtime& runtime;
  const Value& subject;  ///< what stands before the `|`, the `is` or the `.`
  const Arguments& all;  ///< for builtins that take any
  std::string_view name;

  [[nodiscard]] bool given(std::size_t i) const { return bound_[i] != nullptr; }
  /// None when it was not given.
  [[nodiscard]] const Value& operator[](std::size_t i) const;
  // Each raises a type failure when the argument is of another type.
  [[nodiscard]] std::int64_t integer(std::size_t i, std::int64_t otherwise) const;
  [[nodiscard]] const std::string& text(std::size_t i) const;
  [[nodiscard]] std::optional<std::string_view> optional_text(std::size_t i) const;
  [[nodiscard]] bool flag(std::size_t i) const;  ///< false when it was not given

 private:
  static constexpr std::size_t most = 6;
  const Value* bound_[most] = {};
};

struct Builtin {
  std::string_view name;
  std::array<std::string_view, 6> parameters{};  ///< up to the first empty one
  std::size_t required = 0;
  Value (*run)(Call& call) = nullptr;
  bool any_arguments = false;  ///< takes whatever it is given, from `all`
};

[[nodiscard]] const Builtin* find_filter(std::string_view name);
[[nodiscard]] const Builtin* find_test(std::string_view name);
/// The methods that templates use of strings, lists, tuples, dicts.
[[nodiscard]] const Builtin* find_method(const Value& subject, std::string_view name);
/// `range`, `dict`, `namespace`, `cycler`, `joiner`; null when there is none.
[[nodiscard]] const Builtin* find_function(std::string_view name);

/// `No filter named 'uper'.`, with the nearest one as help. `what` is "filter" or "test".
[[noreturn]] void raise_unknown(std::string_view what, std::string_view name, FailureKind kind);

[[nodiscard]] Value run(const Builtin& builtin, Runtime& runtime, const Value& subject, const Arguments& arguments);

/// A builtin as a value: a function, or a method bound to what it belongs to.
class BoundBuiltin final : public Object {
 public:
  BoundBuiltin(const Builtin& builtin, Value subject, bool is_method)
      : builtin_(builtin), subject_(std::move(subject)), is_method_(is_method) {}
  [[nodiscard]] std::string type_name() const override { return "builtin_function_or_method"; }
  [[nodiscard]] std::string print() const override;
  [[nodiscard]] bool is_callable() const override { return true; }
  Value call(Runtime& runtime, const Arguments& arguments) override {
    return run(builtin_, runtime, subject_, arguments);
  }

 private:
  const Builtin& builtin_;
  Value subject_;
  bool is_method_;
};

/// The value as text: markup stays markup.
[[nodiscard]] Value as_string(const Value& value);

/// Adds what `source` has to `dict`: a dict's entries, or pairs.
void update(Dict& dict, const Value& source);

// The parts that the tables are put together from.
[[nodiscard]] std::span<const Builtin> text_filters();
[[nodiscard]] std::span<const Builtin> html_filters();
[[nodiscard]] std::span<const Builtin> list_filters();
[[nodiscard]] std::span<const Builtin> selection_filters();
[[nodiscard]] std::span<const Builtin> number_filters();
[[nodiscard]] std::span<const Builtin> json_filters();
[[nodiscard]] std::span<const Builtin> wrapping_filters();
[[nodiscard]] std::span<const Builtin> all_tests();
[[nodiscard]] std::span<const Builtin> string_methods();
[[nodiscard]] std::span<const Builtin> list_methods();
[[nodiscard]] std::span<const Builtin> tuple_methods();
[[nodiscard]] std::span<const Builtin> dict_methods();
[[nodiscard]] std::span<const Builtin> number_methods();
[[nodiscard]] std::span<const Builtin> all_functions();

}  // namespace ashlar::templating
