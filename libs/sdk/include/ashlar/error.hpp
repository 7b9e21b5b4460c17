#pragma once

#include <source_location>
#include <stdexcept>
#include <string>

namespace ashlar {

/// Where in the program something was asked for. Functions take it as their last, defaulted argument.
using SourceLocation = std::source_location;

/// A failure of the program itself: a missing configuration value, a value of the wrong kind. `run` shows it with its
/// position; any other exception is shown without one.
class ProgramError : public std::runtime_error {
 public:
  explicit ProgramError(const std::string& message) : std::runtime_error(message) {}
  ProgramError(const std::string& message, SourceLocation where)
      : std::runtime_error(message), where_(where), has_location_(true) {}

  /// Null when it is not known.
  [[nodiscard]] const SourceLocation* where() const { return has_location_ ? &where_ : nullptr; }

 private:
  SourceLocation where_;
  bool has_location_ = false;
};

}  // namespace ashlar
