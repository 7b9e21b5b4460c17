#include "fleet/operations/regular_expression.hpp"

#include <array>

namespace ashlar::fleet {
namespace {

using Matches = std::array<regmatch_t, 10>;

std::string expand(const std::string& replacement, const char* text, const Matches& matches) {
  const auto group = [&](std::size_t number) {
    const auto& match = matches[number];
    return match.rm_so < 0 ? std::string() : std::string(text + match.rm_so, text + match.rm_eo);
  };
  std::string out;
  for (std::size_t i = 0; i < replacement.size(); ++i) {
    const char c = replacement[i];
    if (c == '&') {
      out += group(0);
    } else if (c == '\\' && i + 1 < replacement.size()) {
      const char next = replacement[++i];
      out += next >= '0' && next <= '9' ? group(static_cast<std::size_t>(next - '0')) : std::string(1, next);
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

Result<RegularExpression> RegularExpression::parse(const std::string& pattern, bool ignore_case) {
  auto compiled = std::make_unique<regex_t>();
  const int failure = ::regcomp(compiled.get(), pattern.c_str(), ignore_case ? REG_ICASE : 0);
  if (failure != 0) {
    std::array<char, 200> reason{};
    ::regerror(failure, compiled.get(), reason.data(), reason.size());
    return fail("the regular expression " + pattern + " is wrong: " + reason.data(), ErrorKind::usage);
  }
  return RegularExpression(std::shared_ptr<const regex_t>(compiled.release(), [](const regex_t* expression) {
    auto* owned = const_cast<regex_t*>(expression);
    ::regfree(owned);
    delete owned;
  }));
}

bool RegularExpression::found_in(const std::string& line) const {
  return ::regexec(compiled_.get(), line.c_str(), 0, nullptr, 0) == 0;
}

std::string RegularExpression::replace_in(const std::string& line, const std::string& replacement, bool all) const {
  std::string out;
  const char* rest = line.c_str();
  Matches matches{};
  for (int flags = 0; ::regexec(compiled_.get(), rest, matches.size(), matches.data(), flags) == 0;
       flags = REG_NOTBOL) {
    out.append(rest, static_cast<std::size_t>(matches[0].rm_so));
    out += expand(replacement, rest, matches);
    const bool empty = matches[0].rm_so == matches[0].rm_eo;
    rest += matches[0].rm_eo;
    // An empty match must not be found again at the same place.
    if (empty && *rest != '\0') out += *rest++;
    if (!all || *rest == '\0') break;
  }
  return out + rest;
}

std::string RegularExpression::escape(const std::string& text) {
  std::string pattern;
  for (const char c : text) {
    if (std::string_view("\\.*[]^$").find(c) != std::string_view::npos) pattern += '\\';
    pattern += c;
  }
  return pattern;
}

}  // namespace ashlar::fleet
