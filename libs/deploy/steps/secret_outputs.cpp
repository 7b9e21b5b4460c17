#include <algorithm>

#include "deploy/steps/steps.hpp"

namespace ashlar::deploy {

void mark_secret_outputs(ResourceState& state) {
  for (auto& [key, value] : state.outputs) {
    const auto& named = state.additional_secret_outputs;
    const auto* input = find(state.inputs, key);
    const bool wanted = key != "id" && std::find(named.begin(), named.end(), key) != named.end();
    const bool secret = wanted || (input != nullptr && input->is<Secret>());
    if (secret) value = PropertyValue::secret(std::move(value));
  }
}

}  // namespace ashlar::deploy
