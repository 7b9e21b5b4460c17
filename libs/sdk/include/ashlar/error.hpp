#pragma once

#include <source_location>
#include <stdexcept>
#include <string>

namespace ashlar {

/// Where in the program something was asked for. Functions take it as their last, defaulted argument.
#if defined(__cpp_lib_source_location)
using SourceLocation = std::source_location;
#else
/// The same for clang before 16, which lacks what the standard one needs: an editor's clangd may be that old.
class SourceLocation {
 public:
  static constexpr SourceLocation current(const char* file = __builtin_FILE(),
                                          const char* function = __builtin_FUNCTION(),
                                          unsigned line = __builtin_LINE()) noexcept {
    SourceLocation here;
    here.file_ = file;
    here.function_ = function;
    here.line_ = line;
    return here;
  }
  [[nodiscard]] constexpr const char* file_name() const noexcept { return file_; }
  [[nodiscard]] constexpr const char* function_name() const noexcept { return function_; }
  [[nodiscard]] constexpr unsigned line() const noexcept { return line_; }
  [[nodiscard]] constexpr unsigned column() const noexcept { return 0; }

 private:
  const char* file_ = "";
  const char* function_ = "";
  unsigned line_ = 0;
};
#endif

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
