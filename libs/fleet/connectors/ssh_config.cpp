#include "fleet/connectors/ssh_config.hpp"

#include <glob.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "base/strings.hpp"

namespace ashlar::fleet {
namespace {

constexpr int deepest_include = 16;  // as OpenSSH

/// Whether `text` matches a list of patterns, of which those with `!` exclude: ssh_config(5), PATTERNS.
bool matches_list(std::string_view text, const std::vector<std::string>& patterns) {
  bool found = false;
  for (const auto& pattern : patterns) {
    const bool negated = pattern.starts_with('!');
    if (!matches_ssh_pattern(text, std::string_view(pattern).substr(negated ? 1 : 0))) continue;
    if (negated) return false;
    found = true;
  }
  return found;
}

std::optional<std::string> read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

bool matches_ssh_pattern(std::string_view text, std::string_view pattern) {
  std::size_t at = 0;
  std::size_t in_pattern = 0;
  std::size_t star = std::string_view::npos;  // where the last `*` stands, and what it has swallowed
  std::size_t after_star = 0;
  while (at < text.size()) {
    if (in_pattern < pattern.size() && (pattern[in_pattern] == '?' || pattern[in_pattern] == text[at])) {
      ++at;
      ++in_pattern;
    } else if (in_pattern < pattern.size() && pattern[in_pattern] == '*') {
      star = in_pattern++;
      after_star = at;
    } else if (star != std::string_view::npos) {
      in_pattern = star + 1;
      at = ++after_star;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', in_pattern) == std::string_view::npos;
}

std::optional<std::vector<std::string>> split_ssh_line(std::string_view line) {
  constexpr std::string_view blank = " \t\r\n\f";
  std::vector<std::string> words;
  std::size_t at = 0;
  while (true) {
    at = line.find_first_not_of(blank, at);
    if (at == std::string_view::npos || line[at] == '#') return words;
    if (words.size() == 1 && line[at] == '=') {
      ++at;
      words.reserve(2);
      at = line.find_first_not_of(blank, at);
      if (at == std::string_view::npos) return words;
    }
    std::string word;
    for (; at < line.size() && blank.find(line[at]) == std::string_view::npos; ++at) {
      if (words.empty() && line[at] == '=') break;  // `Port=22`
      if (line[at] != '"') {
        word += line[at];
        continue;
      }
      const auto end = line.find('"', at + 1);
      if (end == std::string_view::npos) return std::nullopt;
      word += line.substr(at + 1, end - at - 1);
      at = end;
    }
    words.push_back(std::move(word));
  }
}

std::optional<std::string> SshHostConfig::first(const std::string& keyword) const {
  const auto found = lines_.find(keyword);
  if (found == lines_.end() || found->second.front().empty()) return std::nullopt;
  return found->second.front().front();
}

std::vector<std::string> SshHostConfig::all(const std::string& keyword) const {
  std::vector<std::string> values;
  if (const auto found = lines_.find(keyword); found != lines_.end()) {
    for (const auto& arguments : found->second)
      if (!arguments.empty()) values.push_back(arguments.front());
  }
  return values;
}

SshHostConfig::Arguments SshHostConfig::arguments(const std::string& keyword) const {
  const auto found = lines_.find(keyword);
  return found == lines_.end() ? Arguments{} : found->second.front();
}

bool SshHostConfig::is_yes(const std::string& keyword) const { return first(keyword) == "yes"; }

Status SshConfig::add(const std::string& text, const std::string& origin, const Includes& includes) {
  return add_within(text, origin, includes, {}, 0);
}

Status SshConfig::add_within(const std::string& text, const std::string& origin, const Includes& includes,
                             const std::vector<std::size_t>& outer, int depth) {
  auto conditions = outer;
  int number = 0;
  for (const auto& line : split(text, '\n')) {
    const auto where = origin + ":" + std::to_string(++number);
    auto words = split_ssh_line(line);
    if (!words) return fail(where + ": a quote is not closed");
    if (words->empty()) continue;
    const auto keyword = to_lower(words->front());
    words->erase(words->begin());
    if (words->empty()) return fail(where + ": `" + keyword + "` lacks its value");
    if (keyword == "host" || keyword == "match") {
      conditions = outer;
      conditions.push_back(conditions_.size());
      conditions_.push_back({where, keyword == "match", std::move(*words)});
    } else if (keyword == "include") {
      if (depth == deepest_include) return fail(where + ": includes are nested too deeply");
      for (const auto& pattern : *words) {
        for (const auto& [path, included] : includes(pattern)) {
          if (auto added = add_within(included, path, includes, conditions, depth + 1); !added) return added;
        }
      }
    } else {
      lines_.push_back({keyword, std::move(*words), conditions});
    }
  }
  return {};
}

Status SshConfig::add_file(const std::string& path, const std::string& home) {
  const auto text = read_text(path);
  if (!text) return {};
  const auto folder = path.substr(0, path.rfind('/'));
  return add(*text, path, [&](const std::string& pattern) {
    auto full = pattern.starts_with("~/") ? home + pattern.substr(1) : pattern;
    if (!full.starts_with('/')) full = folder + "/" + full;
    std::vector<std::pair<std::string, std::string>> found;
    glob_t matches{};
    if (glob(full.c_str(), 0, nullptr, &matches) == 0) {
      for (std::size_t i = 0; i < matches.gl_pathc; ++i) {
        if (auto included = read_text(matches.gl_pathv[i])) found.emplace_back(matches.gl_pathv[i], *included);
      }
    }
    globfree(&matches);
    return found;
  });
}

Result<bool> SshConfig::holds(const Condition& condition, const Query& query, const SshHostConfig& so_far) const {
  if (!condition.is_match) return matches_list(query.host, condition.arguments);
  const auto& words = condition.arguments;
  for (std::size_t i = 0; i < words.size(); ++i) {
    auto criterion = to_lower(words[i]);
    const bool negated = criterion.starts_with('!');
    if (negated) criterion.erase(0, 1);
    bool held = false;
    if (criterion == "all" || criterion == "final") {
      held = true;  // the final pass comes after this one, and the first value counts
    } else if (criterion == "canonical") {
      held = false;  // names are not canonicalised
    } else {
      if (++i == words.size()) return fail(condition.origin + ": `Match " + criterion + "` lacks its value");
      const auto patterns = split(words[i], ',');
      if (criterion == "host") {
        held = matches_list(so_far.first("hostname").value_or(query.host), patterns);
      } else if (criterion == "originalhost") {
        held = matches_list(query.host, patterns);
      } else if (criterion == "user") {
        held = matches_list(so_far.first("user").value_or(query.user), patterns);
      } else if (criterion == "localuser") {
        held = matches_list(query.local_user, patterns);
      } else {
        return fail_with_help(condition.origin + ": `Match " + criterion + "` is not supported",
                              "give that host's settings in the inventory, or in a `Host` block");
      }
    }
    if (held == negated) return false;
  }
  return true;
}

Result<SshHostConfig> SshConfig::lookup(const Query& query) const {
  SshHostConfig result;
  std::vector<std::optional<bool>> known(conditions_.size());
  for (const auto& line : lines_) {
    bool applies = true;
    for (const auto condition : line.conditions) {
      if (!known[condition]) {
        const auto held = holds(conditions_[condition], query, result);
        if (!held) return held.error();
        known[condition] = *held;
      }
      if (!*known[condition]) {
        applies = false;
        break;
      }
    }
    if (applies) result.add(line.keyword, line.arguments);
  }
  return result;
}

}  // namespace ashlar::fleet
