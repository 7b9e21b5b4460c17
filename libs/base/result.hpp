#pragma once
/// Failure as data: `Result<T>` is what a function returns when failing is an expected outcome. Exceptions are for
/// bugs.

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace ashlar {

/// What sort of failure it was; the command line maps it to an exit code (docs/guides/errors.md).
enum class ErrorKind {
  failed,              ///< anything that is not one of the others: exit code 1
  usage,               ///< the command was given wrongly, or needs a confirmation it did not get: exit code 2
  authentication,      ///< not logged in, or the store refused us: exit code 3
  stack_not_found,     ///< exit code 6
  unexpected_changes,  ///< `--expect-no-changes` found some: exit code 7
  cancelled,           ///< Ctrl-C: exit code 8
  unanswered,          ///< the other side was lost before it told what it did: exit code 1
  not_found,           ///< a file or object is not there; callers usually handle it
  internal             ///< our bug: exit code 255, asks for a report
};

/// A failure that a person can act on: what failed, why, and what to do next.
struct Error {
  std::string message;             ///< one line: what failed and the cause in the other system's own words
  std::vector<std::string> notes;  ///< where (file:line, URN, host) and other facts, a line each
  std::string help;                ///< what to do; empty when there is nothing useful to say
  ErrorKind kind = ErrorKind::failed;

  /// The same failure seen from a caller: `context: message`.
  [[nodiscard]] Error within(const std::string& context) const {
    Error wrapped = *this;
    wrapped.message = context + ": " + message;
    return wrapped;
  }
};

/// The error of one line, for `return fail("…")`.
[[nodiscard]] inline Error fail(std::string message, ErrorKind kind = ErrorKind::failed) {
  return Error{.message = std::move(message), .notes = {}, .help = {}, .kind = kind};
}

/// The same, with what to do next.
[[nodiscard]] inline Error fail_with_help(std::string message, std::string help, ErrorKind kind = ErrorKind::failed) {
  return Error{.message = std::move(message), .notes = {}, .help = std::move(help), .kind = kind};
}

/// Either a value or an `Error`. REQUIRES for `value`, `*`, `->`: it holds a value; for `error`: it holds an error.
template <typename T>
class [[nodiscard]] Result {
 public:
  using value_type = T;

  Result(T value) : content_(std::in_place_index<0>, std::move(value)) {}      // NOLINT(google-explicit-constructor)
  Result(Error error) : content_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool ok() const { return content_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & { return std::get<0>(content_); }
  const T& value() const& { return std::get<0>(content_); }
  T&& value() && { return std::get<0>(std::move(content_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T operator*() && { return std::move(*this).value(); }  // a value: `for (auto& x : *f())` keeps it alive
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  [[nodiscard]] const Error& error() const { return std::get<1>(content_); }

 private:
  std::variant<T, Error> content_;
};

/// Success without a value, or an `Error`.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)), ok_(false) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool ok() const { return ok_; }
  explicit operator bool() const { return ok_; }
  [[nodiscard]] const Error& error() const { return error_; }

 private:
  Error error_;
  bool ok_ = true;
};

using Status = Result<void>;

}  // namespace ashlar
