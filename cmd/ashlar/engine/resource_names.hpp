#pragma once
/// Names by `pulumi:autonaming` (reference 5.18).

#include <functional>
#include <string>
#include <string_view>

#include "base/diagnostic.hpp"
#include "deploy/deployment.hpp"
#include "project/autonaming.hpp"

namespace ashlar::cli {

/// Gives each resource the name that the stack's configuration wants for it. A provider that does not follow such names
/// is told of through `log`, once.
[[nodiscard]] deploy::NameSource name_source(project::Autonaming autonaming, std::function<void(Diagnostic)> log);

/// `pattern` with `${name}` and its random parts, `${hex(n)}`, `${alphanum(n)}`, `${string(n)}`, `${num(n)}` and
/// `${uuid}`, filled in. The same seed gives the same text. `is_fixed` tells that there was no random part.
struct FilledPattern {
  std::string text;
  bool is_fixed = true;
};
[[nodiscard]] FilledPattern fill_pattern(std::string_view pattern, std::string_view name, const std::string& seed);

}  // namespace ashlar::cli
