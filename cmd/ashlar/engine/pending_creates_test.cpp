#include "cmd/ashlar/engine/pending_creates.hpp"

#include <gmock/gmock.h>

namespace ashlar::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Urn urn_of(const std::string& name) { return Urn::make("dev", "p", "", "pkg:m:Thing", name); }

ResourceStatePtr thing(const std::string& name, const std::string& id = "") {
  ResourceState state{.urn = urn_of(name)};
  state.custom = true;
  state.id = id;
  return std::make_shared<ResourceState>(std::move(state));
}

deploy::Snapshot with_pending(const std::vector<std::string>& names) {
  deploy::Snapshot snapshot;
  for (const auto& name : names)
    snapshot.pending_operations.push_back({thing(name), deploy::PendingKind::creating, "token of " + name});
  return snapshot;
}

/// A shell with somebody who presses `keys`.
struct Somebody {
  explicit Somebody(std::vector<Key> keys) : terminal(std::move(keys)) {}

  RealFileSystem files;
  SystemClock clock;
  SystemEntropy entropy;
  StringOutput out, err;
  FakeTerminal terminal;
  Shell shell{{.files = files, .clock = clock, .entropy = entropy, .out = out, .err = err, .terminal = &terminal}, {}};
};

const Key up{Key::Kind::up, {}};
const Key down{Key::Kind::down, {}};
const Key enter{Key::Kind::enter, {}};

TEST(PendingCreates, OfAnotherToolsTimeJoinThoseOfTheState) {
  deploy::Snapshot snapshot;
  add_unreconciled(snapshot, {{.journal = "j", .state = thing("a"), .token = "t", .is_finished = false}});
  ASSERT_EQ(snapshot.pending_operations.size(), 1U);
  EXPECT_EQ(snapshot.pending_operations[0].token, "t");
  EXPECT_EQ(snapshot.pending_operations[0].kind, deploy::PendingKind::creating);
}

TEST(ImportPending, CompletesAReplacement) {
  auto snapshot = with_pending({"a"});
  snapshot.resources.push_back(thing("a", "old"));

  import_pending(snapshot, 0, "new");

  EXPECT_TRUE(snapshot.pending_operations.empty());
  ASSERT_EQ(snapshot.resources.size(), 2U);
  EXPECT_TRUE(snapshot.resources[0]->pending_delete);
  EXPECT_EQ(snapshot.resources[1]->id, "new");
  EXPECT_FALSE(snapshot.resources[1]->pending_delete);
}

TEST(ImportPending, TakesPairsFromTheCommandLine) {
  auto snapshot = with_pending({"a", "b"});
  const auto count = import_named_creates(snapshot, {urn_of("b").text(), "id-b"});
  ASSERT_TRUE(count.ok());
  EXPECT_EQ(*count, 1U);
  EXPECT_EQ(snapshot.resources.at(0)->id, "id-b");
  EXPECT_EQ(snapshot.pending_operations.size(), 1U);
}

TEST(ImportPending, NamesWhatIsPendingWhenAnotherIsAskedFor) {
  auto snapshot = with_pending({"a"});
  const auto count = import_named_creates(snapshot, {urn_of("x").text(), "id"});
  ASSERT_FALSE(count.ok());
  EXPECT_THAT(count.error().notes, ElementsAre("pending: " + urn_of("a").text()));
  EXPECT_FALSE(import_named_creates(snapshot, {urn_of("a").text()}).ok());
}

TEST(SettlePendingCreates, AsksAboutEachWhatBecameOfIt) {
  // From the last: import c with its id, skip b, clear a.
  std::vector<Key> keys{down, enter, {Key::Kind::text, "7"}, enter, enter, up, enter};
  Somebody somebody(keys);
  auto snapshot = with_pending({"a", "b", "c"});
  std::vector<std::string> imported;

  const auto changed = settle_pending_creates(somebody.shell, {}, snapshot, imported);

  ASSERT_TRUE(changed.ok());
  EXPECT_TRUE(*changed);
  EXPECT_THAT(imported, ElementsAre(urn_of("c").text()));
  EXPECT_EQ(snapshot.resources.at(0)->id, "7");
  ASSERT_EQ(snapshot.pending_operations.size(), 1U);
  EXPECT_EQ(snapshot.pending_operations[0].resource->urn, urn_of("b"));
}

TEST(SettlePendingCreates, DropsAllWhenToldTo) {
  Somebody somebody({});
  auto snapshot = with_pending({"a", "b"});
  RunFlags flags;
  flags.clear_pending_creates = true;
  std::vector<std::string> imported;
  EXPECT_TRUE(*settle_pending_creates(somebody.shell, flags, snapshot, imported));
  EXPECT_TRUE(snapshot.pending_operations.empty());
  EXPECT_THAT(somebody.err.text, HasSubstr(urn_of("a").text()));
}

TEST(SettlePendingCreates, LeavesThemAloneWhenToldTo) {
  Somebody somebody({});
  auto snapshot = with_pending({"a"});
  RunFlags flags;
  flags.skip_pending_creates = true;
  std::vector<std::string> imported;
  EXPECT_FALSE(*settle_pending_creates(somebody.shell, flags, snapshot, imported));
  EXPECT_EQ(snapshot.pending_operations.size(), 1U);
}

}  // namespace
}  // namespace ashlar::cli
