#pragma once
/// What goes wrong in a template.

#include <string>

#include "base/result.hpp"

namespace ashlar::templating {

/// In groups that a caller may want to tell apart; each names the exceptions of the original that it stands for.
enum class FailureKind {
  syntax,      ///< the template is malformed, or names an unknown filter or test (TemplateSyntaxError)
  undefined,   ///< something that is not there was used (UndefinedError)
  not_found,   ///< a template is missing (TemplateNotFound)
  runtime,     ///< a rule of templates was broken while rendering (TemplateRuntimeError, FilterArgumentError)
  type,        ///< an operation or call does not fit the values (TypeError, AttributeError)
  value,       ///< a value is not acceptable (ValueError, AssertionError)
  arithmetic,  ///< division by zero, or a number that does not fit (ZeroDivisionError, OverflowError)
  lookup,      ///< a method found no such key or index (KeyError, IndexError)
  limit        ///< nested too deeply, or too large (RecursionError, MemoryError)
};

/// "syntax", "undefined" …
[[nodiscard]] std::string_view name_of(FailureKind kind);

struct Failure {
  FailureKind kind = FailureKind::runtime;
  std::string message;        ///< one line, without the place
  std::string template_name;  ///< as the loader knows it
  int line = 0;               ///< from 1; 0 when the template itself is missing
  std::string help;           ///< what to do; may be empty

  /// `NAME:LINE: message`, with the help.
  [[nodiscard]] Error as_error() const;
};

/// A failure on its way up. Templates are programs in a language that has exceptions, so the parser and the evaluator
/// use them inside this library; the functions of `environment.hpp` catch every one.
struct Raised {
  Failure failure;
};

[[noreturn]] void raise(FailureKind kind, std::string message, std::string help = {});
[[noreturn]] inline void raise_type(std::string message) { raise(FailureKind::type, std::move(message)); }
[[noreturn]] inline void raise_value(std::string message) { raise(FailureKind::value, std::move(message)); }

}  // namespace ashlar::templating
