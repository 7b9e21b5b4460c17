#pragma once
/// Cases as the files below `cases` hold them.

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "templating/environment.hpp"

namespace ashlar::templating::testing {

using Json = nlohmann::ordered_json;

/// What a case should give, or gave: text, or the kind of a failure and its line (0: not known).
struct Outcome {
  std::string output;
  std::string error;
  int line = 0;

  friend bool operator==(const Outcome&, const Outcome&) = default;
};

[[nodiscard]] std::vector<Json> read_cases(const std::string& path);
/// Of all files.
[[nodiscard]] std::vector<Json> all_cases();
[[nodiscard]] Value value_of(const Json& json);
[[nodiscard]] Outcome expected(const Json& recorded);
/// Renders the case by our own library.
[[nodiscard]] Outcome rendered(const Json& recorded);
[[nodiscard]] std::string describe(const Outcome& outcome);

}  // namespace ashlar::templating::testing
