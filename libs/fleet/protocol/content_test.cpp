#include "fleet/protocol/content.hpp"

#include <gtest/gtest.h>

#include "fleet/protocol/sha256.hpp"

namespace ashlar::fleet {
namespace {

std::string blocks(std::size_t count, char fill) { return std::string(count * content_block_size, fill); }

ContentPieces pieces_of(const std::string& content, ContentNeeded need) {
  return ContentPieces(std::move(need), content.size(), [&content](std::uint64_t offset, std::uint64_t size) {
    return Result<std::string>(content.substr(offset, size));
  });
}

/// What the receiver makes of the pieces, and how many bytes travelled.
std::pair<std::string, std::size_t> receive(ContentPieces pieces, const std::string& basis, std::string received = "") {
  std::size_t travelled = 0;
  while (!pieces.done()) {
    const auto piece = pieces.next();
    EXPECT_EQ(piece.offset, received.size());
    EXPECT_EQ(piece.last, pieces.done());
    travelled += piece.bytes.size();
    received += piece.from_basis > 0 ? basis.substr(piece.offset, piece.from_basis) : piece.bytes;
  }
  return {received, travelled};
}

TEST(Content, OfAnEmptyFileIsOneEmptyPiece) {
  const std::string content;
  auto pieces = pieces_of(content, {.hash = sha256("")});
  const auto only = pieces.next();
  EXPECT_TRUE(only.last && only.bytes.empty() && !only.error);
}

TEST(Content, TravelsInPiecesAndArrivesWhole) {
  const auto content = blocks(2, 'a') + "tail";
  EXPECT_EQ(receive(pieces_of(content, {.hash = "h"}), ""), std::pair(content, content.size()));
}

TEST(Content, ThatTheReplacedFileHoldsAlreadyDoesNotTravel) {
  const auto basis = blocks(3, 'a') + "old tail";
  const auto content = blocks(1, 'a') + blocks(1, 'b') + blocks(1, 'a') + "new tail";
  const auto [received, travelled] = receive(pieces_of(content, {.hash = "h", .basis = block_hashes(basis)}), basis);
  EXPECT_EQ(received, content);
  EXPECT_EQ(travelled, content_block_size + 8);
}

TEST(Content, GoesOnWhereAnEarlierConnectionStopped) {
  const auto content = blocks(2, 'a') + "tail";
  const auto have = content.substr(0, 1000);
  const auto [received, travelled] = receive(pieces_of(content, {.hash = "h", .offset = 1000}), "", have);
  EXPECT_EQ(received, content);
  EXPECT_EQ(travelled, content.size() - 1000);
}

TEST(Content, OfAFileThatBecameShorterEndsWithAnError) {
  ContentPieces pieces({.hash = "h"}, 10,
                       [](std::uint64_t, std::uint64_t) { return Result<std::string>(std::string("abc")); });
  const auto piece = pieces.next();
  EXPECT_TRUE(piece.last && piece.error && pieces.done());
}

}  // namespace
}  // namespace ashlar::fleet
