#include "providers/random/resource_types.hpp"

namespace ashlar::providers::random {

const std::vector<ResourceType>& resource_types() {
  static const std::vector<ResourceType> types{pet()};
  return types;
}

}  // namespace ashlar::providers::random
