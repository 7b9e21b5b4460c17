#pragma once
/// A stack being worked on by one command: who may write it, what it is, and how it is changed safely.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/environment.hpp"
#include "state/deployment.hpp"
#include "state/journal_writer.hpp"
#include "state/lock.hpp"
#include "state/stack_loader.hpp"
#include "state/stack_store.hpp"

namespace ashlar::state {

/// What sessions work with. All of it outlives them.
struct SessionContext {
  StackStore& store;
  std::shared_ptr<ObjectStore> spool;  ///< for journals while the store fails; may be null
  LockContext& locks;
  std::string tool_version;          ///< with its leading `v`, for manifests; empty for development builds
  std::vector<std::string> command;  ///< our argv, for the trace of an integrity error
  Environment environment;           ///< likewise: the names of the variables PULUMI_*
  bool check_integrity = true;
};

/// A stack as a reader sees it.
struct OpenedStack {
  Checkpoint checkpoint;           ///< with what an interrupted run left in its journal
  std::vector<std::string> notes;  ///< a line each
  std::vector<UnreconciledCreate> unreconciled;
};

/// Reads without a lock and without writing anything. Fails when the state breaks an integrity rule, unless that is not
/// checked.
[[nodiscard]] Result<OpenedStack> read_stack(SessionContext& context, const StackName& stack,
                                             const SecretReadingFor& secrets);

/// The right to write one stack. Blocking calls, all on one thread.
///
/// A run goes: `open`, `begin_run`, records appended by the engine, `commit`. Killed or cut off at any point, it leaves
/// a checkpoint and a journal from which the next `open`, or a reader, gets everything that was acknowledged.
class WriteSession {
 public:
  /// Locks the stack and folds in what an interrupted run left behind. What was found and done is in `notes`. A
  /// checkpoint that cannot be read and counts as empty is kept among the backups.
  static Result<std::unique_ptr<WriteSession>> open(SessionContext& context, const StackName& stack,
                                                    const SecretReadingFor& secrets,
                                                    Unreadable unreadable = Unreadable::is_an_error);
  /// Gives the lock up, unless records are left that only a journal holds.
  ~WriteSession();
  WriteSession(const WriteSession&) = delete;
  WriteSession& operator=(const WriteSession&) = delete;

  [[nodiscard]] const StackName& stack() const { return stack_; }
  [[nodiscard]] const Checkpoint& checkpoint() const { return checkpoint_; }
  [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }
  [[nodiscard]] const std::vector<UnreconciledCreate>& unreconciled() const { return unreconciled_; }

  /// Starts the journal of a run of the given kind (`update`, `destroy` …) on the state as `checkpoint` gives it.
  /// `provider` names the key with which `secrets.encrypt` works. `loop` and the result live until `commit`; `report`
  /// tells about a store that fails.
  deploy::Journal& begin_run(const std::string& kind, const std::optional<SecretsProvider>& provider,
                             const SecretWriting& secrets, EventLoop& loop, JournalWriter::Report report);

  /// Writes the new state once, adds `info` (if any) to the history, and takes the journal away. The manifest and the
  /// trace of an integrity error are filled in here. When the state cannot be written, what the run did stays in its
  /// journal. A state that breaks a rule is written all the same, and the error says so. One that somebody wrote who
  /// had broken our lock is not overwritten.
  [[nodiscard]] Status commit(Deployment deployment, const SecretWriting& secrets, const UpdateInfo* info);

  /// Dismisses creates: forgets the journal (`UnreconciledCreate::journal`) that tells of them. Those that a committed
  /// state holds are forgotten without it.
  [[nodiscard]] Status forget(const std::string& journal);

  /// Gives the lock up, as the destructor does, and says how that went.
  [[nodiscard]] Status close();

 private:
  WriteSession(SessionContext& context, StackName stack) : context_(context), stack_(std::move(stack)) {}

  Status fold_in(LoadedStack loaded);
  Status put_aside(const std::vector<OrphanedJournal>& orphans);
  [[nodiscard]] Status check_unchanged();
  Status write_state(const std::string& text);

  SessionContext& context_;
  StackName stack_;
  std::unique_ptr<StackLock> lock_;
  Checkpoint checkpoint_;
  std::string hash_;  ///< of the stored checkpoint's text
  std::vector<std::string> notes_;
  std::vector<UnreconciledCreate> unreconciled_;
  std::unique_ptr<JournalWriter> journal_;
};

}  // namespace ashlar::state
