#pragma once
/// How the files operations change texts. Pure.

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace ashlar::fleet {

struct LineEdit {
  std::string line;  ///< a basic regular expression that the line contains; what is added when nothing matches
  bool present = true;
  std::optional<std::string> replace;  ///< what lines that match become, and what is added
  bool literal = false;                ///< `line` means itself
  bool ignore_case = false;
};
/// The text with the line, or without every line that matches. A text that is right comes back as it is.
[[nodiscard]] Result<std::string> with_line(const std::string& text, const LineEdit& edit);

struct BlockEdit {
  std::vector<std::string> content;
  bool present = true;
  std::string begin, end;  ///< the lines around the block
  std::optional<std::string>
      line;  ///< a basic regular expression: where a new block goes; the end when nothing matches
  bool before = false, after = false;  ///< before or after the line that matches; neither: in its place
  bool literal = false;
};
[[nodiscard]] Result<std::string> with_block(const std::string& text, const BlockEdit& edit);

struct ReplaceEdit {
  std::string pattern;  ///< a basic regular expression
  std::string replacement;
  bool ignore_case = false;
};
/// Every match in every line replaced. Fails when the result would be changed again, with every run.
[[nodiscard]] Result<std::string> with_replacements(const std::string& text, const ReplaceEdit& edit);

struct CronJob {
  std::string command;
  std::string when;  ///< five fields, or `@daily`
  std::string name;  ///< in a comment before it; empty: the job is known by its command
  bool present = true;
};
/// A user's crontab with the job, or without it.
[[nodiscard]] std::string with_cron_job(const std::string& table, const CronJob& job);

}  // namespace ashlar::fleet
