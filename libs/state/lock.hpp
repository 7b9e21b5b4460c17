#pragma once
/// Locks of stacks (reference 6.2): one file a process; whoever finds another's gives way.

#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "state/object_store.hpp"
#include "state/process_identity.hpp"

namespace ashlar::state {

/// A lock file that was found.
struct FoundLock {
  std::string key;
  std::string url;
  ProcessIdentity holder;
  std::string time;  ///< RFC 3339, as the file has it
};

/// Who asks for locks, and how it learns about others.
struct LockContext {
  ProcessIdentity self;
  ProcessTable& processes;
  Clock& clock;
  Entropy& entropy;
};

/// A lock that is held; destroying it gives it up.
class StackLock {
 public:
  /// Takes the lock of the stack whose locks stand in `directory`. Fails when another process holds it, naming each
  /// holder. Locks of processes of this machine that run no more are removed; what was done is added to `notes`, a line
  /// each.
  static Result<std::unique_ptr<StackLock>> acquire(std::shared_ptr<ObjectStore> objects, const std::string& directory,
                                                    LockContext& context, std::vector<std::string>& notes);
  ~StackLock();
  StackLock(const StackLock&) = delete;
  StackLock& operator=(const StackLock&) = delete;

  /// Gives the lock up now, and says how that went.
  [[nodiscard]] Status release();
  /// Leaves the file behind, so that tools that know nothing of our journal keep off the stack until we have folded it
  /// in.
  void keep() { key_.clear(); }

 private:
  StackLock(std::shared_ptr<ObjectStore> objects, std::string key)
      : objects_(std::move(objects)), key_(std::move(key)) {}

  std::shared_ptr<ObjectStore> objects_;
  std::string key_;
};

[[nodiscard]] Result<std::vector<FoundLock>> find_locks(ObjectStore& objects, const std::string& directory);

/// Removes every lock of a stack, whoever holds it; returns how many there were. `ashlar cancel`.
[[nodiscard]] Result<std::size_t> break_locks(ObjectStore& objects, const std::string& directory);

}  // namespace ashlar::state
