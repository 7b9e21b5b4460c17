#pragma once
/// Test support: machines with sessions on one store, and runs that a test can cut off.

#include <gtest/gtest.h>

#include <set>

#include "state/session.hpp"
#include "state/test_codec.hpp"
#include "state/test_support.hpp"

namespace ashlar::state {

class FakeProcesses final : public ProcessTable {
 public:
  bool runs(int pid, Clock::Time) override { return alive.contains(pid); }
  std::set<int> alive;
};

inline ResourceStatePtr test_resource(const std::string& name, const std::string& id) {
  ResourceState state{*Urn::parse("urn:pulumi:dev::shop::a:b:C::" + name)};
  state.custom = true;
  state.id = id;
  state.inputs["password"] = PropertyValue::secret("hunter2");
  return std::make_shared<const ResourceState>(std::move(state));
}

/// One process of a machine. All that it writes goes to `disk`; its spool to `spool_disk`.
struct TestProcess {
  TestProcess(FileSystem& disk, const std::string& directory, FileSystem& spool_disk,
              const std::string& spool_directory, FakeProcesses& processes, Clock& clock, int pid)
      : objects(std::make_shared<FileObjectStore>(disk, directory)),
        spool(std::make_shared<FileObjectStore>(spool_disk, spool_directory)),
        store(std::move(*StackStore::open(objects, {}, clock))),
        locks{{pid, "me", "here", "m", "b", "p"}, processes, clock, entropy},
        context{*store, spool, locks, "v0.1.0", {"ashlar", "up"}, {}, true} {}

  SystemEntropy entropy;
  std::shared_ptr<FileObjectStore> objects;
  std::shared_ptr<FileObjectStore> spool;
  std::unique_ptr<StackStore> store;
  LockContext locks;
  SessionContext context;
};

inline const StackName test_stack{"shop", "dev"};

inline SecretReadingFor test_secrets() {
  return [](const std::optional<SecretsProvider>&) { return test_reading(); };
}

/// What a run was told. A record counts as acknowledged when its answer was posted.
struct Acknowledged {
  std::set<std::string> begun;
  std::set<std::string> created;
};

/// Appends the begin and end of a create for each name, waiting for each answer; stops at the first failure, as the
/// engine does. Returns the snapshot that the run believes in.
inline deploy::Snapshot create_all(deploy::Journal& journal, ThreadEventLoop& loop, const deploy::Snapshot& base,
                                   const std::vector<std::string>& names, Acknowledged& acknowledged) {
  deploy::Ledger ledger(base);
  std::uint64_t operation = 0;
  for (const auto& name : names) {
    ++operation;
    bool goes_on = true;
    const auto append = [&](const deploy::Record& record, std::set<std::string>& acknowledgements) {
      ledger.apply(record);
      journal.append(record, [&](const Status& status) {
        if (status) acknowledgements.insert(name);
        goes_on = status.ok();
        loop.stop();
      });
      loop.run();
    };
    append({operation,
            deploy::PendingOperation{test_resource(name, ""), deploy::PendingKind::creating, "token-" + name},
            false,
            {}},
           acknowledged.begun);
    if (!goes_on) break;
    journal.append({0, std::nullopt, false, {}}, nullptr);  // a note that nobody waits for
    append({operation, std::nullopt, true, {deploy::PutEntry{ledger.next_entry(), test_resource(name, "id-" + name)}}},
           acknowledged.created);
    if (!goes_on) break;
  }
  return ledger.snapshot();
}

/// Checks that a state holds all that was acknowledged: a create that ended as a resource, one that only began at least
/// as pending.
inline void expect_nothing_lost(const Acknowledged& acknowledged, const deploy::Snapshot& state,
                                const std::string& where) {
  std::set<std::string> resources;
  std::set<std::string> pending;
  for (const auto& resource : state.resources) resources.insert(std::string(resource->urn.name()));
  for (const auto& operation : state.pending_operations) pending.insert(std::string(operation.resource->urn.name()));
  for (const auto& name : acknowledged.created)
    EXPECT_TRUE(resources.contains(name)) << name << " was created; " << where;
  for (const auto& name : acknowledged.begun) {
    EXPECT_TRUE(resources.contains(name) || pending.contains(name)) << name << " was begun; " << where;
  }
}

}  // namespace ashlar::state
