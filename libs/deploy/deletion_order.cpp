#include "deploy/deletion_order.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "deploy/targets.hpp"

namespace ashlar::deploy {

std::vector<std::vector<std::size_t>> deleted_before(const std::vector<ResourceStatePtr>& condemned) {
  std::unordered_map<std::string, std::vector<std::size_t>> by_urn;
  for (std::size_t i = 0; i < condemned.size(); ++i) by_urn[condemned[i]->urn.text()].push_back(i);
  std::vector<std::vector<std::size_t>> before(condemned.size());
  for (std::size_t i = 0; i < condemned.size(); ++i) {
    for (const auto& urn : references_of(*condemned[i])) {
      const auto at = by_urn.find(urn.text());
      if (at == by_urn.end()) continue;
      for (const auto target : at->second) {
        // An old copy and its replacement never wait for each other, nor does anything wait for itself.
        if (condemned[target]->urn != condemned[i]->urn) before[target].push_back(i);
      }
    }
  }
  for (auto& list : before) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
  }
  return before;
}

}  // namespace ashlar::deploy
