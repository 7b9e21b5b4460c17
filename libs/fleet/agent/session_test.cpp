#include "fleet/agent/session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <thread>

#include "base/filesystem.hpp"
#include "base/temporary_directory.hpp"
#include "fleet/protocol/sha256.hpp"

namespace ashlar::fleet {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// A controller that talks with an agent on another thread, whose host is a temporary directory.
class Conversation {
 public:
  explicit Conversation(const std::string& root, bool greet = true) : root_(root) {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) != 0) std::abort();
    ours_ = ends[0];
    agent_ = std::thread([this, root, end = ends[1]] {
      Session session({.input = end,
                       .output = end,
                       .version = "test",
                       .root = root,
                       .lock_directory = root + "-lock",
                       .content_directory = root + "-contents"});
      exit_code_ = session.run();
      ::close(end);
    });
    if (!greet) return;
    send(Hello{.run = "test run", .lock_wait = 0});
    EXPECT_EQ(next<Welcome>().agent_version, "test");
  }
  ~Conversation() {
    end();
    ::close(ours_);
    std::filesystem::remove_all(root_ + "-lock");
    std::filesystem::remove_all(root_ + "-contents");
  }

  template <typename Message>
  void send(const Message& message) {
    write(encode(message));
  }
  void write(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto wrote = ::write(ours_, bytes.data(), bytes.size());
      if (wrote <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(wrote));
    }
  }
  /// The next message, which must be of this kind.
  template <typename Message>
  Message next() {
    const auto frame = next_frame();
    if (!frame || frame->kind != Message::kind) {
      ADD_FAILURE() << "another message came: " << (frame ? static_cast<int>(frame->kind) : -1);
      return {};
    }
    auto message = decode<Message>(frame->payload);
    EXPECT_TRUE(message.ok());
    return message ? *message : Message{};
  }
  std::optional<Frame> next_frame() {
    for (;;) {
      auto frame = frames_.next();
      if (!frame) return std::nullopt;
      if (*frame) return std::move(**frame);
      std::array<char, 4096> buffer;
      const auto got = ::read(ours_, buffer.data(), buffer.size());
      if (got <= 0) return std::nullopt;
      frames_.append({buffer.data(), static_cast<std::size_t>(got)});
    }
  }
  /// Closes our side; what the agent exits with.
  int end() {
    ::shutdown(ours_, SHUT_WR);
    if (agent_.joinable()) agent_.join();
    return exit_code_;
  }

 private:
  std::string root_;
  int ours_ = -1;
  int exit_code_ = -1;
  FrameReader frames_;
  std::thread agent_;
};

OperationRequest operation(RequestId id, const std::string& type, PropertyMap arguments) {
  return {.id = id, .type = type, .name = {}, .arguments = std::move(arguments)};
}

struct Agent : testing::Test {
  TemporaryDirectory root{TemporaryDirectory::in_memory()};
  std::string text(const std::string& path) const { return *RealFileSystem().read_file(root.path() + path); }
};

TEST_F(Agent, AnswersRequestsInTheirOrderAndSaysGoodbye) {
  Conversation talk(root.path());
  talk.send(operation(1, "files.directory", {{"path", "/srv"}}));
  talk.send(operation(2, "files.file", {{"path", "/srv/a"}}));
  talk.send(FactRequest{.id = 3, .name = "files.File", .arguments = {{"path", "/srv/a"}}});
  talk.send(Finish{});
  EXPECT_THAT(talk.next<OperationResult>().changes, ElementsAre("create directory /srv"));
  EXPECT_TRUE(talk.next<OperationResult>().changed);
  EXPECT_EQ(*find(*talk.next<FactResult>().value.get<PropertyMap>(), "size"), PropertyValue(0));
  talk.next<Goodbye>();
  EXPECT_EQ(talk.end(), 0);
}

TEST_F(Agent, AsksForAllContentsThatItLacksBeforeItBegins) {
  std::ofstream(root.path() + "/same") << "kept";
  Conversation talk(root.path());
  const auto put = [&](RequestId id, const std::string& content, const std::string& dest) {
    return operation(id, "files.put",
                     {{"src", Asset{.hash = sha256(content), .text = {}, .path = {}, .uri = {}}}, {"dest", dest}});
  };
  // All requests arrive at once, behind the one that makes the agent read them.
  talk.write(encode(put(1, "one", "/1")) + encode(put(2, "kept", "/same")) + encode(put(3, "three", "/3")));
  EXPECT_EQ(talk.next<ContentNeeded>().hash, sha256("one"));
  EXPECT_EQ(talk.next<ContentNeeded>().hash, sha256("three"));
  talk.send(Content{.hash = sha256("three"), .bytes = "three", .last = true});
  talk.send(Content{.hash = sha256("one"), .bytes = "one", .last = true});
  EXPECT_TRUE(talk.next<OperationResult>().changed);
  EXPECT_FALSE(talk.next<OperationResult>().changed);
  EXPECT_TRUE(talk.next<OperationResult>().changed);
  EXPECT_EQ(text("/1") + text("/3"), "onethree");
}

TEST_F(Agent, PlansWithoutAskingForContents) {
  Conversation talk(root.path());
  auto request = operation(1, "files.put",
                           {{"src", Asset{.hash = sha256("x"), .text = {}, .path = {}, .uri = {}}}, {"dest", "/x"}});
  request.mode = Mode::check;
  talk.send(request);
  EXPECT_THAT(talk.next<OperationResult>().changes, ElementsAre("create file /x"));
  EXPECT_FALSE(std::filesystem::exists(root.path() + "/x"));
}

TEST_F(Agent, SkipsTheRestAfterAFailureUnlessItIsIgnored) {
  Conversation talk(root.path());
  auto ignored = operation(1, "server.shell", {{"commands", "exit 3"}});
  ignored.ignore_errors = true;
  talk.send(ignored);
  talk.send(operation(2, "server.shell", {{"commands", "exit 4"}}));
  talk.send(operation(3, "files.file", {{"path", "/a"}}));
  EXPECT_TRUE(talk.next<OperationResult>().ignored);
  EXPECT_EQ(talk.next<OperationResult>().exit_code, 4);
  const auto third = talk.next<OperationResult>();
  EXPECT_EQ(third.status, OperationStatus::skipped);
  EXPECT_EQ(third.skipped_because, "an earlier operation failed: server.shell");
}

TEST_F(Agent, KnowsWhatAnEarlierConnectionHasDone) {
  Conversation talk(root.path(), false);
  talk.send(Hello{.run = "test run", .finished = {{.id = 1, .status = OperationStatus::ok, .changed = true}}});
  talk.next<Welcome>();
  auto request = operation(2, "files.file", {{"path", "/a"}});
  request.condition.terms = {{1, ConditionTerm::Is::changed}};
  talk.send(request);
  EXPECT_TRUE(talk.next<OperationResult>().changed);
}

TEST_F(Agent, StreamsWhatCommandsPrint) {
  Conversation talk(root.path());
  auto request = operation(1, "server.shell", {{"commands", "echo hello"}});
  request.stream_output = true;
  talk.send(request);
  EXPECT_EQ(talk.next<Output>().text, "hello\n");
  EXPECT_EQ(talk.next<OperationResult>().output, "hello\n");
}

TEST_F(Agent, EndsTheRunningCommandWhenItIsCancelled) {
  Conversation talk(root.path());
  auto request = operation(1, "server.shell", {{"commands", "echo begun; sleep 1000"}});
  request.stream_output = true;
  talk.send(request);
  talk.send(operation(2, "files.file", {{"path", "/a"}}));
  EXPECT_EQ(talk.next<Output>().text, "begun\n");
  talk.send(Cancel{});
  EXPECT_THAT(talk.next<OperationResult>().error->message, HasSubstr("was cancelled"));
  EXPECT_EQ(talk.next<OperationResult>().status, OperationStatus::skipped);
}

TEST_F(Agent, FinishesWhatItIsInWhenTheConnectionIsLostAndNoMore) {
  Conversation talk(root.path());
  auto request = operation(1, "server.shell", {{"commands", "echo begun; read line; touch " + root.path() + "/done"}});
  request.stream_output = true;
  talk.send(request);
  talk.send(operation(2, "files.file", {{"path", "/never"}}));
  EXPECT_EQ(talk.next<Output>().text, "begun\n");
  EXPECT_EQ(talk.end(), 1);
  EXPECT_TRUE(std::filesystem::exists(root.path() + "/done"));
  EXPECT_FALSE(std::filesystem::exists(root.path() + "/never"));
}

TEST_F(Agent, LeavesTheOldFileWhenTheConnectionIsLostInsideItsContent) {
  std::ofstream(root.path() + "/a") << "old";
  Conversation talk(root.path());
  talk.send(operation(1, "files.put",
                      {{"src", Asset{.hash = sha256("new"), .text = {}, .path = {}, .uri = {}}}, {"dest", "/a"}}));
  talk.next<ContentNeeded>();
  talk.send(Content{.hash = sha256("new"), .bytes = "ne"});
  talk.end();
  EXPECT_EQ(text("/a"), "old");
}

TEST_F(Agent, RefusesASecondRunAndSaysWhoHoldsTheHost) {
  Conversation first(root.path());
  first.send(operation(1, "files.file", {{"path", "/a"}}));
  first.next<OperationResult>();
  Conversation second(root.path());
  auto check = operation(1, "files.file", {{"path", "/b"}});
  check.mode = Mode::check;
  second.send(check);
  EXPECT_TRUE(second.next<OperationResult>().changed);  // planning needs no lock
  second.send(operation(2, "files.file", {{"path", "/b"}}));
  EXPECT_THAT(second.next<Refused>().error.message, HasSubstr("another run changes this host: test run"));
  EXPECT_EQ(second.end(), 1);
}

TEST_F(Agent, RefusesAnotherVersionAndWhatIsNoProtocol) {
  Conversation other(root.path(), false);
  other.send(Hello{.version = protocol_version + 1});
  EXPECT_THAT(other.next<Refused>().error.message, HasSubstr("of the protocol"));
  Conversation text(root.path(), false);
  text.write("ls -l\n");
  EXPECT_THAT(text.next<Refused>().error.message, HasSubstr("this came: ls -l"));
}

}  // namespace
}  // namespace ashlar::fleet
