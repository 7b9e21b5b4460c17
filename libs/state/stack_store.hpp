#pragma once
/// A store of stacks in the layout that the ecosystem's tools share (reference 6.1, 6.2). It keeps texts; what they
/// mean, who may write them and when is decided above it (`session.hpp`).

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/environment.hpp"
#include "base/result.hpp"
#include "state/compression.hpp"
#include "state/object_store.hpp"
#include "state/stack_name.hpp"
#include "state/update_info.hpp"

namespace ashlar::state {

struct StoreOptions {
  Compression compression = Compression::none;
  bool retain_checkpoints = false;    ///< keep every checkpoint as `….json.<nanoseconds>` too
  bool disable_backups = false;       ///< no copies below `backups`
  bool legacy_layout = false;         ///< lay a new store out flat
  bool accept_legacy_layout = false;  ///< work on a store that is laid out flat
};

/// From PULUMI_DIY_BACKEND_* or, where one is not set, the older PULUMI_SELF_MANAGED_STATE_*.
[[nodiscard]] Result<StoreOptions> store_options(const Environment& environment);

/// A stack's file as it stands in the store.
struct StoredCheckpoint {
  std::string key;
  std::string text;  ///< decompressed
};

struct HistoryEntry {
  UpdateInfo info;
  std::string checkpoint_key;  ///< the state after that run; may be gone
};

/// Blocking calls, safe on any thread where the stack is locked by the caller or only read.
class StackStore {
 public:
  /// Looks what layout the store has. `objects` may be shared with journals; `clock` outlives this.
  static Result<std::unique_ptr<StackStore>> open(std::shared_ptr<ObjectStore> objects, StoreOptions options,
                                                  Clock& clock);

  [[nodiscard]] ObjectStore& objects() const { return *objects_; }
  [[nodiscard]] std::shared_ptr<ObjectStore> shared_objects() const { return objects_; }
  [[nodiscard]] const StoreOptions& options() const { return options_; }
  [[nodiscard]] bool is_flat() const { return is_flat_; }
  /// The same store in the current layout, which it has from now on. Its flat stacks are still to be moved
  /// (`upgrade_layout`).
  [[nodiscard]] Result<std::unique_ptr<StackStore>> upgraded() const;
  /// Stacks of the flat layout that a store of the other kind still holds: they are not seen otherwise.
  [[nodiscard]] Result<std::vector<StackName>> flat_leftovers() const;

  /// Sorted by project and name; all projects' without `project`.
  [[nodiscard]] Result<std::vector<StackName>> list(const std::optional<std::string>& project = std::nullopt) const;
  [[nodiscard]] Result<bool> exists(const StackName& stack) const;

  /// Of kind `stack_not_found` when there is no such stack.
  [[nodiscard]] Result<StoredCheckpoint> read(const StackName& stack) const;
  /// The same for an older state, by its key.
  [[nodiscard]] Result<StoredCheckpoint> read_state(const std::string& key) const;
  /// Keeps the previous file as `….bak` and puts `text` in its place. Writes the bytes once.
  [[nodiscard]] Status write(const StackName& stack, const std::string& text);
  /// Takes the stack's files away but for the last state, as `….bak`, and backups; with `all`, these too.
  [[nodiscard]] Status remove(const StackName& stack, bool all);

  /// Adds a run to the history, with the state as it is now, and a backup of that state.
  [[nodiscard]] Status add_history(const StackName& stack, const UpdateInfo& info);
  /// The newest first. `page` counts from 1; a `page_size` of 0 means all.
  [[nodiscard]] Result<std::vector<HistoryEntry>> history(const StackName& stack, std::size_t page_size,
                                                          std::size_t page) const;
  [[nodiscard]] Status rename_history(const StackName& from, const StackName& to);

  [[nodiscard]] Result<std::map<std::string, std::string>> tags(const StackName& stack) const;
  [[nodiscard]] Status set_tags(const StackName& stack, const std::map<std::string, std::string>& tags);

  /// Copies the stack's file at `key`, which nobody can read, to the backups, even where there are to be none. Returns
  /// where it is.
  [[nodiscard]] Result<std::string> keep_unreadable(const StackName& stack, const std::string& key) const;

  /// Keys of older states of the stack, the newest first: `….bak`, then backups and history.
  [[nodiscard]] Result<std::vector<std::string>> older_states(const StackName& stack) const;

  [[nodiscard]] std::string checkpoint_key(const StackName& stack) const;  ///< without the extension of a compression
  [[nodiscard]] std::string journal_key(const StackName& stack) const { return checkpoint_key(stack) + ".journal"; }
  [[nodiscard]] std::string lock_directory(const StackName& stack) const;

 private:
  StackStore(std::shared_ptr<ObjectStore> objects, StoreOptions options, Clock& clock, bool is_flat, bool has_meta)
      : objects_(std::move(objects)), options_(options), clock_(clock), is_flat_(is_flat), has_meta_(has_meta) {}

  [[nodiscard]] std::string place(const std::string& folder, const StackName& stack) const;
  [[nodiscard]] std::string tags_key(const StackName& stack) const;
  [[nodiscard]] std::string history_directory(const StackName& stack) const;
  [[nodiscard]] std::string backup_directory(const StackName& stack) const;
  [[nodiscard]] Result<std::optional<std::string>> current_key(const StackName& stack) const;
  [[nodiscard]] Result<std::vector<std::string>> list_stacks_in(const std::string& directory) const;
  Status remove_directory(const std::string& directory);
  Status ensure_meta();

  std::shared_ptr<ObjectStore> objects_;
  StoreOptions options_;
  Clock& clock_;
  bool is_flat_;
  bool has_meta_;
};

}  // namespace ashlar::state
