#include "templating/failure.hpp"

namespace ashlar::templating {

std::string_view name_of(FailureKind kind) {
  switch (kind) {
    case FailureKind::syntax:
      return "syntax";
    case FailureKind::undefined:
      return "undefined";
    case FailureKind::not_found:
      return "not found";
    case FailureKind::runtime:
      return "runtime";
    case FailureKind::type:
      return "type";
    case FailureKind::value:
      return "value";
    case FailureKind::arithmetic:
      return "arithmetic";
    case FailureKind::lookup:
      return "lookup";
    case FailureKind::limit:
      return "limit";
  }
  return "";
}

Error Failure::as_error() const {
  std::string where = template_name.empty() ? "template" : template_name;
  if (line > 0) where += ":" + std::to_string(line);
  return fail_with_help(where + ": " + message, help);
}

void raise(FailureKind kind, std::string message, std::string help) {
  throw Raised{{.kind = kind, .message = std::move(message), .help = std::move(help)}};
}

}  // namespace ashlar::templating
