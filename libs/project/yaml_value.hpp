#pragma once
/// What a YAML or JSON file says, apart from how it is written.

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ashlar::project {

class YamlValue;
struct YamlMember;

using YamlArray = std::vector<YamlValue>;

/// Members by key, in the order of the file. Keys are unique.
class YamlMap {
 public:
  YamlMap() = default;
  YamlMap(std::initializer_list<YamlMember> members);

  [[nodiscard]] const YamlValue* find(std::string_view key) const;  ///< null when there is none
  [[nodiscard]] YamlValue* find(std::string_view key);
  /// Replaces the member of that key where it stands, or adds it at the end.
  YamlValue& set(std::string_view key, YamlValue value);
  /// Adds at the end. REQUIRES: there is no such key.
  void append(std::string key, YamlValue value);
  bool erase(std::string_view key);

  [[nodiscard]] bool empty() const { return members_.empty(); }
  [[nodiscard]] std::size_t size() const { return members_.size(); }
  [[nodiscard]] std::vector<YamlMember>::const_iterator begin() const;
  [[nodiscard]] std::vector<YamlMember>::const_iterator end() const;

  /// Whatever the order.
  friend bool operator==(const YamlMap& left, const YamlMap& right);

 private:
  std::vector<YamlMember> members_;
};

/// One value. Numbers keep the kind they were written as, and compare by what they are worth.
class YamlValue {
 public:
  using Variant =
      std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string, YamlArray, YamlMap>;

  YamlValue() = default;                                                ///< null
  YamlValue(bool value) : content_(value) {}                            // NOLINT(google-explicit-constructor)
  YamlValue(int value) : content_(static_cast<std::int64_t>(value)) {}  // NOLINT(google-explicit-constructor)
  YamlValue(std::int64_t value) : content_(value) {}                    // NOLINT(google-explicit-constructor)
  YamlValue(std::uint64_t value) : content_(value) {}                   // NOLINT(google-explicit-constructor)
  YamlValue(double value) : content_(value) {}                          // NOLINT(google-explicit-constructor)
  YamlValue(const char* value) : content_(std::string(value)) {}        // NOLINT(google-explicit-constructor)
  YamlValue(std::string_view value) : content_(std::string(value)) {}   // NOLINT(google-explicit-constructor)
  YamlValue(std::string value) : content_(std::move(value)) {}          // NOLINT(google-explicit-constructor)
  YamlValue(YamlArray value) : content_(std::move(value)) {}            // NOLINT(google-explicit-constructor)
  YamlValue(YamlMap value) : content_(std::move(value)) {}              // NOLINT(google-explicit-constructor)

  template <typename T>
  [[nodiscard]] const T* get() const {
    return std::get_if<T>(&content_);
  }
  template <typename T>
  [[nodiscard]] T* get() {
    return std::get_if<T>(&content_);
  }
  template <typename T>
  [[nodiscard]] bool is() const {
    return std::holds_alternative<T>(content_);
  }
  [[nodiscard]] bool is_null() const { return is<std::monostate>(); }
  [[nodiscard]] bool is_number() const { return is<std::int64_t>() || is<std::uint64_t>() || is<double>(); }
  [[nodiscard]] bool is_container() const { return is<YamlArray>() || is<YamlMap>(); }
  [[nodiscard]] const Variant& content() const { return content_; }

  friend bool operator==(const YamlValue& left, const YamlValue& right);

 private:
  Variant content_;
};

struct YamlMember {
  std::string key;
  YamlValue value;
};

/// "a string", "a number" …: for messages.
[[nodiscard]] std::string_view kind_name(const YamlValue& value);

/// Compact JSON as Go's encoder writes it: keys sorted, `<`, `>` and `&` escaped. What has no JSON form (NaN, infinity)
/// becomes null.
[[nodiscard]] std::string to_json(const YamlValue& value);

}  // namespace ashlar::project
