#pragma once
/// The values that templates compute with: Python's, as far as templates see them. Containers are shared by reference,
/// as Python's are; strings never change. Not safe to share between threads that render at the same time.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace ashlar::templating {

class Dict;
class Object;
class Value;
using List = std::vector<Value>;

/// What happens when a template uses something that is not there.
enum class UndefinedMode {
  lenient,    ///< prints nothing, is empty and false; looking into it or calculating with it is an error
  chainable,  ///< as lenient, and looking into it gives another undefined value
  debug,      ///< as lenient, and prints what is missing
  strict      ///< any use but the tests `defined` and `undefined` and the filter `default` is an error
};

/// Something that is not there, and how a message names it.
struct Undefined {
  UndefinedMode mode = UndefinedMode::lenient;
  std::string message;   ///< "'x' is undefined"
  std::string as_debug;  ///< what the debug mode prints
};

/// Fixed items. One that has field names (what `groupby` gives) lets them be used as attributes.
struct Tuple {
  List items;
  std::vector<std::string> fields;
};

enum class Kind { none, undefined, boolean, integer, floating, string, list, tuple, dict, object };

class Value {
 public:
  Value(const Value&) = default;
  Value(Value&&) noexcept = default;
  Value& operator=(const Value&) = default;
  Value& operator=(Value&&) noexcept = default;
  /// However deeply values are nested, giving them up takes little stack.
  ~Value() {
    if (content_.index() >= first_container) release();
  }

  Value() = default;                                                ///< None
  Value(bool value) : content_(value) {}                            // NOLINT(google-explicit-constructor)
  Value(int value) : content_(std::int64_t{value}) {}               // NOLINT(google-explicit-constructor)
  Value(std::int64_t value) : content_(value) {}                    // NOLINT(google-explicit-constructor)
  Value(double value) : content_(value) {}                          // NOLINT(google-explicit-constructor)
  Value(const char* text) : Value(std::string(text)) {}             // NOLINT(google-explicit-constructor)
  Value(std::string_view text) : Value(std::string(text)) {}        // NOLINT(google-explicit-constructor)
  Value(std::string text);                                          // NOLINT(google-explicit-constructor)
  Value(List items);                                                // NOLINT(google-explicit-constructor)
  Value(std::shared_ptr<Dict> dict) : content_(std::move(dict)) {}  // NOLINT(google-explicit-constructor)
  Value(std::shared_ptr<Object> object);                            // NOLINT(google-explicit-constructor)
  Value(Undefined undefined);                                       // NOLINT(google-explicit-constructor)
  /// Text that needs no escaping any more.
  [[nodiscard]] static Value markup(std::string text);
  /// Markup when `safe`.
  [[nodiscard]] static Value text(std::string text, bool safe);
  [[nodiscard]] static Value tuple(List items, std::vector<std::string> fields = {});

  [[nodiscard]] Kind kind() const;
  [[nodiscard]] bool is(Kind kind) const { return this->kind() == kind; }
  [[nodiscard]] bool is_none() const { return std::holds_alternative<std::monostate>(content_); }
  [[nodiscard]] bool is_undefined() const { return is(Kind::undefined); }
  [[nodiscard]] bool is_string() const { return is(Kind::string); }
  [[nodiscard]] bool is_markup() const;
  /// A boolean, an integer or a float.
  [[nodiscard]] bool is_number() const;
  /// An integer or a boolean, which counts as 0 or 1.
  [[nodiscard]] bool is_integral() const { return is(Kind::integer) || is(Kind::boolean); }

  // REQUIRES, for each: the value is of that kind.
  [[nodiscard]] bool as_bool() const { return std::get<bool>(content_); }
  [[nodiscard]] std::int64_t as_integer() const;  ///< integral
  [[nodiscard]] double as_double() const;         ///< a number
  [[nodiscard]] const std::string& as_text() const { return *std::get<Text>(content_).text; }
  [[nodiscard]] const Undefined& as_undefined() const { return *std::get<UndefinedRef>(content_); }
  [[nodiscard]] const std::shared_ptr<List>& as_list() const { return std::get<std::shared_ptr<List>>(content_); }
  [[nodiscard]] const Tuple& as_tuple() const { return *std::get<TupleRef>(content_); }
  [[nodiscard]] const std::shared_ptr<Dict>& as_dict() const { return std::get<std::shared_ptr<Dict>>(content_); }
  [[nodiscard]] const std::shared_ptr<Object>& as_object() const { return std::get<std::shared_ptr<Object>>(content_); }

  /// The items of a list or tuple, else null.
  [[nodiscard]] const List* sequence() const;
  /// The object of that class, else null.
  template <typename Class>
  [[nodiscard]] Class* object() const {
    const auto* held = std::get_if<std::shared_ptr<Object>>(&content_);
    return held == nullptr ? nullptr : dynamic_cast<Class*>(held->get());
  }
  /// Python's `is`.
  [[nodiscard]] bool same_as(const Value& other) const;

 private:
  struct Text {
    std::shared_ptr<const std::string> text;
    bool safe = false;
  };
  using UndefinedRef = std::shared_ptr<const Undefined>;
  using TupleRef = std::shared_ptr<const Tuple>;

  using Content = std::variant<std::monostate, UndefinedRef, bool, std::int64_t, double, Text, std::shared_ptr<List>,
                               TupleRef, std::shared_ptr<Dict>, std::shared_ptr<Object>>;
  static constexpr std::size_t first_container = 6;

  void release() noexcept;

  Content content_;
};

}  // namespace ashlar::templating
