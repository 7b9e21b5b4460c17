#pragma once
/// What requests to AWS and its answers are made of: a document like JSON, with the member names of AWS's API
/// reference.

#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ashlar::awsapi {

/// One value. Copies are independent. Timestamps are RFC 3339 text, blobs are strings of raw bytes.
class Value {
 public:
  using List = std::vector<Value>;
  using Map = std::map<std::string, Value, std::less<>>;
  using Variant = std::variant<std::monostate, bool, std::int64_t, double, std::string, List, Map>;

  Value() = default;                                                ///< null
  Value(bool value) : content_(value) {}                            // NOLINT(google-explicit-constructor)
  Value(int value) : content_(static_cast<std::int64_t>(value)) {}  // NOLINT(google-explicit-constructor)
  Value(std::int64_t value) : content_(value) {}                    // NOLINT(google-explicit-constructor)
  Value(double value) : content_(value) {}                          // NOLINT(google-explicit-constructor)
  Value(const char* value) : content_(std::string(value)) {}        // NOLINT(google-explicit-constructor)
  Value(std::string_view value) : content_(std::string(value)) {}   // NOLINT(google-explicit-constructor)
  Value(std::string value) : content_(std::move(value)) {}          // NOLINT(google-explicit-constructor)
  Value(List value) : content_(std::move(value)) {}                 // NOLINT(google-explicit-constructor)
  Value(Map value) : content_(std::move(value)) {}                  // NOLINT(google-explicit-constructor)

  [[nodiscard]] static Value map(std::initializer_list<Map::value_type> members) { return {Map(members)}; }
  [[nodiscard]] static Value list(std::initializer_list<Value> elements) { return {List(elements)}; }

  template <typename T>
  [[nodiscard]] const T* get() const {
    return std::get_if<T>(&content_);
  }
  template <typename T>
  [[nodiscard]] bool is() const {
    return std::holds_alternative<T>(content_);
  }
  [[nodiscard]] bool is_null() const { return is<std::monostate>(); }
  [[nodiscard]] const Variant& content() const { return content_; }

  /// The member of that name; the null value where there is none, or where this is no map.
  [[nodiscard]] const Value& operator[](std::string_view member) const;
  /// The elements of a list; none where this is no list.
  [[nodiscard]] const List& elements() const;
  /// The members of a map; none where this is no map.
  [[nodiscard]] const Map& members() const;

  [[nodiscard]] std::string text(std::string_view otherwise = {}) const;  ///< of a string
  [[nodiscard]] bool boolean(bool otherwise = false) const;               ///< of a bool
  [[nodiscard]] std::int64_t integer(std::int64_t otherwise = 0) const;   ///< of an integer

  /// Sets a member. Null becomes a map first. REQUIRES: null or a map.
  void set(std::string member, Value value);
  /// Adds an element. Null becomes a list first. REQUIRES: null or a list.
  void append(Value element);

  friend bool operator==(const Value&, const Value&) = default;

 private:
  Variant content_;
};

/// `value` as compact JSON, members sorted: for messages and tests.
[[nodiscard]] std::string to_json(const Value& value);

}  // namespace ashlar::awsapi
