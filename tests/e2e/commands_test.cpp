// Commands beside the ones that run programs: import, logs, graphs, and the end of a stack.
#include "e2e/sandbox.hpp"

namespace ashlar::e2e {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr const char* uuid = "11111111-2222-3333-4444-555555555555";

Said import_rex(const Sandbox& sandbox) {
  return sandbox.run({"import", "random:index/randomUuid:RandomUuid", "rex", uuid, "--yes", "--skip-preview"});
}

TEST(Import, AdoptsAResourceAndSaysWhatToAddToTheProgram) {
  const Sandbox sandbox;
  const auto said = import_rex(sandbox);
  EXPECT_TRUE(succeeded(said));
  EXPECT_THAT(said.out, HasSubstr("random::RandomUuid rex{ctx, \"rex\""));
  EXPECT_THAT(sandbox.resources(), ElementsAre("rex"));
  EXPECT_THAT(sandbox.exported(), HasSubstr(uuid));
}

TEST(Import, ProtectsWhatItAdopted) {
  const Sandbox sandbox;
  EXPECT_TRUE(succeeded(import_rex(sandbox)));
  EXPECT_TRUE(failed(sandbox.run({"destroy", "--yes", "--skip-preview"}), 1, {"cannot be deleted", "state unprotect"}));
  EXPECT_THAT(sandbox.resources(), ElementsAre("rex"));
}

TEST(Import, OfATypeThatCannotBeImportedChangesNothing) {
  const Sandbox sandbox;
  const auto before = sandbox.exported();
  const auto said =
      sandbox.run({"import", "random:index/randomPet:RandomPet", "rex", "some-pet", "--yes", "--skip-preview"});
  EXPECT_NE(said.code(), 0);
  EXPECT_THAT(said.all(), HasSubstr("rex"));
  EXPECT_THAT(sandbox.resources(), testing::IsEmpty());
}

TEST(Logs, ShowWhatTheLastRunSaid) {
  const Sandbox sandbox;
  EXPECT_NE(sandbox.run({"logs"}).code(), 0) << "nothing has run yet";
  sandbox.declare("then: print\n");
  EXPECT_TRUE(succeeded(sandbox.up()));
  const auto said = sandbox.run({"logs"});
  EXPECT_TRUE(succeeded(said));
  EXPECT_FALSE(said.out.empty());
}

TEST(Graph, NamesEachResource) {
  const Sandbox sandbox;
  sandbox.declare("pets: 2\n");
  EXPECT_TRUE(succeeded(sandbox.up()));
  const auto said = sandbox.run({"stack", "graph", "-"});
  EXPECT_TRUE(succeeded(said));
  EXPECT_THAT(said.out, HasSubstr("digraph"));
  EXPECT_THAT(said.out, HasSubstr("pet-0"));
  EXPECT_THAT(said.out, HasSubstr("pet-1"));
}

TEST(Destroy, WithRemoveLeavesNothingOfTheStack) {
  const Sandbox sandbox;
  sandbox.declare("pets: 2\n");
  EXPECT_TRUE(succeeded(sandbox.up()));
  EXPECT_TRUE(succeeded(sandbox.run({"destroy", "--yes", "--skip-preview", "--remove"})));
  EXPECT_FALSE(std::filesystem::exists(sandbox.checkpoint()));
  EXPECT_THAT(sandbox.run({"stack", "ls"}).out, Not(HasSubstr("dev")));
}

TEST(Destroy, WithoutRemoveSaysHowTheStackGoes) {
  const Sandbox sandbox;
  sandbox.declare("pets: 1\n");
  EXPECT_TRUE(succeeded(sandbox.up()));
  const auto said = sandbox.run({"destroy", "--yes", "--skip-preview"});
  EXPECT_TRUE(succeeded(said));
  EXPECT_THAT(said.all(), HasSubstr("stack rm dev"));
  EXPECT_THAT(sandbox.run({"stack", "ls"}).out, HasSubstr("dev"));
}

}  // namespace
}  // namespace ashlar::e2e
