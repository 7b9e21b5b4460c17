#pragma once
/// Environment variables as a value: whoever needs one is given an `Environment`, so that a test decides what it holds.

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace ashlar {

class Environment {
 public:
  using Variables = std::map<std::string, std::string, std::less<>>;

  Environment() = default;  ///< empty
  Environment(std::initializer_list<Variables::value_type> variables) : variables_(variables) {}
  explicit Environment(Variables variables) : variables_(std::move(variables)) {}
  /// A copy of this process's. The one place that reads them; call it before threads are started.
  [[nodiscard]] static Environment of_process();

  /// Nothing when the variable is not set; the empty text when it is set to that.
  [[nodiscard]] std::optional<std::string> get(std::string_view name) const;
  /// The value, or the empty text: for variables where set and empty means the same as not set.
  [[nodiscard]] std::string text(std::string_view name) const { return get(name).value_or(""); }
  /// Whether it is `1` or `true`, in any case.
  [[nodiscard]] bool is_true(std::string_view name) const;

  void set(std::string name, std::string value) { variables_.insert_or_assign(std::move(name), std::move(value)); }
  [[nodiscard]] const Variables& variables() const { return variables_; }

 private:
  Variables variables_;
};

}  // namespace ashlar
