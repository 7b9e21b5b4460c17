#pragma once

#include <regex.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace ashlar::fleet {

/// A POSIX basic regular expression with GNU's additions (`\+`, `\|`), as grep and sed read them: what stands in
/// configuration files, parentheses and plus signs included, mostly means itself.
class RegularExpression {
 public:
  [[nodiscard]] static Result<RegularExpression> parse(const std::string& pattern, bool ignore_case = false);

  [[nodiscard]] bool found_in(const std::string& line) const;
  /// `line` with every match replaced; `\1` to `\9` and `&` in `replacement` stand for what was matched, as in sed.
  [[nodiscard]] std::string replace_in(const std::string& line, const std::string& replacement, bool all) const;

  /// The pattern that matches exactly `text`.
  [[nodiscard]] static std::string escape(const std::string& text);

 private:
  explicit RegularExpression(std::shared_ptr<const regex_t> compiled) : compiled_(std::move(compiled)) {}
  std::shared_ptr<const regex_t> compiled_;
};

}  // namespace ashlar::fleet
