#pragma once
/// The basic encodings of the agent protocol (docs/formats/agent.md), one class a direction. A message lists its fields
/// once, in a function `fields(codec, message)` that both classes can be given.

#include <bit>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "resource/property_value.hpp"

namespace ashlar::fleet {

/// A type whose members are described by a free function `fields(codec, value)`.
template <typename T, typename Codec>
concept Described = requires(Codec& codec, T& value) {
  fields(codec, value);
};

/// Appends values to a byte string. Cannot fail.
class Writer {
 public:
  static constexpr bool reads = false;

  void operator()(bool value) { bytes_.push_back(value ? '\1' : '\0'); }
  void operator()(std::uint8_t value) { bytes_.push_back(static_cast<char>(value)); }
  void operator()(std::uint64_t value);  ///< LEB128: seven bits a byte, the lowest first
  void operator()(std::uint32_t value) { (*this)(std::uint64_t{value}); }
  void operator()(std::int64_t value);  ///< zigzag, then as unsigned
  void operator()(int value) { (*this)(std::int64_t{value}); }
  void operator()(double value);
  void operator()(std::string_view text);
  void operator()(const std::string& text) { (*this)(std::string_view(text)); }
  void operator()(const PropertyValue& value);
  void operator()(const PropertyMap& map);
  void operator()(const Error& error);

  template <typename T>
  void operator()(const std::vector<T>& items) {
    (*this)(std::uint64_t{items.size()});
    for (const auto& item : items) (*this)(item);
  }
  template <typename T>
  void operator()(const std::optional<T>& value) {
    (*this)(value.has_value());
    if (value) (*this)(*value);
  }
  template <typename T>
  requires std::is_enum_v<T>
  void operator()(const T& value) { (*this)(static_cast<std::uint8_t>(value)); }
  template <typename T>
  requires Described<T, Writer>
  void operator()(const T& value) {
    fields(*this, const_cast<T&>(value));  // `fields` serves both directions; this one only reads the members
  }

  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

/// Takes values from a byte string in the order in which they were written. After the first malformed one `ok` is false
/// for good, and whatever is read is empty. Allocates no more than the input's size warrants.
class Reader {
 public:
  static constexpr bool reads = true;
  /// Values nested deeper than this are malformed.
  static constexpr int maximum_depth = 100;

  /// REQUIRES: `bytes` outlives the reader.
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  void operator()(bool& value);
  void operator()(std::uint8_t& value);
  void operator()(std::uint64_t& value);
  void operator()(std::uint32_t& value);
  void operator()(std::int64_t& value);
  void operator()(int& value);
  void operator()(double& value);
  void operator()(std::string& text);
  void operator()(PropertyValue& value);
  void operator()(PropertyMap& map);
  void operator()(Error& error);

  template <typename T>
  void operator()(std::vector<T>& items) {
    items.clear();
    const auto count = read_count();
    for (std::uint64_t i = 0; i < count && ok_; ++i) (*this)(items.emplace_back());
  }
  template <typename T>
  void operator()(std::optional<T>& value) {
    bool present = false;
    (*this)(present);
    value.reset();
    if (present && ok_) (*this)(value.emplace());
  }
  template <typename T>
  requires std::is_enum_v<T>
  void operator()(T& value) {
    std::uint8_t number = 0;
    (*this)(number);
    // Every enumeration of the protocol ends with a `count_` that no message carries.
    if (number >= static_cast<std::uint8_t>(T::count_)) return give_up();
    value = static_cast<T>(number);
  }
  template <typename T>
  requires Described<T, Reader>
  void operator()(T& value) { fields(*this, value); }

  /// Whether everything so far was well-formed.
  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  std::uint64_t read_count();  ///< of items that take at least a byte each
  void give_up();

  std::string_view rest_;
  int depth_ = 0;
  bool ok_ = true;
};

}  // namespace ashlar::fleet
