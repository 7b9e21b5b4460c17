#include "resource/asset_hash.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>
#include <fstream>

#include "base/shared_material.hpp"
#include "base/strings.hpp"

namespace ashlar {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

Asset text(const std::string& content) { return {"", content, "", "", true}; }
Asset file(const std::string& path) { return {"", "", "files/" + path, "", false}; }
Archive directory(const std::string& path) { return {"", nullptr, "files/" + path, ""}; }
Archive map(PropertyMap entries) { return {"", std::make_shared<const PropertyMap>(std::move(entries)), "", ""}; }

/// A folder of its own for a test, gone at its end.
class AssetHash : public testing::Test {
 protected:
  AssetHash() : folder_(fs::path(testing::TempDir()) / ("ashlar-assets-" + std::to_string(getpid()))) {
    fs::create_directories(folder_ / "files");
  }
  ~AssetHash() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& content) const {
    const auto path = folder_ / "files" / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
  }
  [[nodiscard]] std::string hash(const Archive& archive) const {
    const auto result = content_hash(archive, folder_);
    return result ? *result : result.error().message;
  }

  fs::path folder_;
};

TEST_F(AssetHash, OfAMapIsThatOfATarFile) {
  EXPECT_EQ(hash(map({{"e", text("")}, {"f.txt", text("hello")}})),
            "520fe0d755078b249fe58baaa54cb47dfed664437c468f080ad43d6d23eb1e98");
  EXPECT_EQ(hash(map({})), sha256_hex(std::string(1024, '\0')));
}

TEST_F(AssetHash, OfADirectoryIsThatOfAMapWithItsFiles) {
  write("d/x.txt", "hello");
  write("d/y/z", "");
  write("d/.pulumi/ignored", "plugin");
  EXPECT_EQ(hash(directory("d")), hash(map({{"x.txt", text("hello")}, {"y", map({{"z", file("d/y/z")}})}})));
}

TEST_F(AssetHash, LinksToFilesAreFollowedAndLinksToDirectoriesAreNot) {
  write("d/a", "a");
  fs::create_symlink("a", folder_ / "files/d/b");
  fs::create_directory_symlink("..", folder_ / "files/d/c");
  EXPECT_EQ(hash(directory("d")), hash(map({{"a", text("a")}, {"b", text("a")}})));
}

TEST_F(AssetHash, IsFilledInWhereverItIsMissing) {
  const auto secret = PropertyValue::secret(PropertyArray{1, text("hello")});
  PropertyMap inputs{
      {"s", secret}, {"m", map({{"f", text("x")}})}, {"known", Asset{"kept", "", "no such file", "", false}}};
  ASSERT_TRUE(hash_assets(inputs, folder_));
  const auto& array = *inputs.at("s").unwrapped().get<PropertyArray>();
  EXPECT_EQ(array[1].get<Asset>()->hash, sha256_hex("hello"));
  EXPECT_EQ(inputs.at("m").get<Archive>()->assets->at("f").get<Asset>()->hash, sha256_hex("x"));
  EXPECT_EQ(inputs.at("known").get<Asset>()->hash, "kept");
  EXPECT_TRUE((*secret.unwrapped().get<PropertyArray>())[1].get<Asset>()->hash.empty())
      << "shared content must not change";
}

TEST_F(AssetHash, FailuresNameThePropertyAndTheFile) {
  PropertyMap inputs{{"code", file("missing.zip")}};
  const auto status = hash_assets(inputs, folder_);
  ASSERT_FALSE(status);
  EXPECT_THAT(status.error().message, HasSubstr("property `code`"));
  EXPECT_THAT(status.error().message, HasSubstr("missing.zip"));
  write("plain.txt", "x");
  EXPECT_THAT(hash(directory("plain.txt")), HasSubstr("is no archive"));
  write("broken.zip", "x");
  EXPECT_THAT(hash(map({{"z", directory("broken.zip")}})), HasSubstr("damaged"));
}

/// The program of the captured vectors, restated.
std::map<std::string, PropertyValue> captured_program() {
  const auto n = [](std::size_t count, char c) { return std::string(count, c); };
  return {
      {"text-empty", text("")},
      {"text-hello", text("hello")},
      {"text-unicode", text("naïve 密码 🔐")},
      {"text-lines", text("a\r\nb\n")},
      {"file-empty", file("empty.txt")},
      {"file-hello", file("hello.txt")},
      {"file-bytes", file("bytes.bin")},
      {"file-crlf", file("crlf.txt")},
      {"file-big", file("big.txt")},
      {"file-of-archive", file("pack.zip")},
      {"dir", directory("dir")},
      {"dir-slash", directory("dir/")},
      {"dir-single", directory("single")},
      // A link to real.txt when it was captured; a copy of the material may have lost that.
      {"dir-links", map({{"alias.txt", text("real")}, {"real.txt", text("real")}})},
      {"dir-unicode", directory("unicode")},
      {"dir-long-path", directory("long")},
      {"dir-long-name", directory("longname")},
      {"tar", directory("pack.tar")},
      {"tar-gz", directory("pack.tar.gz")},
      {"tgz", directory("pack.tgz")},
      {"zip", directory("pack.zip")},
      {"jar", directory("pack.jar")},
      {"map-empty", map({})},
      {"map-text", map({{"f.txt", text("hello")}, {"e", text("")}})},
      {"map-files", map({{"x/y.txt", file("hello.txt")}, {"block", file("block.bin")}})},
      {"map-order", map({{"b", text("1")}, {"a", text("2")}, {"B", text("3")}, {"a/b", text("4")}})},
      {"map-unicode", map({{"ü.txt", text("u")}})},
      {"map-long",
       map({{n(90, 'p') + "/" + n(99, 'q'), text("1")}, {n(101, 'r'), text("2")}, {n(300, 't'), text("3")}})},
      {"map-dir", map({{"sub", directory("dir")}, {"f", text("x")}})},
      {"map-tar", map({{"t", directory("pack.tar")}})},
      {"map-zip", map({{"z", directory("pack.zip")}, {"g", directory("pack.tgz")}})},
      {"map-map", map({{"outer", map({{"inner", text("i")}, {"deep", map({{"d", file("hello.txt")}})}})}})},
      {"map-empty-map", map({{"none", map({})}, {"f", text("x")}})},
  };
}

TEST(AssetVectors, EveryCapturedHashComesOutTheSame) {
  const auto folder = find_shared_material(ASHLAR_SOURCE_DIR, "fixtures/pulumi/assets");
  if (!folder) GTEST_SKIP() << "needs fixtures: captures of the genuine CLI (shared/fixtures)";
  const auto program = captured_program();
  std::ifstream in(*folder / "out/vectors.tsv");
  std::string line;
  std::getline(in, line);
  std::size_t count = 0;
  for (; std::getline(in, line); ++count) {
    const auto columns = split(line, '\t');
    SCOPED_TRACE(columns[0]);
    PropertyMap inputs{{"p", program.at(columns[0])}};
    const auto status = hash_assets(inputs, *folder / "project");
    ASSERT_TRUE(status) << status.error().message;
    const auto* asset = inputs.at("p").get<Asset>();
    EXPECT_EQ(asset != nullptr ? asset->hash : inputs.at("p").get<Archive>()->hash, columns[1]);
  }
  EXPECT_EQ(count, program.size());
}

}  // namespace
}  // namespace ashlar
