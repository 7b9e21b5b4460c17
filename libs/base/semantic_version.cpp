#include "base/semantic_version.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/strings.hpp"

namespace ashlar {
namespace {

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// A number without superfluous zeros in front.
std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t value = 0;
  if (!is_number(text) || (text.size() > 1 && text.front() == '0')) return std::nullopt;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc()) return std::nullopt;
  return value;
}

bool is_identifier(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
  });
}

std::weak_ordering compare_identifiers(const std::string& left, const std::string& right) {
  const auto a = parse_number(left);
  const auto b = parse_number(right);
  if (a && b) return *a <=> *b;
  if (a) return std::weak_ordering::less;
  if (b) return std::weak_ordering::greater;
  return left <=> right;
}

bool is_wildcard(std::string_view part) { return part == "x" || part == "X" || part == "*"; }

/// The versions that `1.x` or `1.2.x` stand for: the first, and the first after them.
std::optional<std::pair<SemanticVersion, SemanticVersion>> wildcard_block(std::string_view text) {
  const auto parts = split(text, '.');
  if (parts.size() < 2 || parts.size() > 3 || !is_wildcard(parts.back())) return std::nullopt;
  const auto major = parse_number(parts[0]);
  if (!major) return std::nullopt;
  if (is_wildcard(parts[1])) return std::pair{SemanticVersion(*major, 0, 0), SemanticVersion(*major + 1, 0, 0)};
  const auto minor = parse_number(parts[1]);
  if (!minor) return std::nullopt;
  return std::pair{SemanticVersion(*major, *minor, 0), SemanticVersion(*major, *minor + 1, 0)};
}

}  // namespace

Result<SemanticVersion> SemanticVersion::parse(std::string_view text) {
  const Error error = fail("`" + std::string(text) + "` is no version: one reads 1.2.3, 1.2.3-rc.1 or 1.2.3+build");
  SemanticVersion version;
  auto rest = text;
  if (rest.starts_with('v')) rest.remove_prefix(1);
  if (const auto plus = rest.find('+'); plus != std::string_view::npos) {
    version.build_ = rest.substr(plus + 1);
    for (const auto& part : split(version.build_, '.')) {
      if (!is_identifier(part)) return error;
    }
    rest = rest.substr(0, plus);
  }
  if (const auto dash = rest.find('-'); dash != std::string_view::npos) {
    version.prerelease_ = split(rest.substr(dash + 1), '.');
    for (const auto& part : version.prerelease_) {
      if (!is_identifier(part) || (is_number(part) && !parse_number(part))) return error;
    }
    rest = rest.substr(0, dash);
  }
  const auto numbers = split(rest, '.');
  if (numbers.size() != 3) return error;
  for (std::size_t i = 0; i < 3; ++i) {
    const auto number = parse_number(numbers[i]);
    if (!number) return error;
    version.numbers_[i] = *number;
  }
  return version;
}

std::string SemanticVersion::text() const {
  auto text = std::to_string(numbers_[0]) + "." + std::to_string(numbers_[1]) + "." + std::to_string(numbers_[2]);
  if (!prerelease_.empty()) text += "-" + join(prerelease_, ".");
  if (!build_.empty()) text += "+" + build_;
  return text;
}

std::weak_ordering operator<=>(const SemanticVersion& left, const SemanticVersion& right) {
  for (std::size_t i = 0; i < 3; ++i) {
    if (const auto order = left.numbers_[i] <=> right.numbers_[i]; order != 0) return order;
  }
  // A prerelease comes before its release.
  if (left.is_prerelease() != right.is_prerelease()) {
    return left.is_prerelease() ? std::weak_ordering::less : std::weak_ordering::greater;
  }
  return std::lexicographical_compare_three_way(left.prerelease_.begin(), left.prerelease_.end(),
                                                right.prerelease_.begin(), right.prerelease_.end(),
                                                compare_identifiers);
}

bool VersionRange::Condition::holds(const SemanticVersion& version) const {
  switch (kind) {
    case Kind::less:
      return version < lowest;
    case Kind::less_or_equal:
      return version <= lowest;
    case Kind::greater:
      return version > lowest;
    case Kind::greater_or_equal:
      return version >= lowest;
    case Kind::equal:
      return version == lowest;
    case Kind::not_equal:
      return version != lowest;
    case Kind::between:
      return version >= lowest && version < end;
    case Kind::outside:
      return version < lowest || version >= end;
  }
  return false;
}

Result<VersionRange::Condition> VersionRange::parse_condition(std::string_view operation, std::string_view version) {
  using Kind = Condition::Kind;
  Kind kind = Kind::equal;
  if (operation == "<") {
    kind = Kind::less;
  } else if (operation == "<=") {
    kind = Kind::less_or_equal;
  } else if (operation == ">") {
    kind = Kind::greater;
  } else if (operation == ">=") {
    kind = Kind::greater_or_equal;
  } else if (operation == "!" || operation == "!=") {
    kind = Kind::not_equal;
  } else if (!operation.empty() && operation != "=" && operation != "==") {
    return fail("`" + std::string(operation) + "` is no comparison of versions");
  }
  if (const auto block = wildcard_block(version)) {
    const auto& [lowest, end] = *block;
    switch (kind) {
      case Kind::equal:
        return Condition{Kind::between, lowest, end};
      case Kind::not_equal:
        return Condition{Kind::outside, lowest, end};
      case Kind::greater:
        return Condition{Kind::greater_or_equal, end, end};
      case Kind::less_or_equal:
        return Condition{Kind::less, end, end};
      default:
        return Condition{kind, lowest, end};
    }
  }
  const auto exact = SemanticVersion::parse(version);
  if (!exact) return exact.error();
  return Condition{kind, *exact, *exact};
}

Result<VersionRange> VersionRange::parse(std::string_view text) {
  VersionRange range;
  const std::string source(text);
  for (const auto& alternative : split(replace_all(source, "||", "|"), '|')) {
    std::vector<Condition> conditions;
    auto rest = trim(alternative);
    while (!rest.empty()) {
      const auto operation = rest.substr(0, std::min(rest.find_first_not_of("<>=!"), rest.size()));
      rest = trim(rest.substr(operation.size()));
      const auto version = rest.substr(0, std::min(rest.find_first_of(" \t<>=!"), rest.size()));
      rest = trim(rest.substr(version.size()));
      auto condition = parse_condition(operation, version);
      if (!condition) return condition.error().within("`" + source + "` is no range of versions");
      conditions.push_back(std::move(*condition));
    }
    if (conditions.empty()) return fail("`" + source + "` is no range of versions: a condition is missing");
    range.alternatives_.push_back(std::move(conditions));
  }
  return range;
}

bool VersionRange::contains(const SemanticVersion& version) const {
  return std::any_of(alternatives_.begin(), alternatives_.end(), [&](const auto& conditions) {
    return std::all_of(conditions.begin(), conditions.end(),
                       [&](const Condition& condition) { return condition.holds(version); });
  });
}

}  // namespace ashlar
