#include <gtest/gtest.h>

#include <thread>

#include "base/clock.hpp"
#include "base/environment.hpp"
#include "base/event_loop.hpp"
#include "base/strings.hpp"
#include "base/task.hpp"

namespace ashlar {
namespace {

TEST(EnvironmentVariables, KnowSetAndEmptyFromNotSet) {
  const Environment environment{{"EMPTY", ""}, {"YES", "True"}, {"NO", "0"}};
  EXPECT_EQ(environment.get("EMPTY"), "");
  EXPECT_EQ(environment.get("ABSENT"), std::nullopt);
  EXPECT_EQ(environment.text("ABSENT"), "");
  EXPECT_TRUE(environment.is_true("YES"));
  EXPECT_FALSE(environment.is_true("NO"));
  EXPECT_FALSE(environment.is_true("ABSENT"));
}

TEST(EnvironmentVariables, OfTheProcessAreRead) {
  ::setenv("ASHLAR_BASE_TEST", "a=b", 1);
  EXPECT_EQ(Environment::of_process().get("ASHLAR_BASE_TEST"), "a=b");
}

TEST(Strings, SplitKeepsEmptyParts) {
  EXPECT_EQ(split("a,,b", ','), (std::vector<std::string>{"a", "", "b"}));
  EXPECT_EQ(split("", ','), (std::vector<std::string>{""}));
}

TEST(Strings, Base64RoundTripsEveryLength) {
  std::string bytes;
  for (int i = 0; i < 70; ++i) {
    EXPECT_EQ(*from_base64(to_base64(bytes)), bytes);
    bytes += static_cast<char>(i * 37);
  }
  EXPECT_FALSE(from_base64("abc"));
  EXPECT_FALSE(from_base64("a=bc"));
  EXPECT_FALSE(from_base64("ab c"));
}

TEST(Strings, NearestIsASlipOfTheKeysOrNothing) {
  EXPECT_EQ(nearest("RandomPett", {"RandomInteger", "RandomPet"}), "RandomPet");
  EXPECT_EQ(nearest("cidrblock", {"cidrBlock", "tags"}), "cidrBlock");
  EXPECT_EQ(nearest("Bucket", {"RandomPet", "RandomId"}), std::nullopt);
}

TEST(Strings, NumbersAreWrittenAsGoWritesThem) {
  EXPECT_EQ(format_number(3), "3");
  EXPECT_EQ(format_number(0.1), "0.1");
  EXPECT_EQ(format_number(-0.5), "-0.5");
  EXPECT_EQ(format_number(1e20), "100000000000000000000");
  EXPECT_EQ(format_number(18446744073709551616.0), "18446744073709552000");
  EXPECT_EQ(format_number(-9223372036854775808.0), "-9223372036854776000");
  EXPECT_EQ(format_number(9007199254740993.0), "9007199254740992");
  EXPECT_EQ(format_number(1e21), "1e+21");
  EXPECT_EQ(format_number(1e-7), "1e-7");
  EXPECT_EQ(format_number(9007199254740993), "9007199254740992");
}

TEST(Strings, JsonTextReplacesWhatIsNotUtf8) {
  std::string out;
  append_json_string(out, "a\"b\\\n\x01<ü\xFF");
  EXPECT_EQ(out, "\"a\\\"b\\\\\\n\\u0001<ü\xEF\xBF\xBD\"");
  EXPECT_TRUE(is_valid_utf8("ü密"));
  EXPECT_FALSE(is_valid_utf8("\xC0\x80"));
}

TEST(Clock, WritesUtcWithoutTrailingZeros) {
  using namespace std::chrono;
  EXPECT_EQ(format_rfc3339(Clock::Time(seconds(1700000000))), "2023-11-14T22:13:20Z");
  EXPECT_EQ(format_rfc3339(Clock::Time(seconds(1700000000) + nanoseconds(120000000))), "2023-11-14T22:13:20.12Z");
}

TEST(Entropy, UuidIsVersionFour) {
  SystemEntropy entropy;
  const auto uuid = entropy.uuid();
  ASSERT_EQ(uuid.size(), 36U);
  EXPECT_EQ(uuid[14], '4');
  EXPECT_NE(entropy.uuid(), uuid);
}

TEST(EventLoop, RunsWhatOtherThreadsPostInOrder) {
  ThreadEventLoop loop;
  std::vector<int> seen;
  std::thread other([&] {
    for (int i = 0; i < 3; ++i) loop.post([&seen, i] { seen.push_back(i); });
    loop.post([&] { loop.stop(); });
  });
  loop.run();
  other.join();
  EXPECT_EQ(seen, (std::vector<int>{0, 1, 2}));
}

TEST(EventLoop, TimersRunInOrderOfTheirTime) {
  using namespace std::chrono_literals;
  ThreadEventLoop loop;
  std::string seen;
  loop.after(2ms, [&] {
    seen += 'b';
    loop.stop();
  });
  loop.after(1ms, [&] { seen += 'a'; });
  loop.run();
  EXPECT_EQ(seen, "ab");
}

Task<int> add_later(Promised<int> left, int right) {
  const int value = co_await left;
  co_return value + right;
}

Task<void> store_sum(Promised<int> left, int* sum) {
  auto task = add_later(left, 2);
  *sum = co_await task;
}

TEST(Task, ResumesWhenThePromisedValueArrives) {
  Promised<int> left;
  int sum = 0;
  bool done = false;
  spawn(store_sum(left, &sum), [&] { done = true; });
  EXPECT_FALSE(done);
  left.set(40);
  EXPECT_TRUE(done);
  EXPECT_EQ(sum, 42);
}

}  // namespace
}  // namespace ashlar
