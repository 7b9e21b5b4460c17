#pragma once

#include <functional>
#include <type_traits>

#include "ashlar/codec.hpp"
#include "ashlar/error.hpp"

namespace ashlar {

template <typename T>
class Output;

namespace sdk {

struct OutputState;
using OutputRef = std::shared_ptr<OutputState>;
using Transformation = std::function<OutputRef(const Value&)>;

OutputRef known(const Value& value);
OutputRef secret(const OutputRef& of);
OutputRef unsecret(const OutputRef& of);
OutputRef member(const OutputRef& of, std::string key);
OutputRef element(const OutputRef& of, std::size_t index);
OutputRef all(const std::vector<OutputRef>& outputs);
OutputRef apply(const OutputRef& of, Transformation transformation, SourceLocation where);

template <typename T>
struct Unwrapped {
  using type = T;
};
template <typename T>
struct Unwrapped<Output<T>> {
  using type = T;
};
template <>
struct Unwrapped<void> {
  using type = Value;
};
template <typename T>
struct IsTuple : std::false_type {};
template <typename... T>
struct IsTuple<std::tuple<T...>> : std::true_type {};

template <typename R>
OutputRef as_output(const R& result) {
  if constexpr (requires { result.output_ref(); }) {
    return result.output_ref();
  } else {
    return known(Codec<R>::encode(result));
  }
}

}  // namespace sdk

/// What all outputs share, whatever their type.
class OutputBase {
 public:
  // Out of line, as those of inputs.
  OutputBase(const OutputBase& other);
  OutputBase(OutputBase&& other) noexcept;
  OutputBase& operator=(const OutputBase& other);
  OutputBase& operator=(OutputBase&& other) noexcept;
  ~OutputBase();

  /// For the SDK's own code.
  [[nodiscard]] const sdk::OutputRef& output_ref() const { return ref_; }

 protected:
  explicit OutputBase(sdk::OutputRef ref) noexcept;

 private:
  sdk::OutputRef ref_;
};

/// A value that is there later: when a resource was created, a function answered. It knows which resources it comes
/// from and whether it is secret, and everything derived from it inherits both. In a preview it may never be known.
/// Cheap to copy. Belongs to the thread that runs the program.
template <typename T>
class Output : public OutputBase {
 public:
  using value_type = T;

  Output() : OutputBase(sdk::known({})) {}
  Output(const T& value) : OutputBase(sdk::known(Codec<T>::encode(value))) {}  // NOLINT(google-explicit-constructor)
  explicit Output(sdk::OutputRef ref) : OutputBase(std::move(ref)) {}

  /// What `function` makes of the value: `R`, or the content of the `Output<R>` that it returns. It is called on the
  /// program's thread, once the value is there and the program's main function has returned, so capture by value; and
  /// not at all when the value stays unknown. An output of `all` gives its parts as separate arguments. An exception
  /// fails whatever uses the result, with `where` as the position.
  template <typename F>
  auto apply(F function, SourceLocation where = SourceLocation::current()) const {
    if constexpr (sdk::IsTuple<T>::value && !std::is_invocable_v<F, T>) {
      return apply_to([function](const T& parts) { return std::apply(function, parts); }, where);
    } else {
      return apply_to(std::move(function), where);
    }
  }

  /// The member of a struct: `ami.get(&GetAmiResult::id)`.
  template <typename M, typename C>
  [[nodiscard]] Output<M> get(M C::*field, SourceLocation where = SourceLocation::current()) const {
    return apply([field](const T& value) { return value.*field; }, where);
  }

  /// The element of a list, or the member of a map or of a `Value`.
  [[nodiscard]] auto operator[](std::size_t index) const {
    if constexpr (std::is_same_v<T, Value>) {
      return Output<Value>(sdk::element(output_ref(), index));
    } else {
      return Output<typename T::value_type>(sdk::element(output_ref(), index));
    }
  }
  [[nodiscard]] auto operator[](int index) const { return (*this)[static_cast<std::size_t>(index)]; }
  [[nodiscard]] auto operator[](const char* key) const {
    if constexpr (std::is_same_v<T, Value>) {
      return Output<Value>(sdk::member(output_ref(), key));
    } else {
      return Output<typename T::mapped_type>(sdk::member(output_ref(), key));
    }
  }

  /// The same value, never shown or stored in clear.
  [[nodiscard]] Output as_secret() const { return Output(sdk::secret(output_ref())); }
  /// The same value, free to be shown. Only for what was marked secret without need.
  [[nodiscard]] Output as_plain() const { return Output(sdk::unsecret(output_ref())); }

  /// The same value read as another type, checked when it is there.
  template <typename U>
  [[nodiscard]] Output<U> as() const {
    return Output<U>(output_ref());
  }

 private:
  template <typename F>
  auto apply_to(F function, SourceLocation where) const {
    using R = std::invoke_result_t<F, T>;
    using U = typename sdk::Unwrapped<std::decay_t<R>>::type;
    return Output<U>(sdk::apply(
        output_ref(),
        [function](const Value& value) mutable {
          if constexpr (std::is_void_v<R>) {
            function(Codec<T>::decode(value));
            return sdk::known({});
          } else {
            return sdk::as_output(function(Codec<T>::decode(value)));
          }
        },
        where));
  }
};

/// One output of several: `all(a, b).apply([](std::string a, int b) { … })`.
template <typename... T>
[[nodiscard]] Output<std::tuple<T...>> all(const Output<T>&... outputs) {
  return Output<std::tuple<T...>>(sdk::all({outputs.output_ref()...}));
}

template <typename T>
[[nodiscard]] Output<std::vector<T>> all(const std::vector<Output<T>>& outputs) {
  std::vector<sdk::OutputRef> refs;
  for (const auto& output : outputs) refs.push_back(output.output_ref());
  return Output<std::vector<T>>(sdk::all(refs));
}

/// A value of the program, never shown or stored in clear.
template <typename T>
[[nodiscard]] Output<T> secret(const T& value) {
  return Output<T>(value).as_secret();
}
[[nodiscard]] inline Output<std::string> secret(const char* value) { return secret(std::string(value)); }

}  // namespace ashlar
