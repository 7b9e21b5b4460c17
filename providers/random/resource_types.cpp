#include "providers/random/resource_types.hpp"

namespace ashlar::providers::random {

const std::vector<ResourceType>& resource_types() {
  static const std::vector<ResourceType> types{
      bytes(), id(),   integer_in_range(), password(), pet(), shuffled_list(), string_of_characters(), uuid(),
      uuid4(), uuid7()};
  return types;
}

}  // namespace ashlar::providers::random
