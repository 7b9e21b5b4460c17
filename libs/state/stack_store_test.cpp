#include "state/stack_store.hpp"

#include <gtest/gtest.h>

#include "base/shared_material.hpp"
#include "state/open_store.hpp"
#include "state/test_support.hpp"

namespace ashlar::state {
namespace {

using Names = std::vector<std::string>;
const StackName dev{"shop", "dev"};

TEST(StackNames, AreReadInThreeForms) {
  EXPECT_EQ(*parse_stack_name("dev", "shop"), dev);
  EXPECT_EQ(*parse_stack_name("organization/dev", "shop"), dev);
  EXPECT_EQ(*parse_stack_name("organization/shop/dev", "other"), dev);
  EXPECT_EQ(dev.qualified(), "organization/shop/dev");
  EXPECT_EQ(parse_stack_name("dev", "").error().kind, ErrorKind::usage);
  for (const auto* bad : {"", "acme/dev", "organization/../dev", "a/b/c/d", "dev env", "organization/shop/.."}) {
    EXPECT_FALSE(parse_stack_name(bad, "shop")) << bad;
  }
}

TEST(Store, AWriteKeepsThePreviousStateBesideIt) {
  TestStore disk;
  const auto store = disk.open();
  ASSERT_TRUE(store->write(dev, "first"));
  EXPECT_EQ(disk.read(".pulumi/meta.yaml"), "version: 1\n");
  ASSERT_TRUE(store->write(dev, "second"));
  EXPECT_EQ(store->read(dev)->text, "second");
  EXPECT_EQ(disk.read(".pulumi/stacks/shop/dev.json.bak"), "first");
  EXPECT_EQ(disk.names(".pulumi/stacks/shop"), (Names{"dev.json", "dev.json.bak"}));
}

TEST(Store, AStackThatIsNotThereIsNotFound) {
  TestStore disk;
  const auto missing = disk.open()->read(dev);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::stack_not_found);
  EXPECT_EQ(missing.error().message, "no stack named 'organization/shop/dev' found");
}

TEST(Store, ReadingNeedsNoRightToWrite) {
  TestStore disk;
  disk.put(".pulumi/stacks/shop/dev.json", "text");
  disk.disk.fail_from(1, EROFS);
  const auto store = disk.open();
  ASSERT_TRUE(store);
  EXPECT_EQ(store->read(dev)->text, "text");
  EXPECT_FALSE(store->write(dev, "other"));
}

TEST(Store, ListsStacksByProjectWhateverElseLiesThere) {
  TestStore disk;
  for (const auto* file :
       {"shop/dev.json", "shop/dev.json.bak", "shop/dev.json.journal", "shop/dev.json.attrs", "shop/qa.json.gz",
        "shop/qa.json.zst", "shop/dev.pulumi-tags", "other/x.json", "shop/sub/deep.json", "stray.txt"}) {
    disk.put(std::string(".pulumi/stacks/") + file, "");
  }
  const auto store = disk.open();
  EXPECT_EQ(*store->list(), (std::vector<StackName>{{"other", "x"}, {"shop", "dev"}, {"shop", "qa"}}));
  EXPECT_EQ(store->list("other")->size(), 1U);
}

TEST(Store, ChangingTheCompressionReplacesTheFile) {
  TestStore disk;
  ASSERT_TRUE(disk.open()->write(dev, "plain"));
  StoreOptions options;
  options.compression = Compression::gzip;
  const auto zipped = disk.open(options);
  ASSERT_TRUE(zipped->write(dev, "zipped"));
  EXPECT_EQ(disk.names(".pulumi/stacks/shop"), (Names{"dev.json.bak", "dev.json.gz"}));
  EXPECT_EQ(disk.open()->read(dev)->text, "zipped");
  options.compression = Compression::zstd;
  ASSERT_TRUE(disk.open(options)->write(dev, "zst"));
  EXPECT_EQ(disk.open()->read(dev)->text, "zst");
}

TEST(Store, OptionsComeFromTheEnvironmentUnderBothNames) {
  EXPECT_EQ(store_options({{"PULUMI_DIY_BACKEND_ZSTD", "true"}})->compression, Compression::zstd);
  EXPECT_EQ(store_options({{"PULUMI_SELF_MANAGED_STATE_GZIP", "1"}})->compression, Compression::gzip);
  EXPECT_EQ(store_options({{"PULUMI_SELF_MANAGED_STATE_GZIP", "1"}, {"PULUMI_DIY_BACKEND_GZIP", "0"}})->compression,
            Compression::none);
  EXPECT_FALSE(store_options({{"PULUMI_DIY_BACKEND_ZSTD", "1"}, {"PULUMI_DIY_BACKEND_GZIP", "1"}}));
}

TEST(Store, TheHistorySharesTheCheckpointsBytesAndTheBackupDoesNot) {
  TestStore disk;
  const auto store = disk.open();
  ASSERT_TRUE(store->write(dev, std::string(100000, 'x')));
  const auto written = disk.disk.bytes_written();
  UpdateInfo info;
  info.kind = "update";
  info.start_time = 1795345429;
  info.environment = {{"exec.kind", "cli"}};
  info.config = {{"shop:a", "\"1\""}, {"shop:b", R"({"secure":"v1:x"})"}};
  info.result = "succeeded";
  info.end_time = 1795345439;
  info.resource_changes = {{"create", 5}};
  ASSERT_TRUE(store->add_history(dev, info));
  EXPECT_LT(disk.disk.bytes_written() - written, 101'000U);
  const auto history = disk.names(".pulumi/history/shop/dev");
  ASSERT_EQ(history.size(), 2U);
  EXPECT_TRUE(history[0].starts_with("dev-17953450") && history[0].ends_with(".checkpoint.json")) << history[0];
  EXPECT_EQ(
      disk.read(".pulumi/history/shop/dev/" + history[1]),
      R"({"kind":"update","startTime":1795345429,"message":"","environment":{"exec.kind":"cli"},"config":{"shop:a":"1",)"
      R"("shop:b":{"secure":"v1:x"}},"version":0,"result":"succeeded","endTime":1795345439,"resourceChanges":{"create":5}})");
  EXPECT_EQ(disk.names(".pulumi/backups/shop/dev").size(), 1U);
}

TEST(Store, HistoryIsListedFromTheNewestInPages) {
  TestStore disk;
  const auto store = disk.open();
  ASSERT_TRUE(store->write(dev, "state"));
  for (int i = 1; i <= 5; ++i) {
    UpdateInfo info;
    info.start_time = i;
    ASSERT_TRUE(store->add_history(dev, info));
  }
  const auto times = [&](std::size_t size, std::size_t page) {
    std::string text;
    for (const auto& entry : *store->history(dev, size, page)) text += std::to_string(entry.info.start_time) + " ";
    return text;
  };
  EXPECT_EQ(times(0, 1), "5 4 3 2 1 ");
  EXPECT_EQ(times(2, 1), "5 4 ");
  EXPECT_EQ(times(2, 3), "1 ");
  EXPECT_EQ(times(2, 4), "");
  EXPECT_EQ(store->read_state(store->history(dev, 1, 1)->front().checkpoint_key)->text, "state");
  ASSERT_TRUE(store->rename_history(dev, {"shop", "prod"}));
  EXPECT_TRUE(store->history(dev, 0, 1)->empty());
  EXPECT_EQ(store->history({"shop", "prod"}, 0, 1)->size(), 5U);
}

TEST(Store, RemovingAStackKeepsItsLastStateUnlessAllIsToGo) {
  TestStore disk;
  const auto store = disk.open();
  ASSERT_TRUE(store->write(dev, "state"));
  ASSERT_TRUE(store->add_history(dev, {}));
  ASSERT_TRUE(store->set_tags(dev, {{"a", "b"}}));
  ASSERT_TRUE(store->remove(dev, false));
  EXPECT_FALSE(*store->exists(dev));
  EXPECT_EQ(disk.names(".pulumi/stacks/shop"), (Names{"dev.json.bak"}));
  EXPECT_EQ(disk.names(".pulumi/backups/shop/dev").size(), 1U);
  EXPECT_TRUE(disk.names(".pulumi/history/shop/dev").empty());
  ASSERT_TRUE(store->remove(dev, true));
  EXPECT_TRUE(disk.names(".pulumi/stacks/shop").empty());
  EXPECT_TRUE(disk.names(".pulumi/backups/shop/dev").empty());
}

TEST(Store, TagsAreAFileOfTheirOwn) {
  TestStore disk;
  const auto store = disk.open();
  EXPECT_TRUE(store->tags(dev)->empty());
  ASSERT_TRUE(store->set_tags(dev, {{"team", "a\"b"}}));
  EXPECT_EQ(disk.read(".pulumi/stacks/shop/dev.pulumi-tags"), R"({"version":1,"tags":{"team":"a\"b"}})");
  EXPECT_EQ(store->tags(dev)->at("team"), "a\"b");
  ASSERT_TRUE(store->set_tags(dev, {}));
  EXPECT_TRUE(disk.names(".pulumi/stacks/shop").empty());
}

TEST(Store, AFlatLayoutNeedsConsent) {
  TestStore disk;
  disk.put(".pulumi/stacks/dev.json", "flat");
  const auto refused = StackStore::open(disk.objects, {}, disk.clock);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().help.find("state upgrade"), std::string::npos);
  StoreOptions options;
  options.accept_legacy_layout = true;
  const auto store = disk.open(options);
  EXPECT_TRUE(store->is_flat());
  EXPECT_EQ(*store->list(), (std::vector<StackName>{{"", "dev"}}));
  EXPECT_EQ(store->read({"", "dev"})->text, "flat");
  EXPECT_EQ(store->lock_directory({"", "dev"}), ".pulumi/locks/dev");
}

TEST(Store, ALayoutOfTheFutureIsRefused) {
  TestStore disk;
  disk.put(".pulumi/meta.yaml", "version: 2\n");
  EXPECT_NE(StackStore::open(disk.objects, {}, disk.clock).error().message.find("layout version 2"), std::string::npos);
  disk.put(".pulumi/meta.yaml", "colour: red\n");
  EXPECT_NE(StackStore::open(disk.objects, {}, disk.clock).error().message.find("damaged"), std::string::npos);
  disk.put(".pulumi/meta.yaml", "# layout\nversion: 1  # projects\n");
  EXPECT_TRUE(StackStore::open(disk.objects, {}, disk.clock));
}

TEST(OpenStore, AUrlNamesADirectoryThatMustBeThere) {
  TestStore disk;
  disk.put(".pulumi/stacks/shop/dev.json",
           R"({"version":3,"checkpoint":{"stack":"organization/shop/dev","latest":{"manifest":)"
           R"({"time":"2026-11-22T11:10:10.616Z","magic":"","version":""},"metadata":{}}}})");
  const Environment environment{{"HOME", disk.directory.path()}};
  const auto store = open_store("file://~", environment, "/", disk.disk, disk.clock);
  ASSERT_TRUE(store) << store.error().message;
  const auto summary = summarize(**store, dev);
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary->last_update, "2026-11-22T11:10:10.616Z");
  EXPECT_EQ(summary->resource_count, 0U);
  const auto missing = open_store("file://~/none", environment, "/", disk.disk, disk.clock);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().message,
            "unable to open state directory file://~/none: there is no directory " + disk.directory.path() + "/none");
  EXPECT_EQ(open_store("gs://bucket", environment, "/", disk.disk, disk.clock).error().kind, ErrorKind::usage);
}

TEST(Captures, AStoreOfTheGenuineToolIsRead) {
  const auto captured = find_shared_material(ASHLAR_SOURCE_DIR, "fixtures/pulumi/state-simple/out/17-destroy/backend");
  if (!captured) GTEST_SKIP() << "needs fixtures: captures of the genuine CLI (shared/fixtures)";
  TestStore disk;
  std::filesystem::copy(*captured, disk.path(".pulumi"), std::filesystem::copy_options::recursive);
  const auto store = disk.open();
  ASSERT_TRUE(store);
  EXPECT_EQ(*store->list(), (std::vector<StackName>{{"simple", "dev"}}));
  const auto history = store->history({"simple", "dev"}, 0, 1);
  ASSERT_TRUE(history) << history.error().message;
  EXPECT_EQ(history->size(), 9U);
  EXPECT_EQ(history->front().info.kind, "destroy");
  for (const auto& entry : *history) {
    const auto key = entry.checkpoint_key;
    EXPECT_TRUE(store->read_state(key));
    const auto history_key = key.substr(0, key.rfind(".checkpoint.json")) + ".history.json";
    EXPECT_EQ(write_update_info(entry.info), disk.read(history_key));
  }
  EXPECT_EQ(store->older_states({"simple", "dev"})->size(), 19U);
}

}  // namespace
}  // namespace ashlar::state
