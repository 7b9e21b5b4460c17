#include "state/journal_replay.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace ashlar::state {

namespace {

/// Whether a change fits a ledger that has `entries`; a new entry is counted there.
bool fits(const deploy::Change& change, const deploy::Ledger& ledger, deploy::EntryId& entries, std::size_t pending) {
  const auto exists = [&](deploy::EntryId entry) { return entry < entries; };
  // Entries that the same record has put are there, even if the ledger does not hold them yet.
  const auto lives = [&](deploy::EntryId entry) {
    return exists(entry) && (entry >= ledger.next_entry() || ledger.state(entry) != nullptr);
  };
  if (const auto* put = std::get_if<deploy::PutEntry>(&change)) {
    if (put->entry > entries) return false;
    entries = std::max(entries, put->entry + 1);
    return true;
  }
  if (const auto* move = std::get_if<deploy::MoveEntry>(&change)) return exists(move->entry);
  if (const auto* mark = std::get_if<deploy::MarkEntry>(&change)) return lives(mark->entry);
  if (const auto* removal = std::get_if<deploy::RemoveEntry>(&change)) return exists(removal->entry);
  const auto* resolved = std::get_if<deploy::ResolvePending>(&change);
  return resolved != nullptr && resolved->index < pending;
}

/// Follows the creates of a journal from begin to end.
class CreateFinder {
 public:
  void follow(const deploy::Record& record) {
    if (record.begins) {
      begun_.insert(record.operation);
      if (record.begins->kind == deploy::PendingKind::creating) running_[record.operation] = *record.begins;
    }
    for (const auto& change : record.changes) {
      if (const auto* put = std::get_if<deploy::PutEntry>(&change)) {
        if (is_created(record, *put->state)) tokens_.emplace(put->entry, token_of(record));
        if (tokens_.contains(put->entry)) created_[put->entry] = put->state;
      } else if (const auto* move = std::get_if<deploy::MoveEntry>(&change)) {
        if (move->state && created_.contains(move->entry)) created_[move->entry] = move->state;
      } else if (const auto* removal = std::get_if<deploy::RemoveEntry>(&change)) {
        created_.erase(removal->entry);
      }
    }
    if (record.ends) running_.erase(record.operation);
  }

  [[nodiscard]] std::vector<UnreconciledCreate> result() const {
    std::vector<UnreconciledCreate> creates;
    for (const auto& [entry, state] : created_) creates.push_back({{}, state, tokens_.at(entry), true});
    for (const auto& [id, operation] : running_) creates.push_back({{}, operation.resource, operation.token, false});
    return creates;
  }

 private:
  /// Whether this end of an operation put a resource that it created. Where the begin was lost, anything with an id may
  /// be one.
  [[nodiscard]] bool is_created(const deploy::Record& record, const ResourceState& state) const {
    if (!record.ends || state.id.empty() || state.external) return false;
    const auto operation = running_.find(record.operation);
    if (operation == running_.end()) return !begun_.contains(record.operation);
    return operation->second.resource->urn == state.urn;
  }
  [[nodiscard]] std::string token_of(const deploy::Record& record) const {
    const auto operation = running_.find(record.operation);
    return operation == running_.end() ? std::string() : operation->second.token;
  }

  std::set<std::uint64_t> begun_;
  std::map<std::uint64_t, deploy::PendingOperation> running_;
  std::map<deploy::EntryId, ResourceStatePtr> created_;
  std::map<deploy::EntryId, std::string> tokens_;
};

}  // namespace

Result<deploy::Snapshot> replay(deploy::Snapshot base, const std::vector<JournalRecord>& records) {
  const auto pending = base.pending_operations.size();
  deploy::Ledger ledger(std::move(base));
  for (const auto& record : records) {
    auto entries = ledger.next_entry();
    for (const auto& change : record.change.changes) {
      if (fits(change, ledger, entries, pending)) continue;
      return fail(
          "record " + std::to_string(record.number) + " of the journal does not fit the state that it was written for",
          ErrorKind::internal);
    }
    ledger.apply(record.change);
  }
  return ledger.snapshot();
}

std::vector<UnreconciledCreate> unknown_creates(const std::vector<JournalRecord>& records,
                                                const deploy::Snapshot& state) {
  CreateFinder finder;
  for (const auto& record : records) finder.follow(record.change);
  std::set<std::pair<std::string, std::string>> known;  // by URN and id
  for (const auto& resource : state.resources) known.emplace(resource->urn.text(), resource->id);
  std::set<std::string> known_tokens;
  for (const auto& operation : state.pending_operations) known_tokens.insert(operation.token);
  auto creates = finder.result();
  std::erase_if(creates, [&](const UnreconciledCreate& create) {
    if (create.is_finished) return known.contains({create.state->urn.text(), create.state->id});
    return !create.token.empty() && known_tokens.contains(create.token);
  });
  return creates;
}

}  // namespace ashlar::state
