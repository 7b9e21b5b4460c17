#pragma once
/// The catalogue of operations. Each is one function that says what is to be done; nothing else knows how to.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "fleet/operations/arguments.hpp"
#include "fleet/operations/machine.hpp"
#include "fleet/operations/plan.hpp"

namespace ashlar::fleet {

/// A content that an operation is going to ask for.
struct ContentWanted {
  std::string hash;
  std::string basis;  ///< the file that it replaces; empty: none
  bool secret = false;
};

struct OperationType {
  std::string_view name;  ///< as in requests: `files.line`

  /// What would bring the host to what the arguments describe; nothing when it is there. Looks, changes nothing.
  /// Fails when the arguments are wrong, or when the host cannot be looked at.
  Result<Plan> (*plan)(Arguments& arguments, Machine& machine);

  /// The contents that `plan` and applying it will need, as far as it can be told before the operations before it have
  /// run: asked for early, they do not have to be waited for. Null: none.
  std::vector<ContentWanted> (*contents)(Arguments& arguments, const Machine& machine) = nullptr;
};

/// Null when there is none of that name.
[[nodiscard]] const OperationType* find_operation(std::string_view name);
[[nodiscard]] std::vector<std::string> operation_names();

}  // namespace ashlar::fleet
