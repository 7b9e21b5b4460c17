#pragma once

#include "templating/options.hpp"
#include "templating/statement.hpp"

namespace ashlar::templating {

/// Reads a template. Raises a syntax failure.
[[nodiscard]] std::unique_ptr<const ParsedTemplate> parse_template(std::string_view source, std::string name,
                                                                   const Options& options);

}  // namespace ashlar::templating
