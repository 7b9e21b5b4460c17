#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fleet/operations/operation_harness.hpp"

namespace ashlar::fleet {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Files : testing::Test {
  /// Applies, and expects a second application to change nothing.
  OperationResult twice(const std::string& type, const PropertyMap& arguments) {
    auto checked = host.operation(type, arguments, Mode::check);
    auto first = host.operation(type, arguments);
    EXPECT_EQ(first.status, OperationStatus::ok) << (first.error ? first.error->message : "");
    EXPECT_EQ(checked.changes, first.changes) << "what was planned is not what was done";
    EXPECT_EQ(checked.diff, first.diff);
    const auto second = host.operation(type, arguments);
    EXPECT_FALSE(second.changed) << testing::PrintToString(second.changes);
    EXPECT_THAT(second.changes, IsEmpty());
    return first;
  }
  std::string failure(const std::string& type, const PropertyMap& arguments) {
    const auto result = host.operation(type, arguments);
    EXPECT_EQ(result.status, OperationStatus::failed);
    return result.error ? result.error->message + "|" + result.error->help : "";
  }
  TestHost host;
};

TEST_F(Files, FileIsMadeWithItsDirectoryAndMode) {
  const auto result = twice("files.file", {{"path", "/srv/app/flag"}, {"mode", "600"}});
  EXPECT_THAT(result.changes,
              ElementsAre("create directory /srv", "create directory /srv/app", "create file /srv/app/flag"));
  EXPECT_EQ(host.mode("/srv/app/flag"), 0600U);
}

TEST_F(Files, FileKeepsItsContentWhenItsModeChanges) {
  host.write("/a", "text");
  const auto result = twice("files.file", {{"path", "/a"}, {"mode", 640}});
  EXPECT_THAT(result.changes, ElementsAre("set mode from 0644 to 0640 of /a"));
  EXPECT_EQ(host.text("/a"), "text");
}

TEST_F(Files, FileIsRemoved) {
  host.write("/a", "text");
  twice("files.file", {{"path", "/a"}, {"present", false}});
  EXPECT_FALSE(host.there("/a"));
}

TEST_F(Files, DirectoryInPlaceOfAFileIsRefusedUnlessForced) {
  host.write("/a", "text");
  EXPECT_THAT(failure("files.directory", {{"path", "/a"}}), HasSubstr("/a is a file, not a directory|set `force`"));
  twice("files.directory", {{"path", "/a"}, {"force", true}, {"force_backup", false}, {"mode", "750"}});
  EXPECT_EQ(host.mode("/a"), 0750U);
}

TEST_F(Files, DirectoryIsSetRightWithAllThatIsInIt) {
  host.write("/d/sub/file", "x");
  twice("files.directory", {{"path", "/d"}, {"mode", "700"}, {"recursive", true}});
  EXPECT_EQ(host.mode("/d/sub/file"), 0700U);
  twice("files.directory", {{"path", "/d"}, {"present", false}});
  EXPECT_FALSE(host.there("/d"));
}

TEST_F(Files, LinkIsMadeAndChangedAndRemoved) {
  twice("files.link", {{"path", "/l"}, {"target", "/one"}});
  EXPECT_EQ(std::filesystem::read_symlink(host.path("/l")), "/one");
  EXPECT_THAT(twice("files.link", {{"path", "/l"}, {"target", "/two"}}).changes,
              ElementsAre("change link /l -> /two (was /one)"));
  twice("files.link", {{"path", "/l"}, {"present", false}});
  EXPECT_FALSE(host.there("/l"));
}

TEST_F(Files, HardLinkIsMade) {
  host.write("/file", "x");
  twice("files.link", {{"path", "/l"}, {"target", "/file"}, {"symbolic", false}});
  EXPECT_EQ(std::filesystem::hard_link_count(host.path("/file")), 2U);
}

TEST_F(Files, LineIsAddedReplacedAndRemoved) {
  host.write("/c", "Port 22\nPermitRootLogin yes");
  auto added = twice("files.line", {{"path", "/c"}, {"line", "UseDNS no"}});
  EXPECT_EQ(host.text("/c"), "Port 22\nPermitRootLogin yes\nUseDNS no\n");
  EXPECT_THAT(added.diff, HasSubstr("+UseDNS no\n"));
  twice("files.line", {{"path", "/c"}, {"line", "^PermitRootLogin .*"}, {"replace", "PermitRootLogin no"}});
  EXPECT_EQ(host.text("/c"), "Port 22\nPermitRootLogin no\nUseDNS no\n");
  twice("files.line", {{"path", "/c"}, {"line", "^Port"}, {"present", false}});
  EXPECT_EQ(host.text("/c"), "PermitRootLogin no\nUseDNS no\n");
}

TEST_F(Files, LineThatIsNotThereIsAddedAsItsReplacement) {
  twice("files.line", {{"path", "/c"}, {"line", "#\\?Port .*"}, {"replace", "Port 2222"}});
  EXPECT_EQ(host.text("/c"), "Port 2222\n");
}

TEST_F(Files, LineWithParenthesesMeansItself) {
  twice("files.line", {{"path", "/c"}, {"line", "case (a|b+) {x}?"}});
  EXPECT_EQ(host.text("/c"), "case (a|b+) {x}?\n");
}

TEST_F(Files, BlockIsInsertedChangedAndRemoved) {
  host.write("/c", "a\nb\n");
  const PropertyMap where{{"path", "/c"}, {"line", "^a$"}, {"after", true}};
  auto arguments = where;
  arguments["content"] = PropertyArray{"one", "two"};
  twice("files.block", arguments);
  EXPECT_EQ(host.text("/c"), "a\n# BEGIN PYINFRA BLOCK\none\ntwo\n# END PYINFRA BLOCK\nb\n");
  arguments["content"] = "three";
  twice("files.block", arguments);
  EXPECT_EQ(host.text("/c"), "a\n# BEGIN PYINFRA BLOCK\nthree\n# END PYINFRA BLOCK\nb\n");
  twice("files.block", {{"path", "/c"}, {"present", false}});
  EXPECT_EQ(host.text("/c"), "a\nb\n");
}

TEST_F(Files, BlockWithoutItsEndIsNotTouched) {
  host.write("/c", "# BEGIN PYINFRA BLOCK\nrest\n");
  EXPECT_THAT(failure("files.block", {{"path", "/c"}, {"content", "x"}}),
              HasSubstr("no '# END PYINFRA BLOCK' after it"));
}

TEST_F(Files, ReplaceChangesEveryOccurrence) {
  host.write("/c", "a=1 a=2\nb\na=3");
  twice("files.replace", {{"path", "/c"}, {"text", "a=\\([0-9]\\)"}, {"replace", "x=\\1"}});
  EXPECT_EQ(host.text("/c"), "x=1 x=2\nb\nx=3");
}

TEST_F(Files, ReplaceThatWouldChangeTheFileWithEveryRunIsRefused) {
  host.write("/c", "a\n");
  EXPECT_THAT(failure("files.replace", {{"path", "/c"}, {"text", "a"}, {"replace", "aa"}}), HasSubstr("changes again"));
  EXPECT_EQ(host.text("/c"), "a\n");
}

TEST_F(Files, PutWritesAContentWithItsMode) {
  const auto result =
      twice("files.put", {{"src", host.asset("one\ntwo\n")}, {"dest", "/etc/app/conf"}, {"mode", "640"}});
  EXPECT_EQ(host.text("/etc/app/conf"), "one\ntwo\n");
  EXPECT_EQ(host.mode("/etc/app/conf"), 0640U);
  EXPECT_EQ(result.diff, "--- /dev/null\n+++ /etc/app/conf\n@@ -0,0 +1,2 @@\n+one\n+two\n");
}

TEST_F(Files, PutThroughALinkReplacesWhatItPointsTo) {
  host.write("/real", "old");
  std::filesystem::create_symlink("real", host.path("/l"));
  twice("files.put", {{"src", host.asset("new")}, {"dest", "/l"}});
  EXPECT_EQ(host.text("/real"), "new");
  EXPECT_TRUE(std::filesystem::is_symlink(host.path("/l")));
}

TEST_F(Files, PutKeepsTheModeOfAFileThatItReplaces) {
  host.write("/a", "old");
  ::chmod(host.path("/a").c_str(), 0600);
  twice("files.put", {{"src", host.asset("new")}, {"dest", "/a"}});
  EXPECT_EQ(host.mode("/a"), 0600U);
}

TEST_F(Files, NothingIsLeftBehindWhenAWriteFails) {
  host.write("/d/x", "");
  EXPECT_THAT(failure("files.put", {{"src", host.asset("new")}, {"dest", "/d"}}),
              HasSubstr("/d is a directory, not a file"));
  int entries = 0;
  for (const auto& entry : std::filesystem::directory_iterator(host.path("/d"))) entries += entry.exists();
  EXPECT_EQ(entries, 1);
}

TEST_F(Files, SecretContentIsNotInTheDiff) {
  const auto secret = PropertyValue::secret(host.asset("password=hunter2\n"));
  const auto result = twice("files.put", {{"src", secret}, {"dest", "/s"}});
  EXPECT_THAT(result.diff, HasSubstr("(secret: 0 lines go, 1 come)"));
  const auto line = twice("files.line", {{"path", "/t"}, {"line", PropertyValue::secret("token hunter3")}});
  EXPECT_THAT(line.diff, testing::Not(HasSubstr("hunter3")));
}

TEST_F(Files, ASecretIsHiddenInErrors) {
  EXPECT_THAT(failure("files.file", {{"path", "/a"}, {"user", PropertyValue::secret("hunter4")}}),
              HasSubstr("there is no user '[secret]'"));
}

TEST_F(Files, WrongArgumentsAreNamed) {
  EXPECT_THAT(failure("files.file", {{"path", "/a"}, {"modes", "600"}}),
              HasSubstr("no argument `modes`|did you mean `mode`?"));
  EXPECT_THAT(failure("files.file", {{"mode", "600"}}), HasSubstr("the argument `path` is required"));
  EXPECT_THAT(failure("files.file", {{"path", "/a"}, {"mode", "rw"}}), HasSubstr("permissions in octal"));
  EXPECT_THAT(failure("files.fiel", {}), HasSubstr("there is no operation files.fiel|did you mean files.file?"));
}

TEST_F(Files, APlanBuildsOnWhatEarlierPlansWouldHaveDone) {
  const auto check = [&](const std::string& type, const PropertyMap& arguments) {
    return host.operation(type, arguments, Mode::check);
  };
  EXPECT_TRUE(check("files.directory", {{"path", "/srv"}}).changed);
  EXPECT_THAT(check("files.put", {{"src", host.asset("a\n")}, {"dest", "/srv/x"}}).changes,
              ElementsAre("create file /srv/x"));
  EXPECT_THAT(check("files.line", {{"path", "/srv/x"}, {"line", "b"}}).diff, HasSubstr("@@ -1 +1,2 @@\n a\n+b\n"));
  EXPECT_FALSE(check("files.line", {{"path", "/srv/x"}, {"line", "b"}}).changed);
  EXPECT_FALSE(check("files.directory", {{"path", "/srv"}}).changed);
  EXPECT_FALSE(host.there("/srv"));
}

TEST_F(Files, WhatAPlanCannotKnowItSays) {
  host.operation("server.shell", {{"commands", "useradd web"}}, Mode::check);
  const auto result = host.operation("files.file", {{"path", "/a"}, {"user", "web"}}, Mode::check);
  EXPECT_TRUE(result.uncertain);
  EXPECT_THAT(result.changes,
              ElementsAre(HasSubstr("cannot be told before earlier operations are applied: there is no user 'web'")));
}

TEST_F(Files, ConditionsLookAtEarlierOperations) {
  const auto first = host.operation("files.file", {{"path", "/a"}});
  OperationRequest request{.id = 100, .type = "files.file", .name = {}, .arguments = {{"path", "/b"}}};
  request.condition = {.of = Condition::Of::any,
                       .terms = {{first.id, ConditionTerm::Is::unchanged}, {77, ConditionTerm::Is::changed}}};
  EXPECT_EQ(host.operation(request).status, OperationStatus::skipped);
  request.condition.terms.push_back({first.id, ConditionTerm::Is::changed});
  EXPECT_TRUE(host.operation(request).changed);
}

TEST_F(Files, AFailureIsTriedAgainAsOftenAsAsked) {
  host.runner.answer("sh -c flaky", "", 1);
  OperationRequest request{.id = 1, .type = "server.shell", .name = {}, .arguments = {{"commands", "flaky"}}};
  request.retries = 2;
  const auto result = host.operation(request);
  EXPECT_EQ(result.attempts, 3U);
  EXPECT_EQ(result.exit_code, 1);
  request.success_codes = {1};
  EXPECT_EQ(host.operation(request).status, OperationStatus::ok);
}

}  // namespace
}  // namespace ashlar::fleet
