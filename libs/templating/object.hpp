#pragma once
/// Values that are neither data nor text: macros, loops, namespaces, functions …

#include <optional>

#include "templating/value.hpp"

namespace ashlar::templating {

class Runtime;

/// What a call passes on.
struct Arguments {
  List positional;
  std::vector<std::pair<std::string, Value>> named;
};

class Object {
 public:
  virtual ~Object() = default;
  /// As Python names the type, for messages: "Macro".
  [[nodiscard]] virtual std::string type_name() const = 0;
  /// Python's `str`; quoted strings inside of containers are its own matter.
  [[nodiscard]] virtual std::string print() const { return "<" + type_name() + ">"; }
  [[nodiscard]] virtual bool is_safe() const { return false; }  ///< whether `print` gives markup
  [[nodiscard]] virtual std::optional<Value> attribute(std::string_view) { return std::nullopt; }
  [[nodiscard]] virtual std::optional<Value> item(const Value&) { return std::nullopt; }
  [[nodiscard]] virtual std::optional<std::size_t> length() const { return std::nullopt; }
  [[nodiscard]] virtual bool truthy() const { return length().value_or(1) != 0; }
  [[nodiscard]] virtual bool is_callable() const { return false; }
  /// REQUIRES: `is_callable`.
  virtual Value call(Runtime&, const Arguments&) { return {}; }
  [[nodiscard]] virtual bool is_iterable() const { return false; }
  [[nodiscard]] virtual bool is_sequence() const { return false; }  ///< has a length and takes indexes
  /// All that an iteration gives; an iterator is used up by it. REQUIRES: `is_iterable`.
  virtual List iterate() { return {}; }
};

/// What Python calls a generator: can be gone through once.
class Iterator final : public Object {
 public:
  Iterator(List items, std::string type) : items_(std::move(items)), type_(std::move(type)) {}
  [[nodiscard]] std::string type_name() const override { return type_; }
  [[nodiscard]] std::string print() const override { return "<" + type_ + " object>"; }
  [[nodiscard]] bool is_iterable() const override { return true; }
  List iterate() override;
  [[nodiscard]] std::optional<Value> next();  ///< nothing when it is used up

 private:
  List items_;
  std::string type_;
  std::size_t next_ = 0;
};

/// `range(...)`.
class Range final : public Object {
 public:
  /// Raises when `step` is 0.
  Range(std::int64_t start, std::int64_t stop, std::int64_t step);
  [[nodiscard]] std::string type_name() const override { return "range"; }
  [[nodiscard]] std::string print() const override;
  [[nodiscard]] std::optional<std::size_t> length() const override { return length_; }
  [[nodiscard]] bool is_iterable() const override { return true; }
  [[nodiscard]] bool is_sequence() const override { return true; }
  /// Raises when it is longer than memory should be used for.
  List iterate() override;
  [[nodiscard]] std::optional<Value> item(const Value& key) override;
  [[nodiscard]] bool contains(std::int64_t number) const;
  [[nodiscard]] std::int64_t at(std::size_t index) const;
  [[nodiscard]] std::shared_ptr<Range> reversed() const;
  [[nodiscard]] bool equals(const Range& other) const;

 private:
  std::int64_t start_, stop_, step_;
  std::size_t length_ = 0;
};

/// `dict.keys()`, `dict.values()` and `dict.items()`: what the dict holds at the time of use.
class DictView final : public Object {
 public:
  enum class What { keys, values, items };
  DictView(std::shared_ptr<Dict> dict, What what) : dict_(std::move(dict)), what_(what) {}
  [[nodiscard]] std::string type_name() const override;
  [[nodiscard]] std::string print() const override;
  [[nodiscard]] std::optional<std::size_t> length() const override;
  [[nodiscard]] bool is_iterable() const override { return true; }
  List iterate() override;
  [[nodiscard]] What what() const { return what_; }
  [[nodiscard]] const Dict& dict() const { return *dict_; }

 private:
  std::shared_ptr<Dict> dict_;
  What what_;
};

}  // namespace ashlar::templating
