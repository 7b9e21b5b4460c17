#pragma once
/// How templates are read and rendered.

#include <string>

#include "templating/value.hpp"

namespace ashlar::templating {

/// What sets code apart from text. None may be empty.
struct Delimiters {
  std::string block_start = "{%", block_end = "%}";
  std::string variable_start = "{{", variable_end = "}}";
  std::string comment_start = "{#", comment_end = "#}";
};

struct Options {
  bool trim_blocks = false;            ///< the line break after a `%}` or `#}` goes
  bool lstrip_blocks = false;          ///< the blanks before a `{%` or `{#` that is the first thing in its line go
  bool keep_trailing_newline = false;  ///< one line break at the very end stays
  bool autoescape = false;             ///< what expressions print is escaped for HTML
  UndefinedMode undefined = UndefinedMode::lenient;
  Delimiters delimiters{};
};

}  // namespace ashlar::templating
