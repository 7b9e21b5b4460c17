#include "state/session.hpp"

#include <algorithm>

#include "state/digest.hpp"
#include "state/integrity.hpp"

namespace ashlar::state {

namespace {

std::vector<UnreconciledCreate> all_creates(const std::vector<OrphanedJournal>& orphans) {
  std::vector<UnreconciledCreate> creates;
  for (const auto& orphan : orphans) creates.insert(creates.end(), orphan.creates.begin(), orphan.creates.end());
  return creates;
}

Status check(const SessionContext& context, const Checkpoint& checkpoint) {
  if (!context.check_integrity || !checkpoint.latest) return {};
  return check_integrity(*checkpoint.latest);
}

}  // namespace

Result<OpenedStack> read_stack(SessionContext& context, const StackName& stack, const SecretReadingFor& secrets) {
  auto loaded = load_stack(context.store, stack, secrets, context.spool);
  if (!loaded) return loaded.error();
  if (auto status = check(context, loaded->checkpoint); !status) return status.error();
  OpenedStack opened{std::move(loaded->checkpoint), {}, all_creates(loaded->orphans)};
  if (loaded->is_replayed) {
    opened.notes.push_back(
        "the last run on this stack was interrupted, or is still going on; what it has done so far is included");
  }
  return opened;
}

Result<std::unique_ptr<WriteSession>> WriteSession::open(SessionContext& context, const StackName& stack,
                                                         const SecretReadingFor& secrets, Unreadable unreadable) {
  // A stack that is not there must not get a lock file.
  const auto exists = context.store.exists(stack);
  if (!exists) return exists.error();
  if (!*exists) return context.store.read(stack).error();
  std::unique_ptr<WriteSession> session(new WriteSession(context, stack));
  auto lock = StackLock::acquire(context.store.shared_objects(), context.store.lock_directory(stack), context.locks,
                                 session->notes_);
  if (!lock) return lock.error();
  session->lock_ = std::move(*lock);
  auto loaded = load_stack(context.store, stack, secrets, context.spool, unreadable);
  if (!loaded) return loaded.error();
  if (auto status = check(context, loaded->checkpoint); !status) return status.error();
  if (auto status = session->fold_in(std::move(*loaded)); !status) return status.error();
  return session;
}

WriteSession::~WriteSession() {
  (void)close();  // whoever wants to know calls it
}

Status WriteSession::close() {
  if (journal_ && journal_->has_files()) lock_->keep();
  journal_.reset();
  return lock_ ? lock_->release() : Status();
}

/// Brings the store to where a run without interruption would have left it: first the journals that do not fit are put
/// where they are not taken for the next run's, then the checkpoint is written, then what it contains is removed. Each
/// step may be the last one.
Status WriteSession::fold_in(LoadedStack loaded) {
  notes_.insert(notes_.end(), loaded.notes.begin(), loaded.notes.end());
  checkpoint_ = std::move(loaded.checkpoint);
  hash_ = loaded.hash;
  unreconciled_ = all_creates(loaded.orphans);
  if (loaded.unreadable) {
    const auto kept = context_.store.keep_unreadable(stack_, loaded.key);
    if (!kept) return kept.error().within("cannot keep a copy of the state that cannot be read");
    notes_.push_back(loaded.unreadable->message + "; it is kept as " + context_.store.objects().url(*kept));
  }
  if (auto status = put_aside(loaded.orphans); !status) return status;
  if (loaded.is_replayed) {
    checkpoint_.stack = stack_.qualified();
    checkpoint_.latest->manifest = current_manifest(context_.locks.clock, context_.tool_version);
    // Every secret of journal and state is there as ciphertext: nothing needs a key.
    const auto text = write_checkpoint(checkpoint_, SecretWriting{});
    if (!text) return text.error();
    // A run whose records are all in the spool has no journal in the store.
    if (loaded.store_journal_length > 0) {
      auto log = context_.store.objects().open_log(context_.store.journal_key(stack_), loaded.store_journal_length);
      if (!log) return log.error();
      if (auto status = (*log)->append(encode_commit(loaded.last_record + 1, sha256_hex(*text))); !status)
        return status;
    }
    if (auto status = write_state(*text); !status) return status;
    notes_.push_back("the last run on this stack was interrupted; its " + std::to_string(loaded.last_record) +
                     " records were put into the state");
  }
  for (const auto& file : loaded.applied) {
    if (auto status = file.place->remove_log(file.key); !status) return status;
  }
  return {};
}

Status WriteSession::put_aside(const std::vector<OrphanedJournal>& orphans) {
  auto& objects = context_.store.objects();
  for (const auto& orphan : orphans) {
    const auto& file = orphan.file;
    const bool is_done_with = orphan.creates.empty();
    if (!is_done_with && !file.is_aside) {
      if (auto status = objects.put(orphan.aside_key, file.text); !status) return status;
    }
    if (is_done_with || (!file.is_aside && !orphan.is_applied)) {
      if (auto status = file.place->remove_log(file.key); !status) return status;
    }
    if (is_done_with) continue;
    notes_.push_back("another tool changed the stack after an interrupted run; " +
                     std::to_string(orphan.creates.size()) +
                     " resources that the run created, or was creating, are not in the state; they are kept in " +
                     objects.url(orphan.aside_key));
  }
  return {};
}

Status WriteSession::write_state(const std::string& text) {
  auto status = context_.store.write(stack_, text);
  if (status) hash_ = sha256_hex(text);
  return status;
}

/// A lock can be broken. Then the state that somebody else has written since must not be overwritten.
Status WriteSession::check_unchanged() {
  const auto current = context_.store.read(stack_);
  if (current && sha256_hex(current->text) == hash_) return {};
  if (!current && current.error().kind != ErrorKind::stack_not_found) return {};  // writing will tell
  Error error = fail("the state of " + stack_.qualified() +
                     " was changed by somebody else during this run, whose lock was broken; it was not overwritten");
  if (journal_ && journal_->has_files()) {
    error.notes.push_back("what this run did is kept in its journal, " +
                          context_.store.objects().url(context_.store.journal_key(stack_)));
  }
  error.help = "run the command again: what this run created and the state does not know will be reported";
  return error;
}

deploy::Journal& WriteSession::begin_run(const std::string& kind, const std::optional<SecretsProvider>& provider,
                                         const SecretWriting& secrets, EventLoop& loop, JournalWriter::Report report) {
  JournalHeader header;
  header.id = context_.locks.entropy.uuid();
  header.stack = stack_.qualified();
  header.base = hash_;
  header.tool = "ashlar " + context_.tool_version;
  header.kind = kind;
  header.time = format_rfc3339(context_.locks.clock.now());
  header.secrets_provider = provider;
  JournalPlaces places{context_.store.shared_objects(), context_.store.journal_key(stack_), context_.spool,
                       spool_prefix(context_.store, stack_) + header.id + ".journal"};
  journal_ = std::make_unique<JournalWriter>(std::move(header), std::move(places), secrets, loop, std::move(report));
  return *journal_;
}

Status WriteSession::commit(Deployment deployment, const SecretWriting& secrets, const UpdateInfo* info) {
  deployment.manifest = current_manifest(context_.locks.clock, context_.tool_version);
  const auto integrity = context_.check_integrity ? deploy::verify_integrity(deployment.snapshot) : Status();
  deployment.integrity_error.reset();
  if (!integrity)
    deployment.integrity_error = integrity_trace(integrity.error(), context_.command, context_.environment);
  Checkpoint checkpoint{stack_.qualified(), {}, std::move(deployment)};
  const auto text = write_checkpoint(checkpoint, secrets);
  if (!text) return text.error();
  if (auto status = check_unchanged(); !status) return status;
  const auto recorded = journal_ ? journal_->finish(sha256_hex(*text)) : Status();
  if (auto status = write_state(*text); !status) {
    Error error = status.error();
    if (journal_ && journal_->has_files()) {
      error.notes.push_back("what the run did is safe in its journal; the next ashlar command puts it into the state");
    }
    if (!recorded) error.notes.push_back("the end of the journal could not be written: " + recorded.error().message);
    return error;
  }
  checkpoint_ = std::move(checkpoint);
  // From here on the journal is not needed; one that stays names this very checkpoint, and the next session removes it.
  const auto noted = info != nullptr ? context_.store.add_history(stack_, *info) : Status();
  const auto removed = journal_ ? journal_->remove_files() : Status();
  journal_.reset();
  if (!integrity) {
    Error error = integrity.error().within("the state was written, but it breaks a rule");
    error.notes.push_back("the state before it is in " +
                          context_.store.objects().url(context_.store.checkpoint_key(stack_)) + ".bak");
    return error;
  }
  if (!noted) return noted.error().within("the state was written, but not its history");
  return removed;
}

Status WriteSession::forget(const std::string& journal) {
  if (auto status = context_.store.objects().remove_log(journal); !status) return status;
  std::erase_if(unreconciled_, [&](const UnreconciledCreate& create) { return create.journal == journal; });
  return {};
}

}  // namespace ashlar::state
