#pragma once

#include "base/environment.hpp"
#include "base/result.hpp"
#include "state/deployment.hpp"

namespace ashlar::state {

/// The error for a state that was read and breaks a rule (reference 5.19). Says what left it so, where the file knows.
[[nodiscard]] Status check_integrity(const Deployment& deployment);

/// What is left in a file that breaks a rule. Of the variables only the names of PULUMI_* are kept: some hold secrets.
[[nodiscard]] IntegrityError integrity_trace(const Error& error, const std::vector<std::string>& command,
                                             const Environment& environment);

}  // namespace ashlar::state
