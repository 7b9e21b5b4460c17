#include "state/file_object_store.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cerrno>

#include "state/compression.hpp"
#include "state/test_support.hpp"

namespace ashlar::state {
namespace {

TEST(FileUrl, HomeRelativeAndEscapedPathsAreResolved) {
  const Environment environment{{"HOME", "/home/me"}};
  const auto resolve = [&](const std::string& url) {
    auto path = directory_of_file_url(url, environment, "/work/project");
    return path ? *path : "(" + path.error().message + ")";
  };
  EXPECT_EQ(resolve("file://~"), "/home/me");
  EXPECT_EQ(resolve("file://~/state"), "/home/me/state");
  EXPECT_EQ(resolve("file:///srv/state/"), "/srv/state");
  EXPECT_EQ(resolve("file://./state"), "/work/project/state");
  EXPECT_EQ(resolve("file://state/../other"), "/work/project/other");
  EXPECT_EQ(resolve("file:///srv/my%20state?no_tmp_dir=true"), "/srv/my state");
  EXPECT_EQ(resolve("file:///a%2"), "(file:///a%2: the URL has a `%` that two hexadecimal digits do not follow)");
  EXPECT_EQ(directory_of_file_url("file://~", Environment{}, "/").ok(), false);
}

TEST(FileObjects, DirectoriesAreMadeOnTheWay) {
  TestStore store;
  ASSERT_TRUE(store.objects->put("a/b/c", "1"));
  EXPECT_EQ(*store.objects->get("a/b/c"), "1");
  EXPECT_EQ(store.objects->get("a/b/d").error().kind, ErrorKind::not_found);
  EXPECT_TRUE(store.objects->list("a/x")->empty());
  EXPECT_TRUE(store.objects->remove("a/x/y"));
}

TEST(FileObjects, ACopySharesItsContentAndSurvivesTheOriginal) {
  TestStore store;
  ASSERT_TRUE(store.objects->put("a", "1"));
  const auto written = store.disk.bytes_written();
  ASSERT_TRUE(store.objects->copy("a", "x/b"));
  ASSERT_TRUE(store.objects->copy("a", "x/b"));  // the same file again
  EXPECT_EQ(store.disk.bytes_written(), written);
  ASSERT_TRUE(store.objects->put("a", "2"));
  EXPECT_EQ(*store.objects->get("x/b"), "1");
  ASSERT_TRUE(store.objects->copy("a", "x/b"));
  EXPECT_EQ(*store.objects->get("x/b"), "2");
  EXPECT_EQ(store.names("x"), (std::vector<std::string>{"b"}));
}

TEST(FileObjects, WithoutHardLinksACopyIsACopy) {
  TestStore store;
  ASSERT_TRUE(store.objects->put("a", "1"));
  store.disk.fail_between(store.disk.calls() + 1, store.disk.calls() + 1, EPERM);
  ASSERT_TRUE(store.objects->copy("a", "b"));
  EXPECT_EQ(*store.objects->get("b"), "1");
}

TEST(FileObjects, SidecarsOfOtherToolsAreNotSeen) {
  TestStore store;
  for (const auto* name : {"d/x", "d/x.attrs", "d/y.0123.tmp"}) ASSERT_TRUE(store.objects->put(name, ""));
  const auto entries = store.objects->list("d");
  ASSERT_EQ(entries->size(), 1U);
  EXPECT_EQ(entries->front().name, "x");
}

TEST(FileObjects, ALogGoesOnAfterAFailureWithoutWhatTheFailureLeft) {
  TestStore store;
  auto log = store.objects->open_log("log", 0);
  ASSERT_TRUE(log);
  ASSERT_TRUE((*log)->append("one "));
  store.disk.fail_from(store.disk.calls() + 1, ENOSPC, 2);
  EXPECT_FALSE((*log)->append("two "));
  EXPECT_EQ(store.read("log"), "one tw");
  EXPECT_FALSE((*log)->append("two "));
  store.disk.heal();
  ASSERT_TRUE((*log)->append("two "));
  EXPECT_EQ(store.read("log"), "one two ");
  auto again = store.objects->open_log("log", 4);
  ASSERT_TRUE((*again)->append("2"));
  EXPECT_EQ(store.read("log"), "one 2");
}

TEST(FileObjects, ALogThatWasRemovedIsNotBegunInTheMiddle) {
  TestStore store;
  auto log = store.objects->open_log("log", 0);
  ASSERT_TRUE((*log)->append("one "));
  store.disk.fail_between(store.disk.calls() + 1, store.disk.calls() + 1, EIO);
  EXPECT_FALSE((*log)->append("two "));
  ASSERT_TRUE(store.objects->remove("log"));
  EXPECT_FALSE((*log)->append("two "));
  EXPECT_FALSE(store.real.exists(store.path("log")));
}

TEST(FileObjects, AFullOrReadOnlyDiskSaysWhatToDo) {
  TestStore store;
  store.disk.fail_from(1, ENOSPC);
  const auto full = store.objects->put("a", "1");
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().message, "cannot write " + store.path("a") + ": No space left on device");
  EXPECT_NE(full.error().help.find("free some space"), std::string::npos);
  store.disk.fail_from(1, EROFS);
  EXPECT_NE(store.objects->put("a", "1").error().help.find("read-only"), std::string::npos);
}

TEST(Compression, BothFormsComeBackAndDamageIsNoticed) {
  std::string text;
  for (int i = 0; i < 200000; ++i) text += std::to_string(i * 7919);
  for (const auto form : {Compression::none, Compression::gzip, Compression::zstd}) {
    const auto packed = compress(text, form);
    ASSERT_TRUE(packed);
    EXPECT_EQ(*decompress(*packed), text);
    if (form == Compression::none) continue;
    EXPECT_LT(packed->size(), text.size());
    EXPECT_FALSE(decompress(packed->substr(0, packed->size() / 2)));
    EXPECT_FALSE(decompress(packed->substr(0, packed->size() - 1)));
  }
}

}  // namespace
}  // namespace ashlar::state
