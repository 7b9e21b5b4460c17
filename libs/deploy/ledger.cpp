#include "deploy/ledger.hpp"

#include <algorithm>

namespace ashlar::deploy {

Ledger::Ledger(Snapshot base)
    : base_size_(base.resources.size()),
      base_pending_(std::move(base.pending_operations)),
      base_pending_resolved_(base_pending_.size(), false) {
  entries_.reserve(base_size_);
  for (auto& resource : base.resources) entries_.push_back({std::move(resource), 0});
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
  for (const auto& [id, operation] : running_) result.pending_operations.push_back(operation);
  for (std::size_t i = 0; i < base_pending_.size(); ++i) {
    const bool kept = !base_pending_resolved_[i] && base_pending_[i].kind == PendingKind::creating;
    if (kept) result.pending_operations.push_back(base_pending_[i]);
  }
  return result;
}

}  // namespace ashlar::deploy
