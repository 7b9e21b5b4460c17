#include "deploy/ledger.hpp"

#include <algorithm>
#include <unordered_map>

#include "deploy/aliases.hpp"

namespace ashlar::deploy {

namespace {

/// Aliases that another tool left in the base were settled when it was written: they say nothing about this run.
ResourceStatePtr without_aliases(ResourceStatePtr state) {
  if (state->aliases.empty()) return state;
  auto copy = std::make_shared<ResourceState>(*state);
  copy->aliases.clear();
  return copy;
}

}  // namespace

Ledger::Ledger(Snapshot base)
    : base_size_(base.resources.size()),
      base_pending_(std::move(base.pending_operations)),
      base_pending_resolved_(base_pending_.size(), false) {
  entries_.reserve(base_size_);
  for (auto& resource : base.resources) entries_.push_back({without_aliases(std::move(resource)), 0});
}

void Ledger::append(EntryId entry) {
  order_.push_back(entry);
  entries_[entry].position = order_.size();  // counted from 1: 0 is "still where the base has it"
}

void Ledger::apply(const Record& record) {
  if (record.begins) running_.insert_or_assign(record.operation, *record.begins);
  if (record.ends) running_.erase(record.operation);
  for (const auto& change : record.changes) {
    if (const auto* put = std::get_if<PutEntry>(&change)) {
      const bool is_new = put->entry >= entries_.size();
      if (is_new) entries_.resize(put->entry + 1);
      entries_[put->entry].state = put->state;
      if (is_new) append(put->entry);
    } else if (const auto* move = std::get_if<MoveEntry>(&change)) {
      if (move->state) entries_[move->entry].state = move->state;
      append(move->entry);
    } else if (const auto* mark = std::get_if<MarkEntry>(&change)) {
      auto marked = std::make_shared<ResourceState>(*entries_[mark->entry].state);
      marked->pending_delete = mark->pending_delete;
      marked->pending_replacement = mark->pending_replacement;
      entries_[mark->entry].state = std::move(marked);
    } else if (const auto* removal = std::get_if<RemoveEntry>(&change)) {
      entries_[removal->entry].state = nullptr;
    } else if (const auto* resolved = std::get_if<ResolvePending>(&change)) {
      base_pending_resolved_[resolved->index] = true;
    }
  }
}

namespace {

/// Puts resources in order: as they come, but never before what they refer to. What a run leaves half done (a resource
/// that failed to update, one that was recovered) may refer to something whose turn had not come.
class Orderer {
 public:
  explicit Orderer(std::vector<ResourceStatePtr> resources)
      : resources_(std::move(resources)), placed_(resources_.size(), false) {
    for (std::size_t i = 0; i < resources_.size(); ++i) {
      const auto& state = *resources_[i];
      by_urn_[state.urn.text()].push_back(i);
      if (state.urn.is_provider()) by_reference_.emplace(ProviderReference{state.urn, state.id}.text(), i);
    }
  }

  std::vector<ResourceStatePtr> ordered() {
    std::vector<ResourceStatePtr> result;
    result.reserve(resources_.size());
    for (std::size_t i = 0; i < resources_.size(); ++i) place(i, result);
    return result;
  }

 private:
  void place(std::size_t index, std::vector<ResourceStatePtr>& result) {
    if (placed_[index]) return;
    placed_[index] = true;
    const auto& state = *resources_[index];
    if (const auto at = by_reference_.find(state.provider); at != by_reference_.end()) place(at->second, result);
    const auto place_urn = [&](const Urn& urn) {
      const auto at = by_urn_.find(urn.text());
      if (at == by_urn_.end()) return;
      for (const auto i : at->second) {
        // Copies that wait for deletion satisfy a reference only when nothing else does.
        if (at->second.size() == 1 || !resources_[i]->pending_delete) place(i, result);
      }
    };
    if (state.parent) place_urn(*state.parent);
    for (const auto& urn : state.dependencies) place_urn(urn);
    for (const auto& [property, urns] : state.property_dependencies) {
      for (const auto& urn : urns) place_urn(urn);
    }
    if (state.deleted_with) place_urn(*state.deleted_with);
    for (const auto& urn : state.replace_with) place_urn(urn);
    result.push_back(resources_[index]);
  }

  std::vector<ResourceStatePtr> resources_;
  std::vector<bool> placed_;
  std::unordered_map<std::string, std::vector<std::size_t>> by_urn_;
  std::unordered_map<std::string, std::size_t> by_reference_;
};

}  // namespace

Snapshot Ledger::snapshot() const {
  Snapshot result;
  result.resources.reserve(entries_.size());
  for (std::size_t i = 0; i < order_.size(); ++i) {
    const auto& entry = entries_[order_[i]];
    if (entry.state && entry.position == i + 1) result.resources.push_back(entry.state);
  }
  for (EntryId entry = 0; entry < base_size_; ++entry) {
    if (entries_[entry].state && entries_[entry].position == 0) result.resources.push_back(entries_[entry].state);
  }
  settle_aliases(result.resources);
  for (const auto& [id, operation] : running_) result.pending_operations.push_back(operation);
  for (std::size_t i = 0; i < base_pending_.size(); ++i) {
    if (!base_pending_resolved_[i]) result.pending_operations.push_back(base_pending_[i]);
  }
  result.resources = Orderer(std::move(result.resources)).ordered();
  return result;
}

}  // namespace ashlar::deploy
