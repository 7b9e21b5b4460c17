#include "fleet/protocol/frames.hpp"

#include <gtest/gtest.h>

namespace ashlar::fleet {
namespace {

TEST(Frames, ArriveWholeInWhateverPiecesTheStreamComes) {
  std::string stream;
  append_frame(stream, FrameKind::finish, "");
  append_frame(stream, FrameKind::operation, std::string(1000, 'x'));
  for (std::size_t piece = 1; piece < stream.size(); piece += 7) {
    FrameReader reader;
    std::vector<Frame> frames;
    for (std::size_t at = 0; at < stream.size(); at += piece) {
      reader.append(std::string_view(stream).substr(at, piece));
      for (;;) {
        auto frame = reader.next();
        ASSERT_TRUE(frame.ok());
        if (!*frame) break;
        frames.push_back(std::move(**frame));
      }
    }
    ASSERT_EQ(frames.size(), 2U);
    EXPECT_EQ(frames[0].kind, FrameKind::finish);
    EXPECT_EQ(frames[1].payload, std::string(1000, 'x'));
    EXPECT_FALSE(reader.in_frame());
  }
}

TEST(Frames, AreKnownToBeCutOffWhenTheStreamEndsInside) {
  std::string stream;
  append_frame(stream, FrameKind::operation, "payload");
  FrameReader reader;
  reader.append(std::string_view(stream).substr(0, stream.size() - 1));
  ASSERT_TRUE(reader.next().ok());
  EXPECT_TRUE(reader.in_frame());
}

TEST(Frames, TextOfAShellIsShownInTheError) {
  FrameReader reader;
  reader.append("Welcome to web1!\nLast login: today");
  const auto frame = reader.next();
  ASSERT_FALSE(frame.ok());
  EXPECT_NE(frame.error().message.find("Welcome to web1! Last login"), std::string::npos) << frame.error().message;
}

TEST(Frames, ALengthThatNoFrameHasIsRefused) {
  FrameReader reader;
  reader.append(std::string("\xff\xff\xff\x7f\x02", 5));
  EXPECT_FALSE(reader.next().ok());
}

}  // namespace
}  // namespace ashlar::fleet
