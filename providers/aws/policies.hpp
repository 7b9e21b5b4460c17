#pragma once
/// IAM policies as JSON texts.

#include <optional>
#include <string>

namespace ashlar::providers::aws {

/// The text with sorted members and without blanks; any text that is no JSON as it is.
[[nodiscard]] std::string compact_json(const std::string& text);

/// A form in which policies that mean the same are equal: besides `compact_json`, a list of one is its element, and
/// lists of texts are sorted.
[[nodiscard]] std::string canonical_policy(const std::string& text);

/// What is wrong with a text that should be a policy, if anything.
[[nodiscard]] std::optional<std::string> policy_document(const std::string& text);

}  // namespace ashlar::providers::aws
