#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fleet/operations/listening.hpp"
#include "fleet/operations/operation_harness.hpp"
#include "fleet/operations/packages.hpp"
#include "fleet/operations/text_edits.hpp"

namespace ashlar::fleet {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Cron, JobIsKnownByItsNameOrCommand) {
  const CronJob named{.command = "/bin/job", .when = "5 4 * * *", .name = "nightly"};
  const auto table = with_cron_job("MAILTO=ann\n1 * * * * other\n", named);
  EXPECT_EQ(table, "MAILTO=ann\n1 * * * * other\n# ashlar-name=nightly\n5 4 * * * /bin/job\n");
  EXPECT_EQ(with_cron_job(table, named), table);
  auto later = named;
  later.when = "@daily";
  EXPECT_THAT(with_cron_job(table, later), HasSubstr("# ashlar-name=nightly\n@daily /bin/job\n"));
  later.present = false;
  EXPECT_EQ(with_cron_job(table, later), "MAILTO=ann\n1 * * * * other\n");
  EXPECT_EQ(with_cron_job("1 * * * * other\n", {.command = "other", .when = "2 * * * *", .name = {}}),
            "2 * * * * other\n");
}

TEST(Wait, FindsAListeningSocketInTheKernelsTable) {
  const std::string table =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
      "   0: 0100007F:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1\n"
      "   1: 0100007F:01BB 0200007F:9999 01 00000000:00000000 00:00000000 00000000     0        0 2 1\n";
  EXPECT_TRUE(listens(table, 80));
  EXPECT_FALSE(listens(table, 443));
}

TEST(Packages, OfEveryManagerAreRead) {
  EXPECT_THAT(parse_gem_list("rake (13.0.6, default: 12.3.3)\nbad\n")["rake"], ElementsAre("13.0.6", "12.3.3"));
  EXPECT_THAT(parse_npm_list("/usr/lib\n├── @vue/cli@5.0.8\n└── npm@9.2.0\n")["@vue/cli"], ElementsAre("5.0.8"));
  EXPECT_THAT(parse_apk_info("musl-utils-1.2.4-r2\n")["musl-utils"], ElementsAre("1.2.4-r2"));
  EXPECT_THAT(parse_pip_freeze("Flask_Login==0.6.3\n")["flask-login"], ElementsAre("0.6.3"));
  EXPECT_EQ(pip_name("ruamel.yaml[jinja2]"), "ruamel-yaml");
}

TEST(Packages, AreRemovedOnlyWhenTheyAreThere) {
  TestHost host;
  host.runner.answer("gem list --local", "rake (13.0.6)\n");
  const auto result = host.operation("gem.packages", {{"packages", PropertyArray{"rake", "rack"}}, {"present", false}});
  EXPECT_THAT(result.changes, ElementsAre("remove rake"));
}

TEST(Download, WithAnotherSumLeavesTheOldFile) {
  TestHost host;
  host.runner.real = true;
  host.write("/served", "tampered");
  host.write("/opt/file", "old");
  const auto result = host.operation(
      "files.download",
      {{"src", "file://" + host.path("/served")}, {"dest", "/opt/file"}, {"sha256sum", sha256("content")}});
  ASSERT_TRUE(result.error);
  EXPECT_THAT(result.error->message,
              HasSubstr("its sha256sum is " + sha256("tampered") + ", not " + sha256("content")));
  EXPECT_EQ(host.text("/opt/file"), "old");
}

TEST(Sync, RefusesPathsThatLeadOut) {
  TestHost host;
  const PropertyMap tree{{"../x", PropertyMap{{"directory", true}}}};
  EXPECT_THAT(host.operation("files.sync", {{"src", tree}, {"dest", "/d"}}).error->message, HasSubstr("leads out"));
}

}  // namespace
}  // namespace ashlar::fleet
