#include "base/io_loop.hpp"

#include <gtest/gtest.h>

#include <sys/epoll.h>

#include <optional>
#include <thread>
#include <vector>

#include "base/child.hpp"

namespace ashlar {
namespace {

using std::chrono::milliseconds;

TEST(IoLoop, RunsWhatIsPostedInOrderAndFromOtherThreads) {
  IoLoop loop;
  std::vector<int> order;
  loop.post([&] { order.push_back(1); });
  loop.post([&] {
    order.push_back(2);
    loop.post([&] { order.push_back(3); });
  });
  std::thread other;
  loop.post([&] { other = std::thread([&] { loop.post([&] { loop.stop(); }); }); });
  loop.run();
  other.join();
  EXPECT_EQ(order, (std::vector<int>{1, 2, 3}));
}

TEST(IoLoop, StopsAfterTheEventThatRunsAndGoesOnWhenRunAgain) {
  IoLoop loop;
  int ran = 0;
  loop.post([&] {
    ++ran;
    loop.stop();
  });
  loop.post([&] {
    ++ran;
    loop.stop();
  });
  loop.run();
  EXPECT_EQ(ran, 1);
  loop.run();
  EXPECT_EQ(ran, 2);
}

TEST(IoLoop, RunsTimersInTheOrderOfTheirTimesUnlessTheyAreCancelled) {
  IoLoop loop;
  std::vector<int> order;
  loop.after(milliseconds(20), [&] {
    order.push_back(2);
    loop.stop();
  });
  loop.after(milliseconds(1), [&] { order.push_back(1); });
  auto cancelled = loop.timer(milliseconds(2), [&] { order.push_back(99); });
  cancelled.cancel();
  {
    const auto gone = loop.timer(milliseconds(3), [&] { order.push_back(98); });
  }
  const auto kept = loop.timer(milliseconds(4), [&] { order.push_back(4); });
  loop.run();
  EXPECT_EQ(order, (std::vector<int>{1, 4, 2}));
}

TEST(IoLoop, ATimerMayReplaceItself) {
  IoLoop loop;
  int ticks = 0;
  IoLoop::Timer timer;
  std::function<void()> tick = [&] {
    if (++ticks == 3) return loop.stop();
    timer = loop.timer(milliseconds(1), tick);
  };
  timer = loop.timer(milliseconds(1), tick);
  loop.run();
  EXPECT_EQ(ticks, 3);
}

TEST(IoLoop, CallsWhenADescriptorIsReadyAsLongAsItIsWatched) {
  IoLoop loop;
  auto pipe = make_pipe();
  ASSERT_TRUE(pipe);
  std::string got;
  IoLoop::Watch watch = loop.watch(pipe->read_end.get(), EPOLLIN, [&](std::uint32_t events) {
    EXPECT_NE(events & EPOLLIN, 0U);
    char byte = 0;
    ASSERT_EQ(::read(pipe->read_end.get(), &byte, 1), 1);
    got += byte;
    if (got.size() == 2) {
      watch.end();  // what the callback captured lives on until it returns
      loop.post([&] { loop.stop(); });
    }
  });
  ASSERT_EQ(::write(pipe->write_end.get(), "abc", 3), 3);
  loop.run();
  EXPECT_EQ(got, "ab");
}

TEST(IoLoop, ForgetsTheReadinessOfADescriptorWhoseWatchHasEnded) {
  IoLoop loop;
  auto one = make_pipe();
  auto two = make_pipe();
  ASSERT_TRUE(one && two);
  int calls = 0;
  std::optional<IoLoop::Watch> first;
  std::optional<IoLoop::Watch> second;
  const auto end_both = [&](std::uint32_t) {
    ++calls;
    first.reset();
    second.reset();
    loop.post([&] { loop.stop(); });
  };
  first = loop.watch(one->read_end.get(), EPOLLIN, end_both);
  second = loop.watch(two->read_end.get(), EPOLLIN, end_both);
  ASSERT_EQ(::write(one->write_end.get(), "x", 1), 1);
  ASSERT_EQ(::write(two->write_end.get(), "x", 1), 1);
  loop.run();
  EXPECT_EQ(calls, 1);
}

TEST(IoLoop, GivesDescriptorsTheirTurnWhileEventsKeepComing) {
  IoLoop loop;
  auto pipe = make_pipe();
  ASSERT_TRUE(pipe);
  bool seen = false;
  const auto watch = loop.watch(pipe->read_end.get(), EPOLLIN, [&](std::uint32_t) {
    seen = true;
    loop.stop();
  });
  std::function<void()> again = [&] {
    if (!seen) loop.post(again);
  };
  loop.post(again);
  ASSERT_EQ(::write(pipe->write_end.get(), "x", 1), 1);
  loop.run();
  EXPECT_TRUE(seen);
}

TEST(IoLoop, WaitsForTheEventsThatAreAskedFor) {
  IoLoop loop;
  auto pipe = make_pipe();
  ASSERT_TRUE(pipe);
  int calls = 0;
  auto watch = loop.watch(pipe->write_end.get(), 0, [&](std::uint32_t events) {
    ++calls;
    EXPECT_EQ(events, static_cast<std::uint32_t>(EPOLLOUT));
    loop.stop();
  });
  loop.post([&] {
    EXPECT_EQ(calls, 0);
    watch.set_events(EPOLLOUT);
  });
  loop.run();
  EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace ashlar
