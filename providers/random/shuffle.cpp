#include <numeric>
#include <optional>

#include "providers/random/dice.hpp"
#include "providers/random/go_random.hpp"
#include "providers/random/resource_types.hpp"

namespace ashlar::providers::random {

namespace {

std::vector<std::size_t> order_by_chance(std::size_t count, Dice& dice) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), 0);
  dice.shuffle(order);
  return order;
}

/// Permutations of the list one after another, cut at the number of results wanted.
Result<Generated> generate(const PropertyMap& planned, Sources sources) {
  const auto& items = *find(planned, "inputs")->get<PropertyArray>();
  const auto wanted =
      is_known(planned, "resultCount") ? static_cast<std::size_t>(integer(planned, "resultCount")) : items.size();
  const auto seed = text_or_empty(planned, "seed");
  Dice dice(sources.entropy);
  std::optional<GoRandom> seeded;
  if (!seed.empty()) seeded.emplace(seed);

  PropertyArray results;
  while (!items.empty() && results.size() < wanted) {
    for (const auto place : seeded ? seeded->permutation(items.size()) : order_by_chance(items.size(), dice)) {
      if (results.size() < wanted) results.push_back(items[place]);
    }
  }
  return Generated{.id = "-", .outputs = {{"results", std::move(results)}}};
}

}  // namespace

ResourceType shuffled_list() {
  return {.token = "random:index/randomShuffle:RandomShuffle",
          .properties = {{.name = "inputs", .kind = Kind::text_list, .required = true},
                         keepers(),
                         {.name = "resultCount", .kind = Kind::integer},
                         {.name = "results", .kind = Kind::text_list, .computed = true},
                         {.name = "seed"}},
          .singular = {{"inputs", "input"}, {"results", "result"}},
          .validate =
              [](const PropertyMap& config, const PropertyMap&, std::vector<deploy::CheckFailure>& failures) {
                require_between(config, "resultCount", 0, largest_result, failures);
              },
          .generate = generate};
}

}  // namespace ashlar::providers::random
