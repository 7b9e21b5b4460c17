#include "base/strings.hpp"
#include "providers/random/dice.hpp"
#include "providers/random/pet_words.hpp"
#include "providers/random/resource_types.hpp"

namespace ashlar::providers::random {

namespace {

/// One word is a name, two are an adjective and a name, and adverbs come before them. Fewer than one count as two.
std::string pet_name(std::int64_t words, const std::string& separator, Dice& dice) {
  const auto pick = [&](std::span<const std::string_view> list) { return std::string(list[dice.place(list.size())]); };
  std::vector<std::string> parts;
  for (std::int64_t i = 2; i < words; ++i) parts.push_back(pick(pet_adverbs()));
  if (words != 1) parts.push_back(pick(pet_adjectives()));
  parts.push_back(pick(pet_names()));
  return join(parts, separator);
}

Result<Generated> generate(const PropertyMap& planned, Sources sources) {
  Dice dice(sources.entropy);
  const auto separator = text_or_empty(planned, "separator");
  const auto prefix = text_or_empty(planned, "prefix");
  auto name = pet_name(integer(planned, "length"), separator, dice);
  if (!prefix.empty()) name = prefix + separator + name;
  return Generated{.id = std::move(name)};
}

}  // namespace

ResourceType pet() {
  return {.token = "random:index/randomPet:RandomPet",
          .properties = {keepers(),
                         {.name = "length", .kind = Kind::integer, .default_value = 2},
                         {.name = "prefix", .empty_is_absent = true},
                         {.name = "separator", .default_value = "-"}},
          .validate =
              [](const PropertyMap& config, const PropertyMap&, std::vector<deploy::CheckFailure>& failures) {
                require_between(config, "length", -largest_result, largest_result, failures);
              },
          .generate = generate};
}

}  // namespace ashlar::providers::random
