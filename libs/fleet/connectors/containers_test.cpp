#include "fleet/connectors/containers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/temporary_directory.hpp"
#include "fleet/connectors/testing.hpp"

namespace ashlar::fleet {
namespace {

using ::testing::HasSubstr;

/// Containers of an engine that is a script: `web` runs, `db` does not, and `debian` is an image.
class Container : public ::testing::Test {
 protected:
  Container() : engine(folder.path() + "/engine") {
    std::ofstream(engine) << R"sh(#!/bin/sh
case "$1 $2 $5" in
  "container inspect web") echo running ;;
  "container inspect db") echo exited ;;
  "container inspect "*) echo "Error: No such container: $5" >&2; exit 1 ;;
  "image inspect "*) [ "$3" = debian ] ;;
  "exec --interactive "*) shift 3; echo "in the container"; exec "$@" ;;
esac
)sh";
    std::filesystem::permissions(engine, std::filesystem::perms::owner_all);
  }

  Error refusal(const std::string& container) {
    const auto connector = container_connector(loop, engine, container);
    auto status = testing::connect(loop, *connector);
    EXPECT_FALSE(status);
    return status ? Error{} : status.error();
  }

  IoLoop loop;
  TemporaryDirectory folder;
  std::string engine;
};

TEST_F(Container, RunsWhatIsStartedInside) {
  const auto connector = container_connector(loop, engine, "web");
  const auto status = testing::connect(loop, *connector);
  ASSERT_TRUE(status) << status.error().message;
  const auto outcome = testing::run(loop, *connector, {"sh", "-c", "cat; exit 4"}, "input");
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->out, "in the container\ninput");
  EXPECT_EQ((*outcome->end)->code, 4);
}

TEST_F(Container, MustBeThereAndRun) {
  EXPECT_THAT(refusal("db").message, HasSubstr("/db: the container is exited"));
  EXPECT_THAT(refusal("nothing").message, HasSubstr("No such container: nothing"));
  EXPECT_THAT(refusal("debian").message, HasSubstr("debian is an image, not a container"));
  EXPECT_THAT(refusal("debian").help, HasSubstr("run --detach IMAGE"));
}

TEST_F(Container, NeedsItsEngine) {
  const auto connector = container_connector(loop, "no-such-engine", "web");
  const auto status = testing::connect(loop, *connector);
  ASSERT_FALSE(status);
  EXPECT_THAT(status.error().message, HasSubstr("cannot reach @no-such-engine/web"));
}

TEST(Chroot, SaysWhyItCannotBeEntered) {
  IoLoop loop;
  const auto connector = chroot_connector(loop, "/nonexistent");
  const auto status = testing::connect(loop, *connector);
  ASSERT_FALSE(status);
  EXPECT_THAT(status.error().message, HasSubstr("cannot reach @chroot//nonexistent: chroot: "));
  EXPECT_THAT(status.error().help, HasSubstr("root"));
}

}  // namespace
}  // namespace ashlar::fleet
