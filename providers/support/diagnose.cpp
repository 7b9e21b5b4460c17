#include "providers/support/diagnose.hpp"

#include <algorithm>

#include "base/strings.hpp"

namespace ashlar::providers {

Error unknown_name(std::string_view what, std::string_view token, std::string_view package,
                   const std::vector<std::string>& known) {
  Error error =
      fail("package " + std::string(package) + " has no " + std::string(what) + " \"" + std::string(token) + "\"");
  if (const auto similar = nearest(token, known)) {
    error.help = "did you mean \"" + *similar + "\"?";
  } else {
    error.help = "it has " + join(known, ", ");
  }
  return error;
}

std::vector<std::string> warn_of_unknown_properties(std::string_view type, const PropertyMap& given,
                                                    const std::vector<std::string>& known) {
  std::vector<std::string> warnings;
  for (const auto& [key, value] : given) {
    if (is_internal_key(key) || std::find(known.begin(), known.end(), key) != known.end()) continue;
    std::string warning = std::string(type) + " has no property \"" + key + "\", so it has no effect";
    if (const auto similar = nearest(key, known)) warning += "; did you mean \"" + *similar + "\"?";
    warnings.push_back(std::move(warning));
  }
  return warnings;
}

}  // namespace ashlar::providers
