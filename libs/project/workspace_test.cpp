#include "project/workspace.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/temporary_directory.hpp"

namespace ashlar::project {
namespace {

class Workspaces : public ::testing::Test {
 protected:
  Workspaces() {
    environment_.set("PULUMI_HOME", directory_.path());
    project_.name = "vault";
    project_.path = "/tmp/op/p/Pulumi.yaml";
  }

  Workspace load() {
    auto workspace = Workspace::load(files_, environment_, project_);
    EXPECT_TRUE(workspace) << workspace.error().message;
    return *std::move(workspace);
  }
  Credentials credentials() {
    auto read = Credentials::load(files_, environment_);
    EXPECT_TRUE(read) << read.error().message;
    return *std::move(read);
  }

  RealFileSystem files_;
  TemporaryDirectory directory_;
  Environment environment_;
  ProjectFile project_;
};

TEST_F(Workspaces, AreFoundWhereTheGenuineToolPutsThem) {
  EXPECT_EQ(load().path(),
            directory_.path() + "/workspaces/vault-1182ce99463550fbd5328e41fe397899c1046416-workspace.json");
}

TEST_F(Workspaces, RememberAStackForEachStore) {
  auto workspace = load();
  EXPECT_EQ(workspace.selected_stack("file:///a"), std::nullopt);
  workspace.select("file:///a", "organization/vault/dev");
  ASSERT_TRUE(workspace.save(files_));
  EXPECT_EQ(*files_.read_file(workspace.path()),
            "{\n    \"stacks\": {\n        \"file:///a\": \"organization/vault/dev\"\n    }\n}");
  EXPECT_EQ(load().selected_stack("file:///a"), "organization/vault/dev");
  EXPECT_EQ(load().selected_stack("file:///b"), std::nullopt);
  struct stat info {};
  ASSERT_EQ(::stat(workspace.path().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
}

TEST_F(Workspaces, GoAwayWithTheirLastStack) {
  auto workspace = load();
  workspace.select("file:///a", "organization/vault/dev");
  ASSERT_TRUE(workspace.save(files_));
  workspace.select("file:///a", "");
  ASSERT_TRUE(workspace.save(files_));
  EXPECT_FALSE(files_.exists(workspace.path()));
  ASSERT_TRUE(workspace.save(files_)) << "also when there is no file";
}

TEST_F(Workspaces, UnderstandTheOldFileWithOneStack) {
  ASSERT_TRUE(files_.make_directories(directory_.path() + "/workspaces", 0700));
  ASSERT_TRUE(files_.write_file_atomically(load().path(), R"({"stack": "old"})", 0600));
  auto workspace = load();
  EXPECT_EQ(workspace.selected_stack("file:///a"), "old");
  workspace.select("file:///a", "new");
  EXPECT_EQ(workspace.selected_stack("file:///a"), "new");
  EXPECT_EQ(workspace.selected_stack("file:///b"), "old");
}

TEST_F(Workspaces, NameTheFileThatIsBroken) {
  ASSERT_TRUE(files_.make_directories(directory_.path() + "/workspaces", 0700));
  const auto path = load().path();
  ASSERT_TRUE(files_.write_file_atomically(path, "{", 0600));
  const auto workspace = Workspace::load(files_, environment_, project_);
  ASSERT_FALSE(workspace);
  EXPECT_NE(workspace.error().message.find(path), std::string::npos);
}

TEST_F(Workspaces, LiveInTheUsersHomeByDefault) {
  EXPECT_EQ(*pulumi_home(Environment{{"HOME", "/home/me"}}), "/home/me/.pulumi");
  EXPECT_EQ(*pulumi_home(Environment{{"HOME", "/home/me"}, {"PULUMI_HOME", "/p"}}), "/p");
  EXPECT_FALSE(pulumi_home({}));
}

TEST_F(Workspaces, LoginIsWrittenAsTheGenuineToolDoes) {
  auto login = credentials();
  EXPECT_EQ(login.current(), "");
  login.login("file:///tmp/op/b");
  ASSERT_TRUE(login.save(files_));
  EXPECT_EQ(
      *files_.read_file(directory_.path() + "/credentials.json"),
      "{\n    \"current\": \"file:///tmp/op/b\",\n    \"accessTokens\": {\n        \"file:///tmp/op/b\": \"\"\n    },\n"
      "    \"accounts\": {\n        \"file:///tmp/op/b\": {\n            \"lastValidatedAt\": "
      "\"0001-01-01T00:00:00Z\"\n"
      "        }\n    }\n}");
  EXPECT_EQ(credentials().current(), "file:///tmp/op/b");
  EXPECT_TRUE(credentials().knows("file:///tmp/op/b"));
}

TEST_F(Workspaces, LoginKeepsTheAccountsOfOthers) {
  const std::string path = directory_.path() + "/credentials.json";
  ASSERT_TRUE(
      files_.write_file_atomically(path,
                                   R"({"current":"https://api","accessTokens":{"https://api":"t"},)"
                                   R"("accounts":{"https://api":{"accessToken":"t","username":"me","extra":[1]}}})",
                                   0600));
  auto login = credentials();
  login.login("s3://b");
  login.logout("s3://b");
  EXPECT_EQ(login.current(), "");
  ASSERT_TRUE(login.save(files_));
  const auto text = *files_.read_file(path);
  EXPECT_NE(text.find("\"username\": \"me\""), std::string::npos);
  EXPECT_NE(text.find("\"extra\""), std::string::npos);
  EXPECT_EQ(text.find("s3://b"), std::string::npos);
}

TEST_F(Workspaces, LogoutFromTheLastStoreRemovesTheFile) {
  auto login = credentials();
  login.login("s3://b");
  ASSERT_TRUE(login.save(files_));
  login.logout("s3://b");
  ASSERT_TRUE(login.save(files_));
  EXPECT_FALSE(files_.exists(login.path()));
  login.login("s3://b");
  login.logout_everywhere();
  EXPECT_EQ(login.current(), "");
}

TEST_F(Workspaces, CredentialsMayBeElsewhere) {
  environment_.set("PULUMI_CREDENTIALS_PATH", "/elsewhere");
  EXPECT_EQ(credentials().path(), "/elsewhere/credentials.json");
}

TEST_F(Workspaces, CredentialsThatAreEncryptedAreNotOverwritten) {
  ASSERT_TRUE(files_.write_file_atomically(directory_.path() + "/credentials.json", R"({"envelope":"…"})", 0600));
  const auto read = Credentials::load(files_, environment_);
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().message.find("encrypted"), std::string::npos);
}

TEST_F(Workspaces, TheStoreIsChosenByEnvironmentThenProjectThenLogin) {
  using Source = BackendChoice::Source;
  auto login = credentials();
  const auto choice = [&](const ProjectFile* project) { return choose_backend(environment_, project, login); };
  EXPECT_EQ(choice(&project_).url, "file://~");
  EXPECT_EQ(choice(&project_).source, Source::default_store);
  login.login("s3://login");
  EXPECT_EQ(choice(nullptr).url, "s3://login");
  project_.backend_url = "s3://project";
  EXPECT_EQ(choice(&project_).source, Source::project);
  environment_.set("PULUMI_BACKEND_URL", "s3://environment");
  EXPECT_EQ(choice(&project_).url, "s3://environment");
}

}  // namespace
}  // namespace ashlar::project
