#pragma once
/// Settings apart from any model: what a file says, or what a model is rendered to.

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ashlar::settings {

struct Member;

/// Where a value was written. Line and column count from 1, the column in characters; 0 where there are none.
struct Origin {
  std::shared_ptr<const std::string> source;  ///< a file's name, `environment variable X`, …; null: not known
  unsigned line = 0;
  unsigned column = 0;

  [[nodiscard]] std::string text() const;  ///< `caddy.yaml:3:7`
};

/// Null, boolean, integer, number, text, list or map. Members keep their order.
class Value {
 public:
  enum class Kind { null, boolean, integer, number, text, list, map };
  using List = std::vector<Value>;
  using Map = std::vector<Member>;

  Value() = default;                                                      ///< null
  Value(bool value) : content_(value) {}                                  // NOLINT(google-explicit-constructor)
  Value(int value) : content_(static_cast<std::int64_t>(value)) {}        // NOLINT(google-explicit-constructor)
  Value(long value) : content_(static_cast<std::int64_t>(value)) {}       // NOLINT(google-explicit-constructor)
  Value(long long value) : content_(static_cast<std::int64_t>(value)) {}  // NOLINT(google-explicit-constructor)
  Value(double value) : content_(value) {}                                // NOLINT(google-explicit-constructor)
  Value(const char* value) : content_(std::string(value)) {}              // NOLINT(google-explicit-constructor)
  Value(std::string value) : content_(std::move(value)) {}                // NOLINT(google-explicit-constructor)
  Value(List value) : content_(std::move(value)) {}                       // NOLINT(google-explicit-constructor)
  Value(Map value);                                                       // NOLINT(google-explicit-constructor)
  static Value list(std::initializer_list<Value> items) { return List(items); }
  static Value map(std::initializer_list<Member> members);
  /// Text that stood without quotes: whoever reads it decides whether it is a number, a boolean or text.
  static Value word(std::string text);

  [[nodiscard]] Kind kind() const { return static_cast<Kind>(content_.index()); }
  [[nodiscard]] bool is_null() const { return kind() == Kind::null; }
  [[nodiscard]] bool is_word() const { return word_; }
  /// Whether it is known to be a secret, apart from any model. Messages do not show it; `json_text` and its like do.
  [[nodiscard]] bool is_secret() const { return secret_; }
  [[nodiscard]] bool contains_secrets() const;
  [[nodiscard]] Value as_secret() const;
  /// The content, or null when the value is of another kind.
  template <typename T>
  [[nodiscard]] const T* get() const {
    return std::get_if<T>(&content_);
  }
  template <typename T>
  [[nodiscard]] T* get() {
    return std::get_if<T>(&content_);
  }
  [[nodiscard]] const Value* find(std::string_view key) const;  ///< a member's value; null when there is none
  /// Makes a null a map. REQUIRES: a map, or null. Replaces the member, or adds it at the end.
  Value& set(std::string_view key, Value value);

  /// A word as what it means in YAML 1.2; everything inside too.
  [[nodiscard]] Value resolved() const;

  Origin origin;

  /// Numbers compare by their worth, words by what they mean, maps whatever the order; origins do not count.
  friend bool operator==(const Value& left, const Value& right);

 private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, List, Map> content_;
  bool word_ = false;
  bool secret_ = false;
};

struct Member {
  std::string key;
  Value value;
  Origin origin = {};  ///< the key's

  friend bool operator==(const Member& a, const Member& b) { return a.key == b.key && a.value == b.value; }
};

}  // namespace ashlar::settings
