// C++ programs with components and methods of a provider: that is `pulumi-resource-component` of libs/plugin.
#include "e2e/sandbox.hpp"

namespace fs = std::filesystem;

namespace ashlar::e2e {
namespace {

using testing::HasSubstr;

class RemoteComponentTest : public testing::Test {
 protected:
  RemoteComponentTest() {
    const auto folder = sandbox_.root() / "bin";
    fs::create_directories(folder);
    fs::create_symlink(ASHLAR_FAKE_COMPONENT_PLUGIN, folder / "pulumi-resource-component");
    sandbox_.environment["PATH"] = folder.string() + ":/usr/local/bin:/usr/bin:/bin";
    write_file(sandbox_.project() / "Pulumi.yaml", "name: town\nruntime: cpp\n");
    write_file(sandbox_.project() / "main.cpp", R"(#include <ashlar/ashlar.hpp>
using namespace ashlar;

int main() {
  return run([](Context& ctx) {
    const Config config{ctx};
    RemoteComponent group{ctx, "component:index:Group", "group", {{"size", config.get("size").value_or("1")},
                                                                  {config.get("input").value_or("note"), "a note"}}};
    const auto grown = call(ctx, group, "component:index:Group/grow", {{"by", "2"}});
    ctx.export_output("disk", group.output("disk"));
    ctx.export_output("grown", grown["result"]);
  });
}
)");
  }

  Sandbox sandbox_;
};

TEST_F(RemoteComponentTest, IsPreviewedMadeChangedAndDestroyed) {
  const auto previewed = sandbox_.run({"preview"});
  EXPECT_TRUE(succeeded(previewed));
  EXPECT_THAT(previewed.all(), HasSubstr("group-disk"));

  EXPECT_TRUE(succeeded(sandbox_.up()));
  EXPECT_THAT(sandbox_.run({"stack", "output", "disk"}).out, HasSubstr("id-group-disk"));
  EXPECT_THAT(sandbox_.run({"stack", "output", "grown"}).out, HasSubstr("group grows by 2"));
  EXPECT_TRUE(succeeded(sandbox_.up({"--expect-no-changes"})));

  EXPECT_TRUE(succeeded(sandbox_.run({"config", "set", "size", "3"})));
  EXPECT_TRUE(succeeded(sandbox_.up()));
  EXPECT_THAT(sandbox_.exported(), HasSubstr("\"size\": \"3\""));
  EXPECT_TRUE(succeeded(sandbox_.run({"destroy", "--yes", "--skip-preview"})));
}

TEST_F(RemoteComponentTest, ThatItsProviderRefusesSaysWhichInputIsWrongAndWhereItIsDeclared) {
  EXPECT_TRUE(succeeded(sandbox_.run({"config", "set", "input", "wrong"})));
  EXPECT_TRUE(failed(sandbox_.up(), 1,
                     {"error: ", "constructing component:index:Group 'group'", "the inputs are not valid",
                      "property wrong: a note", "at main.cpp:"}));
}

TEST_F(RemoteComponentTest, WhosePluginDiesSaysSoAndKeepsWhatThereIs) {
  EXPECT_TRUE(succeeded(sandbox_.up()));
  EXPECT_TRUE(succeeded(sandbox_.run({"config", "set", "input", "crash"})));
  EXPECT_TRUE(failed(sandbox_.up(), 1, {"error: ", "constructing component:index:Group 'group'", "panic: a note"}));
  EXPECT_THAT(sandbox_.exported(), HasSubstr("id-group-disk"));
}

}  // namespace
}  // namespace ashlar::e2e
