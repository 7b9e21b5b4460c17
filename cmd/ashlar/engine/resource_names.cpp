#include "cmd/ashlar/engine/resource_names.hpp"

#include <charconv>
#include <memory>
#include <optional>
#include <set>

#include "state/digest.hpp"

namespace ashlar::cli {

namespace {

using Mode = deploy::AutonamingOptions::Mode;

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view digits = "0123456789";
constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view letters_and_digits = "abcdefghijklmnopqrstuvwxyz0123456789";

/// Characters drawn from a seed: the digits of the digests of the seed with a counter.
class Draw {
 public:
  explicit Draw(const std::string& seed) : seed_(seed) {}

  std::string text(std::string_view alphabet, std::size_t length) {
    std::string drawn;
    // Values that would favour the first characters are not used.
    const auto fair = 256 - 256 % alphabet.size();
    while (drawn.size() < length) {
      const auto value = next();
      if (value < fair) drawn += alphabet[value % alphabet.size()];
    }
    return drawn;
  }

  /// Of version 4.
  std::string uuid() {
    auto text = this->text(hex_digits, 32);
    text[12] = '4';
    text[16] = "89ab"[hex_digits.find(text[16]) % 4];
    for (const std::size_t at : {20U, 16U, 12U, 8U}) text.insert(at, "-");
    return text;
  }

 private:
  std::size_t next() {
    if (at_ == digest_.size()) {
      digest_ = state::sha256_hex(seed_ + ":" + std::to_string(count_++));
      at_ = 0;
    }
    const auto value = hex_digits.find(digest_[at_]) * 16 + hex_digits.find(digest_[at_ + 1]);
    at_ += 2;
    return value;
  }

  const std::string& seed_;
  std::string digest_;
  std::size_t at_ = 0;
  int count_ = 0;
};

/// `hex(7)`; nothing for what is no random part.
std::optional<std::string> random_part(std::string_view expression, Draw& draw) {
  if (expression == "uuid") return draw.uuid();
  const auto open = expression.find('(');
  if (open == std::string_view::npos || !expression.ends_with(')')) return std::nullopt;
  const auto number = expression.substr(open + 1, expression.size() - open - 2);
  std::size_t length = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), length);
  if (error != std::errc() || end != number.data() + number.size()) return std::nullopt;
  const auto kind = expression.substr(0, open);
  if (kind == "hex") return draw.text(hex_digits, length);
  if (kind == "alphanum") return draw.text(letters_and_digits, length);
  if (kind == "string") return draw.text(letters, length);
  if (kind == "num") return draw.text(digits, length);
  return std::nullopt;
}

std::optional<deploy::ResourceName> name_by(const project::NamingRule& rule, const Urn& urn, const std::string& seed) {
  using Rule = project::NamingRule::Mode;
  switch (rule.mode) {
    case Rule::provider_default:
      return std::nullopt;
    case Rule::verbatim:
      return deploy::ResourceName{{std::string(urn.name()), Mode::enforce}, true};
    case Rule::disabled:
      return deploy::ResourceName{{"", Mode::disable}, false};
    case Rule::pattern: {
      auto filled = fill_pattern(rule.pattern, urn.name(), seed);
      return deploy::ResourceName{{std::move(filled.text), rule.enforced ? Mode::enforce : Mode::propose},
                                  filled.is_fixed};
    }
  }
  return std::nullopt;
}

}  // namespace

FilledPattern fill_pattern(std::string_view pattern, std::string_view name, const std::string& seed) {
  FilledPattern filled;
  Draw draw(seed);
  while (true) {
    const auto start = pattern.find("${");
    const auto end = start == std::string_view::npos ? start : pattern.find('}', start);
    if (end == std::string_view::npos) break;
    filled.text += pattern.substr(0, start);
    const auto expression = pattern.substr(start + 2, end - start - 2);
    if (expression == "name") {
      filled.text += name;
    } else if (const auto random = random_part(expression, draw)) {
      filled.text += *random;
      filled.is_fixed = false;
    } else {
      filled.text += pattern.substr(start, end - start + 1);
    }
    pattern.remove_prefix(end + 1);
  }
  filled.text += pattern;
  return filled;
}

deploy::NameSource name_source(project::Autonaming autonaming, std::function<void(Diagnostic)> log) {
  const auto told = std::make_shared<std::set<std::string>>();
  return [autonaming = std::move(autonaming), log = std::move(log), told](
             const Urn& urn, const std::string& seed, bool supported) -> std::optional<deploy::ResourceName> {
    auto name = name_by(autonaming.rule_for(urn.type()).rule, urn, seed);
    const std::string package(package_of(urn.type()));
    if (name && !supported && told->insert(package).second) {
      Diagnostic warning;
      warning.severity = Severity::warning;
      warning.message =
          "the provider '" + package + "' does not follow pulumi:autonaming: resources get the names that it chooses";
      log(std::move(warning));
    }
    return name;
  };
}

}  // namespace ashlar::cli
