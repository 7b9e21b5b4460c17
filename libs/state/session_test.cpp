#include "state/session.hpp"

#include <gtest/gtest.h>

#include <cerrno>

#include "state/session_test_support.hpp"
#include "state/stack_operations.hpp"

namespace ashlar::state {
namespace {

using Names = std::vector<std::string>;

/// Processes on one machine, one after the other, and a stack.
class Sessions : public testing::Test {
 protected:
  std::unique_ptr<TestProcess> process(int pid) {
    processes_.alive = {pid};  // those before it are dead
    return std::make_unique<TestProcess>(disk_, directory_.path() + "/store", spool_disk_, directory_.path() + "/spool",
                                         processes_, clock_, pid);
  }
  void create_stack_with(const std::string& secrets_state = R"({"salt":"v1:x"})") {
    const auto first = process(1);
    ASSERT_TRUE(create_stack(first->context, test_stack, SecretsProvider{"passphrase", secrets_state}));
  }
  std::unique_ptr<WriteSession> open(TestProcess& process) {
    auto session = WriteSession::open(process.context, test_stack, test_secrets());
    EXPECT_TRUE(session) << session.error().message;
    return session ? std::move(*session) : nullptr;
  }
  deploy::Journal& begin(WriteSession& session) {
    return session.begin_run("update", session.checkpoint().latest->secrets_provider, test_writing(), loop_,
                             [this](const Diagnostic& diagnostic) { reports_.push_back(diagnostic.message); });
  }
  Deployment with(const WriteSession& session, deploy::Snapshot snapshot) {
    auto deployment = *session.checkpoint().latest;
    deployment.snapshot = std::move(snapshot);
    return deployment;
  }
  /// A run that dies after its records, without commit.
  void interrupted_run(int pid, const Names& names) {
    const auto dying = process(pid);
    auto session = open(*dying);
    Acknowledged acknowledged;
    create_all(begin(*session), loop_, session->checkpoint().latest->snapshot, names, acknowledged);
    EXPECT_EQ(acknowledged.created.size(), names.size());
    leaked_.push_back(std::move(session));  // nothing of it is cleaned up before the end of the test
  }
  Names files(const std::string& folder) {
    Names names;
    if (auto entries = real_.list_directory(directory_.path() + "/" + folder)) {
      for (const auto& entry : *entries) names.push_back(entry.name);
    }
    return names;
  }
  Names resources(const deploy::Snapshot& snapshot) {
    Names names;
    for (const auto& resource : snapshot.resources) names.emplace_back(resource->urn.name());
    return names;
  }
  static Names notes(const WriteSession& session) { return session.notes(); }

  TemporaryDirectory directory_;
  RealFileSystem real_;
  FaultyFileSystem disk_{real_};
  FaultyFileSystem spool_disk_{real_};
  SteppingClock clock_;
  FakeProcesses processes_;
  ThreadEventLoop loop_;
  Names reports_;

 private:
  std::vector<std::unique_ptr<WriteSession>> leaked_;
};

TEST_F(Sessions, ACommitWritesTheCheckpointOnceAndLeavesNoJournal) {
  create_stack_with();
  const auto up = process(2);
  auto session = open(*up);
  Acknowledged acknowledged;
  auto snapshot = create_all(begin(*session), loop_, {}, {"a", "b"}, acknowledged);
  EXPECT_EQ(files("store/.pulumi/stacks/shop"), (Names{"dev.json", "dev.json.journal"}));
  UpdateInfo info;
  info.kind = "update";
  info.result = "succeeded";
  ASSERT_TRUE(session->commit(with(*session, snapshot), test_writing(), &info));
  EXPECT_EQ(files("store/.pulumi/stacks/shop"), (Names{"dev.json", "dev.json.bak"}));
  EXPECT_EQ(files("store/.pulumi/history/shop/dev").size(), 2U);
  EXPECT_EQ(files("store/.pulumi/backups/shop/dev").size(), 1U);
  ASSERT_TRUE(session->close());
  EXPECT_TRUE(files("store/.pulumi/locks/organization/shop/dev").empty());
  const auto opened = read_stack(up->context, test_stack, test_secrets());
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_EQ(resources(opened->checkpoint.latest->snapshot), (Names{"a", "b"}));
  EXPECT_EQ(opened->checkpoint.latest->manifest.version, "v0.1.0");
}

TEST_F(Sessions, ARunThatRecordsNothingThatMattersMakesNoJournal) {
  create_stack_with();
  const auto up = process(2);
  auto session = open(*up);
  begin(*session).append({0, std::nullopt, false, {}}, nullptr);
  ASSERT_TRUE(session->commit(with(*session, {}), test_writing(), nullptr));
  EXPECT_EQ(files("store/.pulumi/stacks/shop"), (Names{"dev.json", "dev.json.bak"}));
}

TEST_F(Sessions, AReaderSeesAnInterruptedRunWithoutTouchingIt) {
  create_stack_with();
  interrupted_run(2, {"a"});
  const auto before = files("store/.pulumi/stacks/shop");
  const auto reader = process(3);
  disk_.fail_from(1, EROFS);
  const auto opened = read_stack(reader->context, test_stack, test_secrets());
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_EQ(resources(opened->checkpoint.latest->snapshot), (Names{"a"}));
  EXPECT_EQ(opened->notes.size(), 1U);
  EXPECT_EQ(files("store/.pulumi/stacks/shop"), before);
}

TEST_F(Sessions, AWriterFoldsAnInterruptedRunInAndNeedsNoKeyForIt) {
  create_stack_with();
  interrupted_run(2, {"a", "b"});
  const auto next = process(3);
  auto session = WriteSession::open(next->context, test_stack, seal_secrets());
  ASSERT_TRUE(session) << session.error().message;
  EXPECT_EQ(resources((*session)->checkpoint().latest->snapshot), (Names{"a", "b"}));
  EXPECT_EQ(files("store/.pulumi/stacks/shop"), (Names{"dev.json", "dev.json.bak"}));
  ASSERT_EQ((*session)->notes().size(), 2U);
  EXPECT_TRUE((*session)->notes()[0].starts_with("took over the lock")) << (*session)->notes()[0];
  EXPECT_TRUE((*session)->notes()[1].starts_with("the last run on this stack was interrupted"))
      << (*session)->notes()[1];
  ASSERT_TRUE((*session)->close());
  const auto opened = read_stack(next->context, test_stack, test_secrets());
  EXPECT_EQ(*opened->checkpoint.latest->snapshot.resources[0]->inputs.at("password").get<Secret>()->value,
            PropertyValue("hunter2"));
}

TEST_F(Sessions, SecretsAreNowhereInClear) {
  create_stack_with();
  interrupted_run(2, {"a"});
  const auto journal = real_.read_file(directory_.path() + "/store/.pulumi/stacks/shop/dev.json.journal");
  ASSERT_TRUE(journal);
  EXPECT_EQ(journal->find("hunter2"), std::string::npos);
  EXPECT_NE(journal->find(test_encrypt("\"hunter2\"")), std::string::npos);
}

TEST_F(Sessions, ALockIsLeftWhileOnlyAJournalKnowsWhatWasDone) {
  create_stack_with();
  {
    const auto up = process(2);
    auto session = open(*up);
    Acknowledged acknowledged;
    create_all(begin(*session), loop_, {}, {"a"}, acknowledged);
  }  // left without commit: an error on the way
  EXPECT_EQ(files("store/.pulumi/locks/organization/shop/dev").size(), 1U);
  const auto next = process(3);
  EXPECT_EQ(resources(open(*next)->checkpoint().latest->snapshot), (Names{"a"}));
  EXPECT_TRUE(files("store/.pulumi/locks/organization/shop/dev").empty());
}

TEST_F(Sessions, WhatAnotherToolDidNotKnowIsKeptUntilItIsResolved) {
  create_stack_with();
  interrupted_run(2, {"a", "b"});
  {  // another tool breaks the lock and writes a state with `b`, which it imported
    const auto other = process(3);
    auto checkpoint = read_checkpoint(other->store->read(test_stack)->text, test_secrets());
    checkpoint->latest->snapshot.resources.push_back(test_resource("b", "id-b"));
    ASSERT_TRUE(other->store->write(test_stack, *write_checkpoint(*checkpoint, test_writing())));
  }
  const auto reader = read_stack(process(4)->context, test_stack, test_secrets());
  ASSERT_EQ(reader->unreconciled.size(), 1U);
  for (int pid = 5; pid < 7; ++pid) {  // it stays until somebody does something about it
    const auto next = process(pid);
    auto session = open(*next);
    ASSERT_EQ(session->unreconciled().size(), 1U);
    EXPECT_EQ(session->unreconciled()[0].state->id, "id-a");
    EXPECT_EQ(session->unreconciled()[0].token, "token-a");
    EXPECT_EQ(resources(session->checkpoint().latest->snapshot), (Names{"b"}));
    EXPECT_EQ(files("store/.pulumi/stacks/shop").size(), 3U);  // the state, its .bak, the journal put aside
    EXPECT_FALSE(remove_stack(next->context, test_stack, {})) << "the session holds the lock";
  }
  {  // adopted: the next session sees that the state knows it
    const auto next = process(7);
    auto session = open(*next);
    auto snapshot = session->checkpoint().latest->snapshot;
    snapshot.resources.push_back(session->unreconciled()[0].state);
    ASSERT_TRUE(session->commit(with(*session, snapshot), test_writing(), nullptr));
  }
  const auto last = process(8);
  EXPECT_TRUE(open(*last)->unreconciled().empty());
  EXPECT_EQ(files("store/.pulumi/stacks/shop"), (Names{"dev.json", "dev.json.bak"}));
}

TEST_F(Sessions, AStateWrittenByWhoBrokeTheLockIsNotOverwritten) {
  create_stack_with();
  {
    const auto up = process(2);
    auto session = open(*up);
    Acknowledged acknowledged;
    const auto snapshot = create_all(begin(*session), loop_, {}, {"a"}, acknowledged);
    ASSERT_TRUE(break_locks(up->store->objects(), up->store->lock_directory(test_stack)));
    auto checkpoint = read_checkpoint(up->store->read(test_stack)->text, test_secrets());
    checkpoint->latest->snapshot.resources.push_back(test_resource("theirs", "id"));
    ASSERT_TRUE(up->store->write(test_stack, *write_checkpoint(*checkpoint, test_writing())));
    const auto committed = session->commit(with(*session, snapshot), test_writing(), nullptr);
    ASSERT_FALSE(committed);
    EXPECT_NE(committed.error().message.find("it was not overwritten"), std::string::npos);
    EXPECT_EQ(committed.error().notes.size(), 1U);
  }
  const auto next = process(3);
  const auto session = open(*next);
  EXPECT_EQ(resources(session->checkpoint().latest->snapshot), (Names{"theirs"}));
  ASSERT_EQ(session->unreconciled().size(), 1U);
  EXPECT_EQ(session->unreconciled()[0].state->id, "id-a");
}

TEST_F(Sessions, AnUnreconciledCreateCanBeDismissed) {
  create_stack_with();
  interrupted_run(2, {"a"});
  const auto other = process(3);
  auto checkpoint = read_checkpoint(other->store->read(test_stack)->text, test_secrets());
  checkpoint->latest->manifest.time = "later";
  ASSERT_TRUE(other->store->write(test_stack, *write_checkpoint(*checkpoint, test_writing())));
  auto session = open(*other);
  ASSERT_EQ(session->unreconciled().size(), 1U);
  const auto journal = session->unreconciled()[0].journal;
  ASSERT_TRUE(session->forget(journal));
  EXPECT_TRUE(session->unreconciled().empty());
  session.reset();
  EXPECT_TRUE(open(*other)->unreconciled().empty());
}

TEST_F(Sessions, AJournalDamagedInTheMiddleGivesWhatItCan) {
  create_stack_with();
  interrupted_run(2, {"a", "b", "c"});
  const auto path = directory_.path() + "/store/.pulumi/stacks/shop/dev.json.journal";
  auto text = *real_.read_file(path);
  text[text.find("token-b")] = 'X';
  ASSERT_TRUE(real_.write_file_atomically(path, text, 0600));
  for (int pid = 3; pid < 5; ++pid) {
    const auto next = process(pid);
    const auto session = open(*next);
    EXPECT_EQ(resources(session->checkpoint().latest->snapshot), (Names{"a"}));
    ASSERT_EQ(session->unreconciled().size(), 2U);
    EXPECT_EQ(session->unreconciled()[0].state->id, "id-b");
    EXPECT_EQ(session->unreconciled()[0].token, "") << "it stood in the line that was damaged";
    EXPECT_EQ(session->unreconciled()[1].state->id, "id-c");
  }
}

TEST_F(Sessions, AStoreThatFailsDoesNotFailTheRun) {
  create_stack_with();
  {
    const auto up = process(2);
    auto session = open(*up);
    disk_.only_paths_with("journal");
    disk_.fail_from(disk_.calls() + 4, ENOSPC, 7);  // after the first group
    Acknowledged acknowledged;
    create_all(begin(*session), loop_, {}, {"a", "b", "c"}, acknowledged);
    EXPECT_EQ(acknowledged.created.size(), 3U);
    EXPECT_EQ(files("spool").size(), 1U);
    ASSERT_EQ(reports_.size(), 1U);
    EXPECT_NE(reports_[0].find("No space left"), std::string::npos);
    EXPECT_NE(reports_[0].find("/spool/"), std::string::npos);
  }
  disk_.heal();
  const auto next = process(3);
  auto session = open(*next);
  EXPECT_EQ(resources(session->checkpoint().latest->snapshot), (Names{"a", "b", "c"}));
  EXPECT_TRUE(files("spool").empty());
}

TEST_F(Sessions, AStoreThatNeverWorkedLeavesAllInTheSpool) {
  create_stack_with();
  {
    const auto up = process(2);
    auto session = open(*up);
    disk_.fail_from(1, EIO);
    Acknowledged acknowledged;
    const auto snapshot = create_all(begin(*session), loop_, {}, {"a", "b"}, acknowledged);
    EXPECT_EQ(acknowledged.created.size(), 2U);
    const auto committed = session->commit(with(*session, snapshot), test_writing(), nullptr);
    ASSERT_FALSE(committed);
    ASSERT_FALSE(committed.error().notes.empty());
    EXPECT_NE(committed.error().notes[0].find("safe in its journal"), std::string::npos);
  }
  disk_.heal();
  const auto next = process(3);
  auto session = open(*next);
  EXPECT_EQ(resources(session->checkpoint().latest->snapshot), (Names{"a", "b"}));
  EXPECT_EQ(files("store/.pulumi/stacks/shop"), (Names{"dev.json", "dev.json.bak"}));
  EXPECT_TRUE(files("spool").empty());
}

TEST_F(Sessions, AStateThatBreaksARuleIsWrittenWithATrace) {
  create_stack_with();
  const auto up = process(2);
  auto session = open(*up);
  const deploy::Snapshot twice{{test_resource("a", "1"), test_resource("a", "2")}, {}};
  const auto committed = session->commit(with(*session, twice), test_writing(), nullptr);
  ASSERT_FALSE(committed);
  EXPECT_TRUE(committed.error().message.starts_with("the state was written, but it breaks a rule"));
  ASSERT_TRUE(session->close());
  const auto refused = read_stack(up->context, test_stack, test_secrets());
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().message.starts_with("snapshot integrity failure; refusing to use it"));
  up->context.check_integrity = false;
  const auto opened = read_stack(up->context, test_stack, test_secrets());
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->checkpoint.latest->integrity_error->command, "ashlar up");
  up->context.check_integrity = true;
}

TEST_F(Sessions, ADamagedStateFileIsLeftAloneAndACopyIsNamed) {
  create_stack_with();
  const auto up = process(2);
  auto session = open(*up);
  ASSERT_TRUE(session->commit(with(*session, {{test_resource("a", "1")}, {}}), test_writing(), nullptr));
  ASSERT_TRUE(session->close());
  const auto path = directory_.path() + "/store/.pulumi/stacks/shop/dev.json";
  const auto text = *real_.read_file(path);
  ASSERT_TRUE(real_.write_file_atomically(path, text.substr(0, text.size() / 2), 0600));
  const auto refused = WriteSession::open(up->context, test_stack, test_secrets());
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().message.starts_with("the state file file://" + path + " is damaged: "))
      << refused.error().message;
  ASSERT_FALSE(refused.error().notes.empty());
  EXPECT_NE(refused.error().notes.back().find("dev.json.bak (0 resources, written at 2026-"), std::string::npos);
  EXPECT_EQ(real_.read_file(path)->size(), text.size() / 2);
  EXPECT_TRUE(files("store/.pulumi/locks/organization/shop/dev").empty());
}

TEST_F(Sessions, AJournalDoesNotFitAStateThatCannotBeReadAndIsKept) {
  create_stack_with();
  interrupted_run(2, {"a"});
  const auto path = directory_.path() + "/store/.pulumi/stacks/shop/dev.json";
  ASSERT_TRUE(real_.write_file_atomically(path, "no JSON", 0600));
  const auto next = process(3);
  auto session = WriteSession::open(next->context, test_stack, test_secrets(), Unreadable::counts_as_empty);
  ASSERT_TRUE(session) << session.error().message;
  EXPECT_FALSE((*session)->checkpoint().latest);
  ASSERT_EQ((*session)->unreconciled().size(), 1U);
  EXPECT_EQ((*session)->unreconciled()[0].state->id, "id-a");
}

TEST_F(Sessions, OfTheCopiesOfADamagedStateTheNewestIsNamed) {
  create_stack_with();
  const auto up = process(2);
  auto session = open(*up);
  const UpdateInfo info{.kind = "update"};
  ASSERT_TRUE(session->commit(with(*session, {{test_resource("a", "1")}, {}}), test_writing(), &info));
  ASSERT_TRUE(session->close());
  const auto path = directory_.path() + "/store/.pulumi/stacks/shop/dev.json";
  ASSERT_TRUE(real_.write_file_atomically(path, "", 0600));
  const auto refused = read_stack(up->context, test_stack, test_secrets());
  ASSERT_FALSE(refused);
  ASSERT_FALSE(refused.error().notes.empty());
  EXPECT_NE(refused.error().notes.back().find("(1 resources, written at 2026-"), std::string::npos)
      << refused.error().notes.back();
}

TEST_F(Sessions, AWrongPassphraseIsNotDamage) {
  create_stack_with();
  const auto up = process(2);
  auto session = open(*up);
  ASSERT_TRUE(session->commit(with(*session, {{test_resource("a", "1")}, {}}), test_writing(), nullptr));
  ASSERT_TRUE(session->close());
  const SecretReadingFor wrong = [](const std::optional<SecretsProvider>&) {
    return SecretReading{[](const std::string&) -> Result<std::string> { return fail("incorrect passphrase"); }, true};
  };
  EXPECT_EQ(read_stack(up->context, test_stack, wrong).error().message,
            "cannot read the secrets of the state: incorrect passphrase");
}

TEST_F(Sessions, TheBytesWrittenStayNearTheSizeOfTheState) {
  create_stack_with();
  const auto up = process(2);
  auto session = open(*up);
  const auto before = disk_.bytes_written();
  Names names;
  for (int i = 0; i < 300; ++i) names.push_back("resource-" + std::to_string(i));
  Acknowledged acknowledged;
  const auto snapshot = create_all(begin(*session), loop_, {}, names, acknowledged);
  UpdateInfo info;
  ASSERT_TRUE(session->commit(with(*session, snapshot), test_writing(), &info));
  const auto size = real_.read_file(directory_.path() + "/store/.pulumi/stacks/shop/dev.json")->size();
  EXPECT_LE(disk_.bytes_written() - before, 5 * size) << "journal, checkpoint, backup";
}

TEST_F(Sessions, AStackIsMadeOnceAndRemovedWhenItIsEmpty) {
  create_stack_with();
  const auto again = create_stack(process(2)->context, test_stack, std::nullopt);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().message, "a stack named 'organization/shop/dev' already exists");
  interrupted_run(3, {"a"});
  const auto cleaner = process(4);
  const auto refused = remove_stack(cleaner->context, test_stack, {});
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().message.starts_with("refusing to remove stack because it still contains resources"));
  ASSERT_TRUE(remove_stack(cleaner->context, test_stack, {.force = true}));
  EXPECT_EQ(files("store/.pulumi/stacks/shop"), (Names{"dev.json.bak"}));
  EXPECT_EQ(WriteSession::open(cleaner->context, test_stack, test_secrets()).error().kind, ErrorKind::stack_not_found);
}

TEST_F(Sessions, RenamingAStackRenamesWhatRefersToIt) {
  create_stack_with();
  const auto up = process(2);
  auto session = open(*up);
  ResourceState root{*Urn::parse("urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev")};
  ResourceState child{*Urn::parse("urn:pulumi:dev::shop::a:b:Group$a:b:C::x")};
  child.parent = root.urn;
  child.dependencies = {*Urn::parse("urn:pulumi:other::shop::a:b:C::kept"), root.urn};
  child.inputs["ref"] = ResourceReference{root.urn.text(), nullptr, "", "", ""};
  child.inputs["secret"] = PropertyValue::secret(ResourceReference{root.urn.text(), nullptr, "", "", ""});
  child.dependencies.erase(child.dependencies.begin());
  ASSERT_TRUE(session->commit(
      with(*session, {{std::make_shared<ResourceState>(root), std::make_shared<ResourceState>(child)}, {}}),
      test_writing(), nullptr));
  ASSERT_TRUE(session->close());
  session.reset();
  const StackName renamed_to{"store", "prod"};
  const auto renamed = rename_stack(up->context, test_stack, renamed_to, test_secrets(), test_writing());
  ASSERT_TRUE(renamed) << renamed.error().message;
  const auto opened = read_stack(up->context, renamed_to, test_secrets());
  ASSERT_TRUE(opened) << opened.error().message;
  const auto& states = opened->checkpoint.latest->snapshot.resources;
  const std::string root_urn = "urn:pulumi:prod::store::pulumi:pulumi:Stack::store-prod";
  EXPECT_EQ(states[0]->urn.text(), root_urn);
  EXPECT_EQ(states[1]->urn.text(), "urn:pulumi:prod::store::a:b:Group$a:b:C::x");
  EXPECT_EQ(states[1]->parent->text(), root_urn);
  EXPECT_EQ(states[1]->dependencies[0].text(), root_urn);
  EXPECT_EQ(states[1]->inputs.at("ref").get<ResourceReference>()->urn, root_urn);
  EXPECT_EQ(states[1]->inputs.at("secret").get<Secret>()->value->get<ResourceReference>()->urn, root_urn);
  EXPECT_FALSE(*up->store->exists(test_stack));
}

TEST_F(Sessions, AFlatLayoutIsMovedIntoProjects) {
  const std::string root = directory_.path() + "/store/.pulumi/stacks/";
  ASSERT_TRUE(real_.make_directories(root, 0755));
  ASSERT_TRUE(
      real_.write_file_atomically(root + "empty.json", R"({"version":0,"checkpoint":{"stack":"empty"}})", 0600));
  Deployment deployment;
  deployment.snapshot.resources.push_back(test_resource("a", "1"));
  ASSERT_TRUE(
      real_.write_file_atomically(root + "dev.json", *write_checkpoint({"dev", "", deployment}, test_writing()), 0600));
  auto objects = std::make_shared<FileObjectStore>(disk_, directory_.path() + "/store");
  StoreOptions options;
  options.accept_legacy_layout = true;
  const auto flat = StackStore::open(objects, options, clock_);
  SystemEntropy entropy;
  LockContext locks{{1, "me", "here", "m", "b", "p"}, processes_, clock_, entropy};
  SessionContext context{**flat, nullptr, locks, "", {}, {}, true};
  const auto notes = upgrade_layout(context, [](const StackName&) { return ""; });
  ASSERT_TRUE(notes) << notes.error().message;
  EXPECT_EQ(*notes,
            (Names{"moved dev to organization/shop/dev", "left empty where it is: no project is known for it"}));
  const auto store = StackStore::open(objects, {}, clock_);
  ASSERT_TRUE(store);
  EXPECT_EQ(*(*store)->list(), (std::vector<StackName>{test_stack}));
}

}  // namespace
}  // namespace ashlar::state
