#pragma once

#include "ashlar/output.hpp"

namespace ashlar {

class Resource;

namespace sdk {

struct InputNode;
using InputRef = std::shared_ptr<const InputNode>;

}  // namespace sdk

/// What all inputs share: nothing (not set), a value, an output, or a list or map of inputs.
class InputBase {
 public:
  // Out of line, all of them: programs hold many inputs, and every inline member costs compile time.
  InputBase() noexcept;
  InputBase(const InputBase& other);
  InputBase(InputBase&& other) noexcept;
  InputBase& operator=(const InputBase& other);
  InputBase& operator=(InputBase&& other) noexcept;
  ~InputBase();
  InputBase(const OutputBase& output);  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool is_set() const { return node_ != nullptr; }

  /// For the SDK's own code.
  explicit InputBase(sdk::InputRef node);
  explicit InputBase(const Value& value);
  [[nodiscard]] const sdk::InputRef& node() const { return node_; }

 private:
  sdk::InputRef node_;
};

namespace sdk {

/// One member of an object: its name on the wire and what it holds. One that is not set is left out.
struct Field {
  std::string name;
  InputBase value;
};

/// Builds lists and maps piece by piece.
class Collector {
 public:
  Collector();
  Collector(const Collector&) = delete;
  Collector& operator=(const Collector&) = delete;
  ~Collector();
  void add(const InputBase& element);
  void add(const std::string& key, const InputBase& member);
  InputBase list();
  InputBase object();

 private:
  struct Content;
  std::unique_ptr<Content> content_;
};

InputBase list(const std::vector<InputBase>& elements);
InputBase object(const std::vector<Field>& fields);
InputBase with_member(const InputBase& object, Field field);
OutputRef to_output(const InputBase& input);
OutputRef format(std::string_view pattern, const std::vector<InputBase>& parts);
OutputRef to_json(const InputBase& input);
InputBase secret(const InputBase& input);
InputBase or_default(const InputBase& input, const Value& value);
/// The first of the variables that is set, where the argument was left out.
InputBase or_environment(const InputBase& input, std::initializer_list<const char*> variables);

/// A list of inputs of type I, each made from an element.
template <typename I, typename E>
InputBase list_of(const E& elements) {
  Collector collector;
  for (const auto& element : elements) collector.add(I(element));
  return collector.list();
}

template <typename I, typename E>
InputBase object_of(const E& entries) {
  Collector collector;
  for (const auto& [key, value] : entries) collector.add(key, I(value));
  return collector.object();
}

}  // namespace sdk

/// Says "there are none", where leaving the argument out would say "as the provider likes": `.ingress = empty`.
struct Empty {};
inline constexpr Empty empty{};

/// An argument of type T: a T, or an output of one. `{}` leaves it out. This one is for argument structs.
template <typename T>
class Input : public InputBase {
 public:
  Input() = default;
  Input(const T& value) : InputBase(to_input(value)) {}      // NOLINT(google-explicit-constructor)
  Input(const Output<T>& output) : InputBase(output) {}      // NOLINT(google-explicit-constructor)
  Input(const Output<Value>& output) : InputBase(output) {}  // NOLINT(google-explicit-constructor)
};

template <>
class Input<std::string> : public InputBase {
 public:
  Input() = default;
  Input(const char* value);                        // NOLINT(google-explicit-constructor)
  Input(std::string_view value);                   // NOLINT(google-explicit-constructor)
  Input(const std::string& value);                 // NOLINT(google-explicit-constructor)
  Input(const std::optional<std::string>& value);  // NOLINT(google-explicit-constructor): nothing leaves it out
  Input(const Output<std::string>& output);        // NOLINT(google-explicit-constructor)
  Input(const Output<Value>& output);              // NOLINT(google-explicit-constructor)
};

template <>
class Input<bool> : public InputBase {
 public:
  Input() = default;
  template <std::same_as<bool> B>
  Input(B value) : InputBase(Value(value)) {}  // NOLINT(google-explicit-constructor)
  Input(const std::optional<bool>& value);     // NOLINT(google-explicit-constructor)
  Input(const Output<bool>& output);           // NOLINT(google-explicit-constructor)
  Input(const Output<Value>& output);          // NOLINT(google-explicit-constructor)
};

template <>
class Input<int> : public InputBase {
 public:
  Input() = default;
  Input(int value);                        // NOLINT(google-explicit-constructor)
  Input(const std::optional<int>& value);  // NOLINT(google-explicit-constructor)
  Input(const Output<int>& output);        // NOLINT(google-explicit-constructor)
  Input(const Output<Value>& output);      // NOLINT(google-explicit-constructor)
};

template <>
class Input<double> : public InputBase {
 public:
  Input() = default;
  Input(double value);                        // NOLINT(google-explicit-constructor)
  Input(const std::optional<double>& value);  // NOLINT(google-explicit-constructor)
  Input(const Output<double>& output);        // NOLINT(google-explicit-constructor)
  Input(const Output<int>& output);           // NOLINT(google-explicit-constructor)
  Input(const Output<Value>& output);         // NOLINT(google-explicit-constructor)
};

/// An argument of any type. A resource becomes a reference to it.
template <>
class Input<Value> : public InputBase {
 public:
  Input() = default;
  Input(const char* value);         // NOLINT(google-explicit-constructor)
  Input(std::string_view value);    // NOLINT(google-explicit-constructor)
  Input(const std::string& value);  // NOLINT(google-explicit-constructor)
  Input(int value);                 // NOLINT(google-explicit-constructor)
  Input(double value);              // NOLINT(google-explicit-constructor)
  template <std::same_as<bool> B>
  Input(B value) : InputBase(Value(value)) {}  // NOLINT(google-explicit-constructor)
  Input(const Value& value);                   // NOLINT(google-explicit-constructor)
  Input(const InputBase& input);               // NOLINT(google-explicit-constructor): any other input
  Input(const OutputBase& output);             // NOLINT(google-explicit-constructor)
  Input(const Resource& resource);             // NOLINT(google-explicit-constructor)
  template <typename T>
  Input(const std::vector<T>& values);  // NOLINT(google-explicit-constructor)
  template <typename T>
  Input(const std::map<std::string, T>& values);  // NOLINT(google-explicit-constructor)
};

/// A list argument: `{a, b}`, a vector of values, of inputs or of outputs, or an output of a whole list. `{}` leaves it
/// out; `empty` says that it has no elements.
template <typename T>
class InputList : public InputBase {
 public:
  /// An element in braces: a scalar or an output of one, or an argument struct.
  using Element = std::conditional_t<std::is_aggregate_v<T>, T, Input<T>>;

  InputList() = default;
  InputList(std::initializer_list<Element> elements) : InputBase(sdk::list_of<Input<T>>(elements)) {}
  InputList(Empty) : InputBase(sdk::list({})) {}                                                      // NOLINT
  InputList(const std::vector<Input<T>>& elements) : InputBase(sdk::list_of<Input<T>>(elements)) {}   // NOLINT
  InputList(const std::vector<Output<T>>& elements) : InputBase(sdk::list_of<Input<T>>(elements)) {}  // NOLINT
  InputList(const std::vector<T>& elements) : InputBase(sdk::list_of<Input<T>>(elements)) {}          // NOLINT
  InputList(const Output<std::vector<T>>& output) : InputBase(output) {}                              // NOLINT
  InputList(const Output<Value>& output) : InputBase(output) {}                                       // NOLINT
};

/// A map argument: `{{"key", value}, …}`, a map of values, of inputs or of outputs, or an output of a whole map. `{}`
/// leaves it out; `empty` says that it has no members.
template <typename T>
class InputMap : public InputBase {
 public:
  struct Entry {
    std::string key;
    Input<T> value;
  };

  InputMap() = default;
  InputMap(std::initializer_list<Entry> entries) : InputBase(sdk::object_of<Input<T>>(entries)) {}
  InputMap(Empty) : InputBase(sdk::object({})) {}                                                      // NOLINT
  InputMap(const std::map<std::string, T>& map) : InputBase(sdk::object_of<Input<T>>(map)) {}          // NOLINT
  InputMap(const std::map<std::string, Input<T>>& map) : InputBase(sdk::object_of<Input<T>>(map)) {}   // NOLINT
  InputMap(const std::map<std::string, Output<T>>& map) : InputBase(sdk::object_of<Input<T>>(map)) {}  // NOLINT
  InputMap(const Output<std::map<std::string, T>>& output) : InputBase(output) {}                      // NOLINT
  InputMap(const Output<Value>& output) : InputBase(output) {}                                         // NOLINT

  /// Adds a member, or replaces it. REQUIRES: not made of an output.
  void set(std::string key, const Input<T>& value) {
    static_cast<InputBase&>(*this) = sdk::with_member(*this, {std::move(key), value});
  }
};

/// An object or a list of anything, for exports and untyped arguments.
using Object = InputMap<Value>;
using List = InputList<Value>;

template <typename T>
Input<Value>::Input(const std::vector<T>& values) : InputBase(sdk::list_of<Input<Value>>(values)) {}

template <typename T>
Input<Value>::Input(const std::map<std::string, T>& values) : InputBase(sdk::object_of<Input<Value>>(values)) {}

/// An argument as an output, to compute with it. Null when it was left out.
template <typename T>
[[nodiscard]] Output<T> to_output(const Input<T>& input) {
  return Output<T>(sdk::to_output(input));
}

/// `pattern` with each `{}` replaced by the next part as text; `{{` and `}}` stand for braces.
template <typename... Parts>
[[nodiscard]] Output<std::string> format(const char* pattern, const Parts&... parts) {
  return Output<std::string>(sdk::format(pattern, {Input<Value>(parts)...}));
}

/// Compact JSON text of a value that may hold outputs.
[[nodiscard]] inline Output<std::string> to_json(const Input<Value>& value) {
  return Output<std::string>(sdk::to_json(value));
}

extern template class InputList<std::string>;
extern template class InputMap<std::string>;
extern template class InputMap<Value>;
extern template class InputList<Value>;

}  // namespace ashlar
