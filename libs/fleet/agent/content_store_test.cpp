#include "fleet/agent/content_store.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/filesystem.hpp"
#include "base/temporary_directory.hpp"
#include "fleet/protocol/content.hpp"

namespace ashlar::fleet {
namespace {

struct Contents : testing::Test {
  std::string content =
      std::string(ContentStore::memory_limit, 'a') + std::string(2 * content_block_size, 'b') + "tail";
  TemporaryDirectory folder{TemporaryDirectory::in_memory()};
  std::string kept = folder.path() + "/kept";

  /// The first `limit` bytes that travel for what the store asks for; how many there were.
  std::size_t send(ContentStore& store, ContentNeeded need, std::size_t limit = -1) {
    ContentPieces pieces(std::move(need), content.size(), [this](std::uint64_t offset, std::uint64_t size) {
      return Result<std::string>(content.substr(offset, size));
    });
    std::size_t sent = 0;
    while (!pieces.done() && sent < limit) {
      const auto piece = pieces.next();
      sent += piece.bytes.size();
      store.accept(piece);
    }
    return sent;
  }
  std::string whole(const SharedContent& arrived) const {
    return arrived->kept_in.empty() ? arrived->bytes : *RealFileSystem().read_file(arrived->kept_in);
  }
};

TEST_F(Contents, ShortOnesStayInMemory) {
  content = "short";
  ContentStore store(kept);
  const auto need = store.ask(sha256(content), "", false);
  ASSERT_TRUE(need);
  EXPECT_FALSE(store.ask(sha256(content), "", false)) << "it was asked for already";
  EXPECT_FALSE(store.get(sha256(content)));
  send(store, *need);
  EXPECT_EQ((**store.get(sha256(content)))->bytes, "short");
  EXPECT_FALSE(std::filesystem::exists(kept));
}

TEST_F(Contents, LongOnesAreKeptInAFileUntilTheEnd) {
  {
    ContentStore store(kept);
    send(store, *store.ask(sha256(content), "", false));
    const auto arrived = store.get(sha256(content));
    ASSERT_TRUE(arrived && arrived->ok());
    EXPECT_FALSE((**arrived)->kept_in.empty());
    EXPECT_EQ(whole(**arrived), content);
  }
  EXPECT_TRUE(std::filesystem::is_empty(kept));
}

TEST_F(Contents, LongOnesGoOnWhereTheLastConnectionEnded) {
  const auto begun = [&] {
    ContentStore store(kept);
    return send(store, *store.ask(sha256(content), "", false), ContentStore::memory_limit + content_block_size);
  }();
  ContentStore store(kept);
  const auto need = store.ask(sha256(content), "", false);
  EXPECT_EQ(need->offset, begun);
  EXPECT_EQ(send(store, *need), content.size() - begun);
  EXPECT_EQ(whole(**store.get(sha256(content))), content);
}

TEST_F(Contents, OfWhichTheReplacedFileHasMostTravelInPart) {
  std::ofstream(folder.path() + "/old") << content.substr(0, content.size() - 4) << "old tail";
  ContentStore store(kept);
  const auto need = store.ask(sha256(content), folder.path() + "/old", false);
  EXPECT_EQ(send(store, *need), 4U);
  EXPECT_EQ(whole(**store.get(sha256(content))), content);
}

TEST_F(Contents, ThatAreSecretReachNoDisk) {
  ContentStore store(kept);
  send(store, *store.ask(sha256(content), "", true));
  EXPECT_EQ((**store.get(sha256(content)))->bytes, content);
  EXPECT_FALSE(std::filesystem::exists(kept));
}

TEST_F(Contents, ThatAreNotWhatWasAnnouncedAreRefused) {
  ContentStore store(kept);
  const auto hash = sha256("something else");
  send(store, *store.ask(hash, "", false));
  const auto arrived = store.get(hash);
  ASSERT_TRUE(arrived && !arrived->ok());
  EXPECT_TRUE(std::filesystem::is_empty(kept));
}

TEST_F(Contents, WhoseNameIsNoHashAreRefused) {
  ContentStore store(kept);
  EXPECT_FALSE(store.ask("../../etc/passwd", "", false));
  EXPECT_FALSE(store.get("../../etc/passwd")->ok());
}

}  // namespace
}  // namespace ashlar::fleet
