#pragma once
/// What the C++ type of a field is to the library. The templates here say how to reach into a container and nothing
/// else; all that is done with values is compiled once, in the library.

#include <array>
#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <type_traits>
#include <typeinfo>

#include "ashlar/settings/value.hpp"

namespace ashlar::settings {

struct ModelInfo;

/// Text that no output of the library shows unless it is asked to. Fields of this type need no `.secret()`.
class Secret {
 public:
  Secret() = default;
  Secret(std::string text) : text_(std::move(text)) {}  // NOLINT(google-explicit-constructor)
  Secret(const char* text) : text_(text) {}             // NOLINT(google-explicit-constructor)
  [[nodiscard]] const std::string& reveal() const { return text_; }
  friend bool operator==(const Secret&, const Secret&) = default;

 private:
  std::string text_;
};

/// A word of an enumeration. `void describe(Choices<Mode>& c)` beside the enumeration lists them.
template <typename E>
class Choices {
 public:
  void add(std::string name, E value) { all.push_back({std::move(name), static_cast<std::int64_t>(value)}); }
  std::vector<std::pair<std::string, std::int64_t>> all;
};

/// How to handle objects of one C++ type without knowing it. Pointers point to such objects.
struct Type {
  enum class Kind { boolean, integer, number, text, secret, duration, choice, any, optional, list, map, either, model };
  using Visitor = std::function<void(const std::string& key, const void* element)>;

  Kind kind;
  std::size_t size = 0;               ///< integer, duration, choice: of the object in bytes
  bool is_signed = true;              ///< integer
  std::int64_t tick_nanoseconds = 0;  ///< duration
  const std::vector<std::pair<std::string, std::int64_t>>* choices = nullptr;
  const Type* element = nullptr;               ///< optional, list, map
  std::vector<const Type*> alternatives = {};  ///< either
  // optional, list, map: what is in it, in order; adding (a map's key replaces); removing everything
  void (*visit)(const void* object, const Visitor& visitor) = nullptr;
  void* (*add)(void* object, const std::string& key) = nullptr;
  void (*clear)(void* object) = nullptr;
  // either: which alternative it holds; making it hold one
  std::size_t (*index)(const void* object) = nullptr;
  void* (*select)(void* object, std::size_t index) = nullptr;
  const ModelInfo& (*model)() = nullptr;
};

template <typename T>
const Type& type_of();
template <typename T>
const ModelInfo& model_of();

/// Implementation of `type_of`.
namespace detail {

template <typename T>
struct Container : std::false_type {};

template <typename T>
struct Container<std::optional<T>> : std::true_type {
  using Element = T;
  static constexpr auto kind = Type::Kind::optional;
  static void visit(const std::optional<T>& o, const Type::Visitor& visitor) {
    if (o) visitor({}, &*o);
  }
  static void* add(std::optional<T>& o, const std::string&) { return o ? &*o : &o.emplace(); }
  static void clear(std::optional<T>& o) { o.reset(); }
};

/// An optional that may hold the very model it is a field of.
template <typename T>
struct Container<std::shared_ptr<T>> : std::true_type {
  using Element = T;
  static constexpr auto kind = Type::Kind::optional;
  static void visit(const std::shared_ptr<T>& o, const Type::Visitor& visitor) {
    if (o) visitor({}, o.get());
  }
  static void* add(std::shared_ptr<T>& o, const std::string&) {
    o = o ? std::make_shared<T>(*o) : std::make_shared<T>();
    return o.get();
  }
  static void clear(std::shared_ptr<T>& o) { o.reset(); }
};

template <typename T>
struct Container<std::vector<T>> : std::true_type {
  static_assert(!std::is_same_v<T, bool>, "a list of booleans: use std::vector<Value>");
  using Element = T;
  static constexpr auto kind = Type::Kind::list;
  static void visit(const std::vector<T>& list, const Type::Visitor& visitor) {
    for (const auto& element : list) visitor({}, &element);
  }
  static void* add(std::vector<T>& list, const std::string&) { return &list.emplace_back(); }
  static void clear(std::vector<T>& list) { list.clear(); }
};

template <typename T, typename Less>
struct Container<std::map<std::string, T, Less>> : std::true_type {
  using Element = T;
  static constexpr auto kind = Type::Kind::map;
  static void visit(const std::map<std::string, T, Less>& map, const Type::Visitor& visitor) {
    for (const auto& [key, element] : map) visitor(key, &element);
  }
  static void* add(std::map<std::string, T, Less>& map, const std::string& key) { return &map[key]; }
  static void clear(std::map<std::string, T, Less>& map) { map.clear(); }
};

template <typename T>
Type container() {
  using C = Container<T>;
  return {.kind = C::kind,
          .element = &type_of<typename C::Element>(),
          .visit = [](const void* o, const Type::Visitor& v) { C::visit(*static_cast<const T*>(o), v); },
          .add = [](void* o, const std::string& key) -> void* { return C::add(*static_cast<T*>(o), key); },
          .clear = [](void* o) { C::clear(*static_cast<T*>(o)); }};
}

template <typename T>
struct Either : std::false_type {};

template <typename... Ts>
struct Either<std::variant<Ts...>> : std::true_type {
  using V = std::variant<Ts...>;
  template <typename T>
  static void* select_one(V& v) {
    return &v.template emplace<T>();
  }
  static Type make() {
    return {.kind = Type::Kind::either,
            .alternatives = {&type_of<Ts>()...},
            .visit =
                [](const void* o, const Type::Visitor& visitor) {
                  std::visit([&](const auto& held) { visitor({}, &held); }, *static_cast<const V*>(o));
                },
            .index = [](const void* o) { return static_cast<const V*>(o)->index(); },
            .select = [](void* o, std::size_t index) -> void* {
              static constexpr std::array<void* (*)(V&), sizeof...(Ts)> ways = {&select_one<Ts>...};
              return ways.at(index)(*static_cast<V*>(o));
            }};
  }
};

template <typename T>
struct Duration : std::false_type {};
template <typename Rep, typename Period>
struct Duration<std::chrono::duration<Rep, Period>> : std::true_type {
  static_assert(std::is_integral_v<Rep>);
  static constexpr std::int64_t tick =
      std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<Rep, Period>(1)).count();
};

template <typename E>
const std::vector<std::pair<std::string, std::int64_t>>* choices_of() {
  static const auto choices = [] {
    Choices<E> c;
    describe(c);
    return c.all;
  }();
  return &choices;
}

template <typename T>
Type make_type() {
  using Kind = Type::Kind;
  if constexpr (std::is_same_v<T, bool>)
    return {.kind = Kind::boolean};
  else if constexpr (std::is_integral_v<T>)
    return {.kind = Kind::integer, .size = sizeof(T), .is_signed = std::is_signed_v<T>};
  else if constexpr (std::is_same_v<T, double>)
    return {.kind = Kind::number};
  else if constexpr (std::is_same_v<T, std::string>)
    return {.kind = Kind::text};
  else if constexpr (std::is_same_v<T, Secret>)
    return {.kind = Kind::secret};
  else if constexpr (std::is_same_v<T, Value>)
    return {.kind = Kind::any};
  else if constexpr (std::is_enum_v<T>)
    return {.kind = Kind::choice, .size = sizeof(T), .choices = choices_of<T>()};
  else if constexpr (Duration<T>::value)
    return {.kind = Kind::duration, .size = sizeof(T), .tick_nanoseconds = Duration<T>::tick};
  else if constexpr (Container<T>::value)
    return container<T>();
  else if constexpr (Either<T>::value)
    return Either<T>::make();
  else
    return {.kind = Kind::model, .model = &model_of<T>};
}

}  // namespace detail

template <typename T>
const Type& type_of() {
  static const Type type = detail::make_type<T>();
  return type;
}

}  // namespace ashlar::settings
