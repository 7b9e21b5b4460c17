#include "deploy/events.hpp"

namespace ashlar::deploy {

std::string_view text(StepOp op) {
  switch (op) {
    case StepOp::same:
      return "same";
    case StepOp::create:
      return "create";
    case StepOp::update:
      return "update";
    case StepOp::remove:
      return "delete";
    case StepOp::replace:
      return "replace";
    case StepOp::create_replacement:
      return "create-replacement";
    case StepOp::delete_replaced:
      return "delete-replaced";
    case StepOp::read:
      return "read";
    case StepOp::read_replacement:
      return "read-replacement";
    case StepOp::refresh:
      return "refresh";
    case StepOp::discard:
      return "discard";
    case StepOp::discard_replaced:
      return "discard-replaced";
    case StepOp::remove_pending_replace:
      return "remove-pending-replace";
    case StepOp::import:
      return "import";
    case StepOp::import_replacement:
      return "import-replacement";
  }
  return "";
}

}  // namespace ashlar::deploy
