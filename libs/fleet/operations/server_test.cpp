#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fleet/operations/operation_harness.hpp"

namespace ashlar::fleet {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string ids() { return std::to_string(::getuid()) + ":" + std::to_string(::getgid()); }

TEST(Group, IsMadeOnceAndGetsItsId) {
  TestHost host;
  host.runner.acts["groupadd -r -g 600 web"] = [&] { host.write("/etc/group", "web:x:600:\n"); };
  EXPECT_THAT(host.operation("server.group", {{"group", "web"}, {"system", true}, {"gid", 600}}).changes,
              ElementsAre("create group web"));
  EXPECT_FALSE(host.operation("server.group", {{"group", "web"}, {"system", true}, {"gid", 600}}).changed);
  EXPECT_THAT(host.operation("server.group", {{"group", "web"}, {"gid", 601}}).changes,
              ElementsAre("change the id of group web from 600 to 601"));
}

TEST(User, IsMadeWithHomeGroupsAndKeys) {
  TestHost host;
  host.runner.acts["useradd -d /srv/web -s /bin/bash -G app -r -M web"] = [&] {
    host.write("/etc/passwd", "web:x:" + ids() + "::/srv/web:/bin/bash\n");
    host.write("/etc/group", "app:x:7:web\n");
  };
  const PropertyMap arguments{{"user", "web"},        {"home", "/srv/web"},
                              {"shell", "/bin/bash"}, {"groups", PropertyArray{"app"}},
                              {"system", true},       {"public_keys", "ssh-ed25519 AAAA ann"}};
  const auto planned = host.operation("server.user", arguments, Mode::check);
  EXPECT_THAT(host.runner.calls, IsEmpty());
  const auto made = host.operation("server.user", arguments);
  ASSERT_EQ(made.status, OperationStatus::ok) << made.error->message;
  EXPECT_EQ(planned.changes, made.changes);
  EXPECT_THAT(made.changes, ElementsAre("create user web", "create directory /srv", "create directory /srv/web",
                                        "create directory /srv/web/.ssh", "create file /srv/web/.ssh/authorized_keys"));
  EXPECT_EQ(host.text("/srv/web/.ssh/authorized_keys"), "ssh-ed25519 AAAA ann\n");
  EXPECT_EQ(host.mode("/srv/web/.ssh"), 0700U);
  EXPECT_EQ(host.mode("/srv/web/.ssh/authorized_keys"), 0600U);
  EXPECT_THAT(host.operation("server.user", arguments).changes, IsEmpty());
}

TEST(User, IsChangedOnlyWhereItDiffers) {
  TestHost host;
  host.write("/etc/passwd", "web:x:" + ids() + "::/home/web:/bin/sh\n");
  host.write("/etc/group", "app:x:7:web\nops:x:8:\n");
  const auto result = host.operation(
      "server.user",
      {{"user", "web"}, {"shell", "/bin/bash"}, {"groups", "ops"}, {"append", true}, {"ensure_home", false}});
  EXPECT_THAT(host.runner.calls, ElementsAre("usermod -s /bin/bash -a -G ops web"));
  EXPECT_THAT(result.changes, ElementsAre("change user web: shell /bin/bash, further groups ops"));
}

TEST(User, PasswordIsNotAmongTheArgumentsOfACommand) {
  TestHost host;
  host.write("/etc/passwd", "web:x:" + ids() + "::/home/web:/bin/sh\n");
  host.write("/etc/shadow", "web:$6$old:1::::::\n");
  const PropertyMap arguments{{"user", "web"}, {"ensure_home", false}, {"password", PropertyValue::secret("$6$new")}};
  host.operation("server.user", arguments);
  EXPECT_THAT(host.runner.calls, ElementsAre("chpasswd -e"));
  EXPECT_THAT(host.runner.inputs, ElementsAre("web:$6$new\n"));
  host.write("/etc/shadow", "web:$6$new:1::::::\n");
  EXPECT_FALSE(host.operation("server.user", arguments).changed);
}

TEST(User, MadeByAnEarlierPlanOwnsFilesOfALaterOne) {
  TestHost host;
  EXPECT_TRUE(host.operation("server.user", {{"user", "web"}, {"ensure_home", false}}, Mode::check).changed);
  const auto file = host.operation("files.file", {{"path", "/a"}, {"user", "web"}, {"group", "web"}}, Mode::check);
  EXPECT_EQ(file.status, OperationStatus::ok);
  EXPECT_FALSE(file.uncertain);
}

TEST(Shell, RunsEachCommandAndGivesWhatItPrinted) {
  TestHost host;
  host.runner.real = true;
  const auto result = host.operation("server.shell", {{"commands", PropertyArray{"echo one", "echo two >&2"}}});
  EXPECT_EQ(result.output, "one\n");
  EXPECT_EQ(result.error_output, "two\n");
  EXPECT_THAT(result.changes, ElementsAre("run echo one", "run echo two >&2"));
}

TEST(Shell, HidesSecretsInCommandsOutputsAndErrors) {
  TestHost host;
  host.runner.real = true;
  OperationRequest request{
      .id = 1, .type = "server.shell", .name = {}, .arguments = {{"commands", PropertyValue::secret("echo hunter2")}}};
  request.environment = {{"TOKEN", PropertyValue::secret("s3cret")}};
  EXPECT_THAT(host.operation(request).changes, ElementsAre("run [secret]"));
  request.arguments = {{"commands", "echo \"$TOKEN\"; echo \"$TOKEN\" >&2; exit 1"}};
  const auto result = host.operation(request);
  EXPECT_EQ(result.output, "[secret]\n");
  EXPECT_THAT(result.error->message, HasSubstr("failed (exit code 1): [secret]"));
}

TEST(Script, RunsWithItsParametersAndWhatItsFirstLineNames) {
  TestHost host;
  host.runner.real = true;
  const auto result = host.operation(
      "server.script", {{"src", host.asset("#!/bin/sh\necho \"$2 $1\"\n")}, {"args", PropertyArray{"a b", "c"}}});
  ASSERT_EQ(result.status, OperationStatus::ok) << result.error->message;
  EXPECT_EQ(result.output, "c a b\n");
}

}  // namespace
}  // namespace ashlar::fleet
