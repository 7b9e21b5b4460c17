#include "providers/random/character_rules.hpp"

#include <array>

#include "base/strings.hpp"
#include "providers/random/dice.hpp"
#include "providers/support/utf8.hpp"

namespace ashlar::providers::random {

namespace {

constexpr std::string_view default_specials = "!@#$%&*()-_=+[]{}<>:?";

/// The property that allows a set, the one that demands some of it, and its characters. The specials can be replaced.
struct NamedSet {
  const char* allows;
  const char* demands;
  std::string_view characters;
};
constexpr std::array<NamedSet, 4> named_sets{{{"lower", "minLower", "abcdefghijklmnopqrstuvwxyz"},
                                              {"numeric", "minNumeric", "0123456789"},
                                              {"special", "minSpecial", default_specials},
                                              {"upper", "minUpper", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}}};

/// `number` is the old name of `numeric`; outputs have both, the same.
void complete(const PropertyMap& config, PropertyMap& planned) {
  const auto* given = find(config, "numeric");
  if (given == nullptr) given = find(config, "number");
  const PropertyValue value = given == nullptr ? PropertyValue(true) : *given;
  planned.insert_or_assign("number", value);
  planned.insert_or_assign("numeric", value);
}

void validate(const PropertyMap& config, const PropertyMap& planned, std::vector<deploy::CheckFailure>& failures) {
  require_between(config, "length", 1, largest_result, failures);
  std::int64_t demanded = 0;
  bool judgeable = is_known(config, "length");
  bool may_have_any = false;
  for (const auto& set : named_sets) {
    require_between(config, set.demands, 0, largest_result, failures);
    judgeable = judgeable && is_known(planned, set.demands);
    if (is_known(planned, set.demands)) demanded += integer(planned, set.demands);
    may_have_any = may_have_any || !is_known(planned, set.allows) || boolean(planned, set.allows);
  }
  if (judgeable && failures.empty() && integer(config, "length") < demanded) {
    failures.push_back({"length", "must be at least minLower + minNumeric + minSpecial + minUpper, which is " +
                                      std::to_string(demanded)});
  }
  if (!may_have_any) failures.push_back({"", "at least one of lower, numeric, special and upper must be true"});
  if (is_known(config, "number") && is_known(config, "numeric") &&
      boolean(config, "number") != boolean(config, "numeric")) {
    failures.push_back({"number", "is the old name of numeric and differs from it: set numeric only"});
  }
  if (text_or_empty(config, "overrideSpecial").find('\0') != std::string::npos) {
    failures.push_back({"overrideSpecial", "must not hold the character NUL"});
  }
}

/// States of old imports lack the length, which must not read as a change of it.
void renew(PropertyMap& outputs) {
  if (!is_known(outputs, "length"))
    outputs.insert_or_assign("length", static_cast<double>(text_or_empty(outputs, "result").size()));
}

}  // namespace

std::string draw_text(std::size_t length, const std::vector<CharacterSet>& sets, Entropy& entropy) {
  Dice dice(entropy);
  std::vector<std::string> allowed;
  std::vector<std::string> drawn;
  for (const auto& set : sets) {
    if (set.allowed) allowed.insert(allowed.end(), set.characters.begin(), set.characters.end());
    for (std::size_t i = 0; i < set.least; ++i) drawn.push_back(set.characters[dice.place(set.characters.size())]);
  }
  while (drawn.size() < length) drawn.push_back(allowed[dice.place(allowed.size())]);
  dice.shuffle(drawn);
  return join(drawn, "");
}

std::vector<CharacterSet> character_sets(const PropertyMap& planned) {
  const auto specials = text_or_empty(planned, "overrideSpecial");
  std::vector<CharacterSet> sets;
  for (const auto& set : named_sets) {
    const bool overridden = set.characters == default_specials && !specials.empty();
    sets.push_back({.characters = characters(overridden ? specials : set.characters),
                    .allowed = boolean(planned, set.allows),
                    .least = static_cast<std::size_t>(integer(planned, set.demands))});
  }
  return sets;
}

std::string draw_result(const PropertyMap& planned, Entropy& entropy) {
  return draw_text(static_cast<std::size_t>(integer(planned, "length")), character_sets(planned), entropy);
}

ResourceType text_type() {
  const auto flag = [](const char* name) {
    return Property{.name = name, .kind = Kind::boolean, .default_value = true};
  };
  const auto count = [](const char* name) { return Property{.name = name, .kind = Kind::integer, .default_value = 0}; };
  return {.properties = {keepers(),
                         {.name = "length", .kind = Kind::integer, .required = true},
                         flag("lower"),
                         count("minLower"),
                         count("minNumeric"),
                         count("minSpecial"),
                         count("minUpper"),
                         {.name = "number", .kind = Kind::boolean, .deprecated_for = "numeric"},
                         {.name = "numeric", .kind = Kind::boolean},
                         {.name = "overrideSpecial", .replaces = Replaces::unless_emptied},
                         {.name = "result", .computed = true},
                         flag("special"),
                         flag("upper")},
          .validate = validate,
          .complete = complete,
          .renew = renew};
}

PropertyMap imported_text(const std::string& text) {
  PropertyMap values{{"length", static_cast<double>(text.size())}, {"number", true}, {"result", text}};
  for (const auto& set : named_sets) {
    values.emplace(set.allows, true);
    values.emplace(set.demands, 0);
  }
  return values;
}

}  // namespace ashlar::providers::random
