#include "plugin/plugin_search.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plugin/plugin_folder_fixture.hpp"

namespace ashlar::plugin {
namespace {

using testing::Contains;
using testing::HasSubstr;

class PluginSearchTest : public testing::Test {
 protected:
  PluginSearchTest() {
    search.path = (folder.path() / "bin1").string() + ":" + (folder.path() / "bin2").string();
    search.executable_directory = folder.path() / "beside";
    search.plugins_directory = folder.path() / "plugins";
  }

  std::string find(const std::string& name, const std::string& version = "", PluginKind kind = PluginKind::resource) {
    const auto found = find_plugin(search, kind, name, version);
    if (!found) return found.error().message;
    return *found ? std::filesystem::relative((*found)->executable, folder.path()).string() : "nothing";
  }

  PluginFolder folder;
  PluginSearch search;
};

TEST_F(PluginSearchTest, LooksInPathThenBesideUsThenAmongTheInstalled) {
  EXPECT_EQ(find("x"), "nothing");
  folder.add("plugins/resource-x-v1.0.0/pulumi-resource-x");
  EXPECT_EQ(find("x"), "plugins/resource-x-v1.0.0/pulumi-resource-x");
  folder.add("beside/pulumi-resource-x");
  EXPECT_EQ(find("x"), "beside/pulumi-resource-x");
  folder.add("bin2/pulumi-resource-x");
  EXPECT_EQ(find("x"), "bin2/pulumi-resource-x");
  EXPECT_EQ(find("x", "7.0.0"), "bin2/pulumi-resource-x") << "what is in PATH may be of any version";
}

TEST_F(PluginSearchTest, AnInstalledOneMustBeOfTheVersionAskedForOrIsTheNewest) {
  folder.add("plugins/resource-x-v1.2.0/pulumi-resource-x");
  folder.add("plugins/resource-x-v1.10.0/pulumi-resource-x");
  folder.add("plugins/resource-x-v2.0.0-beta.1/pulumi-resource-x");
  folder.add("plugins/resource-x-other-v9.0.0/pulumi-resource-x-other");
  EXPECT_EQ(find("x", "1.2.0"), "plugins/resource-x-v1.2.0/pulumi-resource-x");
  EXPECT_EQ(find("x", "v1.2.0"), "plugins/resource-x-v1.2.0/pulumi-resource-x");
  EXPECT_EQ(find("x", "1.3.0"), "nothing");
  EXPECT_EQ(find("x"), "plugins/resource-x-v2.0.0-beta.1/pulumi-resource-x");
  EXPECT_THAT(describe_places(search, PluginKind::resource, "x"), Contains(HasSubstr("1.2.0, 1.10.0, 2.0.0-beta.1")));
}

TEST_F(PluginSearchTest, UnfinishedInstallationsAreNone) {
  folder.add("plugins/resource-x-v1.0.0/pulumi-resource-x");
  folder.add("plugins/resource-x-v1.0.0.partial");
  folder.add("plugins/resource-x-v1.1.0.tmp123/pulumi-resource-x");
  folder.add("plugins/resource-x-v1.2.0/README");
  EXPECT_EQ(find("x"), "nothing");
}

TEST_F(PluginSearchTest, TheProjectsChoiceCountsMost) {
  folder.add("bin1/pulumi-resource-x");
  folder.add("mine/pulumi-resource-x");
  search.overrides = {{PluginKind::resource, "x", "1.0.0", folder.path() / "mine"}};
  EXPECT_EQ(find("x", "1.0.0"), "mine/pulumi-resource-x");
  EXPECT_EQ(find("x", "2.0.0"), "bin1/pulumi-resource-x");
  search.overrides = {{PluginKind::resource, "x", "", folder.path() / "empty"}};
  EXPECT_THAT(find("x"), HasSubstr("Pulumi.yaml says"));
}

TEST_F(PluginSearchTest, KindsHaveTheirOwnNames) {
  folder.add("bin1/pulumi-language-go");
  EXPECT_EQ(find("go"), "nothing");
  EXPECT_EQ(find("go", "", PluginKind::language), "bin1/pulumi-language-go");
}

TEST_F(PluginSearchTest, TheEnvironmentSaysWhere) {
  const auto usual = PluginSearch::from_environment({{"HOME", "/home/me"}, {"PATH", "/bin"}}, "/opt", {});
  EXPECT_EQ(usual.path, "/bin");
  EXPECT_EQ(usual.plugins_directory, "/home/me/.pulumi/plugins");
  const auto own = PluginSearch::from_environment(
      {{"PULUMI_HOME", "/p"}, {"PATH", "/bin"}, {"PULUMI_IGNORE_AMBIENT_PLUGINS", "1"}}, "/opt", {});
  EXPECT_EQ(own.path, "");
  EXPECT_EQ(own.plugins_directory, "/p/plugins");
}

}  // namespace
}  // namespace ashlar::plugin
