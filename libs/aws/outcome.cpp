#include "aws/outcome.hpp"

namespace ashlar::awsapi {

Error ApiError::error() const {
  std::string text = service + " " + operation + ": " + code;
  if (!message.empty()) text += ": " + message;
  if (!request_id.empty()) text += " (request " + request_id + ")";
  return Error{.message = std::move(text), .notes = {}, .help = help, .kind = kind};
}

}  // namespace ashlar::awsapi
