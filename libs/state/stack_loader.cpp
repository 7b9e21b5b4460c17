#include "state/stack_loader.hpp"

#include <algorithm>
#include <optional>

#include "state/digest.hpp"

namespace ashlar::state {

std::string spool_prefix(const StackStore& store, const StackName& stack) {
  constexpr std::size_t enough = 24;
  return sha256_hex(store.objects().url(store.journal_key(stack))).substr(0, enough) + "-";
}

namespace {

struct OlderState {
  std::string key;
  std::string time;  ///< of its manifest, RFC 3339
  std::size_t resources = 0;

  /// Such texts compare as their times do, but for the sign of the zone, before which a second's fractions come.
  [[nodiscard]] bool is_newer_than(const OlderState& other) const {
    return time.substr(0, time.find('Z')) > other.time.substr(0, other.time.find('Z'));
  }
};

/// The newest older state that can be read. The copy beside the checkpoint is the state before the last write, which an
/// update also copied to the backups; after other writes it is the newer one.
std::optional<OlderState> readable_copy(const StackStore& store, const StackName& stack) {
  std::optional<OlderState> newest;
  const auto keys = store.older_states(stack);
  if (!keys) return newest;
  for (const auto& key : *keys) {
    const bool is_dated = !key.ends_with(".bak");
    const auto text = store.read_state(key);
    const auto checkpoint = text ? read_checkpoint(text->text, seal_secrets()) : Result<Checkpoint>(text.error());
    if (!checkpoint) continue;
    OlderState state{key, {}, 0};
    if (checkpoint->latest) {
      state.time = checkpoint->latest->manifest.time;
      state.resources = checkpoint->latest->snapshot.resources.size();
    }
    if (!newest || state.is_newer_than(*newest)) newest = std::move(state);
    if (is_dated) break;  // those that follow are older
  }
  return newest;
}

std::string describe(const StackStore& store, const OlderState& state) {
  return store.objects().url(state.key) + " (" + std::to_string(state.resources) + " resources" +
         (state.time.empty() ? "" : ", written at " + state.time) + ")";
}

Error damaged(const StackStore& store, const StackName& stack, const std::string& key, const Error& reason) {
  const auto url = store.objects().url(key);
  Error error = fail("the state file " + url + " is damaged: " + reason.message);
  error.notes = reason.notes;
  const auto copy = readable_copy(store, stack);
  if (!copy) {
    error.help =
        "no older copy of it can be read; restore the file from a backup of yours, or replace it by an export with "
        "`ashlar stack import --force`";
  } else {
    error.notes.push_back("the newest copy that can be read is " + describe(store, *copy));
    error.help = "look at the copy, put it in the place of the damaged file, and run `ashlar refresh` to catch up";
  }
  return error;
}

Result<Checkpoint> understand(const StackStore& store, const StackName& stack, const StoredCheckpoint& stored,
                              const SecretReadingFor& secrets) {
  auto checkpoint = read_checkpoint(stored.text, secrets);
  if (checkpoint) return checkpoint;
  const auto sealed = read_checkpoint(stored.text, seal_secrets());
  if (sealed) return checkpoint.error().within("cannot read the secrets of the state");
  // What comes with advice is no damage: a version or a feature that we do not know.
  if (!sealed.error().help.empty()) return sealed.error().within("cannot read " + store.objects().url(stored.key));
  return damaged(store, stack, stored.key, sealed.error());
}

struct ReadJournal {
  JournalFile file;
  ParsedJournal content;
};

/// Reads one file; adds it to `journals` unless not even its first line is whole.
Status read_journal(JournalFile file, const SecretReadingFor& secrets, std::vector<ReadJournal>& journals,
                    LoadedStack& loaded) {
  auto text = file.place->read_log(file.key);
  if (!text && text.error().kind == ErrorKind::not_found) return {};
  if (!text) return text.error();
  file.text = std::move(*text);
  auto content = parse_journal(file.text, secrets);
  if (!content) return content.error().within(file.place->url(file.key));
  if (!content->has_value()) {
    loaded.applied.push_back(std::move(file));  // nothing was ever acknowledged: there is nothing to apply
    return {};
  }
  journals.push_back({std::move(file), std::move(**content)});
  return {};
}

/// Every journal of the stack: the store's first, then those put aside, then the spool's.
Result<std::vector<ReadJournal>> find_journals(const StackStore& store, const StackName& stack,
                                               const SecretReadingFor& secrets,
                                               const std::shared_ptr<ObjectStore>& spool, LoadedStack& loaded) {
  std::vector<ReadJournal> journals;
  const auto objects = store.shared_objects();
  const auto key = store.journal_key(stack);
  if (auto status = read_journal({objects, key, {}, false}, secrets, journals, loaded); !status) return status.error();
  if (!journals.empty()) loaded.store_journal_length = journals.front().content.good_length;
  const auto slash = key.rfind('/');
  const auto entries = objects->list(key.substr(0, slash));
  if (!entries) return entries.error();
  for (const auto& entry : *entries) {
    if (!entry.name.starts_with(key.substr(slash + 1) + ".")) continue;
    const JournalFile file{objects, key.substr(0, slash + 1) + entry.name, {}, true};
    if (auto status = read_journal(file, secrets, journals, loaded); !status) return status.error();
  }
  if (!spool) return journals;
  const auto spooled = spool->list("");
  if (!spooled) return spooled.error();
  for (const auto& entry : *spooled) {
    if (!entry.name.starts_with(spool_prefix(store, stack))) continue;
    if (auto status = read_journal({spool, entry.name, {}, false}, secrets, journals, loaded); !status)
      return status.error();
  }
  return journals;
}

void note_damage(const ReadJournal& journal, LoadedStack& loaded) {
  if (journal.content.torn_bytes == 0) return;
  const auto url = journal.file.place->url(journal.file.key);
  if (journal.content.stranded.empty()) {
    loaded.notes.push_back("the journal " + url +
                           " ends in the middle of a record, which was left out: nothing was done on its account");
  } else {
    loaded.notes.push_back("the journal " + url + " is damaged in the middle; " +
                           std::to_string(journal.content.stranded.size()) +
                           " records after the damage cannot be applied");
  }
}

/// Adds to `records` those of `more` that go on where they end; the rest goes to `stranded`.
void continue_with(std::vector<JournalRecord>& records, const std::vector<JournalRecord>& more,
                   std::vector<JournalRecord>& stranded) {
  for (const auto& record : more) {
    const auto next = records.empty() ? 1 : records.back().number + 1;
    if (record.number >= next) (record.number == next ? records : stranded).push_back(record);
  }
}

/// A journal of which something, or all, cannot be applied. A run's spool may be one beside its journal in the store.
void add_orphan(const StackStore& store, const StackName& stack, const ReadJournal& journal, bool is_applied,
                LoadedStack& loaded) {
  auto records = journal.content.records;
  records.insert(records.end(), journal.content.stranded.begin(), journal.content.stranded.end());
  const bool is_in_store = journal.file.place == store.shared_objects();
  OrphanedJournal orphan{journal.file, journal.file.key, is_applied, {}};
  if (!journal.file.is_aside) {
    orphan.aside_key = store.journal_key(stack) + "." + journal.content.header.id + (is_in_store ? "" : ".spool");
  }
  const auto& latest = loaded.checkpoint.latest;
  orphan.creates = unknown_creates(records, latest ? latest->snapshot : deploy::Snapshot{});
  for (auto& create : orphan.creates) create.journal = orphan.aside_key;
  loaded.orphans.push_back(std::move(orphan));
}

/// Applies what one run left in the store and in the spool.
Status apply_run(const std::vector<const ReadJournal*>& run, LoadedStack& loaded,
                 std::vector<JournalRecord>& stranded) {
  const auto& header = run.front()->content.header;
  std::vector<JournalRecord> records;
  for (const auto* journal : run) {
    note_damage(*journal, loaded);
    continue_with(records, journal->content.records, stranded);
    continue_with(records, journal->content.stranded, stranded);
    loaded.applied.push_back(journal->file);
  }
  if (records.empty()) return {};
  auto& latest = loaded.checkpoint.latest;
  if (!latest) latest.emplace();
  const auto& provider = latest->secrets_provider;
  if (provider && header.secrets_provider && *provider != *header.secrets_provider) {
    return fail("the journal of the stack was encrypted with another key than its state", ErrorKind::internal);
  }
  auto snapshot = replay(std::move(latest->snapshot), records);
  if (!snapshot) return snapshot.error();
  latest->snapshot = std::move(*snapshot);
  if (!provider) latest->secrets_provider = header.secrets_provider;
  loaded.is_replayed = true;
  loaded.last_record = records.back().number;
  return {};
}

/// Sorts the journals: those of the run that left off last are applied, those that the state contains already may go,
/// the others are orphans.
Status apply_journals(const StackStore& store, const StackName& stack, const std::vector<ReadJournal>& journals,
                      LoadedStack& loaded) {
  std::vector<const ReadJournal*> run;
  std::vector<const ReadJournal*> orphans;
  for (const auto& journal : journals) {
    const auto& header = journal.content.header;
    const auto& all = journal.content.records;
    const bool is_folded =
        std::any_of(all.begin(), all.end(), [&](const JournalRecord& r) { return r.checkpoint == loaded.hash; });
    const bool fits_base = header.base == loaded.hash && !journal.file.is_aside && !loaded.unreadable;
    if (is_folded) {
      loaded.applied.push_back(journal.file);
    } else if (fits_base && (run.empty() || run.front()->content.header.id == header.id)) {
      run.push_back(&journal);
    } else {
      orphans.push_back(&journal);
    }
  }
  std::vector<JournalRecord> stranded;
  if (!run.empty()) {
    if (auto status = apply_run(run, loaded, stranded); !status) return status;
  }
  for (const auto* journal : orphans) add_orphan(store, stack, *journal, false, loaded);
  if (stranded.empty()) return {};
  for (const auto* journal : run) add_orphan(store, stack, *journal, true, loaded);
  return {};
}

Result<LoadedStack> load_once(const StackStore& store, const StackName& stack, const SecretReadingFor& secrets,
                              const std::shared_ptr<ObjectStore>& spool, Unreadable unreadable) {
  const auto stored = store.read(stack);
  if (!stored) return stored.error();
  LoadedStack loaded;
  loaded.key = stored->key;
  loaded.hash = sha256_hex(stored->text);
  if (auto checkpoint = understand(store, stack, *stored, secrets)) {
    loaded.checkpoint = std::move(*checkpoint);
  } else {
    if (unreadable == Unreadable::is_an_error) return checkpoint.error();
    loaded.unreadable = checkpoint.error();
  }
  auto journals = find_journals(store, stack, secrets, spool, loaded);
  if (!journals) return journals.error();
  if (auto status = apply_journals(store, stack, *journals, loaded); !status) return status.error();
  return loaded;
}

}  // namespace

Result<LoadedStack> load_stack(const StackStore& store, const StackName& stack, const SecretReadingFor& secrets,
                               const std::shared_ptr<ObjectStore>& spool, Unreadable unreadable) {
  // A reader holds no lock: a run that ends, and another that begins, between the two reads would look like a journal
  // that does not fit. Then the checkpoint has changed as well, and reading again tells.
  while (true) {
    auto loaded = load_once(store, stack, secrets, spool, unreadable);
    if (!loaded || loaded->orphans.empty()) return loaded;
    const auto again = store.read(stack);
    if (!again) return again.error();
    if (sha256_hex(again->text) == loaded->hash) return loaded;
  }
}

}  // namespace ashlar::state
