#pragma once
/// Hosts, and the program that is run for each of them.

#include <functional>
#include <utility>

#include "ashlar/codec.hpp"
#include "ashlar/fleet/operation.hpp"
#include "ashlar/settings.hpp"

namespace ashlar::fleet {

/// One host of the inventory, in the deploy function that runs for it. Lives as long as that function.
///
/// The functions of all hosts run in turns, on one thread: whoever waits (for a fact, for an operation) lets the others
/// go on. So they need no locks, and must not block in other ways.
class Host {
 public:
  [[nodiscard]] const std::string& name() const;
  [[nodiscard]] const std::vector<std::string>& groups() const;
  [[nodiscard]] bool in_group(std::string_view group) const;
  /// Whether operations only say what they would change.
  [[nodiscard]] bool is_check() const;

  /// What the inventory, its groups and `--data` say of the host; null when they say nothing. Secrets in clear.
  [[nodiscard]] Value data(std::string_view key) const;
  /// The same as a T; ProgramError when there is none. Ask for `Text` to keep the mark of a secret.
  template <typename T>
  [[nodiscard]] T data(std::string_view key, SourceLocation where = SourceLocation::current()) const {
    require_data(key, where);
    return Codec<T>::decode(data(key));
  }
  template <typename T>
  [[nodiscard]] T data_or(std::string_view key, T otherwise) const {
    const auto value = data(key);
    return value.is_null() ? std::move(otherwise) : Codec<T>::decode(value);
  }

  /// A settings model: its defaults, then the host's data of that key, then the environment of `ashlar apply`. Throws
  /// what says all that is wrong.
  template <typename T>
  [[nodiscard]] T settings(std::string_view key = "settings") const {
    return ashlar::settings::load<T>(settings_sources(key));
  }

  /// Asks the host, once what was asked of it before is done. Null when there is nothing of the kind. Under `--check`
  /// it is the present state, without what earlier operations would change.
  [[nodiscard]] Value fact(std::string_view name, const Value::Object& arguments = {},
                           SourceLocation where = SourceLocation::current());
  template <typename T>
  [[nodiscard]] T fact(std::string_view name, const Value::Object& arguments = {},
                       SourceLocation where = SourceLocation::current()) {
    return Codec<T>::decode(fact(name, arguments, where));
  }

  /// Waits until all that was asked for is done.
  void flush();
  /// A line for who runs the deploy.
  void log(std::string_view line);

  /// Runs `function(host, arguments…)` as a deploy of that name within this one: operations show it before their own
  /// name, and have `options` where they do not say otherwise.
  template <typename Function, typename... Arguments>
  decltype(auto) deploy(std::string_view name, const Options& options, Function&& function, Arguments&&... arguments) {
    const Nested nested(*this, name, options);
    return std::invoke(std::forward<Function>(function), *this, std::forward<Arguments>(arguments)...);
  }
  template <typename Function, typename... Arguments>
  requires(!std::same_as<std::remove_cvref_t<Function>, Options>) decltype(auto)
      deploy(std::string_view name, Function&& function, Arguments&&... arguments) {
    return deploy(name, Options{}, std::forward<Function>(function), std::forward<Arguments>(arguments)...);
  }

  struct State;
  explicit Host(State& state) : state_(state) {}
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;
  [[nodiscard]] State& state() const { return state_; }

 private:
  class Nested {
   public:
    Nested(Host& host, std::string_view name, const Options& options);
    ~Nested();
    Nested(const Nested&) = delete;
    Nested& operator=(const Nested&) = delete;

   private:
    Host& host_;
  };
  void require_data(std::string_view key, SourceLocation where) const;
  [[nodiscard]] Text text_data(std::string_view key) const;
  [[nodiscard]] ashlar::settings::Sources settings_sources(std::string_view key) const;

  State& state_;
};

template <>
[[nodiscard]] inline Text Host::data<Text>(std::string_view key, SourceLocation where) const {
  require_data(key, where);
  return text_data(key);
}

/// What `main` of a deploy returns: runs `function` for each host that `ashlar apply` hands over. An exception of it
/// fails that host only.
[[nodiscard]] int deploy(std::function<void(Host&)> function);

}  // namespace ashlar::fleet
