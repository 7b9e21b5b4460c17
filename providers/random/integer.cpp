#include <charconv>

#include "base/strings.hpp"
#include "providers/random/dice.hpp"
#include "providers/random/go_random.hpp"
#include "providers/random/resource_types.hpp"

namespace ashlar::providers::random {

namespace {

/// How many steps lead from the lowest to the highest number: up to 2^64 - 1.
std::uint64_t width(const PropertyMap& values) {
  return static_cast<std::uint64_t>(integer(values, "max")) - static_cast<std::uint64_t>(integer(values, "min"));
}

void validate(const PropertyMap& config, const PropertyMap&, std::vector<deploy::CheckFailure>& failures) {
  if (!is_known(config, "min") || !is_known(config, "max")) return;
  if (integer(config, "max") < integer(config, "min")) {
    failures.push_back({"max", "must not be less than min"});
  } else if (!text_or_empty(config, "seed").empty() && width(config) >= INT64_MAX) {
    failures.push_back({"seed", "serves ranges of up to 2^63 - 1 numbers"});
  }
}

Result<Generated> generate(const PropertyMap& planned, Sources sources) {
  const auto seed = text_or_empty(planned, "seed");
  std::uint64_t above_lowest = 0;
  if (seed.empty()) {
    above_lowest = Dice(sources.entropy).up_to(width(planned));
  } else {
    above_lowest = static_cast<std::uint64_t>(GoRandom(seed).below(static_cast<std::int64_t>(width(planned) + 1)));
  }
  const auto number = static_cast<std::int64_t>(static_cast<std::uint64_t>(integer(planned, "min")) + above_lowest);
  return Generated{.id = std::to_string(number), .outputs = {{"result", static_cast<double>(number)}}};
}

/// `<result>,<min>,<max>` or `<result>,<min>,<max>,<seed>`.
Result<Generated> import(const std::string& text, Sources) {
  const auto parts = split(text, ',');
  if (parts.size() != 3 && parts.size() != 4) {
    return fail("a RandomInteger is imported as <result>,<min>,<max> or <result>,<min>,<max>,<seed>, not as \"" + text +
                "\"");
  }
  Generated imported{.id = parts[0]};
  constexpr const char* names[] = {"result", "min", "max"};
  for (std::size_t i = 0; i < 3; ++i) {
    std::int64_t number = 0;
    const auto* first = parts[i].data() + (parts[i].starts_with('+') ? 1 : 0);
    const auto* last = parts[i].data() + parts[i].size();
    const auto [end, error] = std::from_chars(first, last, number);
    if (error != std::errc() || end != last)
      return fail(std::string(names[i]) + " \"" + parts[i] + "\" is not an integer of 64 bits");
    imported.outputs.emplace(names[i], static_cast<double>(number));
  }
  if (parts.size() == 4) imported.outputs.emplace("seed", parts[3]);
  return imported;
}

}  // namespace

ResourceType integer_in_range() {
  return {.token = "random:index/randomInteger:RandomInteger",
          .properties = {keepers(),
                         {.name = "max", .kind = Kind::integer, .required = true},
                         {.name = "min", .kind = Kind::integer, .required = true},
                         {.name = "result", .kind = Kind::integer, .computed = true},
                         {.name = "seed", .empty_is_absent = true}},
          .validate = validate,
          .generate = generate,
          .import = import};
}

}  // namespace ashlar::providers::random
