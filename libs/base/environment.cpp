#include "base/environment.hpp"

#include <unistd.h>

#include "base/strings.hpp"

namespace ashlar {

Environment Environment::of_process() {
  Variables variables;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) continue;
    // The first of two entries of one name counts, as for getenv.
    variables.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return Environment(std::move(variables));
}

std::optional<std::string> Environment::get(std::string_view name) const {
  const auto found = variables_.find(name);
  if (found == variables_.end()) return std::nullopt;
  return found->second;
}

bool Environment::is_true(std::string_view name) const {
  const auto value = to_lower(text(name));
  return value == "1" || value == "true";
}

}  // namespace ashlar
